import SwarmCore
import TerminalUI

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
        case .notAsked: "That question does not wait for an answer any more."
        case .nothingToForget: "The agent remembers nothing of that kind."
        case .nothingToReassign: "That subtask has ended. Nothing to give to somebody else."
        case .cannotTake(let agent, let skill):
            "\(agent) cannot take it: it lacks \(skill), or takes no work now."
        case .cannotAdd(let name):
            "\(name) cannot be added: the name is taken, or the swarm is full."
        case .noTarget: "The fault would hit nobody. Choose another target."
        case .journalFailed(let reason):
            "The journal cannot write: \(reason). Nothing was accepted."
        case .recording: "This is a recording; nothing in it can be changed."
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
    public var sentence: String { sentence(within: .max, all: "") }

    /// The same in about that many cells: where they have no room for all known names, the first ones and how many
    /// more there are.
    ///
    /// - Parameter place: Where all of them stand, such as ` under skills`.
    func sentence(within cells: Int, all place: String) -> String {
        switch self {
        case .empty: "The task is empty. Say what to do in words, or name a recipe."
        case .noSkillFound(let known):
            Self.naming(
                known, after: "Nothing in the words points at a skill of the swarm. Name one: ",
                within: cells, all: place)
        case .unknownSkill(let name, let nearest, let known):
            nearest.map { "No agent has \"\(name)\". Nearest: \($0)." }
                ?? Self.naming(
                    known, after: "No agent has \"\(name)\". Skills: ", within: cells, all: place)
        case .unknownRecipe(let name, let nearest, let known):
            nearest.map { "There is no recipe \"\(name)\". Nearest: \($0)." }
                ?? Self.naming(
                    known, after: "There is no recipe \"\(name)\". Known: ", within: cells,
                    all: place)
        case .nameTaken(let name):
            "There is a task \"\(name)\" already. Leave the id out, or choose another."
        case .badName(let name):
            "\"\(name)\" cannot be a task's id: 1 to 64 letters, digits, dots, dashes, underscores."
        case .tooManySkills(let count, let most):
            "\(count) skills are too many for one task: at most \(most)."
        case .teamTooSmall(let complexity, let most, let needed):
            "A \(complexity.rawValue) task has at most \(most) agents, and these skills need "
                + "\(needed)." + (complexity == .complex ? " Split it." : " Make it complex.")
        case .tooLarge(let bytes, let most):
            "The task's text and data are \(bytes) bytes; at most \(most)."
        case .planTooLarge(let measure, let count, let most):
            switch measure {
            case .subtasks: "The plan has \(count) subtasks; at most \(most). Split the task."
            case .depth:
                "\(count) steps of the plan wait for one another; at most \(most). Split the task."
            case .fanOut:
                "\(count) steps of the plan wait for the same one; at most \(most). Split the task."
            }
        case .tooFewAgents(let step, let skill, let count, let quorum):
            "\(quorum) agents must answer \(step), and \(count) \(count == 1 ? "has" : "have") "
                + "\(skill). Add agents, or lower the quorum."
        }
    }

    private static func naming(
        _ known: [String], after words: String, within cells: Int, all place: String
    ) -> String {
        let whole = words + known.joined(separator: ", ") + "."
        guard whole.utf8.count > cells, TextWidth.of(whole) > cells else { return whole }
        func rest(_ count: Int) -> String { ", + \(count) more\(place)." }
        var room = cells - TextWidth.of(words) - TextWidth.of(rest(known.count))
        let shown = known.prefix { name in
            room -= TextWidth.of(name) + 2
            return room >= -2
        }
        guard !shown.isEmpty else { return "\(words)\(known.count) are known\(place)." }
        return words + shown.joined(separator: ", ") + rest(known.count - shown.count)
    }
}
