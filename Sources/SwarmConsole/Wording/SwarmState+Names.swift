import SwarmCore

/// What things of a swarm are called on screen; ids that lead nowhere have a name too.
extension SwarmState {
    func shortName(_ id: AgentID) -> String {
        agents.indices.contains(id.position) ? agents[id.position].card.shortName : "unknown"
    }

    func taskTitle(_ id: TaskID) -> String { tasks.brief(of: id)?.title ?? "task \(id.number)" }

    /// `finance`, the step of the plan, or the skill a subtask needs.
    func subtaskLabel(_ key: SubtaskKey) -> String {
        let index = Int(key.index)
        let label = tasks.withTask(key.task) { task in
            task.subtasks.indices.contains(index) ? stepLabel(task, index) : nil
        }
        return (label ?? nil) ?? "subtask \(index + 1)"
    }

    /// The same for a subtask that is there.
    func stepLabel(_ task: TaskState, _ index: Int) -> String {
        if let steps = task.brief.plan?.steps, steps.indices.contains(index) {
            return steps[index].name
        }
        return skillLabel(task.subtasks[index].skill)
    }

    /// `finance #2`.
    func attemptLabel(_ key: AttemptKey) -> String {
        "\(subtaskLabel(key.subtaskKey)) #\(key.number)"
    }

    func skillLabel(_ id: SkillID) -> String {
        skillNames.indices.contains(Int(id.index)) ? skillName(id) : "skill \(id.index)"
    }

    func attempt(_ key: AttemptKey) -> Attempt? {
        guard tasks.contains(key.task) else { return nil }
        return tasks[checked: key.task].attempts.first { $0.key == key }
    }

    func partyName(_ party: Party) -> String {
        switch party {
        case .agent(let id): shortName(id)
        case .orchestrator: "orchestrator"
        case .operator: "you"
        case .everyone: "all"
        }
    }

    func targetName(_ target: FaultTarget) -> String {
        switch target {
        case .agent(let id): shortName(id)
        case .skill(let skill): "skill \(skillLabel(skill))"
        case .everyone: "all agents"
        }
    }
}

extension FaultKind {
    /// `slow ×3`, `flaky 30 %`: the fault with its setting.
    var label: String {
        switch self {
        case .crash: "crash"
        case .hang: "hang"
        case .slow(let factor): "slow ×\(factor)"
        case .flaky(let percent): "flaky \(percent) %"
        case .poorQuality: "poor quality"
        case .corrupt: "corrupt"
        case .dropMessages(let percent): "drop messages \(percent) %"
        case .delayMessages(let span): "delay messages \(Figures.length(span))"
        case .partition: "partition"
        case .healthDrop: "health drop"
        case .rateLimit: "rate limit 429"
        case .overloaded: "overloaded 529"
        case .truncatedStream: "truncated stream"
        case .slowTokens(let factor): "slow tokens ×\(factor)"
        case .garbage: "garbage"
        case .wrongUsage: "wrong usage"
        case .journalStall(let span): "journal stall \(Figures.length(span))"
        }
    }
}

extension TaskStatus {
    var word: String {
        switch self {
        case .succeeded: "done"
        case .partial: "partial"
        case .failed: "failed"
        case .cancelled: "cancelled"
        }
    }
}
