import SwarmCore

/// Tasks, subtasks and attempts as the events say.
extension Checker {
    mutating func submit(_ id: TaskID, _ brief: TaskBrief) {
        expect(
            Int(id.number) == tasks.count + 1, .sequence,
            "task \(id.number) after \(tasks.count)")
        let task = Task(
            id: id, first: subtasks.count, count: brief.skills.count, domains: brief.domains,
            plan: brief.plan, due: brief.due?.microseconds ?? .max, budget: brief.budget)
        addTask(task, skills: brief.skills)
    }

    mutating func takeChange(of id: TaskID, _ change: TaskChange) {
        guard let place = task(id), tasks[place].status == nil else {
            return fail(.oneEnd, "task \(id.number) has ended or never was, and changes")
        }
        switch change {
        case .priority: break
        case .budget(let amount): changeTask(place) { $0.budget = amount }
        }
    }

    /// Moves a subtask that has not ended and of which nothing runs.
    mutating func move(_ key: SubtaskKey, to phase: Subtask.Phase) {
        guard let place = subtask(key), isOpen(key, place) else { return }
        expect(subtasks[place].phase != .running, .outcome, "\(key) runs and becomes \(phase)")
        changeSubtask(place) { $0.phase = phase }
        // Whoever the operator gives it to need not wait.
        if isReassigning { changeSubtask(place) { $0.postponedTo = 0 } }
    }

    mutating func isOpen(_ key: SubtaskKey, _ place: Int) -> Bool {
        guard let task = task(key.task) else { return false }
        expect(tasks[task].status == nil, .oneEnd, "task \(key.task.number) has ended")
        expect(
            !subtasks[place].phase.isClosed, .outcome,
            "\(key) is \(subtasks[place].phase) and goes on")
        return !subtasks[place].phase.isClosed
    }

    mutating func retry(_ key: SubtaskKey, _ until: Int64, _ now: Int64) {
        guard let place = subtask(key) else { return fail(.caps, "retry of no subtask") }
        let most = max(
            policies.attempts.backoffCap.microseconds, subtasks[place].postponedTo - now)
        expect(!subtasks[place].isHopeless, .caps, "\(key) is tried again after a final failure")
        expect(
            until >= subtasks[place].postponedTo, .timers,
            "\(key) is to be tried \(subtasks[place].postponedTo - until) µs too early")
        expect(until - now <= most, .timers, "backoff of \(until - now) µs, more than \(most)")
        expect(
            Int(subtasks[place].failures) < policies.attempts.most
                || Int(subtasks[place].failures) == 0, .caps,
            "retry after \(subtasks[place].failures) failures")
        move(key, to: .backingOff)
        changeSubtask(place) { $0.notBefore = until }
    }

    mutating func award(
        _ key: AttemptKey, _ id: AgentID, _ now: Int64
    ) {
        guard let place = subtask(key.subtaskKey), agents.indices.contains(id.position),
            isOpen(key.subtaskKey, place), let task = task(key.task)
        else { return fail(.oneAttempt, "\(key) is awarded and not open") }
        let subtask = subtasks[place]
        expect(subtask.phase != .running, .oneAttempt, "\(key) while \(subtask.number) runs")
        expect(
            key.number == subtask.number &+ 1, .oneAttempt, "\(key) after \(subtask.number)")
        expect(
            subtask.phase != .backingOff || now >= subtask.notBefore || isReassigning, .timers,
            "\(key) before its backoff is over")
        expect(
            now >= subtask.postponedTo || isReassigning, .timers, "\(key) before it may be tried")
        expect(!subtask.isHopeless, .caps, "\(key) after a final failure")
        expect(
            subtask.phase != .inReview && subtask.phase != .awaitingApproval, .outcome,
            "\(key) is awarded while \(subtask.phase)")
        checkTurn(of: key.subtaskKey, task)
        expect(
            Int(subtask.failures) < widest.attempts.most
                && Int(subtask.interruptions) < widest.attempts.mostInterruptions, .caps,
            "\(key) after \(subtask.failures) failures, \(subtask.interruptions) interruptions")
        checkFitness(of: id.position, for: subtask.skill, tasks[task].domains)
        changeSubtask(place) {
            $0.phase = .running
            $0.number = key.number
            $0.agent = id.index
            $0.awardedAt = now
            $0.heardAt = now
            $0.permille = 0
            $0.hasActed = false
            $0.asking = 0
            $0.askedFor = 0
            $0.postponedTo = 0
            $0.asked = 0
            $0.answered = 0
        }
        countLive(1)
        change(id.position) { $0.live &+= 1 }
    }

