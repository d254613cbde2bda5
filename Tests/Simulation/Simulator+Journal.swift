import SwarmCore

/// The journal, what waits for it, and what a crash leaves.
extension Simulator {
    /// One group commit of everything decided: it works, fails, or its outcome stays unknown.
    mutating func commit() {
        if !isCalm, temper.appendTrouble > 0, dice.chance(temper.appendTrouble) {
            features.insert(.appendFailed)
            if dice.chance(400) {
                features.insert(.appendUnknown)
                keep(records.count)
            }
            isCommitDue = true
            add(.commit(life: life), at: time + 1 + dice.span(upTo: 2_000_000))
            return
        }
        keep(records.count)
        isCommitDue = false
        release()
    }

    /// Makes the first `count` records durable; those that are already stay as they are.
    private mutating func keep(_ count: Int) {
        while durableCount < count {
            durable.apply(records[durableCount].event, at: records[durableCount].at)
            durableCount += 1
        }
        if options.mutant == .appendedTwice, features.contains(.appendUnknown),
            let last = records.last
        {
            durable.apply(last.event, at: last.at)
        }
        checker.expect(
            durable.sequence == swarm.state.sequence || durableCount < records.count, .sequence,
            "the journal has \(durable.sequence) events, the swarm \(swarm.state.sequence)")
        while let mark = marks.first, mark <= durableCount { marks.removeFirst() }
    }

    /// Does what was held back, in order, until a crash comes between.
    private mutating func release() {
        var place = 0
        while place < held.count {
            let next = held[place]
            place += 1
            checker.expect(
                next.mark <= durableCount, .durableFirst, "\(next.effect) before its events")
            perform(next.effect)
            if temper.crashesAtEffects, crashesLeft > 0, !isCalm, dice.chance(60) {
                features.insert(.crashAtEffect)
                return crash()
            }
        }
        held.removeAll(keepingCapacity: true)
    }

    private mutating func perform(_ effect: Effect) {
        switch effect {
        case .acknowledge(let id): acknowledge(id)
        case .start(let key, let agent): startWork(key, agent)
        case .cancel(let key, _): stopped.append(key)
        case .strike(let agent): strike(agent)
        case .ended(let id):
            checker.expect(
                durable.tasks[id] == nil || durable.tasks[id]?.status != nil, .durableFirst,
                "task \(id.number) is told to have ended")
        case .review(let key, let agent): startReview(key, agent)
        case .grantCall(let token, let id): grant(token, id)
        case .refuseCall(let token, _): refuseCall(token)
        case .withdrawCall(let token):
            features.insert(.callWithdrawn)
            answerCaller(token)
        case .answerTool(let token, let number, let granted): hear(token, number, granted)
        case .faultsChanged, .deliver, .refuseMessage: break
        }
    }

    mutating func acknowledge(_ id: TaskID) {
        acknowledged.append(id.number)
        checker.expect(
            id.number <= durable.totals.submitted, .durableFirst,
            "task \(id.number) is acknowledged and not in the journal")
    }

    // MARK: Crashes

    /// The process dies; the next one has the journal and nothing else.
    mutating func crash() {
        guard crashesLeft > 0, !isCalm else { return }
        crashesLeft -= 1
        features.insert(.crash)
        if let kept = dice.chance(300) && !marks.isEmpty ? marks[dice.below(marks.count)] : nil {
            features.insert(.keptSuffix)
            keep(kept)
        }
        lost += records.count - durableCount
        if durableCount < records.count { features.insert(.lostEvents) }
        records.removeSubrange(durableCount...)
        marks.removeAll(keepingCapacity: true)
        held.removeAll(keepingCapacity: true)
        for number in acknowledged {
            checker.expect(
                number <= durable.totals.submitted, .durableFirst,
                "task \(number) was acknowledged and is lost")
        }
        recover()
    }

    private mutating func recover() {
        life += 1
        isCommitDue = false
        stopped.removeAll(keepingCapacity: true)
        time += dice.span(upTo: 5_000_000)
        lag = time - durable.now.microseconds
        refollow()
        var state = durable
        if options.mutant == .recoveryForgetsCaps { state.forgetFailures() }
        if options.mutant == .recoveryForgetsReservations, !state.ledger.open.isEmpty {
            state.ledger = Ledger()
        }
        if !state.ledger.open.isEmpty { features.insert(.callLost) }
        decision.empty()
        swarm = Swarm(recovering: state, into: &decision)
        if options.mutant == .recoveryWithoutTimers { swarm.timers = [] }
        swarm.step(.startRun(seed: dice.next()), at: durable.now, into: &decision)
        if crashesLeft > 0, dice.chance(300) { add(.crash, at: time + dice.span(upTo: 50_000)) }
        take(.recovery)
    }

    /// The checker's figures as of the journal.
    private mutating func refollow() {
        guard checker.violation == nil else { return }
        checker.begin(cast.swarm.state)
        checker.isReplaying = true
        for record in records {
            checker.take(record.event, .operation, at: record.at.microseconds, durable)
        }
        checker.isReplaying = false
    }

    // MARK: The end

    /// Nothing will ever happen again: everything must add up.
    mutating func finish(_ seed: UInt64) {
        checker.checkRest(swarm, mustEnd: temper.mode == .liveness)
        checkAnswers()
        checker.expect(held.isEmpty, .durableFirst, "\(held.count) effects were never done")
        checker.expect(durableCount == records.count, .durableFirst, "events never made durable")
        checker.expect(
            durable.digest == swarm.state.digest, .fold, "the state is not the fold of the journal")
        guard checker.violation == nil, seed % Self.textEvery == 0 else { return }
        features.insert(.journalText)
        checkText(seed)
    }

    /// One in so many schedules is written out and read back.
    private static let textEvery: UInt64 = 256
}

extension SwarmState {
    /// A defect made on purpose: recovery that starts counting attempts anew.
    fileprivate mutating func forgetFailures() {
        for task in tasks.all where task.status == nil {
            for index in task.subtasks.indices {
                tasks[checked: task.id].subtasks[index].failures = 0
                tasks[checked: task.id].subtasks[index].interruptions = 0
            }
        }
    }
}
