import SwarmCore

/// Agents as the events say: cards, standing, breakers, reputations.
extension Checker {
    mutating func add(_ card: AgentCard, base: Int?, _ state: SwarmState) {
        agents.append(
            Agent(
                skills: SkillSet(card.skills.compactMap { state.skillID(named: $0.name) }),
                domains: Self.domains(of: card, state), most: Int32(card.maxLoad),
                perSubtask: Int32(card.loadPerSubtask), limits: card.limits,
                isSlow: card.driver == .model || card.driver == .command, replicas: card.replicas,
                base: base))
    }

    private static func domains(of card: AgentCard, _ state: SwarmState) -> SkillSet {
        SkillSet(
            card.domains.compactMap { name in
                state.domainNames.firstIndex(of: name).map(SkillID.init)
            })
    }

    /// The bits of a new card's skills are the swarm's to give; `state` may be later than the event.
    mutating func takeCard(of place: Int, _ card: AgentCard, _ state: SwarmState) {
        let skills = SkillSet(card.skills.compactMap { state.skillID(named: $0.name) })
        let domains = Self.domains(of: card, state)
        change(place) {
            $0.skills = skills
            $0.domains = domains
            $0.most = Int32(card.maxLoad)
            $0.perSubtask = Int32(card.loadPerSubtask)
            $0.limits = card.limits
            $0.isSlow = card.driver == .model || card.driver == .command
            $0.replicas = card.replicas
            $0.isEdited = true
        }
    }

    mutating func takeChange(
        of id: AgentID, _ change: AgentChange, _ cause: Cause, _ now: Int64
    ) {
        let place = id.position
        guard agents.indices.contains(place) else { return fail(.fitness, "no agent \(place)") }
        switch change {
        case .paused, .resumed:
            takeOperation(.agentChanged(id, change), cause)
            agents[place].isPaused = change == .paused
        case .wentOffline(let fault):
            // A fault that is spent may leave it to another.
            if case .report = cause, agents[place].offline == 0 {
                fail(.authority, "a report put agent \(place) offline")
            }
            agents[place].offline = fault.number
        case .cameBack:
            agents[place].offline = 0
        case .healthDropped: agents[place].isUnwell = true
        case .healthRestored: agents[place].isUnwell = false
        case .retired, .reinstated:
            takeScaling(of: id, .agentChanged(id, change), cause)
            agents[place].isRetired = change == .retired
        case .degraded, .recovered: break
        case .breakerOpened, .breakerHalfOpened, .breakerClosed:
            switchBreaker(place, change, now)
        }
    }

    private mutating func switchBreaker(_ place: Int, _ change: AgentChange, _ now: Int64) {
        let agent = agents[place]
        switch (agent.breaker, change) {
        case (.closed, .breakerOpened(let until)):
            expect(
                agent.failuresInARow >= policies.breaker.opensAfter, .breaker,
                "agent \(place) opens after \(agent.failuresInARow) failures in a row")
            self.change(place) { $0.breaker = .open(until: until) }
        case (.halfOpen, .breakerOpened(let until)):
            expect(!agent.endedWell, .breaker, "agent \(place) opens after a probe that succeeded")
            self.change(place) { $0.breaker = .open(until: until) }
        case (.open(let until), .breakerHalfOpened):
            expect(until.microseconds <= now, .breaker, "agent \(place) is probed too soon")
            self.change(place) { $0.breaker = .halfOpen }
        case (.halfOpen, .breakerClosed):
            expect(agent.endedWell, .breaker, "agent \(place) closes without a success")
            self.change(place) {
                $0.breaker = .closed
                $0.failuresInARow = 0
            }
        default: fail(.breaker, "agent \(place): \(change) while \(agent.breaker)")
        }
    }

    mutating func moveReputation(of id: AgentID, _ change: ReputationChange) {
        guard let task = task(change.task) else { return fail(.reputation, "for no known task") }
        let place = id.position
        let bit = UInt64(1) << UInt64(place & 63)
        expect(
            tasks[task].paid & bit == 0, .reputation,
            "agent \(place) is paid twice for task \(change.task.number)")
        changeTask(task) { $0.paid |= bit }
        expect(tasks[task].status == nil, .reputation, "paid after task \(change.task.number)")
        let (did, failed) = part(of: place, in: tasks[task])
        expect(did || failed, .reputation, "agent \(place) did nothing for its change")
        expect(
            (change.reason == .failure) == failed, .reputation,
            "agent \(place): \(change.reason.rawValue), though failed is \(failed)")
        let after = policies.reputation.after(
            agents[place].reputation, succeeded: !failed, quality: Int(change.quality))
        expect(
            change.before == agents[place].reputation && change.after == after
                && ReputationPolicy.range.contains(change.after), .reputation,
            "agent \(place): \(change.before.value) to \(change.after.value), not \(after.value)")
        self.change(place) { $0.reputation = change.after }
    }

    /// Whether an agent succeeded at a subtask of the task, and whether it failed at one without making it good.
    func part(of agent: Int, in task: Task) -> (did: Bool, failed: Bool) {
        var (did, failed) = (false, false)
        for subtask in subtasks[task.first..<task.first + task.count] {
            if subtask.phase == .succeeded, subtask.agent == Int32(agent) {
                did = true
            } else if subtask.failed >> UInt64(agent) & 1 == 1 {
                failed = true
            }
        }
        return (did, failed)
    }
}
