import SwarmCore

/// Commands that were sent and not answered yet, by ticket.
struct PendingCommands {
    enum Answer {
        /// Said when the command is carried out.
        case notice(String)
        /// Goes to the overlay that sent it.
        case overlay
    }

    /// Answers lost beyond this many are those of commands nobody waits for any more.
    static let most = 256

    private var answers: [Int: Answer] = [:]
    private var next = 1

    mutating func add(_ answer: Answer) -> Int {
        defer { next += 1 }
        answers[next] = answer
        answers[next - PendingCommands.most] = nil
        return next
    }

    mutating func take(_ ticket: Int) -> Answer? { answers.removeValue(forKey: ticket) }
}
