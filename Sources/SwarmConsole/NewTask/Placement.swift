import SwarmCore

/// Who would do a task now: the best willing agent for each skill, or why it waits (spec §5).
struct Placement {
    struct Seat {
        let skill: String
        let agent: AgentState?
        let score: Points?
        /// Why the agent takes no bid; nil when it does.
        let waits: String?
    }

    private static let mostBids = 64

    let seats: [Seat]

    init(_ skills: [String], _ swarm: SwarmState, now: Instant) {
        let ids = skills.compactMap { swarm.skillID(named: $0) }
        let required = SkillSet(ids)
        let team = Self.team(covering: required, swarm)
        seats = skills.map { name in
            guard let id = swarm.skillID(named: name) else {
                return Seat(skill: name, agent: nil, score: nil, waits: "no agent has it")
            }
            if let bid = team.first(where: { swarm.agent($0.agent).skills.contains(id) })
                ?? swarm.bestBids(for: SkillSet([id]), count: 1).first
            {
                return Seat(
                    skill: name, agent: swarm.agent(bid.agent), score: bid.score, waits: nil)
            }
            guard let agent = swarm.bestAgents(skill: id, 1).first else {
                return Seat(skill: name, agent: nil, score: nil, waits: "no agent has it")
            }
            return Seat(
                skill: name, agent: agent, score: swarm.assess(agent.id, skills: required).score,
                waits: Self.reason(agent, swarm, now))
        }
    }

    /// Best score first; an agent is taken only if it brings a skill nobody has brought.
    private static func team(covering required: SkillSet, _ swarm: SwarmState) -> [Bid] {
        var uncovered = required
        var team: [Bid] = []
        for bid in swarm.bestBids(for: required, count: mostBids) where !uncovered.isEmpty {
            let skills = swarm.agent(bid.agent).skills
            guard !skills.intersection(uncovered).isEmpty else { continue }
            uncovered = uncovered.subtracting(skills)
            team.append(bid)
        }
        return team
    }

    private static func reason(_ agent: AgentState, _ swarm: SwarmState, _ now: Instant) -> String {
        if agent.isPaused { return "paused" }
        if agent.offlineBecause != nil { return "offline" }
        switch agent.breaker {
        case .open(let until): return "breaker open, probe in \(Figures.countdown(until - now))"
        case .halfOpen: return "breaker half-open"
        case .closed: break
        }
        let load = Figures.percent(permille: Int(agent.loadPermille))
        let most = Figures.percent(permille: Int(swarm.policies.willingBelowPermille))
        return agent.loadPermille < swarm.policies.willingBelowPermille
            ? "load \(load), no room for one more" : "load \(load), bids below \(most)"
    }

    /// How many agents share the work.
    var agentCount: Int { Set(seats.compactMap { $0.agent?.id }).count }
    var isWaiting: Bool { seats.contains { $0.waits != nil } }

    /// The longest and the sum of the usual times; nil when one is not known.
    var expected: (atOnce: TimeSpan, inTurn: TimeSpan)? {
        var longest = TimeSpan.zero
        var sum = TimeSpan.zero
        for seat in seats {
            guard let agent = seat.agent, let span = agent.times.mean ?? agent.card.expectedWork
            else { return nil }
            longest = max(longest, span)
            sum = sum + span
        }
        return seats.isEmpty ? nil : (longest, sum)
    }
}
