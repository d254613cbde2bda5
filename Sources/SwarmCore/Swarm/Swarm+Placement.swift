/// Announcing, choosing and awarding (spec §4, §5).
extension Swarm {
    mutating func submit(_ brief: TaskBrief, _ now: Instant, _ out: inout Decision) {
        let id = state.tasks.nextID
        emit(.taskSubmitted(id, brief), now, &out)
        out.effects.append(.acknowledge(id))
        if let missing = place(id, isFirst: true, now, &out) { park(id, for: missing, now, &out) }
    }

    /// Forms a team and awards the subtasks; returns a skill nobody willing has when that cannot be done yet.
    ///
    /// The first time the announcement is recorded even when it finds nobody.
    mutating func place(
        _ id: TaskID, isFirst: Bool, _ now: Instant, _ out: inout Decision
    ) -> SkillID? {
        let brief = state.tasks[checked: id].brief
        let census = state.announce(brief.skillSet, brief.domains, into: &frontier)
        let (uncovered, complexity) = chooseTeam(brief)
        let runs = uncovered.isEmpty || (brief.bestEffort && !team.isEmpty)
        guard runs || isFirst else { return uncovered.first }
        let ranAsTeam = complexity != brief.complexity
        emit(.taskAnnounced(id, census, ranAsTeam: ranAsTeam), now, &out)
        let seats = max(0, state.policies.teams.least(for: complexity) - team.count)
        let wanted = max(state.policies.recordedBids, team.count + seats)
        state.takeBest(wanted, from: &frontier, into: &bidders)
        recordBids(id, brief, now, &out)
        guard runs else { return uncovered.first }
        seatReviewers(id, seats, now, &out)
        award(id, brief, without: uncovered, now, &out)
        return nil
    }

    /// Fills `team`; returns the skills it leaves uncovered and the complexity it was chosen for.
    private mutating func chooseTeam(_ brief: TaskBrief) -> (SkillSet, Complexity) {
        var complexity = brief.complexity
        if complexity == .simple {
            if state.hasAgent(covering: brief.skillSet) {
                team.empty()
                guard let alone = state.bestAlone(covering: brief.skillSet, from: frontier) else {
                    return (brief.skillSet, .simple)
                }
                team.append(alone)
                return (SkillSet(), .simple)
            }
            complexity = .moderate
        }
        let uncovered = state.takeTeam(
            covering: brief.skillSet, most: state.policies.teams.most(for: complexity),
            from: frontier, into: &team)
        return (uncovered, complexity)
    }

    private mutating func recordBids(
        _ id: TaskID, _ brief: TaskBrief, _ now: Instant, _ out: inout Decision
    ) {
        let recorded = min(bidders.count, state.policies.recordedBids)
        for place in 0..<recorded {
            emit(.bidReceived(id, bid(bidders[place], brief)), now, &out)
        }
        for agent in team where !bidders.prefix(recorded).contains(agent) {
            emit(.bidReceived(id, bid(agent, brief)), now, &out)
        }
    }

    private func bid(_ agent: AgentID, _ brief: TaskBrief) -> Bid {
        state.assess(agent, skills: brief.skillSet, domains: brief.domains)
    }

    private mutating func seatReviewers(
        _ id: TaskID, _ seats: Int, _ now: Instant, _ out: inout Decision
    ) {
        var free = seats
        for agent in bidders where free > 0 && !team.contains(agent) {
            emit(.reviewSeated(id, agent), now, &out)
            free -= 1
        }
    }

    /// Gives each skill to the best-ranked team member that has it and still has room.
    private mutating func award(
        _ id: TaskID, _ brief: TaskBrief, without uncovered: SkillSet, _ now: Instant,
        _ out: inout Decision
    ) {
        for (index, skill) in brief.skills.enumerated() {
            let key = SubtaskKey(task: id, index: index)
            if uncovered.contains(skill) {
                emit(.skillLeftOut(key), now, &out)
            } else if let agent = team.first(where: { canTake($0, skill) }) {
                award(key, to: agent, score: recordedScore(of: agent, id), now, &out)
            } else {
                park(id, for: skill, subtask: UInt8(truncatingIfNeeded: index), now, &out)
            }
        }
    }

    /// Every team member's bid has been recorded.
    private func recordedScore(of agent: AgentID, _ id: TaskID) -> Points {
        state.tasks[checked: id].bids.first { $0.agent == agent }?.score ?? .zero
    }

    private func canTake(_ agent: AgentID, _ skill: SkillID) -> Bool {
        state.agents[agent.position].skills.contains(skill)
            && state.agents[agent.position].willingness == .willing
    }

