/// Agents join and retire as the load asks, where their card allows several (the documents' scaling table).
extension Swarm {
    /// More of a kind than the load asks for, since when, and the most it asked for since.
    struct Surplus: Sendable {
        var since: Instant
        var needed: Int
    }

    /// Brings each kind to as many agents as the load asks for now; at once up, down only after a while.
    mutating func scale(_ now: Instant, _ out: inout Decision) {
        guard !state.scaling.kinds.isEmpty else { return }
        let perMinute = state.scaling.arrivals.lastMinute(at: now)
        var mayShrink = false
        for kind in state.scaling.kinds {
            mayShrink = scale(kind, perMinute, now, &out) || mayShrink
        }
        if mayShrink, !isScaleTimed {
            isScaleTimed = true
            schedule(.scale, at: now + Arrivals.span)
        }
    }

    /// Whether there are more than the least, so that some may have to go by and by.
    private mutating func scale(
        _ kind: Scaling.Kind, _ perMinute: Int, _ now: Instant, _ out: inout Decision
    ) -> Bool {
        let first = state.agents[kind.first.position]
        let allowed = first.card.replicas
        let policy = state.policies.scaling
        let wanted = first.isRetired ? 0 : policy.agents(of: allowed, perMinute: perMinute) - 1
        let most = first.isRetired ? 0 : policy.agents(of: allowed, perMinute: .max) - 1
        var active = kind.replicas.filter { !state.agents[$0.position].isRetired }
        while active.count > most, let last = active.popLast() { retire(last, now, &out) }
        shrink(kind.first, active, wanted, now, &out)
        if active.count < wanted {
            grow(kind, by: wanted - active.count, first.card, now, &out)
        }
        return max(active.count, wanted) >= max(1, min(allowed.lowerBound, most + 1))
    }

    /// Those that retired come back first; new ones are named after the first with the next free number.
    private mutating func grow(
        _ kind: Scaling.Kind, by missing: Int, _ card: AgentCard, _ now: Instant,
        _ out: inout Decision
    ) {
        let resting = kind.replicas.filter { state.agents[$0.position].isRetired }.prefix(missing)
        for replica in resting {
            register(card.replica(state.agents[replica.position].card.name), now, &out)
        }
        var number = 2
        for _ in resting.count..<missing {
            while state.agentID(named: "\(card.name) \(number)") != nil { number += 1 }
            register(card.replica("\(card.name) \(number)"), now, &out)
        }
    }

    /// Once there were too many for long enough, those beyond the most that were needed go, idle ones only.
    private mutating func shrink(
        _ first: AgentID, _ active: [AgentID], _ wanted: Int, _ now: Instant, _ out: inout Decision
    ) {
        guard active.count > wanted else {
            surplus[first] = nil
            return
        }
        var found = surplus[first] ?? Surplus(since: now, needed: wanted)
        found.needed = max(found.needed, wanted)
        if now - found.since >= state.policies.scaling.retiresAfter {
            var left = active.count
            for agent in active.reversed()
            where left > found.needed && state.agents[agent.position].liveAttempts == 0 {
                retire(agent, now, &out)
                left -= 1
            }
            if left <= found.needed { found = Surplus(since: now, needed: wanted) }
        }
        surplus[first] = found
    }

    /// An edited card reaches those that are one more of it.
    mutating func editReplicas(of agent: AgentID, _ now: Instant, _ out: inout Decision) {
        guard let kind = state.scaling.kinds.first(where: { $0.first == agent }) else { return }
        let card = state.agents[agent.position].card
        for replica in kind.replicas where !state.agents[replica.position].isRetired {
            edit(replica, card.replica(state.agents[replica.position].card.name), now, &out)
        }
    }
}

extension AgentCard {
    /// One more of this agent, under its own name.
    fileprivate func replica(_ replicaName: String) -> AgentCard {
        AgentCard(
            name: replicaName, skills: skills, domains: domains, driver: driver, model: model,
            maxLoad: maxLoad, loadPerSubtask: loadPerSubtask, expectedWork: expectedWork,
            replicaOf: name, settings: settings, limits: limits)
    }
}
