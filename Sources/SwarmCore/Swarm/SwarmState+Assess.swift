extension SwarmState {
    /// An agent's own answer to an announcement, with every check and term (spec §4).
    public func assess(_ id: AgentID, skills: SkillSet, domains: SkillSet = SkillSet()) -> Bid {
        agents[id.position].standing.bid(
            of: id, on: skills, domains: domains, scoring: policies.scoring)
    }

    /// The best willing agents for these skills in the order they would be chosen, at most `count`.
    public func bestBids(
        for skills: SkillSet, domains: SkillSet = SkillSet(), count: Int
    ) -> [Bid] {
        var frontier: [Candidate] = []
        var bidders: [AgentID] = []
        _ = announce(skills, domains, into: &frontier)
        takeBest(count, from: &frontier, into: &bidders)
        return bidders.map { assess($0, skills: skills, domains: domains) }
    }

    /// The `count` agents with the highest reputation for a skill, best first (spec §8).
    public func bestAgents(skill: SkillID, _ count: Int) -> [AgentState] {
        agents.filter { $0.skills.contains(skill) }
            .map { ($0, skillReputation($0, skill)) }
            .sorted { ($0.1, $1.0.id) > ($1.1, $0.0.id) }
            .prefix(count).map(\.0)
    }

    private func skillReputation(_ agent: AgentState, _ skill: SkillID) -> Points {
        let place = agent.skillIDs.firstIndex(of: skill)
        return place.map { agent.skillReputation[$0] } ?? .zero
    }

    // MARK: Finding agents, by profiles and tournaments

    /// Asks every profile that has any of the skills; leaves the willing ones' best as candidates.
    func announce(
        _ skills: SkillSet, _ domains: SkillSet, into frontier: inout [Candidate]
    ) -> Census {
        var census = Census()
        let scoring = policies.scoring
        let required = skills.count
        frontier.empty()
        ranking.forEachProfile(having: skills) { place in
            let members = ranking.profiles[place].present
            census.asked &+= members
            if Self.domainMatches(ranking.profiles[place].domains, domains) == false {
                census.offDomain &+= members
                return
            }
            let overloaded = ranking.profiles[place].overloaded
            let unavailable = ranking.profiles[place].unavailable
            census.overloaded &+= overloaded
            census.unavailable &+= unavailable
            census.willing &+= members &- overloaded &- unavailable
            let best = ranking.profiles[place].tree.best
            guard best != 0 else { return }
            let offered = ranking.profiles[place].skills
            let term = scoring.skillTerm(
                shared: offered.intersection(skills).count, agent: offered.count,
                required: required)
            let key = best &+ UInt64(term.raw) << RankKey.scoreShift
            frontier.append(
                Candidate(key: key, profile: Int32(truncatingIfNeeded: place), node: 1))
        }
        return census
    }

    /// Greedy by rank: takes an agent only if it brings an uncovered skill (spec §5).
    ///
    /// Once a profile's best is taken or passed over, nobody else in it brings anything new. Returns what stays
    /// uncovered when the candidates or the places run out.
    /// `widestFirst` prefers who brings most skills to who ranks best.
    func takeTeam(
        covering skills: SkillSet, most: Int, widestFirst: Bool = false,
        from frontier: [Candidate], into team: inout [AgentID]
    ) -> SkillSet {
        var uncovered = skills
        team.empty()
        while !uncovered.isEmpty, team.count < most {
            var top = -1
            var topKey: UInt64 = 0
            var topBrings = 1
            for place in frontier.indices
            where widestFirst || frontier[place].key > topKey {
                let offered = ranking.profiles[Int(frontier[place].profile)].skills
                let brings = offered.intersection(uncovered).count
                guard brings >= (widestFirst ? topBrings : 1) else { continue }
                guard brings > topBrings || frontier[place].key > topKey else { continue }
                top = place
                topKey = frontier[place].key
                topBrings = brings
            }
            guard top >= 0 else { break }
            let profile = Int(frontier[top].profile)
            uncovered = uncovered.subtracting(ranking.profiles[profile].skills)
            team.append(bestMember(of: profile))
        }
        return uncovered
    }

    /// The best candidate that has all the skills; nil when none is willing.
    func bestAlone(covering skills: SkillSet, from frontier: [Candidate]) -> AgentID? {
        let able = frontier.lazy.filter {
            ranking.profiles[Int($0.profile)].skills.isSuperset(of: skills)
        }
        return able.max { $0.key < $1.key }.map { bestMember(of: Int($0.profile)) }
    }

    /// Walks the tournaments best first; uses `frontier` up.
    func takeBest(_ count: Int, from frontier: inout [Candidate], into bidders: inout [AgentID]) {
        bidders.empty()
        while bidders.count < count, !frontier.isEmpty {
            var top = 0
            for place in frontier.indices where frontier[place].key > frontier[top].key {
                top = place
            }
            let chosen = frontier[top]
            frontier.swapAt(top, frontier.count - 1)
            frontier.removeLast()
            bidders.append(descend(chosen, &frontier))
        }
    }

    /// Goes down to a candidate's leaf and leaves each loser on the way as a candidate of its own.
    private func descend(_ chosen: Candidate, _ frontier: inout [Candidate]) -> AgentID {
        let profile = Int(chosen.profile)
        let width = ranking.profiles[profile].tree.width
        var node = Int(chosen.node)
        let skillPart = chosen.key &- ranking.profiles[profile].tree[node]
        while node < width {
            let left = ranking.profiles[profile].tree[2 * node]
            let right = ranking.profiles[profile].tree[2 * node + 1]
            let (winner, loser, loserKey) =
                left >= right
                ? (2 * node, 2 * node + 1, right) : (2 * node + 1, 2 * node, left)
            if loserKey != 0 {
                frontier.append(
                    Candidate(
                        key: loserKey &+ skillPart, profile: chosen.profile,
                        node: Int32(truncatingIfNeeded: loser)))
            }
            node = winner
        }
        return ranking.profiles[profile].members[node - width]
    }

    private func bestMember(of profile: Int) -> AgentID {
        let width = ranking.profiles[profile].tree.width
        var node = 1
        while node < width {
            let left = ranking.profiles[profile].tree[2 * node]
            node = left >= ranking.profiles[profile].tree[2 * node + 1] ? 2 * node : 2 * node + 1
        }
        return ranking.profiles[profile].members[node - width]
    }

    /// Whether any registered agent, willing or not, has all the skills and is not of another domain.
    func hasAgent(covering skills: SkillSet, domains: SkillSet = SkillSet()) -> Bool {
        ranking.profiles.contains {
            $0.present > 0 && $0.skills.isSuperset(of: skills)
                && Self.domainMatches($0.domains, domains) != false
        }
    }

    /// Nil when one of the two sides names no domain.
    fileprivate static func domainMatches(_ a: SkillSet, _ b: SkillSet) -> Bool? {
        a.isEmpty || b.isEmpty ? nil : !a.intersection(b).isEmpty
    }
}

extension Standing {
    /// The agent decides for itself whether it takes part, and says why.
    fileprivate func bid(
        of agent: AgentID, on required: SkillSet, domains wanted: SkillSet, scoring: ScoringPolicy
    ) -> Bid {
        let shared = skills.intersection(required).count
        let matches = SwarmState.domainMatches(domains, wanted)
        return Bid(
            agent: agent, sharedSkills: UInt8(truncatingIfNeeded: shared), health: health,
            loadPermille: Int16(truncatingIfNeeded: loadPermille), domainMatches: matches,
            isWilling: shared > 0 && willingness == .willing && matches != false,
            reputation: reputation, reputationTerm: scoring.reputationTerm(reputation),
            skillTerm: scoring.skillTerm(
                shared: shared, agent: skills.count, required: required.count),
            loadTerm: scoring.loadTerm(load: load, maxLoad: maxLoad))
    }
}
