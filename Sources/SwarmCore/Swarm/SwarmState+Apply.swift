extension SwarmState {
    /// Takes one event in: the only place that writes the state.
    public mutating func apply(_ event: Event, at time: Instant) {
        sequence &+= 1
        if time > now { now = time }
        switch event {
        case .runStarted(let number, let seed): startRun(number, seed)
        case .agentRegistered(let id, let card): register(id, card)
        case .agentChanged(let id, let change): changeAgent(id, change)
        case .agentEdited(let id, let card): edit(id, card)
        case .recipeDefined(let recipe): recipes.define(recipe)
        case .recipeRemoved(let name): recipes.remove(name)
        case .policiesChanged(let policies): change(to: policies)
        case .taskSubmitted(let id, let brief): submit(id, brief, time)
        case .taskQueued(let id, let subtask, _): queue(id, subtask)
        case .taskAnnounced(let id, let census, let ranAsTeam):
            guard tasks.contains(id) else { return }
            tasks[checked: id].census = census
            tasks[checked: id].ranAsTeam = ranAsTeam
            tasks[checked: id].bids.empty()
        case .bidReceived(let id, let bid):
            if tasks.contains(id) { tasks[checked: id].bids.append(bid) }
        case .reviewSeated(let id, let agent):
            if tasks.contains(id) { tasks[checked: id].reviewers.append(agent) }
        case .subtaskSkipped(let key, let reason): close(key, as: .skipped(reason))
        case .subtaskReused(let key, let product, let quality):
            guard tasks.contains(key.task) else { return }
            tasks[checked: key.task].subtasks[Int(key.index)].product = product
            tasks[checked: key.task].subtasks[Int(key.index)].quality = quality
            close(key, as: .succeeded)
        case .subtaskAwarded(let key, let agent, let score): award(key, agent, score, time)
        case .attemptStarted(let key):
            withAttempt(key) { $0.startedAt = time }
        case .attemptProgressed(let key, let permille, let note):
            withAttempt(key) {
                $0.permille = max($0.permille, permille)
                if let note { $0.note = note }
            }
        case .attemptFinished(let key, let outcome): finish(key, outcome, time)
        case .attemptFenced: break
        case .retryScheduled(let key, let until):
            if tasks.contains(key.task) {
                tasks[checked: key.task].subtasks[Int(key.index)].phase = .backingOff(until: until)
            }
        case .subtaskFailed(let key): close(key, as: .failed)
        case .approvalAsked(let key, let until):
            guard tasks.contains(key.task) else { return }
            begin(key.task, time)
            tasks[checked: key.task].subtasks[Int(key.index)].phase = .awaitingApproval(
                until: until)
        case .approvalGiven(let key, let granted, _):
            guard tasks.contains(key.task) else { return }
            tasks[checked: key.task].subtasks[Int(key.index)].phase = .planned
            tasks[checked: key.task].subtasks[Int(key.index)].isApproved = granted
        case .reviewAsked(let key, let agent, let until): askReview(key, agent, until, time)
        case .reviewGiven(let key, let agent, let note): giveReview(key, agent, note, time)
        case .reviewDecided(let key, let verdict): decideReview(key, verdict)
        case .consensusReached(let id, let group, let consensus):
            guard tasks.contains(id), Int(group) < tasks[checked: id].consensus.count else {
                return
            }
            tasks[checked: id].consensus[Int(group)] = consensus
        case .deadlinePassed(let id): if tasks.contains(id) { tasks[checked: id].isExpired = true }
        case .taskChanged(let id, let change):
            guard tasks.contains(id) else { return }
            tasks[checked: id].brief = tasks[checked: id].brief.changed(by: change)
        case .messageSent(let message):
            messageCount = message.number
            if let id = message.task, tasks.contains(id) { tasks[checked: id].messages &+= 1 }
        case .messageDropped(_, let fault), .messageDelayed(_, let fault, _):
            let place = Int(fault.number) - 1
            if faults.indices.contains(place) { faults[place].messages += 1 }
        case .costReserved(let id, let request): reserve(id, request)
        case .costSettled(let id, let settlement): settle(id, settlement)
        case .costRefused: ledger.refused += 1
        case .toolCalled(let call): addTool(call)
        case .toolAnswered(let key, let number, let granted, _):
            changeTool(key, number) { $0.phase = granted ? .running : .denied }
        case .toolFinished(let key, let number, let isError, let output):
            changeTool(key, number) {
                $0.phase = .finished(isError: isError)
                $0.output = output
            }
        case .memoryKept(let id, let note): keep(note, for: id)
        case .memoryForgotten(let id, let note): forget(note, of: id)
        case .memoryRecalled(let key, let recalls): recall(recalls, for: key)
        case .captionShown(let text): caption = text
        case .faultInjected(let id, let spec):
            faults.append(FaultState(id: id, spec: spec, injectedAt: time))
            activeFaultCount += 1
        case .faultReverted(let id): endFault(id, time)
        case .reputationChanged(let id, let change): changeReputation(id, change, time)
        case .taskFinished(let id, let status, let quality, let warnings):
            end(id, status, quality, warnings, time)
        }
    }

    // MARK: Tasks

    private mutating func submit(_ id: TaskID, _ brief: TaskBrief, _ time: Instant) {
        tasks.insert(id, brief: brief, at: time)
        scaling.noteArrival(at: time)
        totals.submitted += 1
        totals.waiting += 1
    }

    private mutating func queue(_ id: TaskID, _ subtask: UInt8?) {
        guard let subtask, tasks.contains(id) else { return }
        tasks[checked: id].subtasks[Int(subtask)].phase = .waiting
    }

    private mutating func begin(_ id: TaskID, _ time: Instant) {
        guard tasks[checked: id].phase == .waiting else { return }
        tasks[checked: id].phase = .running
        tasks[checked: id].startedAt = time
        totals.waiting -= 1
        totals.running += 1
    }

    private mutating func award(
        _ key: AttemptKey, _ agent: AgentID, _ score: Points, _ time: Instant
    ) {
        guard tasks.contains(key.task) else { return }
        let index = Int(key.subtask)
        var attempt = Attempt(key: key, agent: agent, score: score, awardedAt: time)
        attempt.livePosition = Int32(truncatingIfNeeded: liveAttempts.count)
        liveAttempts.append(key)
        begin(key.task, time)
        if !tasks[checked: key.task].team.contains(agent) {
            tasks[checked: key.task].team.append(agent)
            if tasks[checked: key.task].brief.skills.count > 1 {
                agents[agent.position].collaborations += 1
            }
        }
        let place = Int32(truncatingIfNeeded: tasks[checked: key.task].attempts.count)
        tasks[checked: key.task].attempts.append(attempt)
        tasks[checked: key.task].subtasks[index].phase = .running
        tasks[checked: key.task].subtasks[index].attempts = key.number
        tasks[checked: key.task].subtasks[index].agent = agent
        tasks[checked: key.task].subtasks[index].current = place
        agents[agent.position].standing.load &+= agents[agent.position].standing.loadPerSubtask
        agents[agent.position].standing.liveAttempts &+= 1
        replace(agent)
    }

    private mutating func finish(_ key: AttemptKey, _ outcome: AttemptOutcome, _ time: Instant) {
        guard let place = livePlace(key) else { return }
        let index = Int(key.subtask)
        let agent = tasks[checked: key.task].attempts[place].agent
        leaveLive(tasks[checked: key.task].attempts[place].livePosition)
        tasks[checked: key.task].attempts[place].endedAt = time
        let awardedAt = tasks[checked: key.task].attempts[place].awardedAt
        switch outcome {
        case .succeeded(let product, let quality):
            tasks[checked: key.task].attempts[place].permille = 1000
            tasks[checked: key.task].subtasks[index].product = product
            tasks[checked: key.task].subtasks[index].quality = quality
            close(key.subtaskKey, as: .succeeded)
            agents[agent.position].completed += 1
            agents[agent.position].qualitySum += Int(quality)
            agents[agent.position].times.add(time - awardedAt)
            noteOutcome(agent, failed: false)
        case .failed(let failure):
            tasks[checked: key.task].attempts[place].failure = failure
            noteFailure(failure, of: key, agent)
        }
        agents[agent.position].standing.load &-= agents[agent.position].standing.loadPerSubtask
        agents[agent.position].standing.liveAttempts &-= 1
        noteFaults(key, agent, outcome, time)
        replace(agent)
    }

    private mutating func noteFailure(
        _ failure: AttemptFailure, of key: AttemptKey, _ agent: AgentID
    ) {
        let index = Int(key.subtask)
        switch failure {
        case .cancelled:
            close(key.subtaskKey, as: .cancelled)
        case .expired:
            close(key.subtaskKey, as: .skipped(.expired))
        case .reassigned:
            tasks[checked: key.task].subtasks[index].phase = .planned
        case .interrupted:
            tasks[checked: key.task].subtasks[index].interruptions &+= 1
            tasks[checked: key.task].subtasks[index].phase = .planned
        case .unavailable, .refused, .overBudget:
            tasks[checked: key.task].subtasks[index].failures &+= 1
            tasks[checked: key.task].subtasks[index].phase = .planned
        case .crashed, .hung, .ranTooLong, .gaveUp, .poorQuality, .stuck, .rejected:
            tasks[checked: key.task].subtasks[index].failures &+= 1
            tasks[checked: key.task].subtasks[index].phase = .planned
            agents[agent.position].failed += 1
            noteOutcome(agent, failed: true)
        }
    }

    private mutating func noteOutcome(_ agent: AgentID, failed: Bool) {
        let index = agent.position
        agents[index].recentFailures = agents[index].recentFailures << 1 | (failed ? 1 : 0)
        agents[index].failuresInARow = failed ? agents[index].failuresInARow + 1 : 0
    }

    mutating func close(_ key: SubtaskKey, as phase: Subtask.Phase) {
        guard tasks.contains(key.task),
            !tasks[checked: key.task].subtasks[Int(key.index)].phase.isClosed
        else { return }
        tasks[checked: key.task].subtasks[Int(key.index)].phase = phase
        tasks[checked: key.task].openSubtasks &-= 1
    }

    private mutating func leaveLive(_ position: Int32) {
        let place = Int(position)
        guard liveAttempts.indices.contains(place) else { return }
        let last = liveAttempts[liveAttempts.count - 1]
        liveAttempts[place] = last
        liveAttempts.removeLast()
        if place < liveAttempts.count { withAttempt(last) { $0.livePosition = position } }
    }

    private mutating func end(
        _ id: TaskID, _ status: TaskStatus, _ quality: UInt8, _ warnings: [String], _ time: Instant
    ) {
        guard tasks.contains(id) else { return }
        if tasks[checked: id].phase == .waiting { totals.waiting -= 1 } else { totals.running -= 1 }
        tasks[checked: id].phase = .ended(status)
        tasks[checked: id].endedAt = time
        tasks[checked: id].quality = quality
        if !warnings.isEmpty { tasks[checked: id].warnings = warnings }
        switch status {
        case .succeeded: totals.succeeded += 1
        case .partial: totals.partial += 1
        case .failed: totals.failed += 1
        case .cancelled:
            totals.cancelled += 1
            closeOpenSubtasks(id)
        }
        if status == .succeeded || status == .partial { totals.qualitySum += Int(quality) }
        tasks.noteEnded(id, retained: policies.retainedTasks)
    }

    private mutating func closeOpenSubtasks(_ id: TaskID) {
        for index in tasks[checked: id].subtasks.indices {
            close(SubtaskKey(task: id, index: index), as: .cancelled)
        }
    }

    // MARK: Attempts and faults

    /// Where a live attempt stands in its task's list; nil for one that ended or never was.
    func livePlace(_ key: AttemptKey) -> Int? {
        guard tasks.contains(key.task) else { return nil }
        let index = Int(key.subtask)
        guard index < tasks[checked: key.task].subtasks.count else { return nil }
        let place = Int(tasks[checked: key.task].subtasks[index].current)
        guard place >= 0, tasks[checked: key.task].attempts[place].key == key,
            tasks[checked: key.task].attempts[place].endedAt == nil
        else { return nil }
        return place
    }

    /// Who works on a live attempt and since when it is theirs, without touching the rest of its task.
    public func holder(of key: AttemptKey) -> (agent: AgentID, awardedAt: Instant)? {
        guard let place = livePlace(key) else { return nil }
        return (
            tasks[checked: key.task].attempts[place].agent,
            tasks[checked: key.task].attempts[place].awardedAt
        )
    }

    private mutating func withAttempt(_ key: AttemptKey, _ change: (inout Attempt) -> Void) {
        guard let place = livePlace(key) else { return }
        change(&tasks[checked: key.task].attempts[place])
    }

    private mutating func endFault(_ id: FaultID, _ time: Instant) {
        let place = Int(id.number) - 1
        guard faults.indices.contains(place), faults[place].isActive else { return }
        faults[place].endedAt = time
        activeFaultCount -= 1
    }

    /// Records on each fault what it hit, when that was found, and when it was made good.
    private mutating func noteFaults(
        _ key: AttemptKey, _ agent: AgentID, _ outcome: AttemptOutcome, _ time: Instant
    ) {
        guard !faults.isEmpty else { return }
        let latest = faults.count - 64
        for place in faults.indices
        where place >= latest || (activeFaultCount > 0 && faults[place].isActive) {
            if faults[place].isActive, does(faults[place].spec.target, include: agent) {
                faults[place].hits += 1
                if case .failed(let failure) = outcome, failure.isAgents,
                    faults[place].detectedAt == nil
                {
                    faults[place].detectedAt = time
                    faults[place].broken = key
                }
            }
            if case .succeeded = outcome, faults[place].recoveredAt == nil,
                faults[place].broken?.subtaskKey == key.subtaskKey
            {
                faults[place].recoveredAt = time
            }
        }
    }
}