    private mutating func award(
        _ key: SubtaskKey, to agent: AgentID, score: Points, _ now: Instant,
        _ out: inout Decision
    ) {
        let number = Int(state.tasks[checked: key.task].subtasks[Int(key.index)].attempts) + 1
        let attempt = AttemptKey(task: key.task, subtask: Int(key.index), number: number)
        signs.append(Sign(heard: now, recorded: now))
        emit(.subtaskAwarded(attempt, agent, score: score), now, &out)
        out.effects.append(.start(attempt, agent))
        nextCheck = min(nextCheck, now + state.policies.attempts.idleTimeout)
    }

    // MARK: One subtask again

    /// Gives a subtask to another capable agent if its latest one failed, else to the best; false: it waits on.
    @discardableResult
    mutating func placeAgain(_ key: SubtaskKey, _ now: Instant, _ out: inout Decision) -> Bool {
        let brief = state.tasks[checked: key.task].brief
        let subtask = state.tasks[checked: key.task].subtasks[Int(key.index)]
        let skills = SkillSet([subtask.skill])
        _ = state.announce(skills, brief.domains, into: &frontier)
        state.takeBest(2, from: &frontier, into: &bidders)
        let failedLast = state.tasks[checked: key.task].currentAttempt(of: Int(key.index))
            .flatMap { $0.failure?.isAgents == true ? $0.agent : nil }
        guard let agent = bidders.first(where: { $0 != failedLast }) ?? bidders.first else {
            return false
        }
        let bid = state.assess(agent, skills: skills, domains: brief.domains)
        emit(.bidReceived(key.task, bid), now, &out)
        award(key, to: agent, score: bid.score, now, &out)
        return true
    }

    mutating func retry(_ key: SubtaskKey, _ now: Instant, _ out: inout Decision) {
        guard state.tasks[key.task]?.isRunning == true,
            case .backingOff(let until) = state.tasks[checked: key.task].subtasks[Int(key.index)]
                .phase,
            until <= now
        else { return }
        placeOrPark(key, now, &out)
    }

    mutating func placeOrPark(_ key: SubtaskKey, _ now: Instant, _ out: inout Decision) {
        if !placeAgain(key, now, &out) {
            let skill = state.tasks[checked: key.task].subtasks[Int(key.index)].skill
            park(key.task, for: skill, subtask: key.index, now, &out)
        }
    }

    // MARK: Waiting

    mutating func park(
        _ id: TaskID, for skill: SkillID, subtask: UInt8? = nil, _ now: Instant,
        _ out: inout Decision
    ) {
        emit(.taskQueued(id, subtask: subtask, skill: skill), now, &out)
        waiting.add(entry(id, subtask), for: skill)
    }

    func entry(_ id: TaskID, _ subtask: UInt8?) -> WaitingLine.Entry {
        let task = state.tasks[checked: id]
        return WaitingLine.Entry(
            task: id, subtask: subtask, level: task.brief.priority.level,
            deadline: task.brief.deadline, since: task.submittedAt)
    }

    /// An agent has room again: serves who waits for its skills while it stays willing.
    mutating func wake(_ agent: AgentID, _ now: Instant, _ out: inout Decision) {
        var skills = state.agents[agent.position].skills.intersection(waiting.skills)
        while let skill = skills.popFirst() {
            while state.agents[agent.position].willingness == .willing,
                let entry = nextWaiting(for: skill, now)
            {
                guard let missing = serve(entry, now, &out) else { continue }
                waiting.add(entry, for: missing)
                if missing == skill { break }
            }
        }
    }

    private mutating func nextWaiting(for skill: SkillID, _ now: Instant) -> WaitingLine.Entry? {
        let state = self.state
        return waiting.takeNext(for: skill, at: now, ageing: state.policies.ageing) { entry in
            guard let task = state.tasks[entry.task] else { return false }
            guard let subtask = entry.subtask else { return task.phase == .waiting }
            return task.isRunning && task.subtasks[Int(subtask)].phase == .waiting
        }
    }

    /// Nil when it runs now, else the skill it goes on waiting for.
    private mutating func serve(
        _ entry: WaitingLine.Entry, _ now: Instant, _ out: inout Decision
    ) -> SkillID? {
        guard let subtask = entry.subtask else {
            return place(entry.task, isFirst: false, now, &out)
        }
        let key = SubtaskKey(task: entry.task, index: Int(subtask))
        return placeAgain(key, now, &out)
            ? nil : state.tasks[checked: entry.task].subtasks[Int(subtask)].skill
    }
}
