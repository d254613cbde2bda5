/// What attempts report, how they fail, and how a task ends (spec §6 to §8).
extension Swarm {
    mutating func take(
        _ report: Report, of key: AttemptKey, _ now: Instant, _ out: inout Decision
    ) {
        guard let place = state.livePlace(key) else {
            fence(report, of: key, now, &out)
            return
        }
        let live = Int(state.tasks[checked: key.task].attempts[place].livePosition)
        signs[live].heard = now
        switch report {
        case .started:
            guard state.tasks[checked: key.task].attempts[place].startedAt == nil else { return }
            emit(.attemptStarted(key), now, &out)
        case .progressed(let fraction, let note):
            guard now - signs[live].recorded >= state.policies.progressInterval else { return }
            signs[live].recorded = now
            let share = fraction.isFinite ? min(max(fraction, 0), 1) : 0
            emit(
                .attemptProgressed(key, permille: UInt16(share * 1000), note: note), now, &out)
        case .finished(let product): finish(key, with: product, now, &out)
        case .failed(let failure): end(key, .failed(failure), now, &out)
        }
    }

    /// A late result changes nothing and is recorded; late progress is nothing.
    private mutating func fence(
        _ report: Report, of key: AttemptKey, _ now: Instant, _ out: inout Decision
    ) {
        guard let task = state.tasks[key.task],
            task.attempts.contains(where: { $0.key == key })
        else { return }
        switch report {
        case .finished, .failed: emit(.attemptFenced(key), now, &out)
        case .started, .progressed: break
        }
    }

    private mutating func finish(
        _ key: AttemptKey, with product: Product, _ now: Instant, _ out: inout Decision
    ) {
        let brief = state.tasks[checked: key.task].brief
        let quality: Int
        if let recipe = brief.recipe {
            let skill = state.skillName(brief.skills[Int(key.subtask)])
            quality = recipe.quality(of: product.json, skill: skill, data: brief.data)
        } else {
            quality = Recipe.genericQuality(of: product.json)
        }
        if quality < brief.recipe?.threshold ?? Recipe.genericThreshold {
            end(key, .failed(.poorQuality(quality)), now, &out)
        } else {
            let share = UInt8(truncatingIfNeeded: min(max(quality, 0), 100))
            end(key, .succeeded(product, quality: share), now, &out)
        }
    }

    /// Ends a live attempt and does all that follows.
    private mutating func end(
        _ key: AttemptKey, _ outcome: AttemptOutcome, _ now: Instant, _ out: inout Decision
    ) {
        guard let agent = close(key, outcome, now, &out) else { return }
        var retries = false
        if case .failed(let failure) = outcome {
            if failure.isAgents { judgeFailure(of: agent, now, &out) }
            retries = scheduleRetry(key.subtaskKey, after: failure, now, &out)
        } else {
            judgeSuccess(of: agent, now, &out)
        }
        if !retries { endTaskIfDone(key.task, now, &out) }
        wake(agent, now, &out)
    }

    /// Records the end and forgets the sign of life; the agent it was with, nil when it was not live.
    mutating func close(
        _ key: AttemptKey, _ outcome: AttemptOutcome, _ now: Instant, _ out: inout Decision
    ) -> AgentID? {
        guard let place = state.livePlace(key) else { return nil }
        let live = Int(state.tasks[checked: key.task].attempts[place].livePosition)
        let agent = state.tasks[checked: key.task].attempts[place].agent
        emit(.attemptFinished(key, outcome), now, &out)
        signs[live] = signs[signs.count - 1]
        signs.removeLast()
        return agent
    }

    private mutating func judgeFailure(
        of agent: AgentID, _ now: Instant, _ out: inout Decision
    ) {
        if !state.agents[agent.position].isDegraded {
            emit(.agentChanged(agent, .degraded), now, &out)
        }
        let inARow = state.agents[agent.position].failuresInARow
        let breaker = state.agents[agent.position].breaker
        let opens = breaker == .closed && inARow >= state.policies.breaker.opensAfter
        if opens || breaker == .halfOpen {
            let until = now + state.policies.breaker.openFor
            emit(.agentChanged(agent, .breakerOpened(until: until)), now, &out)
            schedule(.probe(agent), at: until)
        }
    }