    private mutating func checkFitness(
        of place: Int, for skill: SkillID, _ domains: SkillSet
    ) {
        let agent = agents[place]
        expect(agent.skills.contains(skill), .fitness, "agent \(place) lacks skill \(skill.index)")
        expect(
            !agent.isPaused && agent.offline == 0 && !agent.isRetired && !agent.isUnwell, .fitness,
            "agent \(place) is away")
        expect(
            agent.domains.isEmpty || domains.isEmpty || isReassigning
                || !agent.domains.intersection(domains).isEmpty, .fitness,
            "agent \(place) is of another domain")
        switch agent.breaker {
        case .closed: break
        case .open: fail(.fitness, "agent \(place)'s breaker is open")
        case .halfOpen: expect(agent.live == 0, .breaker, "agent \(place) gets a second probe")
        }
        let load = agent.live &* agent.perSubtask
        let isBelow =
            Int64(load) * 1000 < Int64(policies.willingBelowPermille) * Int64(agent.most)
        expect(
            isBelow && (load == 0 || load + agent.perSubtask <= agent.most), .load,
            "agent \(place) with load \(load) gets more")
    }

    /// What an attempt's report brings about concerns that attempt.
    mutating func checkClaim(_ key: AttemptKey, _ cause: Cause) {
        if case .report(let claimed, _) = cause {
            expect(claimed == key, .oneAttempt, "\(key) moved by a report of \(claimed)")
        } else {
            fail(.oneAttempt, "\(key) moved after \(cause)")
        }
    }

    mutating func finish(
        _ key: AttemptKey, _ outcome: AttemptOutcome, _ cause: Cause, _ now: Int64
    ) {
        guard let place = running(key) else {
            return fail(.oneAttempt, "\(key) ends and does not run")
        }
        countLive(-1)
        let agent = Int(subtasks[place].agent)
        switch outcome {
        case .succeeded(_, let quality):
            checkClaim(key, cause)
            expect(quality <= 100, .outcome, "\(key) has quality \(quality)")
            changeSubtask(place) { $0.phase = .succeeded }
            change(agent) { $0.note(succeeded: true) }
        case .failed(let failure):
            checkTime(of: failure, place, now)
            switch failure {
            case .unavailable, .refused, .overBudget: checkClaim(key, cause)
            default: break
            }
            changeSubtask(place) { $0.fail(failure, by: agent) }
            if failure.isAgents { change(agent) { $0.note(succeeded: false) } }
        }
        change(agent) { $0.live &-= 1 }
    }

    /// Neither too early nor for another reason than it had.
    private mutating func checkTime(of failure: AttemptFailure, _ place: Int, _ now: Int64) {
        let (awarded, heard) = (subtasks[place].awardedAt, subtasks[place].heardAt)
        let (idle, hard) = patience(of: Int(subtasks[place].agent))
        switch failure {
        case .hung:
            expect(
                now - heard >= idle, .timers, "hung after only \(now - heard) µs of silence")
            expect(subtasks[place].asking == 0, .timers, "hung while it waits for the operator")
        case .ranTooLong:
            // A probe has less time than other attempts.
            let most = min(hard, widest.breaker.probeWithin.microseconds)
            expect(
                now - awarded >= most, .timers,
                "ran too long after only \(now - awarded) µs")
        case .rejected: fail(.outcome, "an attempt that runs is rejected")
        case .crashed, .gaveUp, .poorQuality, .interrupted, .cancelled, .stuck, .expired,
            .reassigned, .unavailable, .refused, .overBudget:
            break
        }
    }

