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
        switch report {
        case .started:
            signs[live].heard = now
            guard state.tasks[checked: key.task].attempts[place].startedAt == nil else { return }
            emit(.attemptStarted(key), now, &out)
        case .progressed(let fraction, let note):
            let share = fraction.isFinite ? min(max(fraction, 0), 1) : 0
            let permille = max(UInt16(share * 1000), signs[live].permille)
            let saysNew = note != nil && note != state.tasks[checked: key.task].attempts[place].note
            // Only what moves is a sign of life: one who says the same for ever does nothing.
            if saysNew || permille > signs[live].permille {
                signs[live].heard = now
                signs[live].permille = permille
            }
            let known = state.tasks[checked: key.task].attempts[place].permille
            guard saysNew || permille > known,
                now - signs[live].recorded >= state.policies.progressInterval
            else { return }
            signs[live].recorded = now
            emit(.attemptProgressed(key, permille: permille, note: note), now, &out)
        case .acted(let fingerprint, let what): note(fingerprint, what, live, key, now, &out)
        case .finished(let product): finish(key, with: product, now, &out)
        case .failed(let failure): end(key, .failed(failure), now, &out)
        case .postponed(let reason, let span):
            end(key, .failed(.unavailable(reason)), now, &out, notBefore: now + span)
        case .callsTool(let draft): callTool(draft, of: key, now, &out)
        case .toolFinished(let number, let isError, let output):
            signs[live].heard = now
            finishTool(key, number, isError: isError, output, now, &out)
        case .recalls(let recalls): recall(recalls, for: key, now, &out)
        }
    }

    /// The loop detector: the same action with the same arguments again and again gets nowhere (spec §6).
    private mutating func note(
        _ action: UInt64, _ what: String, _ live: Int, _ key: AttemptKey, _ now: Instant,
        _ out: inout Decision
    ) {
        let isSame = signs[live].action == action && signs[live].repeats > 0
        signs[live].action = action
        signs[live].repeats = isSame ? signs[live].repeats + 1 : 1
        if !isSame { signs[live].heard = now }
        if signs[live].repeats >= state.policies.attempts.stuckAfter {
            giveUp(key, .stuck(what), now, &out)
        }
    }

    /// Stops a live attempt's work and ends it.
    mutating func giveUp(
        _ key: AttemptKey, _ failure: AttemptFailure, _ now: Instant, _ out: inout Decision
    ) {
        guard let agent = state.agent(working: key) else { return }
        out.effects.append(.cancel(key, agent))
        end(key, .failed(failure), now, &out)
    }

    /// A late result changes nothing and is recorded; late progress is nothing.
    private mutating func fence(
        _ report: Report, of key: AttemptKey, _ now: Instant, _ out: inout Decision
    ) {
        guard let task = state.tasks[key.task],
            task.attempts.contains(where: { $0.key == key })
        else {
            if case .callsTool(let draft) = report {
                out.effects.append(.answerTool(token: draft.token, number: 0, granted: false))
            }
            return
        }
        switch report {
        case .finished, .failed, .postponed: emit(.attemptFenced(key), now, &out)
        case .callsTool(let draft):
            out.effects.append(.answerTool(token: draft.token, number: 0, granted: false))
        case .toolFinished(let number, let isError, let output):
            finishTool(key, number, isError: isError, output, now, &out)
        case .started, .progressed, .acted, .recalls: break
        }
    }

    private mutating func finish(
        _ key: AttemptKey, with product: Product, _ now: Instant, _ out: inout Decision
    ) {
        let brief = state.tasks[checked: key.task].brief
        let quality: Int
        if let recipe = brief.recipe {
            let step = brief.stepName(Int(key.subtask), state)
            quality = recipe.quality(of: product.json, step: step, data: brief.data)
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
    mutating func end(
        _ key: AttemptKey, _ outcome: AttemptOutcome, _ now: Instant, _ out: inout Decision,
        notBefore: Instant = .zero
    ) {
        guard let agent = close(key, outcome, now, &out) else { return }
        var goesOn = false
        if case .failed(let failure) = outcome {
            if failure.isAgents { judgeFailure(of: agent, now, &out) }
            goesOn = scheduleRetry(
                key.subtaskKey, after: failure, now, &out, notBefore: notBefore)
        } else {
            judgeSuccess(of: agent, now, &out)
            goesOn = askReviews(of: key, by: agent, now, &out)
        }
        endSpentFaults(on: agent, now, &out)
        if !goesOn { advance(key.task, now, &out) }
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
        withdrawTools(of: key, &out)
        return agent
    }

    private mutating func judgeFailure(
        of agent: AgentID, _ now: Instant, _ out: inout Decision
    ) {
        if state.agents[agent.position].degradedBecause != .failing {
            emit(.agentChanged(agent, .degraded(.failing)), now, &out)
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
        judgePace(of: agent, now, &out)
    }

    /// Degraded and well again at two different marks, so that its health never flickers (spec §2).
    private mutating func judgePace(of agent: AgentID, _ now: Instant, _ out: inout Decision) {
        let policy = state.policies.health
        switch state.agents[agent.position].degradedBecause {
        case nil:
            if state.agents[agent.position].isSlower(than: policy.slowFactor) {
                emit(.agentChanged(agent, .degraded(.slow)), now, &out)
            }
        case .failing:
            let mask = UInt8(truncatingIfNeeded: (1 << min(policy.recoversAfter, 8)) - 1)
            if state.agents[agent.position].recentFailures & mask == 0 {
                emit(.agentChanged(agent, .recovered), now, &out)
            }
        case .slow:
            if !state.agents[agent.position].isSlower(than: policy.steadyFactor) {
                emit(.agentChanged(agent, .recovered), now, &out)
            }
        }
    }

    /// Exponential backoff with full jitter, drawn from the seed and the attempt, so that a run repeats.
    private mutating func scheduleRetry(
        _ key: SubtaskKey, after failure: AttemptFailure, _ now: Instant, _ out: inout Decision,
        notBefore: Instant
    ) -> Bool {
        let subtask = state.tasks[checked: key.task].subtasks[Int(key.index)]
        let policy = state.policies.attempts
        switch failure {
        case .cancelled, .expired: return false
        case .reassigned: return true
        default: break
        }
        let isSpent =
            failure == .interrupted
            ? Int(subtask.interruptions) >= policy.mostInterruptions
            : Int(subtask.failures) >= policy.most || failure.isFinal
        if isSpent {
            emit(.subtaskFailed(key), now, &out)
            return false
        }
        let doublings = max(0, Int(subtask.failures) - 1)
        let most = min(
            policy.backoffCap.microseconds, policy.backoffBase.microseconds << min(doublings, 20))
        let share = KeyedRandom(seed: state.seed).fraction(
            UInt64(key.task.number), UInt64(key.index), UInt64(subtask.attempts))
        let until = max(now + TimeSpan(microseconds: Int64(Double(most) * share)), notBefore)
        emit(.retryScheduled(key, until: until), now, &out)
        schedule(.retry(key), at: until)
        return true
    }

    // MARK: Overdue

    mutating func checkLiveAttempts(_ now: Instant, _ out: inout Decision) {
        allowForStoppedProcess(now)
        var overdue: [(AttemptKey, AttemptFailure)] = []
        var next = Instant(microseconds: .max)
        for (place, key) in state.liveAttempts.enumerated() {
            guard let attempt = state.livePlace(key) else { continue }
            let awarded = state.tasks[checked: key.task].attempts[attempt].awardedAt
            let agent = state.tasks[checked: key.task].attempts[attempt].agent
            // A person may take longer than an agent; the question has a deadline of its own.
            if awaitsTool(key) { continue }
            let patience = patience(of: agent)
            let idle = signs[place].heard + patience.idle
            let hard = awarded + patience.hard + signs[place].stoodStill
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
            giveUp(key, failure, now, &out)
        }
    }

    /// How long the agent may be silent, and how long it may work.
    func patience(of agent: AgentID) -> (idle: TimeSpan, hard: TimeSpan) {
        state.policies.attempts.patience(with: state.agents[agent.position].card)
    }

    /// A check more than a second late means the process stood still, and the agents' reports with it.
    private mutating func allowForStoppedProcess(_ now: Instant) {
        let late = now - nextCheck
        guard late > .seconds(1) else { return }
        for place in signs.indices {
            signs[place].heard = now
            signs[place].stoodStill = signs[place].stoodStill + late
        }
    }
}
