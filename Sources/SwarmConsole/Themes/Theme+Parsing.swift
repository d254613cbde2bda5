import TerminalUI
import Yams

extension Theme {
    /// A theme from a scheme file's text, in the new form (`palette:`) or the old flat one.
    ///
    /// - Parameter file: Named in every error.
    public init(yaml: String, file: String) throws(ThemeFault) {
        let keys = try Theme.mapping(yaml, file: file)
        func text(_ key: String) -> String? { keys[key]?.scalar?.string }

        let palette = keys["palette"]?.mapping ?? keys
        if let system = text("system"), !["base16", "base24"].contains(system.lowercased()) {
            throw .badSystem(file: file, value: system)
        }
        let wantsAll = text("system")?.lowercased() == "base24" || palette["base10"] != nil
        let count = wantsAll ? Theme.colorCount : 16
        var colors: [Color] = []
        for slot in 0..<count {
            let key = Theme.key(slot)
            guard let value = Theme.value(of: key, in: palette) else {
                throw .missing(file: file, key: key)
            }
            guard let color = Color(hex: value) else {
                throw .badColor(file: file, key: key, value: value)
            }
            colors.append(color)
        }
        guard let name = text("name") ?? text("scheme") else {
            throw .missing(file: file, key: "name")
        }
        let isDark = try text("variant").map { value throws(ThemeFault) in
            try Theme.isDark(value, file: file)
        }
        guard
            let theme = Theme(
                name: name, author: text("author") ?? "", isDark: isDark, colors: colors)
        else { throw .missing(file: file, key: Theme.key(colors.count)) }
        self = theme
    }

    /// `base0A` for 10.
    static func key(_ slot: Int) -> String {
        let digits = String(slot, radix: 16, uppercase: true)
        return "base" + (digits.count < 2 ? "0" + digits : digits)
    }

    private static func isDark(_ variant: String, file: String) throws(ThemeFault) -> Bool {
        switch variant.lowercased() {
        case "dark": true
        case "light": false
        default: throw .badVariant(file: file, value: variant)
        }
    }

    /// The scalar as written: an unquoted `000000` or `1e1e10` must not become a number.
    private static func value(of key: String, in palette: Node.Mapping) -> String? {
        (palette[Node(key)] ?? palette[Node(key.lowercased())])?.scalar?.string
    }

    private static func mapping(_ yaml: String, file: String) throws(ThemeFault) -> Node.Mapping {
        let node: Node?
        do {
            node = try Yams.compose(yaml: yaml)
        } catch let error as YamlError {
            throw Theme.fault(error, file: file)
        } catch {
            throw .unreadable(file: file, line: nil, problem: "\(error)")
        }
        guard let mapping = node?.mapping else { throw .notAMapping(file: file) }
        return mapping
    }

    private static func fault(_ error: YamlError, file: String) -> ThemeFault {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            .unreadable(file: file, line: mark.line, problem: problem)
        default:
            .unreadable(file: file, line: nil, problem: "\(error)")
        }
    }
}
