import TerminalUI

/// A tinted-theming scheme: 24 colours with a name.
///
/// Shape: `palette` always holds base00...base17 in order; a base16 scheme fills base10 to base17
/// from the first sixteen as the base24 standard says.
public struct Theme: Hashable, Sendable {
    public let name: String
    public let author: String
    public let isDark: Bool
    public let palette: [Color]

    static let colorCount = 24

    /// Nil unless there are 16 or 24 colours.
    init?(name: String, author: String, isDark: Bool? = nil, colors: [Color]) {
        guard colors.count == 16 || colors.count == Theme.colorCount else { return nil }
        self.name = name
        self.author = author
        palette = colors.count == 16 ? colors + Theme.fallbacks.map { colors[$0] } : colors
        self.isDark = isDark ?? (palette[0].luminance < palette[5].luminance)
    }

    /// The theme of last resort.
    init(grey palette: [Color]) {
        name = "Grey"
        author = ""
        isDark = true
        self.palette = palette
    }

    /// Which of the first sixteen stands in for base10...base17 in a base16 scheme.
    private static let fallbacks = [0x00, 0x00, 0x08, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E]

    /// Made so that its accents differ also for people who see red and green alike.
    public var isColorBlindSafe: Bool { Theme.colorBlindSafe.contains(name) }

    private static let colorBlindSafe: Set<String> = ["Heath and Honey"]
}

extension Color {
    /// Rec. 709 weights on the coded values: only for telling dark from light.
    fileprivate var luminance: Double {
        0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue)
    }
}
