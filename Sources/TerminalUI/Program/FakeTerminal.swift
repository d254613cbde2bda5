/// A terminal in memory: scripted events in, canvases out.
///
/// When the script is at its end, waiting gives an interrupt, so that no loop can hang on it.
public final class FakeTerminal: Terminal {
    /// What one call of `nextEvents` gives.
    public enum Turn: Sendable {
        case events([TerminalEvent])
        /// Time passes until the timeout that was asked for; at once when there was none.
        case timeout
        /// Work done while the program waits, such as posting to its mailbox.
        case wake(@Sendable () -> Void)
    }

    public private(set) var size: Size
    public let capabilities: TerminalCapabilities
    /// Every canvas shown, oldest first; at most the last 1,000.
    public private(set) var canvases: [Canvas] = []
    /// The timeouts asked for, in order; at most the first 10,000.
    public private(set) var timeouts: [Duration?] = []
    public private(set) var clipboard: String?
    public private(set) var byteCount = 0
    /// What showing a canvas is said to cost.
    public var bytesPerCanvas = 0
    public private(set) var isClosed = false
    public let clock = ManualClock()
    private var turns: [Turn]
    private var position = 0

    public init(
        size: Size,
        capabilities: TerminalCapabilities = .init(colorDepth: .trueColor, isUnicode: true),
        turns: [Turn] = []
    ) {
        self.size = size
        self.capabilities = capabilities
        self.turns = turns
    }

    /// A terminal on which these keys are pressed, one at a time.
    public convenience init(size: Size, keys: [Key]) {
        self.init(size: size, turns: keys.map { .events([.key($0)]) })
    }

    /// Adds to the end of the script.
    public func script(_ turn: Turn) {
        turns.append(turn)
    }

    public var lastText: String { canvases.last?.text ?? "" }

    public func present(_ canvas: Canvas) {
        canvases.append(canvas)
        byteCount += bytesPerCanvas
        if canvases.count > 1_000 { canvases.removeFirst() }
    }

    public func nextEvents(timeout: Duration?) -> [TerminalEvent] {
        if timeouts.count < 10_000 { timeouts.append(timeout) }
        guard position < turns.count else { return [.signal(.interrupt)] }
        let turn = turns[position]
        position += 1
        switch turn {
        case .events(let events):
            for case .resize(let newSize) in events { size = newSize }
            return events
        case .timeout:
            if let timeout { clock.advance(by: timeout) }
            return []
        case .wake(let work):
            work()
            return []
        }
    }

    public func suspended<Result>(_ body: () throws -> Result) rethrows -> Result {
        try body()
    }

    public func copyToClipboard(_ text: String) {
        clipboard = text
    }

    public func close() {
        isClosed = true
    }
}
