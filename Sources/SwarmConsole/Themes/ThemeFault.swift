/// What is wrong with a scheme file; carries the file and the key.
public enum ThemeFault: Error, Hashable, Sendable {
    /// Not YAML; `line` counts from 1, nil when unknown.
    case unreadable(file: String, line: Int?, problem: String)
    /// The file holds no keys.
    case notAMapping(file: String)
    case missing(file: String, key: String)
    /// Not six hexadecimal digits, with or without `#`.
    case badColor(file: String, key: String, value: String)
    /// Only base16 and base24 schemes can be shown.
    case badSystem(file: String, value: String)
    /// A variant other than dark and light.
    case badVariant(file: String, value: String)

    /// For people: what is wrong and what is allowed.
    public var sentence: String {
        switch self {
        case .unreadable(let file, let line, let problem):
            "\(file)\(line.map { ", line \($0)" } ?? "") is not YAML: \(problem)"
        case .notAMapping(let file): "\(file) holds no keys. A scheme has base00 to base0F."
        case .missing(let file, let key): "\(file) has no \(key). A scheme has base00 to base0F."
        case .badColor(let file, let key, let value):
            "\(file): \(key) is '\(value)'. A colour is six hexadecimal digits, such as 7fd693."
        case .badSystem(let file, let value):
            "\(file): system is '\(value)'. base16 and base24 are known."
        case .badVariant(let file, let value):
            "\(file): variant is '\(value)'. dark and light are known."
        }
    }
}
