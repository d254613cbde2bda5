/// The swarm just before it chose who does something, so that the choice can be computed again.
public struct Moment: Sendable {
    public let swarm: SwarmState
    public let time: WallTime
    /// What was asked for, in the order of the subtasks.
    public let skills: [SkillID]
    public let domains: SkillSet
    /// Nil when one subtask alone was given out again.
    public let complexity: Complexity?

    var skillSet: SkillSet { SkillSet(skills) }

    /// Who bid what, and whom that makes the team, under these weights; nil: under the swarm's own.
    public func choice(under scoring: ScoringPolicy? = nil) -> Choice {
        Choice(self, scoring ?? swarm.policies.scoring)
    }
}

/// What follows from a moment under some weights: every bid, the ranking, the team and how it came about (spec §4, §5).
public struct Choice: Sendable {
    /// Why an agent was taken into the team, or was not.
    public enum Step: Hashable, Sendable {
        case taken(AgentID, brings: SkillSet)
        /// All it has had been brought by agents ranked above it.
        case nothingNew(AgentID)
        /// One agent alone was to have every skill, and it lacks these.
        case lacks(AgentID, SkillSet)
    }

    /// Two willing agents with one score, and what put the first before the second.
    public struct Tie: Hashable, Sendable {
        public enum Rule: String, Sendable { case reputation, load, registration }

        public let first: AgentID
        public let second: AgentID
        public let score: Points
        public let rule: Rule
    }

    public let scoring: ScoringPolicy
    /// Everyone asked: the willing best first, then the unwilling in the order of registration.
    public let bids: [Bid]
    /// How many of `bids` are willing.
    public let willing: Int
    public let ties: [Tie]
    /// In the order of the ranking, up to the last agent that was looked at.
    public let steps: [Step]
    public let team: [AgentID]
    public let uncovered: SkillSet
    /// A simple task had to be given to a team, because no agent has all its skills.
    public let ranAsTeam: Bool
    /// Further willing agents that take a reviewer's seat because the team is small.
    public let reviewers: [AgentID]

    init(_ moment: Moment, _ scoring: ScoringPolicy) {
        let swarm = moment.swarm
        let skills = moment.skillSet
        var ranked: [(key: UInt64, bid: Bid)] = []
        var unwilling: [Bid] = []
        for agent in swarm.agents where agent.isAsked(for: skills) {
            let bid = swarm.assess(agent.id, skills: skills, domains: moment.domains)
                .rescored(agent, skills, scoring)
            if bid.isWilling {
                let key = RankKey.make(agent.standing, order: agent.id, scoring: scoring)
                ranked.append((key &+ UInt64(bid.skillTerm.raw) << RankKey.scoreShift, bid))
            } else {
                unwilling.append(bid)
            }
        }
        ranked.sort { $0.key > $1.key }
        self.init(
            ranked.map(\.bid), unwilling, skills: skills, domains: moment.domains,
            moment.complexity, swarm, scoring)
    }

    /// The choice of a task's whole team from the bids it has on record, which of a large swarm are only the best.
    ///
    /// What the bids do not hold, such as who has which skill, is as it is in `swarm` now.
    public init(
        recorded bids: [Bid], for brief: TaskBrief, in swarm: SwarmState,
        under scoring: ScoringPolicy
    ) {
        let skills = brief.skillSet
        let old = swarm.policies.scoring
        let rescored = bids.map { $0.rescored(swarm.agent($0.agent), skills, scoring, from: old) }
        let willing = rescored.filter(\.isWilling).sorted { $0.isBetter(than: $1) }
        self.init(
            willing, rescored.filter { !$0.isWilling }, skills: skills, domains: brief.domains,
            brief.complexity, swarm, scoring)
    }

    private init(
        _ willing: [Bid], _ unwilling: [Bid], skills: SkillSet, domains: SkillSet,
        _ complexity: Complexity?, _ swarm: SwarmState, _ scoring: ScoringPolicy
    ) {
        self.scoring = scoring
        bids = willing + unwilling
        self.willing = willing.count
        ties = zip(willing, willing.dropFirst()).compactMap(Tie.init)
        let isAlone =
            complexity == .simple && swarm.hasAgent(covering: skills, domains: domains)
        ranAsTeam = complexity == .simple && !isAlone
        let size = ranAsTeam ? .moderate : complexity ?? .simple
        var sweep = Sweep(uncovered: skills)
        if isAlone {
            sweep.takeOne(of: willing, in: swarm)
        } else {
            let most = swarm.policies.teams.most(for: size)
            sweep.takeTeam(of: willing, most: most, in: swarm)
            if !sweep.uncovered.isEmpty, sweep.team.count == most {
                sweep = Sweep(uncovered: skills)
                sweep.takeWidest(of: willing, most: most, in: swarm)
            }
        }
        steps = sweep.steps
        uncovered = sweep.uncovered
        let team = sweep.team
        self.team = team
        let seats =
            complexity == nil
            ? 0 : max(0, swarm.policies.teams.least(for: size) - team.count)
        reviewers = Array(willing.lazy.map(\.agent).filter { !team.contains($0) }.prefix(seats))
    }

