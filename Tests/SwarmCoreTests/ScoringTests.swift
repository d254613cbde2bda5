import Testing

@testable import SwarmCore

@Suite struct ScoringTests {
    @Test(
        "The documents' three scores come out exactly",
        arguments: [(105, 85, 70, 90), (110, 90, 80, 96), (95, 80, 60, 82)])
    func documentScores(reputation: Int, skill: Int, free: Int, score: Int) {
        let found = ScoringPolicy.documents.score(
            reputation: Points(reputation), skillMatch: Points(skill), freeLoad: Points(free))
        #expect(found == Points(score))
    }

    @Test(
        "The documents' second formula gives 106 and 91",
        arguments: [(90, 130, 106), (95, 85, 91)])
    func secondFormula(skill: Int, reputation: Int, score: Int) {
        let found = ScoringPolicy.documentsSecond.score(
            reputation: Points(reputation), skillMatch: Points(skill), freeLoad: Points(0))
        #expect(found == Points(score))
    }

    @Test func jaccardOnTheBuiltInSwarmIs65Point714ForEachOfTheThree() {
        let rehearsal = Rehearsal()
        let skills = SkillSet(
            ["marketing", "finance", "analytics"].compactMap(rehearsal.state.skillID))
        let bids = rehearsal.state.bestBids(for: skills, count: 5)
        #expect(bids.map(\.score.raw) == [6_571_428, 6_571_428, 6_571_428])
        #expect(
            bids.map { rehearsal.state.agent($0.agent).card.shortName }
                == ["Marketing", "Finance", "Insights"])
    }

    @Test func skillMatchIs50WhenNothingIsRequired() {
        let term = ScoringPolicy.documents.skillTerm(shared: 0, agent: 5, required: 0)
        #expect(term == Points(20))
    }

    @Test func coverageCountsOnlyTheRequiredSkills() throws {
        let policy = try #require(
            ScoringPolicy(reputation: 400, skill: 400, load: 200, skillMatch: .coverage))
        #expect(policy.skillTerm(shared: 2, agent: 5, required: 4) == Points(20))
    }

    @Test func weightsThatCannotBeRankedAreRefused() {
        #expect(ScoringPolicy(reputation: 700, skill: 400, load: 0) == nil)
        #expect(ScoringPolicy(reputation: -1, skill: 400, load: 0) == nil)
    }

    @Test func tiesGoToReputationThenFreeLoadThenRegistration() throws {
        // Weights that make every score equal leave the rest to the tie rules.
        var policies = Policies()
        policies.scoring = try #require(ScoringPolicy(reputation: 0, skill: 0, load: 0))
        let cards = (1...3).map {
            AgentCard(name: "Agent \($0)", skills: [.init("a")], loadPerSubtask: 30)
        }
        var rehearsal = Rehearsal(cards, policies: policies)
        let best = { (r: Rehearsal) in
            r.state.bestBids(for: SkillSet([SkillID(0)]), count: 3).map { $0.agent.position }
        }
        #expect(best(rehearsal) == [0, 1, 2])
        rehearsal.submit(["a"], .simple)
        #expect(best(rehearsal) == [1, 2, 0])
        rehearsal.finishAll()
        #expect(best(rehearsal) == [0, 1, 2])
        #expect(rehearsal.agent("Agent 1").reputation == Points(105))
    }

    @Test func theIndexRanksAsAPlainSortWould() {
        var random = SplitMix(7)
        for round in 0..<40 {
            let cards = (0..<30).map { place in
                AgentCard(
                    name: "agent \(place)",
                    skills: (0..<6).filter { _ in random.chance(0.4) }.map { .init("s\($0)") }
                        + [.init("base")],
                    loadPerSubtask: 10 + Int(random.below(20)))
            }
            var rehearsal = Rehearsal(cards)
            for _ in 0..<20 {
                rehearsal.submit(["base"], .simple)
                if random.chance(0.6), let key = rehearsal.running.first {
                    if random.chance(0.3) { rehearsal.fail(key) } else { rehearsal.finish(key) }
                }
            }
            let state = rehearsal.state
            let skills = SkillSet((0..<3).compactMap { state.skillID(named: "s\($0)") })
            let indexed = state.bestBids(for: skills, count: 30).map(\.agent)
            let sorted = state.agents.map { state.assess($0.id, skills: skills) }
                .filter(\.isWilling)
                .sorted { a, b in
                    let (x, y) = (state.agent(a.agent), state.agent(b.agent))
                    return (b.score, y.reputation.raw / 1_000, x.loadPermille, a.agent)
                        < (a.score, x.reputation.raw / 1_000, y.loadPermille, b.agent)
                }
                .map(\.agent)
            #expect(indexed == sorted, "round \(round)")
        }
    }
}

/// A small seeded generator for tests.
struct SplitMix {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ limit: UInt64) -> UInt64 { next() % limit }
    mutating func chance(_ share: Double) -> Bool { Double(next() >> 11) * 0x1p-53 < share }
}
