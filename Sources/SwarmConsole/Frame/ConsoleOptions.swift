import TerminalUI

/// How a console starts: what the command line, the environment and the terminal decide.
public struct ConsoleOptions: Sendable {
    public var theme: Theme
    /// What the theme picker offers.
    public var themes: [Theme]
    public var ascii: Bool
    /// No colours at all, only bold, dim and reverse (`NO_COLOR`).
    public var noColor: Bool
    /// Tints such as tier bands are drawn only where colours are exact.
    public var isTrueColor: Bool
    public var readOnly: Bool
    public var version: String
    /// Shown at the right of the header, such as `built-in swarm`.
    public var swarmName: String
    /// The terminal's size at start; a resize event changes it.
    public var size: Size
    /// What to add to UTC for the times shown to people.
    public var utcOffsetSeconds: Int
    /// What was remembered; its theme, ASCII and mouse count only as the options above have them.
    public var settings: Settings
    /// The keys, as `keys.yaml` has them.
    public var keymap: Keymap
    /// The model that makes tasks of free text; nil where none is configured.
    public var planner: String?
    /// Begins with big letters, for a room.
    public var isBig = false
    /// The demos that can be played in it.
    public var demos: [String] = []
    /// The remembered theme where it is gone, which is said at the start until the first key.
    public var missingTheme: String?

    public init(
        theme: Theme = .standard, themes: [Theme] = Theme.builtIn, ascii: Bool = false,
        noColor: Bool = false, isTrueColor: Bool = true, readOnly: Bool = false,
        version: String = "", swarmName: String = "built-in swarm",
        size: Size = Size(columns: 80, rows: 24), utcOffsetSeconds: Int = 0,
        settings: Settings = Settings(), keymap: Keymap = .standard
    ) {
        self.theme = theme
        self.themes = themes
        self.ascii = ascii
        self.noColor = noColor
        self.isTrueColor = isTrueColor
        self.readOnly = readOnly
        self.version = version
        self.swarmName = swarmName
        self.size = size
        self.utcOffsetSeconds = utcOffsetSeconds
        self.settings = settings
        self.keymap = keymap
    }
}
