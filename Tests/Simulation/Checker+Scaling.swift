import SwarmCore

/// Replicas, which join and retire by the load.
extension Checker {
    mutating func register(_ id: AgentID, _ card: AgentCard, _ cause: Cause, _ state: SwarmState) {
        expect(
            id.position == agents.count, .sequence, "agent \(id.position) after \(agents.count)")
        let base = card.replicaOf.flatMap(state.agentID(named:)).map(\.position)
        add(card, base: base, state)
        takeScaling(of: id, .agentRegistered(id, card), cause)
    }

    /// An agent joins, retires or gets a new card: by the operator, or as a replica by the load.
    mutating func takeScaling(of id: AgentID, _ event: Event, _ cause: Cause) {
        isScaled = true
        switch cause {
        case .operation: break
        case .time, .recovery:
            expect(
                agents[id.position].base != nil, .scaling,
                "\(event.type.rawValue) of \(id), no replica, after \(cause)")
        case .report, .message, .review, .money, .word, .memory:
            fail(.authority, "\(event.type.rawValue) after \(cause)")
        }
        guard case .time = cause, case .agentChanged(_, .retired) = event else { return }
        expect(agents[id.position].live == 0, .scaling, "\(id) retires while it works")
    }

    /// After a step: as many of each kind as its card allows.
    mutating func checkScaling() {
        guard isScaled else { return }
        isScaled = false
        for (place, first) in agents.enumerated() where first.base == nil {
            var count = 0
            for agent in agents where agent.base == place && !agent.isRetired { count += 1 }
            let least = first.isRetired ? 0 : max(1, first.replicas.lowerBound) - 1
            let most = first.isRetired ? 0 : max(least, first.replicas.upperBound - 1)
            expect(
                (least...most).contains(count), .scaling,
                "\(count) replicas of agent \(place), not \(least) to \(most)")
        }
    }
}
