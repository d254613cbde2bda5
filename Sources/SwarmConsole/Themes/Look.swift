import TerminalUI

/// How things are drawn: roles become styles, with or without colour.
public struct Look: Hashable, Sendable {
    public let theme: Theme
    /// Only bold, dim and reverse; no colours.
    public let isMono: Bool
    /// Tints may be drawn: the terminal shows exact colours.
    public let hasTints: Bool
    public let glyphs: GlyphSet

    public init(
        theme: Theme, isMono: Bool = false, hasTints: Bool = true, glyphs: GlyphSet = .unicode
    ) {
        self.theme = theme
        self.isMono = isMono
        self.hasTints = hasTints
        self.glyphs = glyphs
    }

    init(_ options: ConsoleOptions) {
        self.init(
            theme: options.theme, isMono: options.noColor, hasTints: options.isTrueColor,
            glyphs: options.ascii ? .ascii : .unicode)
    }

    /// The colour of a role; nil without colours.
    func color(_ role: Role) -> Color? { isMono ? nil : theme.palette[role.slot] }

    /// Text in that role, or for the three grounds their background.
    func style(_ role: Role) -> Style {
        guard !isMono else { return Style(attributes: Self.monoAttributes(role)) }
        return role.isGround
            ? Style(foreground: color(.text), background: color(role))
            : Style(foreground: color(role))
    }

    /// Bold text in that role.
    func strong(_ role: Role) -> Style { style(role).removing(.dim).bold }

    /// The role's colour mixed into the ground: 0.42 is a line in the background. Dim without colour.
    func faded(_ role: Role, share: Double) -> Style {
        guard let accent = color(role), let ground = color(.ground) else {
            return Style(attributes: .dim)
        }
        return Style(foreground: ground.mixed(with: accent, share: share))
    }

    /// The role's colour as a tint of the ground; nil where tints cannot be shown.
    func tint(_ role: Role, share: Double) -> Color? {
        guard hasTints, glyphs == .unicode, let accent = color(role), let ground = color(.ground)
        else { return nil }
        return ground.mixed(with: accent, share: share)
    }

    /// Ground-coloured text on the role's colour; reverse without colours.
    func badge(_ role: Role) -> Style {
        guard let ground = color(.ground) else { return Style(attributes: [.bold, .reverse]) }
        return Style(foreground: ground, background: color(role), attributes: .bold)
    }

    /// Low to high for loads and health: 0B → 0A → 08, or 0D → 0A → 09 in a colour-blind set.
    var loadGradient: Gradient {
        let roles: [Role] =
            theme.isColorBlindSafe ? [.focus, .waiting, .degraded] : [.healthy, .waiting, .failed]
        return Gradient(roles.compactMap { color($0) })
    }

    /// The bar at the left of the row under the cursor; `>` without colours.
    var cursorBar: Glyph { Glyph(unicode: isMono ? ">" : "▌", ascii: ">") }

    /// How a pane's title row looks.
    func title(isFocused: Bool) -> TitleRule.Look {
        TitleRule.Look(
            number: isFocused ? strong(.focus) : style(.dim),
            name: isFocused ? strong(.focus) : strong(.name), subject: style(.secondary),
            rule: isFocused ? style(.focus) : style(.rule), note: style(.dim))
    }

    /// How a dialog looks.
    var dialog: Dialog.Look {
        Dialog.Look(
            behind: color(.ground).flatMap { ground in
                color(.dim).map { ground.mixed(with: $0, share: 0.55) }
            }, ground: color(.ground), panel: color(.panel), box: style(.focus),
            title: strong(.focus), note: style(.dim))
    }

    /// How a row of keys looks.
    var keys: KeyFooter.Look {
        KeyFooter.Look(key: strong(.focus), label: style(.secondary), disabled: style(.dim))
    }

    private static func monoAttributes(_ role: Role) -> Style.Attributes {
        switch role {
        case .dim, .rule: .dim
        case .name, .bright, .failed, .degraded, .waiting, .healthy, .focus, .gain: .bold
        case .ground, .panel, .cursorRow, .secondary, .text, .topic, .retired: []
        }
    }
}

extension SVGWriter {
    /// Pictures in the look's own colours, also where the screen left them to the terminal.
    init(_ look: Look) {
        self.init(
            foreground: look.theme.palette[Role.text.slot],
            background: look.theme.palette[Role.ground.slot])
    }
}