    // MARK: At the end of a schedule

    /// When nothing is due any more, nothing runs and nobody waits for a timer that is not there.
    mutating func checkRest(_ swarm: Swarm, mustEnd: Bool) {
        expect(live == 0, .timers, "\(live) attempts run and no timer is set")
        expect(swarm.timers.isEmpty, .timers, "\(swarm.timers.count) timers belong to nobody")
        expect(swarm.signs.isEmpty, .timers, "\(swarm.signs.count) signs of life of nobody")
        for (place, agent) in agents.enumerated() {
            expect(agent.live == 0, .load, "agent \(place) rests with \(agent.live) attempts")
            if case .open = agent.breaker { fail(.breaker, "agent \(place) stays open for ever") }
        }
        for task in tasks where task.status == nil {
            expect(!mustEnd, .liveness, "task \(task.id.number) never ends")
            for index in 0..<task.count { checkWait(index, task, swarm.state) }
        }
        guard !mustEnd else { return }
        for task in swarm.state.tasks.all where task.phase == .waiting { checkWait(task, swarm) }
    }

    /// At rest nobody waits for somebody who is there.
    private func checkWait(_ index: Int, _ task: Task, _ state: SwarmState) {
        let subtask = subtasks[task.first + index]
        switch subtask.phase {
        case .backingOff: fail(.timers, "a subtask of task \(task.id.number) backs off for ever")
        case .inReview: fail(.timers, "a review of task \(task.id.number) never ends")
        case .running, .succeeded, .failed, .cancelled, .skipped, .notNeeded: break
        case .awaitingApproval, .open: break
        case .waiting:
            let key = SubtaskKey(task: task.id, index: index)
            for agent in state.agents where !hasAnswered(agent.id, index, task) {
                let bid = state.assess(
                    agent.id, skills: SkillSet([subtask.skill]), domains: task.domains)
                expect(
                    !bid.isWilling, .liveness,
                    "\(key) waits for ever, though \(agent.id) is willing")
            }
        }
    }

    /// Several answers to one question come from several agents.
    private func hasAnswered(_ agent: AgentID, _ index: Int, _ task: Task) -> Bool {
        guard let plan = task.plan, let group = plan.steps[index].group else { return false }
        return plan.groups[Int(group)].members.contains {
            $0 != index && subtasks[task.first + $0].agent == agent.index
        }
    }

    /// A task that waits for a team would wait, too, if it came now.
    private func checkWait(_ task: TaskState, _ swarm: Swarm) {
        // With results it began with it needs less than a new one would.
        guard !task.subtasks.contains(where: { $0.phase.isClosed }) else { return }
        var swarm = swarm
        var decision = Decision()
        let next = swarm.state.tasks.nextID
        swarm.step(.submit(task.brief), at: swarm.state.now, into: &decision)
        let waits = decision.events.contains {
            switch $0 {
            // The trial is load, too, for which another agent may join.
            case .taskQueued(next, nil, _), .agentRegistered, .agentChanged(_, .reinstated): true
            default: false
            }
        }
        expect(waits, .liveness, "task \(task.id.number) waits for ever, though there is a team")
    }
}

extension Checker.Agent {
    mutating func note(succeeded: Bool) {
        endedWell = succeeded
        failuresInARow = succeeded ? 0 : failuresInARow + 1
    }
}

extension Checker.Subtask {
    mutating func fail(_ failure: AttemptFailure, by agent: Int) {
        switch failure {
        case .cancelled: phase = .cancelled
        case .expired: phase = .skipped
        case .reassigned: phase = .open
        case .interrupted:
            phase = .open
            interruptions &+= 1
        case .unavailable:
            phase = .open
            failures &+= 1
        case .refused, .overBudget:
            phase = .open
            failures &+= 1
            isHopeless = true
        default:
            phase = .open
            failures &+= 1
            failed |= 1 << UInt64(agent & 63)
        }
    }
}