    private mutating func judgeSuccess(
        of agent: AgentID, _ now: Instant, _ out: inout Decision
    ) {
        if state.agents[agent.position].breaker == .halfOpen {
            emit(.agentChanged(agent, .breakerClosed), now, &out)
        }
        if state.agents[agent.position].isDegraded,
            state.agents[agent.position].recentFailures & 0b11 == 0
        {
            emit(.agentChanged(agent, .recovered), now, &out)
        }
    }

    /// Exponential backoff with full jitter, drawn from the seed and the attempt, so that a run repeats.
    private mutating func scheduleRetry(
        _ key: SubtaskKey, after failure: AttemptFailure, _ now: Instant, _ out: inout Decision
    ) -> Bool {
        let subtask = state.tasks[checked: key.task].subtasks[Int(key.index)]
        let policy = state.policies.attempts
        if failure == .cancelled { return false }
        let isSpent =
            failure == .interrupted
            ? Int(subtask.interruptions) >= policy.mostInterruptions
            : Int(subtask.failures) >= policy.most
        if isSpent {
            emit(.subtaskFailed(key), now, &out)
            return false
        }
        let doublings = max(0, Int(subtask.failures) - 1)
        let most = min(
            policy.backoffCap.microseconds, policy.backoffBase.microseconds << min(doublings, 20))
        let share = KeyedRandom(seed: state.seed).fraction(
            UInt64(key.task.number), UInt64(key.index), UInt64(subtask.attempts))
        let until = now + TimeSpan(microseconds: Int64(Double(most) * share))
        emit(.retryScheduled(key, until: until), now, &out)
        schedule(.retry(key), at: until)
        return true
    }

    // MARK: Overdue

    mutating func checkLiveAttempts(_ now: Instant, _ out: inout Decision) {
        let policy = state.policies.attempts
        allowForStoppedProcess(now)
        var overdue: [(AttemptKey, AttemptFailure)] = []
        var next = Instant(microseconds: .max)
        for (place, key) in state.liveAttempts.enumerated() {
            guard let attempt = state.livePlace(key) else { continue }
            let awarded = state.tasks[checked: key.task].attempts[attempt].awardedAt
            let idle = signs[place].heard + policy.idleTimeout
            let hard = awarded + policy.hardTimeout
            if idle <= now {
                overdue.append((key, .hung))
            } else if hard <= now {
                overdue.append((key, .ranTooLong))
            } else {
                next = min(next, min(idle, hard))
            }
        }
        nextCheck = next
        for (key, failure) in overdue {
            guard let place = state.livePlace(key) else { continue }
            let agent = state.tasks[checked: key.task].attempts[place].agent
            out.effects.append(.cancel(key, agent))
            end(key, .failed(failure), now, &out)
        }
    }

    /// A check more than a second late means the process stood still, and the agents' reports with it.
    private mutating func allowForStoppedProcess(_ now: Instant) {
        guard now - nextCheck > .seconds(1) else { return }
        for place in signs.indices { signs[place].heard = now }
    }

    // MARK: The end of a task

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
        guard state.tasks.contains(id), state.tasks[checked: id].isRunning,
            state.tasks[checked: id].openSubtasks == 0
        else { return }
        let (status, quality) = judge(state.tasks[checked: id])
        let warnings = crossCheck(id)
        moveReputations(id, now, &out)
        emit(.taskFinished(id, status, quality: quality, warnings: warnings), now, &out)
        out.effects.append(.ended(id))
    }

    /// A task with no successful subtask never succeeds; quality is the mean of what succeeded.
    private func judge(_ task: TaskState) -> (TaskStatus, UInt8) {
        var sum = 0
        var succeeded = 0
        for subtask in task.subtasks where subtask.phase == .succeeded {
            sum += Int(subtask.quality)
            succeeded += 1
        }
        guard succeeded > 0 else { return (.failed, 0) }
        let status: TaskStatus = succeeded == task.subtasks.count ? .succeeded : .partial
        return (status, UInt8(truncatingIfNeeded: (sum + succeeded / 2) / succeeded))
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
