/// What a terminal can show.
public struct TerminalCapabilities: Hashable, Sendable {
    public enum ColorDepth: Int, Hashable, Sendable, Comparable {
        case mono = 2
        case sixteen = 16
        case twoHundredFiftySix = 256
        case trueColor = 16_777_216

        public static func < (left: ColorDepth, right: ColorDepth) -> Bool {
            left.rawValue < right.rawValue
        }
    }

    public var colorDepth: ColorDepth
    /// False when the locale is not UTF-8; then only the ASCII glyphs can be shown.
    public var isUnicode: Bool
    /// True when the terminal draws characters of ambiguous width, such as lines and blocks, two columns wide.
    public var isAmbiguousWide: Bool

    public init(colorDepth: ColorDepth, isUnicode: Bool, isAmbiguousWide: Bool = false) {
        self.colorDepth = colorDepth
        self.isUnicode = isUnicode
        self.isAmbiguousWide = isAmbiguousWide
    }

    /// The glyphs to draw with where these were chosen.
    public func glyphs(for chosen: GlyphSet) -> GlyphSet {
        if !isUnicode { return .ascii }
        return isAmbiguousWide && chosen == .unicode ? .unambiguous : chosen
    }
}

/// A place to draw on and to get keys from. Belongs to the one thread that made it.
public protocol Terminal: AnyObject {
    var size: Size { get }
    var capabilities: TerminalCapabilities { get }
    /// All that was sent since it was opened.
    var byteCount: Int { get }

    /// Shows the canvas; only what differs from the last one is written.
    func present(_ canvas: Canvas) throws

    /// What happened, in order, waiting until something does.
    ///
    /// - Parameter timeout: How long to wait; nil waits for input or a wake-up without end.
    /// - Returns: Nothing after a timeout or a wake-up from a mailbox.
    func nextEvents(timeout: Duration?) throws -> [TerminalEvent]

    /// Hands the screen to something else, such as an editor, and takes it back afterwards.
    func suspended<Result>(_ body: () throws -> Result) rethrows -> Result

    /// Asks the terminal to put text into the clipboard (OSC 52).
    ///
    /// Nothing happens for more than 64 KiB, or while the terminal takes no bytes.
    func copyToClipboard(_ text: String)

    /// Gives the screen back as it was. Safe to call more than once.
    func close()
}
