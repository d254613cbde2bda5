/// What a program is told.
public enum ProgramEvent<Message: Sendable>: Sendable {
    case terminal(TerminalEvent)
    /// Everything that waited in the mailbox, oldest first; at most once a frame.
    case messages([Message])
    /// The time the program asked for has come.
    case tick
}

/// A terminal program as a value: what it does with an event, and how it looks.
///
/// `update` does no I/O and reads no clock; it returns what is to be done.
public protocol Program {
    associatedtype Message: Sendable
    associatedtype Effect

    mutating func update(_ event: ProgramEvent<Message>) -> [Effect]
    /// Fits what is shown to what there is; called before every `view`, so that updates between frames need not.
    mutating func prepare()
    func view(_ canvas: inout Canvas)
    /// Draws over the last frame what the last key moved, where that is little of the screen: it is shown at once, and
    /// the whole frame right after it.
    ///
    /// - Returns: False, with nothing drawn, where only the whole frame will do.
    func viewMoved(_ canvas: inout Canvas) -> Bool

    /// How long from now until the program wants a tick; nil: no wake-up wanted.
    ///
    /// Read after every update. A tick that was asked for earlier is kept when it comes sooner.
    var nextTick: Duration? { get }
    var isFinished: Bool { get }
}

extension Program {
    public mutating func prepare() {}
    public func viewMoved(_ canvas: inout Canvas) -> Bool { false }
}
