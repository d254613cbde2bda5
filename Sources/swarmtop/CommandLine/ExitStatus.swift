/// How swarmtop ends; stable, so that scripts can tell. A signal n ends it with 128 + n.
enum ExitStatus: Int32 {
    case ok = 0
    case taskFailed = 1
    case usage = 2
    case config = 3
    case store = 4
    case terminal = 6
    /// A task did not succeed because a budget had no room for its model calls.
    case budget = 7
    case inputOutput = 74
}

/// An end with one line that says what went wrong and what to do.
struct Stop: Error {
    let status: ExitStatus
    /// What to say, each on a line of its own whatever is in it.
    let lines: [String]

    init(_ status: ExitStatus, _ message: String) { self.init(status, lines: [message]) }

    init(_ status: ExitStatus, lines: [String]) {
        self.status = status
        self.lines = lines
    }

    var message: String { lines.joined(separator: " ") }
}
