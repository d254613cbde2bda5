import SwarmCore

extension Refusal {
    /// For people: why it was not done, and what to do next.
    var sentence: String {
        switch self {
        case .invalidTask(let faults): faults.first?.sentence ?? "The task is not complete."
        case .noSuchAgent: "That agent is gone."
        case .noSuchTask: "That task has left memory; the journal still has it."
        case .noSuchFault: "That fault is gone."
        case .alreadyEnded(let status): "The task already \(status.pastWord). Nothing to cancel."
        case .nothingToRetry: "Only a failed, partial or cancelled task is tried again."
        case .noTarget: "The fault would hit nobody. Choose another target."
        case .journalFailed(let reason):
            "The journal cannot write: \(reason). Nothing was accepted."
        }
    }
}

extension TaskStatus {
    /// `succeeded`, as a verb in the past.
    var pastWord: String {
        switch self {
        case .succeeded: "succeeded"
        case .partial: "ended in part"
        case .failed: "failed"
        case .cancelled: "was cancelled"
        }
    }
}

extension TaskFault {
    /// For people: what is wrong, what is allowed, the nearest name.
    var sentence: String {
        switch self {
        case .empty: "The task has no words. Say what the swarm should do."
        case .noSkillFound(let known):
            "No skill fits these words. The swarm knows \(known.prefix(6).joined(separator: ", "))."
        case .unknownSkill(let name, let nearest): TaskFault.nothing("skill", name, nearest)
        case .unknownRecipe(let name, let nearest, let known):
            nearest != nil
                ? TaskFault.nothing("recipe", name, nearest)
                : "No recipe is called '\(name)'. Known: \(known.joined(separator: ", "))."
        case .nameTaken(let name): "A task is called '\(name)' already. Choose another name."
        case .badName(let name): "'\(name)' cannot be a name. Use letters, digits, - and _."
        case .tooManySkills(let count, let most): "\(count) skills; a task has at most \(most)."
        case .teamTooSmall(let complexity, let most, let needed):
            "Needs \(needed) agents; a \(complexity.rawValue) task has at most \(most)."
        case .tooLarge(let bytes, let most): "The data is \(bytes) bytes; at most \(most)."
        }
    }

    private static func nothing(_ kind: String, _ name: String, _ nearest: String?) -> String {
        "No agent has the \(kind) '\(name)'." + (nearest.map { " Nearest: \($0)." } ?? "")
    }
}
