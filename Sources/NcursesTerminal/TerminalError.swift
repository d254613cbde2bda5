/// Why there is no terminal to draw on.
public enum TerminalError: Error, Hashable, Sendable {
    /// Standard input or standard output is no terminal.
    case notATerminal
    /// The value of `TERM` names no terminal that can move its cursor; empty when it is not set.
    case unknownTerminal(String)
    /// The system refused a call, with its `errno`.
    case system(call: String, code: Int32)
}
