/// How a task ends, and what that does to reputations (spec §6 to §8).
extension Swarm {
    mutating func cancel(_ id: TaskID, _ now: Instant, _ out: inout Decision) {
        guard let task = state.tasks[id], task.status == nil else { return }
        var freed: [AgentID] = []
        for attempt in task.attempts where attempt.isLive {
            out.effects.append(.cancel(attempt.key, attempt.agent))
            if let agent = close(attempt.key, .failed(.cancelled), now, &out) {
                freed.append(agent)
            }
        }
        emit(.taskFinished(id, .cancelled, quality: 0, warnings: []), now, &out)
        out.effects.append(.ended(id))
        for agent in freed { wake(agent, now, &out) }
    }

    mutating func endTaskIfDone(_ id: TaskID, _ now: Instant, _ out: inout Decision) {
        guard state.isOpen(id), state.tasks[checked: id].openSubtasks == 0 else { return }
        endTask(id, now, &out)
    }

    mutating func endTask(_ id: TaskID, _ now: Instant, _ out: inout Decision) {
        let (status, quality) = judge(state.tasks[checked: id])
        let warnings = crossCheck(id) + disagreements(id)
        moveReputations(id, now, &out)
        emit(.taskFinished(id, status, quality: quality, warnings: warnings), now, &out)
        out.effects.append(.ended(id))
    }

    /// A task with no successful subtask never succeeds; quality is the mean of what succeeded.
    ///
    /// Optional steps and those that were not needed are not missed; several answers count as one result.
    private func judge(_ task: TaskState) -> (TaskStatus, UInt8) {
        var sum = 0
        var succeeded = 0
        var missed = 0
        for index in task.subtasks.indices {
            let decided = task.decidedIndex(of: index)
            if let decided, decided != index { continue }
            switch task.subtasks[index].phase {
            case .succeeded where decided != nil:
                sum += Int(task.subtasks[index].quality)
                succeeded += 1
            case .skipped(.notNeeded): break
            default: if task.brief.plan?.steps[index].isOptional != true { missed += 1 }
            }
        }
        guard succeeded > 0 else { return (.failed, 0) }
        return (
            missed == 0 ? .succeeded : .partial,
            UInt8(truncatingIfNeeded: (sum + succeeded / 2) / succeeded)
        )
    }

    private func crossCheck(_ id: TaskID) -> [String] {
        guard let recipe = state.tasks[checked: id].brief.recipe, !recipe.crossChecks.isEmpty else {
            return []
        }
        return recipe.warnings(sections: state.tasks[checked: id].sections(state))
    }

    /// One update for each agent: success if all its own subtasks succeeded, else it pays (spec §8).
    private mutating func moveReputations(
        _ id: TaskID, _ now: Instant, _ out: inout Decision
    ) {
        let members = state.tasks[checked: id].team.count
        for place in 0..<members {
            let agent = state.tasks[checked: id].team[place]
            guard let change = reputationChange(of: agent, in: state.tasks[checked: id]) else {
                continue
            }
            emit(.reputationChanged(agent, change), now, &out)
        }
    }

    private func reputationChange(of agent: AgentID, in task: TaskState) -> ReputationChange? {
        var skills = SkillSet()
        var qualitySum = 0
        var succeeded = 0
        var failed = false
        for (index, subtask) in task.subtasks.enumerated() {
            if subtask.phase == .succeeded, subtask.agent == agent {
                succeeded += 1
                qualitySum += Int(subtask.quality)
                skills.insert(subtask.skill)
            } else if task.attempts.contains(where: {
                $0.key.subtask == UInt8(index) && $0.agent == agent && $0.failure?.isAgents == true
            }) {
                failed = true
                skills.insert(subtask.skill)
            }
        }
        guard failed || succeeded > 0 else { return nil }
        let before = state.agents[agent.position].reputation
        let quality = failed ? 0 : (qualitySum + succeeded / 2) / succeeded
        let after = state.policies.reputation.after(before, succeeded: !failed, quality: quality)
        let isHigh = quality > ReputationPolicy.highQuality
        return ReputationChange(
            task: task.id, taskName: task.brief.name, before: before, after: after,
            reason: failed ? .failure : isHigh ? .highQuality : .success,
            quality: UInt8(truncatingIfNeeded: quality), skills: skills)
    }
}
