import SwarmCore

/// Who would do a task now: the best willing agent for each skill, or why it waits (spec §5).
struct Placement {
    struct Seat {
        let skill: String
        let agent: AgentState?
        /// The agent a recipe brings that is not here yet.
        var joins: AgentCard?
        let score: Points?
        /// Why the agent takes no bid; nil when it does.
        let waits: String?

        var name: String? { agent?.card.shortName ?? joins?.shortName }
    }

    private static let mostBids = 64

    let seats: [Seat]

    /// - Parameter joining: Agents that join with the task; those the swarm knows are as they are.
    init(_ skills: [String], _ swarm: SwarmState, joining: [AgentCard] = [], now: Instant) {
        let newcomers = joining.filter { swarm.agentID(named: $0.name) == nil }
        let ids = skills.compactMap { swarm.skillID(named: $0) }
        let required = SkillSet(ids)
        let team = Self.team(covering: required, swarm)
        seats = skills.map { name in
            let newcomer = newcomers.first { $0.skills.contains { $0.name == name } }
            guard let id = swarm.skillID(named: name) else {
                return Seat(
                    skill: name, agent: nil, joins: newcomer, score: nil,
                    waits: newcomer == nil ? "no agent has it" : nil)
            }
            if let bid = team.first(where: { swarm.agent($0.agent).skills.contains(id) })
                ?? swarm.bestBids(for: SkillSet([id]), count: 1).first
            {
                return Seat(
                    skill: name, agent: swarm.agent(bid.agent), score: bid.score, waits: nil)
            }
            if let newcomer {
                return Seat(skill: name, agent: nil, joins: newcomer, score: nil, waits: nil)
            }
            guard
                let agent = swarm.bestAgents(skill: id, swarm.agents.count)
                    .first(where: { !$0.isRetired })
            else {
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
        if agent.droppedBecause != nil { return "unhealthy" }
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
    var agentCount: Int { Set(seats.compactMap(\.name)).count }
    var isWaiting: Bool { seats.contains { $0.waits != nil } }

    /// The longest and the sum of the usual times; nil when one is not known.
    var expected: (atOnce: TimeSpan, inTurn: TimeSpan)? {
        var longest = TimeSpan.zero
        var sum = TimeSpan.zero
        for seat in seats {
            let usual = seat.agent.flatMap { $0.times.mean ?? $0.card.expectedWork }
            guard let span = usual ?? seat.joins?.expectedWork else { return nil }
            longest = max(longest, span)
            sum = sum + span
        }
        return seats.isEmpty ? nil : (longest, sum)
    }
}
