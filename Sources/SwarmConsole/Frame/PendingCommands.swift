import SwarmCore

/// Commands that were sent and not answered yet, by ticket.
struct PendingCommands {
    enum Answer {
        /// Said when the command is carried out.
        case notice(String)
        /// Goes to the overlay that sent it.
        case overlay
    }

    /// A command on its way.
    struct Pending {
        let answer: Answer
        /// What takes it back, where the swarm before it says so.
        let undoing: [Command]?
        let canBeUndone: Bool
        /// Commands of one batch were sent by one key.
        let batch: Int
    }

    /// Answers lost beyond this many are those of commands nobody waits for any more.
    static let most = 256

    private var pending: [Int: Pending] = [:]
    private var next = 1
    private var batch = 0

    /// What is added from now on was sent by another key.
    mutating func beginBatch() { batch += 1 }

    mutating func add(
        _ answer: Answer, undoing: [Command]? = nil, canBeUndone: Bool = true
    ) -> Int {
        defer { next += 1 }
        pending[next] = Pending(
            answer: answer, undoing: undoing, canBeUndone: canBeUndone, batch: batch)
        pending[next - PendingCommands.most] = nil
        return next
    }

    mutating func take(_ ticket: Int) -> Pending? { pending.removeValue(forKey: ticket) }
}
