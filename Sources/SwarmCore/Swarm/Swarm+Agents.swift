/// Who is in the swarm, and the numbers it decides by (spec §2).
extension Swarm {
    mutating func register(_ card: AgentCard, _ now: Instant, _ out: inout Decision) {
        if let known = state.agentID(named: card.name) {
            if state.agents[known.position].isRetired {
                edit(known, card, now, &out)
                emit(.agentChanged(known, .reinstated), now, &out)
                wake(known, now, &out)
            }
            return
        }
        guard state.hasRoom(for: card) else { return }
        let id = AgentID(state.agents.count)
        emit(.agentRegistered(id, card), now, &out)
        wake(id, now, &out)
    }

    /// Another card under the same name; what the agent does goes on.
    mutating func edit(
        _ agent: AgentID, _ card: AgentCard, _ now: Instant, _ out: inout Decision
    ) {
        guard state.agents.indices.contains(agent.position), state.hasRoom(for: card),
            state.agents[agent.position].card.name == card.name,
            state.agents[agent.position].card != card
        else { return }
        emit(.agentEdited(agent, card), now, &out)
        // There may be less patience with what it does now.
        if state.agents[agent.position].liveAttempts > 0 { nextCheck = min(nextCheck, now) }
        wakeAll(now, &out)
    }

    mutating func retire(_ agent: AgentID, _ now: Instant, _ out: inout Decision) {
        guard state.agents.indices.contains(agent.position),
            !state.agents[agent.position].isRetired
        else { return }
        emit(.agentChanged(agent, .retired), now, &out)
        wakeAll(now, &out)
    }

    mutating func change(
        _ agent: AgentID, to change: AgentChange, _ now: Instant, _ out: inout Decision
    ) {
        guard state.agents.indices.contains(agent.position) else { return }
        let isPaused = state.agents[agent.position].isPaused
        guard isPaused != (change == .paused) else { return }
        emit(.agentChanged(agent, change), now, &out)
        if change == .resumed { wake(agent, now, &out) }
    }

    /// Everybody is ranked anew, and who waited may find somebody now.
    mutating func change(to policies: Policies, _ now: Instant, _ out: inout Decision) {
        guard policies != state.policies else { return }
        emit(.policiesChanged(policies), now, &out)
        nextCheck = state.liveAttempts.isEmpty ? nextCheck : now
        wakeAll(now, &out)
    }

    /// Who waited for one agent that can do all may be done by several, now that there is none.
    private mutating func wakeAll(_ now: Instant, _ out: inout Decision) {
        for agent in state.agents.indices { wake(AgentID(agent), now, &out) }
    }
}
