/// Faults as the core sees them: what is offline, unwell or cut off (spec §11).
///
/// What a fault does to an agent's reports happens outside, below everything that has to notice it.
extension Swarm {
    mutating func inject(_ spec: FaultSpec, _ now: Instant, _ out: inout Decision) {
        let id = FaultID(UInt32(truncatingIfNeeded: state.faults.count + 1))
        emit(.faultInjected(id, spec), now, &out)
        if let duration = spec.duration { schedule(.endFault(id), at: now + duration) }
        for agent in state.agents.indices.map(AgentID.init)
        where state.does(spec.target, include: agent) {
            switch spec.kind {
            case .crash:
                emit(.agentChanged(agent, .wentOffline(id)), now, &out)
                out.effects.append(.strike(agent))
            case .healthDrop: emit(.agentChanged(agent, .healthDropped(id)), now, &out)
            case .hang, .slow, .flaky, .poorQuality, .corrupt, .dropMessages, .delayMessages,
                .partition, .journalStall, .rateLimit, .overloaded, .truncatedStream, .slowTokens,
                .garbage, .wrongUsage:
                break
            }
        }
        out.effects.append(.faultsChanged)
    }

    mutating func endFault(_ id: FaultID, _ now: Instant, _ out: inout Decision) {
        guard state.fault(id)?.isActive == true else { return }
        emit(.faultReverted(id), now, &out)
        out.effects.append(.faultsChanged)
        for agent in state.agents.indices.map(AgentID.init) {
            let standing = state.agents[agent.position].standing
            if standing.offlineBecause == id { comeBack(agent, now, &out) }
            if standing.droppedBecause == id { restore(agent, now, &out) }
        }
    }

    private mutating func comeBack(_ agent: AgentID, _ now: Instant, _ out: inout Decision) {
        if let other = state.activeFaults(on: agent).last(where: { $0.spec.kind == .crash }) {
            emit(.agentChanged(agent, .wentOffline(other.id)), now, &out)
        } else {
            emit(.agentChanged(agent, .cameBack), now, &out)
            wake(agent, now, &out)
        }
    }

    private mutating func restore(_ agent: AgentID, _ now: Instant, _ out: inout Decision) {
        if let other = state.activeFaults(on: agent).last(where: { $0.spec.kind == .healthDrop }) {
            emit(.agentChanged(agent, .healthDropped(other.id)), now, &out)
        } else {
            emit(.agentChanged(agent, .healthRestored), now, &out)
            wake(agent, now, &out)
        }
    }

    /// A fault that was to hit so many attempts has done so.
    mutating func endSpentFaults(on agent: AgentID, _ now: Instant, _ out: inout Decision) {
        guard state.activeFaultCount > 0 else { return }
        for fault in state.activeFaults(on: agent) {
            if let most = fault.spec.count, fault.hits >= most { endFault(fault.id, now, &out) }
        }
    }

    // MARK: Messages

    /// Whether a fault keeps the message from going out now; what is held up goes out by a timer.
    mutating func isStopped(
        _ message: Message, _ token: UInt64?, _ now: Instant, _ out: inout Decision
    ) -> Bool {
        for fault in state.faults where fault.isActive && touches(fault, message) {
            switch fault.spec.kind {
            case .partition: break
            case .dropMessages(let percent):
                let share = KeyedRandom(seed: fault.spec.seed).fraction(message.number)
                guard share * 100 < Double(percent) else { continue }
            case .delayMessages(let span):
                let until = now + span
                emit(.messageDelayed(message.number, fault.id, until: until), now, &out)
                heldUp[message.number] = (message, token)
                schedule(.deliver(message.number), at: until)
                return true
            case .crash, .hang, .slow, .flaky, .poorQuality, .corrupt, .healthDrop, .journalStall,
                .rateLimit, .overloaded, .truncatedStream, .slowTokens, .garbage, .wrongUsage:
                continue
            }
            emit(.messageDropped(message.number, fault.id), now, &out)
            return true
        }
        return false
    }

    private func touches(_ fault: FaultState, _ message: Message) -> Bool {
        [message.sender, message.recipient].contains { party in
            guard case .agent(let agent) = party else { return false }
            return state.does(fault.spec.target, include: agent)
        }
    }
}
