/// Something the terminal, or the system around it, tells the program.
public enum TerminalEvent: Hashable, Sendable {
    case key(Key)
    /// Text that was pasted: data, never keys. At most 1 MiB; controls are still in it.
    case paste(String)
    case resize(Size)
    case mouse(MouseEvent)
    /// The program was stopped and goes on; the next frame is drawn whole.
    case suspendResumed
    /// The terminal turned out to draw characters of ambiguous width two columns wide.
    case ambiguousIsWide
    case signal(Signal)

    /// A request to end, from Ctrl-C, `kill`, or a terminal that went away.
    public enum Signal: Hashable, Sendable {
        case interrupt
        case terminate
        case hangup
    }
}

/// A mouse button, the wheel, or a drag, at a cell.
public struct MouseEvent: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case press(Button)
        case release(Button)
        case drag(Button)
        case scrollUp
        case scrollDown
    }

    public enum Button: Hashable, Sendable {
        case left
        case middle
        case right
    }

    public var kind: Kind
    public var point: Point
    public var modifiers: Key.Modifiers
    /// How many presses in a row a press is, at this cell and soon one after another: 2 for a double click.
    public var clicks: Int

    public init(
        _ kind: Kind, at point: Point, modifiers: Key.Modifiers = [], clicks: Int = 1
    ) {
        self.kind = kind
        self.point = point
        self.modifiers = modifiers
        self.clicks = clicks
    }
}
