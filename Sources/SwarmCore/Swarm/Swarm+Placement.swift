/// Announcing, choosing and awarding (spec §4, §5).
extension Swarm {
    mutating func submit(
        _ brief: TaskBrief, _ kept: [KeptResult], _ now: Instant, _ out: inout Decision
    ) {
        let id = state.tasks.nextID
        emit(.taskSubmitted(id, brief), now, &out)
        for result in kept where Int(result.subtask) < brief.skills.count {
            let key = SubtaskKey(task: id, index: Int(result.subtask))
            emit(.subtaskReused(key, result.product, quality: result.quality), now, &out)
        }
        out.effects.append(.acknowledge(id))
        scale(now, &out)
        if let due = brief.due { schedule(.deadline(id), at: due) }
        if let missing = place(id, isFirst: true, now, &out) { park(id, for: missing, now, &out) }
    }

    /// Forms a team and awards the subtasks; returns a skill nobody willing has when that cannot be done yet.
    ///
    /// The first time the announcement is recorded even when it finds nobody.
    mutating func place(
        _ id: TaskID, isFirst: Bool, _ now: Instant, _ out: inout Decision
    ) -> SkillID? {
        let brief = state.tasks[checked: id].brief
        let skills = state.tasks[checked: id].openSkills
        guard !skills.isEmpty else {
            advance(id, now, &out)
            return nil
        }
        let census = state.announce(skills, brief.domains, into: &frontier)
        let (uncovered, complexity) = chooseTeam(skills, brief)
        let runs = uncovered.isEmpty || (brief.bestEffort && !team.isEmpty)
        guard runs || isFirst else { return uncovered.first }
        let ranAsTeam = complexity != brief.complexity
        emit(.taskAnnounced(id, census, ranAsTeam: ranAsTeam), now, &out)
        let seats = max(0, state.policies.teams.least(for: complexity) - team.count)
        let wanted = max(state.policies.recordedBids, team.count + seats)
        state.takeBest(wanted, from: &frontier, into: &bidders)
        recordBids(id, skills, now, &out)
        guard runs else { return uncovered.first }
        seatReviewers(id, seats, now, &out)
        placing = id
        award(id, without: uncovered, now, &out)
        placing = nil
        return nil
    }

    /// Fills `team`; returns the skills it leaves uncovered and the complexity it was chosen for.
    private mutating func chooseTeam(
        _ skills: SkillSet, _ brief: TaskBrief
    ) -> (SkillSet, Complexity) {
        var complexity = brief.complexity
        if complexity == .simple {
            if state.hasAgent(covering: skills, domains: brief.domains) {
                team.empty()
                guard let alone = state.bestAlone(covering: skills, from: frontier) else {
                    return (skills, .simple)
                }
                team.append(alone)
                return (SkillSet(), .simple)
            }
            complexity = .moderate
        }
        let most = state.policies.teams.most(for: complexity)
        var uncovered = state.takeTeam(
            covering: skills, most: most, from: frontier, into: &team)
        if !uncovered.isEmpty, team.count == most {
            // The best-ranked filled the team and left a skill out, which would wait for ever.
            uncovered = state.takeTeam(
                covering: skills, most: most, widestFirst: true, from: frontier,
                into: &team)
        }
        return (uncovered, complexity)
    }

