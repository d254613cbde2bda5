extension SwarmState {
    /// Takes one event in: the only place that writes the state.
    public mutating func apply(_ event: Event, at time: Instant) {
        sequence &+= 1
        if time > now { now = time }
        switch event {
        case .runStarted(let number, let seed): startRun(number, seed)
        case .agentRegistered(let id, let card): register(id, card)
        case .agentChanged(let id, let change): changeAgent(id, change)
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
        case .skillLeftOut(let key): close(key, as: .skipped)
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
        case .messageSent(let message):
            messageCount = message.number
            if let id = message.task, tasks.contains(id) { tasks[checked: id].messages &+= 1 }
        case .faultInjected(let id, let spec):
            faults.append(FaultState(id: id, spec: spec, injectedAt: time))
            activeFaultCount += 1
        case .faultReverted(let id): endFault(id, time)
        case .reputationChanged(let id, let change): changeReputation(id, change, time)
        case .taskFinished(let id, let status, let quality, let warnings):
            end(id, status, quality, warnings, time)
        }
    }

    // MARK: Agents

    private mutating func startRun(_ number: Int, _ seed: UInt64) {
        run = number
        self.seed = seed
    }

    private mutating func register(_ id: AgentID, _ card: AgentCard) {
        let skillIDs = card.skills.map { SkillID(Self.intern($0.name, &skillNames, &skillNumbers)) }
        let domains = SkillSet(
            card.domains.map { SkillID(Self.intern($0, &domainNames, &domainNumbers)) })
        let standing = Standing(
            skills: SkillSet(skillIDs), domains: domains,
            maxLoad: Int32(truncatingIfNeeded: card.maxLoad),
            loadPerSubtask: Int32(truncatingIfNeeded: card.loadPerSubtask))
        var agent = AgentState(
            id: id, card: card, skillIDs: skillIDs, standing: standing,
            skillReputation: card.skills.map { _ in ReputationPolicy.start })
        ranking.add(&agent)
        agents.append(agent)
        agentNumbers[card.name] = id.index
        place(id, before: nil)
    }

    private static func intern(
        _ name: String, _ names: inout [String], _ numbers: inout [String: UInt8]
    ) -> Int {
        if let known = numbers[name] { return Int(known) }
        numbers[name] = UInt8(truncatingIfNeeded: names.count)
        names.append(name)
        return names.count - 1
    }

    private mutating func changeAgent(_ id: AgentID, _ change: AgentChange) {
        switch change {
        case .paused: agents[id.position].standing.isPaused = true
        case .resumed: agents[id.position].standing.isPaused = false
        case .wentOffline(let fault): agents[id.position].standing.offlineBecause = fault
        case .cameBack: agents[id.position].standing.offlineBecause = nil
        case .degraded: agents[id.position].standing.isDegraded = true
        case .recovered: agents[id.position].standing.isDegraded = false
        case .breakerOpened(let until): agents[id.position].standing.breaker = .open(until: until)
        case .breakerHalfOpened: agents[id.position].standing.breaker = .halfOpen
        case .breakerClosed:
            agents[id.position].standing.breaker = .closed
            agents[id.position].failuresInARow = 0
        }
        replace(id)
    }

    /// Puts an agent at its new rank after anything that its key or willingness depends on.
    private mutating func replace(_ id: AgentID) {
        place(id, before: agents[id.position].standing.willingness)
    }

    private mutating func place(_ id: AgentID, before: Willingness?) {
        let willing = willingness(at: id.position)
        agents[id.position].standing.willingness = willing
        ranking.place(
            profile: agents[id.position].standing.profile, leaf: agents[id.position].standing.leaf,
            key: RankKey.make(
                agents[id.position].standing, order: id, scoring: policies.scoring), before: before,
            now: willing)
    }

    private mutating func changeReputation(
        _ id: AgentID, _ change: ReputationChange, _ time: Instant
    ) {
        let index = id.position
        agents[index].standing.reputation = change.after
        for place in agents[index].skillReputation.indices {
            guard change.skills.contains(agents[index].skillIDs[place]) else { continue }
            agents[index].skillReputation[place] = policies.reputation.after(
                agents[index].skillReputation[place], succeeded: change.reason != .failure,
                quality: Int(change.quality))
        }
        var dated = change
        dated.at = time
        if agents[index].history.count >= policies.retainedChanges {
            agents[index].history.removeFirst(agents[index].history.count / 4 + 1)
        }
        agents[index].history.append(dated)
        replace(id)
    }

    // MARK: Tasks

    private mutating func submit(_ id: TaskID, _ brief: TaskBrief, _ time: Instant) {
        tasks.insert(id, brief: brief, at: time)
        totals.submitted += 1
        totals.waiting += 1
    }

    private mutating func queue(_ id: TaskID, _ subtask: UInt8?) {
        guard let subtask, tasks.contains(id) else { return }
        tasks[checked: id].subtasks[Int(subtask)].phase = .waiting
    }

    private mutating func award(
        _ key: AttemptKey, _ agent: AgentID, _ score: Points, _ time: Instant
    ) {
        guard tasks.contains(key.task) else { return }
        let index = Int(key.subtask)
        var attempt = Attempt(key: key, agent: agent, score: score, awardedAt: time)
        attempt.livePosition = Int32(truncatingIfNeeded: liveAttempts.count)
        liveAttempts.append(key)
        if tasks[checked: key.task].phase == .waiting {
            tasks[checked: key.task].phase = .running
            tasks[checked: key.task].startedAt = time
            totals.waiting -= 1
            totals.running += 1
        }
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
        case .interrupted:
            tasks[checked: key.task].subtasks[index].interruptions &+= 1
            tasks[checked: key.task].subtasks[index].phase = .planned
        default:
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

    private mutating func close(_ key: SubtaskKey, as phase: Subtask.Phase) {
        guard tasks.contains(key.task) else { return }
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
            switch tasks[checked: id].subtasks[index].phase {
            case .planned, .waiting, .backingOff, .running:
                tasks[checked: id].subtasks[index].phase = .cancelled
            case .succeeded, .failed, .cancelled, .skipped: break
            }
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
        for place in faults.indices.suffix(64) {
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
