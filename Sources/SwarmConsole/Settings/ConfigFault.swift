import SwarmCore
import Yams

/// What is wrong with one line of a file the operator wrote; everything else in the file holds.
///
/// `line` counts from 1; 0 where it is not known.
public enum ConfigFault: Error, Hashable, Sendable {
    case unreadable(file: String, line: Int, problem: String)
    /// The file holds something other than keys with values.
    case notAMapping(file: String, line: Int)
    case unknown(file: String, line: Int, kind: String, name: String, nearest: String?)
    case badValue(file: String, line: Int, name: String, value: String, allowed: String)
    /// No terminal sends a key of that name.
    case noSuchKey(file: String, line: Int, action: String, name: String)
    /// Another action has the key in the same place; `otherLine` is 0 when it has it by default.
    case keyTaken(
        file: String, line: Int, action: String, key: String, by: String, otherLine: Int)
    /// The key is not given to anything else, or not to this.
    case keyReserved(file: String, line: Int, action: String, key: String, why: String)

    /// For people: where, what is wrong, and what to do.
    public var sentence: String {
        switch self {
        case .unreadable(let file, let line, let problem):
            "\(Self.place(file, line)) is not YAML: \(problem)"
        case .notAMapping(let file, let line):
            "\(Self.place(file, line)) should hold names with values, such as 'pause: p'."
        case .unknown(let file, let line, let kind, let name, let nearest):
            "\(Self.place(file, line)): no \(kind) is called '\(name.prefix(40))'."
                + (nearest.map { " Nearest: \($0)." } ?? "")
        case .badValue(let file, let line, let name, let value, let allowed):
            "\(Self.place(file, line)): \(name) is '\(value.prefix(40))'. Allowed: \(allowed)."
        case .noSuchKey(let file, let line, let action, let name):
            "\(Self.place(file, line)): '\(name.prefix(40))' for \(action) is no key. "
                + "Write p, G, ctrl-p, alt-x, f5, space, enter or pageup."
        case .keyTaken(let file, let line, let action, let key, let other, let otherLine):
            "\(Self.place(file, line)): \(key) for \(action) is the key of \(other) already"
                + (otherLine > 0
                    ? ", by line \(otherLine). Keep one of them."
                    : ". Give \(other) another key in this file, or [] for none.")
        case .keyReserved(let file, let line, let action, let key, let why):
            "\(Self.place(file, line)): \(key) is not given to \(action): \(why)."
        }
    }

    private static func place(_ file: String, _ line: Int) -> String {
        line > 0 ? "\(file), line \(line)" : file
    }
}
