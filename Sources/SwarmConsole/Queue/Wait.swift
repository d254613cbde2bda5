import SwarmCore

/// A task, or one subtask of it, that waits for somebody with a skill.
struct Wait: Hashable, Sendable {
    let task: TaskID
    /// Nil: the whole task waits, because it begins as a team.
    let subtask: Int?
    let skill: SkillID
    /// Since when it has waited.
    let since: Instant
    /// What its turn depends on, so that the queue can be put in order without a look at its tasks.
    let submittedAt: Instant
    private(set) var priority: Priority
    let deadline: WallTime?

    /// Nil when the task is not in memory.
    init?(task: TaskID, subtask: Int?, skill: SkillID, since: Instant?, _ swarm: SwarmState) {
        guard let submitted = swarm.tasks.submission(of: task) else { return nil }
        self.task = task
        self.subtask = subtask
        self.skill = skill
        self.since = since ?? submitted.at
        submittedAt = submitted.at
        priority = submitted.brief.priority
        deadline = submitted.brief.deadline
    }

    /// Everything of a task that waits, where no event has told since when.
    static func all(of task: TaskState, _ swarm: SwarmState) -> [Wait] {
        switch task.phase {
        case .ended: return []
        case .waiting:
            let skills = task.brief.skills
            let missing = skills.first { swarm.whyNobodyTakes($0) != nil }
            guard let skill = missing ?? skills.first,
                let wait = Wait(task: task.id, subtask: nil, skill: skill, since: nil, swarm)
            else { return [] }
            return [wait]
        case .running:
            return task.subtasks.indices.filter { task.subtasks[$0].phase == .waiting }.compactMap {
                Wait(
                    task: task.id, subtask: $0, skill: task.subtasks[$0].skill,
                    since: task.currentAttempt(of: $0)?.endedAt, swarm)
            }
        }
    }

    /// Another message about the same thing that waits.
    func isSame(_ other: Wait) -> Bool { task == other.task && subtask == other.subtask }

    mutating func note(_ change: TaskChange) {
        if case .priority(let changed) = change { priority = changed }
    }

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
