import SwarmCore
import SwarmRuntime

/// What went wrong in a person's words, and what to do next.
enum Wording {
    static func stop(for fault: JournalFault) -> Stop {
        let hint = "Choose another folder with --data-dir."
        return switch fault {
        case .folder(let path, let reason):
            Stop(.store, "The data folder \(path) cannot be used: \(reason). \(hint)")
        case .inUse(let path, let pid):
            Stop(
                .store,
                "Another swarmtop\(pid.map { " (process \($0))" } ?? "") is using \(path). "
                    + "Quit it, or choose another folder with --data-dir.")
        case .newerFormat(let path, _, _):
            Stop(.store, "\(path) was written by a newer swarmtop. Update this one. \(hint)")
        case .damaged(let path, let reason):
            Stop(
                .store,
                "\(path) is damaged: \(reason). It was left as it is; keep a copy. \(hint)")
        case .write(let path, let reason):
            Stop(
                .store,
                "\(path) cannot be written: \(reason). Nothing unrecorded was acknowledged; "
                    + "make room, then run swarmtop resume.")
        }
    }

    static func refusal(_ refusal: Refusal) -> String {
        switch refusal {
        case .invalidTask(let faults): faults.map(Wording.fault).joined(separator: "\n")
        case .noSuchAgent: "There is no such agent."
        case .noSuchTask: "There is no such task in memory."
        case .noSuchFault: "That fault is not on."
        case .alreadyEnded(let status): "The task has ended: \(status.rawValue)."
        case .nothingToRetry: "Only a task that did not succeed can be tried again."
        case .noTarget: "The fault would hit no agent."
        case .journalFailed(let reason): "The journal cannot write: \(reason)."
        }
    }

    static func fault(_ fault: TaskFault) -> String {
        switch fault {
        case .empty:
            "The task is empty. Say what to do in words, or name a recipe."
        case .noSkillFound(let known):
            "Nothing in the words points at a skill of the swarm. Name one: "
                + known.joined(separator: ", ") + "."
        case .unknownSkill(let name, let nearest):
            "No agent has \"\(name)\"." + (nearest.map { " Nearest: \($0)." } ?? "")
        case .unknownRecipe(let name, let nearest, let known):
            "There is no recipe \"\(name)\"."
                + (nearest.map { " Nearest: \($0)." } ?? " Known: \(known.joined(separator: ", ")).")
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
        }
    }
}
