/// What the events about agents change.
extension SwarmState {
    mutating func startRun(_ number: Int, _ seed: UInt64) {
        run = number
        self.seed = seed
    }

    mutating func register(_ id: AgentID, _ card: AgentCard) {
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
        noteReplicas(id, card)
        place(id, before: nil)
    }

    /// Out of the ranking, so that nobody asks it any more.
    private mutating func retire(_ id: AgentID) {
        let standing = agents[id.position].standing
        ranking.remove(
            profile: standing.profile, leaf: standing.leaf, willingness: standing.willingness)
        agents[id.position].standing.isRetired = true
        agents[id.position].standing.willingness = .unavailable
    }

    private mutating func reinstate(_ id: AgentID) {
        agents[id.position].standing.isRetired = false
        ranking.add(&agents[id.position])
        place(id, before: nil)
    }

    /// Another card for the same agent: its skills, loads and domains change, its history stays.
    mutating func edit(_ id: AgentID, _ card: AgentCard) {
        let index = id.position
        guard agents.indices.contains(index) else { return }
        let known = zip(agents[index].skillIDs, agents[index].skillReputation)
        let before = Dictionary(known) { first, _ in first }
        let skillIDs = card.skills.map { SkillID(Self.intern($0.name, &skillNames, &skillNumbers)) }
        let isRetired = agents[index].standing.isRetired
        if !isRetired { retire(id) }
        agents[index].card = card
        noteReplicas(id, card)
        agents[index].skillIDs = skillIDs
        agents[index].skillReputation = skillIDs.map { before[$0] ?? ReputationPolicy.start }
        agents[index].standing.skills = SkillSet(skillIDs)
        agents[index].standing.domains = SkillSet(
            card.domains.map { SkillID(Self.intern($0, &domainNames, &domainNumbers)) })
        agents[index].standing.maxLoad = Int32(clamping: card.maxLoad)
        rescale(index, loadPerSubtask: Int32(clamping: card.loadPerSubtask))
        if !isRetired { reinstate(id) }
    }

    private mutating func noteReplicas(_ id: AgentID, _ card: AgentCard) {
        scaling.note(id, card, base: card.replicaOf.flatMap { agentID(named: $0) })
    }

    /// What runs goes on and counts with the new load.
    private mutating func rescale(_ index: Int, loadPerSubtask: Int32) {
        agents[index].standing.loadPerSubtask = loadPerSubtask
        agents[index].standing.load = agents[index].standing.liveAttempts &* loadPerSubtask
    }

    /// New weights, limits or rules: every agent is ranked anew.
    mutating func change(to policies: Policies) {
        self.policies = policies
        for agent in agents.indices { replace(AgentID(agent)) }
    }

    private static func intern(
        _ name: String, _ names: inout [String], _ numbers: inout [String: UInt8]
    ) -> Int {
        if let known = numbers[name] { return Int(known) }
        numbers[name] = UInt8(truncatingIfNeeded: names.count)
        names.append(name)
        return names.count - 1
    }

    mutating func changeAgent(_ id: AgentID, _ change: AgentChange) {
        switch change {
        case .paused: agents[id.position].standing.isPaused = true
        case .resumed: agents[id.position].standing.isPaused = false
        case .wentOffline(let fault): agents[id.position].standing.offlineBecause = fault
        case .cameBack: agents[id.position].standing.offlineBecause = nil
        case .degraded(let reason): agents[id.position].standing.degradedBecause = reason
        case .recovered: agents[id.position].standing.degradedBecause = nil
        case .healthDropped(let fault): agents[id.position].standing.droppedBecause = fault
        case .healthRestored: agents[id.position].standing.droppedBecause = nil
        case .retired: return retire(id)
        case .reinstated: return reinstate(id)
        case .breakerOpened(let until): agents[id.position].standing.breaker = .open(until: until)
        case .breakerHalfOpened: agents[id.position].standing.breaker = .halfOpen
        case .breakerClosed:
            agents[id.position].standing.breaker = .closed
            agents[id.position].failuresInARow = 0
        }
        replace(id)
    }

    /// Puts an agent at its new rank after anything that its key or willingness depends on.
    mutating func replace(_ id: AgentID) {
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

    mutating func changeReputation(
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
        if agents[index].history.count >= policies.changesKept(ofEachOf: agents.count) {
            agents[index].history.removeFirst(agents[index].history.count / 4 + 1)
        }
        agents[index].history.append(dated)
        replace(id)
    }
}