    public func bid(of agent: AgentID) -> Bid? { bids.first { $0.agent == agent } }

    /// An agent's place among the willing, from 1.
    public func rank(of agent: AgentID) -> Int? {
        bids.prefix(willing).firstIndex { $0.agent == agent }.map { $0 + 1 }
    }
}

/// One walk down the ranking.
private struct Sweep {
    var uncovered: SkillSet
    var team: [AgentID] = []
    var steps: [Choice.Step] = []

    mutating func takeOne(of willing: [Bid], in swarm: SwarmState) {
        for bid in willing {
            let lacking = uncovered.subtracting(swarm.agent(bid.agent).skills)
            guard lacking.isEmpty else {
                steps.append(.lacks(bid.agent, lacking))
                continue
            }
            steps.append(.taken(bid.agent, brings: uncovered))
            team = [bid.agent]
            uncovered = SkillSet()
            return
        }
    }

    mutating func takeTeam(of willing: [Bid], most: Int, in swarm: SwarmState) {
        for bid in willing {
            guard !uncovered.isEmpty, team.count < most else { return }
            let brings = swarm.agent(bid.agent).skills.intersection(uncovered)
            guard !brings.isEmpty else {
                steps.append(.nothingNew(bid.agent))
                continue
            }
            take(bid.agent, brings)
        }
    }

    /// Who brings most comes first: the second try when the best-ranked left a skill out.
    mutating func takeWidest(of willing: [Bid], most: Int, in swarm: SwarmState) {
        while !uncovered.isEmpty, team.count < most {
            var widest: (agent: AgentID, brings: SkillSet)?
            for bid in willing {
                let brings = swarm.agent(bid.agent).skills.intersection(uncovered)
                if brings.count > widest?.brings.count ?? 0 { widest = (bid.agent, brings) }
            }
            guard let widest else { return }
            take(widest.agent, widest.brings)
        }
    }

    private mutating func take(_ agent: AgentID, _ brings: SkillSet) {
        steps.append(.taken(agent, brings: brings))
        team.append(agent)
        uncovered = uncovered.subtracting(brings)
    }
}

extension Choice.Tie {
    init?(_ first: Bid, _ second: Bid) {
        guard first.score == second.score else { return nil }
        self.first = first.agent
        self.second = second.agent
        score = first.score
        // The ranking tells reputations apart from 0.01 points on.
        rule =
            first.reputation.raw / 1_000 != second.reputation.raw / 1_000
            ? .reputation : first.loadPermille != second.loadPermille ? .load : .registration
    }
}

extension AgentState {
    fileprivate func isAsked(for required: SkillSet) -> Bool {
        !isRetired && !skills.intersection(required).isEmpty
    }
}

extension Bid {
    /// The same bid with its terms under other weights.
    fileprivate func rescored(
        _ agent: AgentState, _ required: SkillSet, _ scoring: ScoringPolicy
    ) -> Bid {
        Bid(
            agent: self.agent, sharedSkills: sharedSkills, health: health,
            loadPermille: loadPermille, domainMatches: domainMatches, isWilling: isWilling,
            reputation: reputation, reputationTerm: scoring.reputationTerm(reputation),
            skillTerm: scoring.skillTerm(
                shared: Int(sharedSkills), agent: agent.skills.count, required: required.count),
            loadTerm: scoring.loadTerm(load: agent.load, maxLoad: agent.maxLoad))
    }

    /// The same long after, when only the bid knows how loaded the agent was, to a thousandth.
    fileprivate func rescored(
        _ agent: AgentState, _ required: SkillSet, _ scoring: ScoringPolicy,
        from old: ScoringPolicy
    ) -> Bid {
        Bid(
            agent: self.agent, sharedSkills: sharedSkills, health: health,
            loadPermille: loadPermille, domainMatches: domainMatches, isWilling: isWilling,
            reputation: reputation, reputationTerm: scoring.reputationTerm(reputation),
            skillTerm: scoring == old
                ? skillTerm
                : scoring.skillTerm(
                    shared: Int(sharedSkills), agent: agent.skills.count, required: required.count),
            loadTerm: scoring.loadWeight == old.loadWeight
                ? loadTerm : scoring.loadTerm(load: Int32(loadPermille), maxLoad: 1_000))
    }

    /// The order of spec §4: score, reputation to 0.01 points, load, registration.
    fileprivate func isBetter(than other: Bid) -> Bool {
        if score != other.score { return score > other.score }
        let (own, others) = (reputation.raw / 1_000, other.reputation.raw / 1_000)
        if own != others { return own > others }
        if loadPermille != other.loadPermille { return loadPermille < other.loadPermille }
        return agent < other.agent
    }
}
