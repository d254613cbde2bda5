import SwarmCore

/// A task, or one subtask of it, that waits for somebody with a skill.
struct Wait: Hashable, Sendable {
    let task: TaskID
    /// Nil: the whole task waits, because it begins as a team.
    let subtask: Int?
    let skill: SkillID
    /// Since when it has waited.
    let since: Instant

    /// Everything of a task that waits, where no event has told since when.
    static func all(of task: TaskState, _ swarm: SwarmState) -> [Wait] {
        switch task.phase {
        case .ended: return []
        case .waiting:
            let skills = task.brief.skills
            let missing = skills.first { swarm.whyNobodyTakes($0) != nil } ?? skills.first
            return missing.map {
                [Wait(task: task.id, subtask: nil, skill: $0, since: task.submittedAt)]
            } ?? []
        case .running:
            return task.subtasks.indices.filter { task.subtasks[$0].phase == .waiting }.map {
                Wait(
                    task: task.id, subtask: $0, skill: task.subtasks[$0].skill,
                    since: task.currentAttempt(of: $0)?.endedAt ?? task.submittedAt)
            }
        }
    }

    /// Another message about the same thing that waits.
    func isSame(_ other: Wait) -> Bool { task == other.task && subtask == other.subtask }

    func goesOn(in swarm: SwarmState) -> Bool {
        switch (swarm.tasks.phase(of: task), subtask) {
        case (nil, _), (.ended?, _): false
        case (let phase?, nil): phase == .waiting
        case (_?, let subtask?): swarm.tasks.phase(of: task, subtask: subtask) == .waiting
        }
    }
}

extension SwarmState {
    /// The step that waits; nil when the whole task does.
    func stepLabel(_ wait: Wait, _ brief: TaskBrief) -> String? {
        guard let index = wait.subtask else { return nil }
        if let steps = brief.plan?.steps, steps.indices.contains(index) { return steps[index].name }
        return skillLabel(wait.skill)
    }
}