    private mutating func recordBids(
        _ id: TaskID, _ skills: SkillSet, _ now: Instant, _ out: inout Decision
    ) {
        let domains = state.tasks[checked: id].brief.domains
        let recorded = min(bidders.count, state.policies.recordedBids)
        for place in 0..<recorded {
            let bid = state.assess(bidders[place], skills: skills, domains: domains)
            emit(.bidReceived(id, bid), now, &out)
        }
        for agent in team where !bidders.prefix(recorded).contains(agent) {
            let bid = state.assess(agent, skills: skills, domains: domains)
            emit(.bidReceived(id, bid), now, &out)
        }
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

    /// Begins each subtask that waits for no other; a skill nobody brings is left out.
    private mutating func award(
        _ id: TaskID, without uncovered: SkillSet, _ now: Instant, _ out: inout Decision
    ) {
        for index in state.tasks[checked: id].subtasks.indices
        where uncovered.contains(state.tasks[checked: id].subtasks[index].skill)
            && !state.tasks[checked: id].subtasks[index].phase.isClosed
        {
            emit(.subtaskSkipped(SubtaskKey(task: id, index: index), .leftOut), now, &out)
        }
        advance(id, now, &out)
    }

    /// Gives a subtask to the best-ranked team member that has its skill and room, else to anybody.
    mutating func placeInTeam(_ key: SubtaskKey, _ now: Instant, _ out: inout Decision) {
        let skill = state.tasks[checked: key.task].subtasks[Int(key.index)].skill
        let domains = state.tasks[checked: key.task].brief.domains
        let taken = takenByOthers(key)
        let members =
            placing == key.task ? team : state.tasks[checked: key.task].biddersTeamFirst
        let able = members.first {
            canTake($0, skill, domains: domains) && !taken.contains($0)
        }
        if let agent = able {
            award(key, to: agent, score: recordedScore(of: agent, key.task), now, &out)
        } else {
            placeOrPark(key, now, &out)
        }
    }

    /// Who answers the same question already: several answers come from several agents.
    func takenByOthers(_ key: SubtaskKey) -> [AgentID] {
        guard let plan = state.tasks[checked: key.task].brief.plan,
            let group = plan.steps[Int(key.index)].group
        else { return [] }
        let task = state.tasks[checked: key.task]
        return plan.groups[Int(group)].members.filter { $0 != Int(key.index) }
            .compactMap { task.subtasks[$0].mayAnswer ? task.subtasks[$0].agent : nil }
    }

    /// Every team member's bid has been recorded.
    private func recordedScore(of agent: AgentID, _ id: TaskID) -> Points {
        state.tasks[checked: id].bids.first { $0.agent == agent }?.score ?? .zero
    }

    /// Asked anew each time: a team member may have been edited since it was chosen.
    func canTake(_ agent: AgentID, _ skill: SkillID, domains: SkillSet = SkillSet()) -> Bool {
        state.assess(agent, skills: SkillSet([skill]), domains: domains).isWilling
    }

    mutating func award(
        _ key: SubtaskKey, to agent: AgentID, score: Points, _ now: Instant,
        _ out: inout Decision
    ) {
        let number = Int(state.tasks[checked: key.task].subtasks[Int(key.index)].attempts) + 1
        let attempt = AttemptKey(task: key.task, subtask: Int(key.index), number: number)
        startAnswerClock(key, now)
        signs.append(Sign(heard: now, recorded: now))
        let isProbe = state.agents[agent.position].breaker == .halfOpen
        emit(.subtaskAwarded(attempt, agent, score: score), now, &out)
        out.effects.append(.start(attempt, agent))
        if isProbe { schedule(.probeEnd(attempt), at: now + state.policies.breaker.probeWithin) }
        let patience = patience(of: agent)
        nextCheck = min(nextCheck, now + min(patience.idle, patience.hard))
    }

    // MARK: One subtask again

    /// Gives a subtask to another capable agent if its latest one failed, else to the best; false: it waits on.
    @discardableResult
    mutating func placeAgain(_ key: SubtaskKey, _ now: Instant, _ out: inout Decision) -> Bool {
        let brief = state.tasks[checked: key.task].brief
        let subtask = state.tasks[checked: key.task].subtasks[Int(key.index)]
        let skills = SkillSet([subtask.skill])
        _ = state.announce(skills, brief.domains, into: &frontier)
        let taken = takenByOthers(key)
        state.takeBest(2 + taken.count, from: &frontier, into: &bidders)
        let last = state.tasks[checked: key.task].currentAttempt(of: Int(key.index))
        let able = bidders.filter { !taken.contains($0) }
        var wanted = able.first { $0 != last?.avoidedAgent }
        // Who knows the comments, however many are better placed now.
        if let last, last.failure?.isRejection == true, !taken.contains(last.agent),
            canTake(last.agent, subtask.skill, domains: brief.domains)
        {
            wanted = last.agent
        }
        guard let agent = wanted ?? able.first else { return false }
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
        wait(id, for: skill, subtask: subtask)
    }

    /// Puts it into the line for the skill it lacks, or into those of all its skills.
    mutating func wait(_ id: TaskID, for skill: SkillID, subtask: UInt8? = nil) {
        let brief = state.tasks[checked: id].brief
        guard subtask == nil, waitsForAny(brief) else {
            return waiting.add(entry(id, subtask), for: skill)
        }
        for skill in brief.skillSet { waiting.add(entry(id, nil), for: skill) }
    }

    /// Whether any of its skills may be what it waits for: it makes do with some of them, or it has more than a
    /// team has places, so that it waits for somebody who brings several.
    private func waitsForAny(_ brief: TaskBrief) -> Bool {
        let asTeam = brief.complexity == .simple ? .moderate : brief.complexity
        return brief.bestEffort
            || brief.skillSet.count > state.policies.teams.most(for: asTeam)
    }

    private func waitsForAny(_ entry: WaitingLine.Entry) -> Bool {
        entry.subtask == nil && state.tasks.brief(of: entry.task).map { waitsForAny($0) } == true
    }

    mutating func change(
        _ id: TaskID, _ change: TaskChange, _ now: Instant, _ out: inout Decision
    ) {
        guard state.isOpen(id), state.tasks[checked: id].brief.differs(by: change) else { return }
        emit(.taskChanged(id, change), now, &out)
        waiting.change(id, toLevel: state.tasks[checked: id].brief.priority.level)
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
        var aside: [WaitingLine.Entry] = []
        while let skill = skills.popFirst() {
            while state.agents[agent.position].willingness == .willing,
                let entry = nextWaiting(for: skill, now)
            {
                guard let missing = serve(entry, now, &out) else { continue }
                if missing == skill || waitsForAny(entry) {
                    aside.append(entry)
                } else {
                    waiting.add(entry, for: missing)
                }
            }
            // Only now: what cannot be served must not keep those behind it waiting.
            for entry in aside { waiting.add(entry, for: skill) }
            aside.empty()
        }
    }

    private mutating func nextWaiting(for skill: SkillID, _ now: Instant) -> WaitingLine.Entry? {
        let tasks = state.tasks
        return waiting.takeNext(for: skill, at: now, ageing: state.policies.ageing) { entry in
            guard tasks.contains(entry.task) else { return false }
            guard let subtask = entry.subtask else {
                return tasks[checked: entry.task].phase == .waiting
            }
            return tasks[checked: entry.task].isRunning
                && tasks[checked: entry.task].subtasks[Int(subtask)].phase == .waiting
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
