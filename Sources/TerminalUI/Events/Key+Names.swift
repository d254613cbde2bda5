extension Key {
    /// A key from its name in a keymap, such as `q`, `G`, `ctrl-p`, `alt-x`, `shift-tab`, `f5`,
    /// `space`, `pageup`; `^p` is `ctrl-p`. Nil for anything else.
    public init?(_ name: String) {
        var rest = name[...]
        var modifiers: Modifiers = []
        if rest.count == 2, rest.first == "^" {
            modifiers.insert(.control)
            rest = rest.dropFirst()
        }
        while let found = Self.prefixes.first(where: { rest.lowercased().hasPrefix($0.0) }),
            rest.count > found.0.count
        {
            modifiers.insert(found.1)
            rest = rest.dropFirst(found.0.count)
        }
        if rest.count == 1, let character = rest.first {
            let isControl = modifiers.contains(.control)
            let text = isControl ? character.lowercased() : String(character)
            self.init(text.first ?? character, modifiers.subtracting(.shift))
            return
        }
        let lower = rest.lowercased()
        if lower == "tab", modifiers.contains(.shift) {
            self.init(.backTab, modifiers.subtracting(.shift))
        } else if let named = Self.names.first(where: { $0.name == lower }) {
            self.init(named.code, modifiers)
        } else if lower.hasPrefix("f"), let number = Int(lower.dropFirst()),
            (1...63).contains(number)
        {
            self.init(.function(number), modifiers)
        } else {
            return nil
        }
    }

    /// The name for a keymap; `Key(key.name)` is the key again.
    public var name: String {
        var prefix = ""
        if modifiers.contains(.control) { prefix += "ctrl-" }
        if modifiers.contains(.alt) { prefix += "alt-" }
        if modifiers.contains(.shift) { prefix += "shift-" }
        switch code {
        case .character(" "): return prefix + "space"
        case .character(let character): return prefix + String(character)
        case .function(let number): return prefix + "f\(number)"
        case .backTab: return prefix + "shift-tab"
        default: return prefix + (Self.names.first { $0.code == code }?.name ?? "")
        }
    }

    /// A short name for a footer or a help screen: `^p`, `Enter`, `PgUp`, `F5`, `⇧Tab` as `S-Tab`.
    public var shortName: String {
        var prefix = ""
        if modifiers.contains(.alt) { prefix += "A-" }
        if modifiers.contains(.shift) { prefix += "S-" }
        if modifiers.contains(.control) {
            prefix += code.isCharacter ? "^" : "C-"
        }
        switch code {
        case .character(" "): return prefix + "Space"
        case .character(let character): return prefix + String(character)
        case .function(let number): return prefix + "F\(number)"
        case .backTab: return prefix + "S-Tab"
        default: return prefix + (Self.names.first { $0.code == code }?.short ?? "")
        }
    }

    private static let prefixes: [(String, Modifiers)] = [
        ("ctrl-", .control), ("control-", .control), ("c-", .control),
        ("alt-", .alt), ("meta-", .alt), ("m-", .alt), ("a-", .alt),
        ("shift-", .shift), ("s-", .shift),
    ]

    /// The first name of a code is the one that is written.
    private static let names: [(name: String, short: String, code: Code)] = [
        ("enter", "Enter", .enter), ("return", "Enter", .enter),
        ("esc", "Esc", .escape), ("escape", "Esc", .escape),
        ("tab", "Tab", .tab), ("backtab", "S-Tab", .backTab),
        ("backspace", "Bksp", .backspace), ("delete", "Del", .delete), ("del", "Del", .delete),
        ("insert", "Ins", .insert), ("space", "Space", .character(" ")),
        ("up", "Up", .up), ("down", "Down", .down), ("left", "Left", .left),
        ("right", "Right", .right), ("home", "Home", .home), ("end", "End", .end),
        ("pageup", "PgUp", .pageUp), ("pgup", "PgUp", .pageUp),
        ("pagedown", "PgDn", .pageDown), ("pgdn", "PgDn", .pageDown),
    ]
}

extension Key.Code {
    var isCharacter: Bool {
        if case .character = self { true } else { false }
    }
}
