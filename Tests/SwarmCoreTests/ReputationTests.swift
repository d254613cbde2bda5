import Testing

@testable import SwarmCore

@Suite struct ReputationTests {
    @Test func theDocumentsJourneyComesOutExactly() {
        let policy = ReputationPolicy.additive
        var reputation = ReputationPolicy.start
        var journey: [Double] = [reputation.value]
        for (succeeded, quality) in [
            (true, 80), (true, 92), (false, 0), (true, 80), (true, 80), (true, 80), (true, 80),
            (true, 80),
        ] {
            reputation = policy.after(reputation, succeeded: succeeded, quality: quality)
            journey.append(reputation.value)
        }
        #expect(journey == [100, 105, 112, 102, 107, 112, 117, 122, 127])
    }

    @Test func theSmoothedPolicyMovesAFifthOfTheWay() {
        let after = ReputationPolicy.ema.after(Points(100), succeeded: true, quality: 90)
        #expect(after == Points(98))
        #expect(
            ReputationPolicy.ema.after(Points(100), succeeded: false, quality: 90) == Points(80))
    }

    @Test func reputationStaysBetween0And150() {
        let policy = ReputationPolicy.additive
        #expect(policy.after(Points(148), succeeded: true, quality: 95) == Points(150))
        #expect(policy.after(Points(4), succeeded: false, quality: 0) == Points(0))
    }

    @Test(
        "Tiers begin at 130, 110, 90 and 70",
        arguments: [
            (130, Tier.elite), (129, .expert), (124, .expert), (110, .expert), (109, .competent),
            (90, .competent), (89, .developing), (70, .developing), (69, .needsImprovement),
        ])
    func tiers(points: Int, tier: Tier) { #expect(Tier(Points(points)) == tier) }

    @Test(
        "Of many agents fewer changes are kept, so that their memory is bounded together",
        arguments: [(4, 64), (32, 64), (64, 32), (512, 4), (2_000, 4)])
    func changesKept(agents: Int, kept: Int) {
        var policies = Policies()
        policies.retainedChanges = 64
        let cards = (0..<agents).map {
            AgentCard(name: "a\($0)", skills: [.init("x")], loadPerSubtask: 30)
        }
        var state = Rehearsal(cards, policies: policies).state
        let agent = state.agents[1].id
        for number in 1...100 {
            let change = ReputationChange(
                task: TaskID(slot: 0, number: UInt32(number)), taskName: "task",
                before: Points(100), after: Points(105), reason: .success, quality: 80,
                skills: SkillSet())
            state.apply(.reputationChanged(agent, change), at: .zero)
            #expect(state.agent(agent).history.count <= kept)
        }
        #expect(state.agent(agent).history.count >= kept * 3 / 4)
        #expect(state.agent(agent).history.last?.task.number == 100)
    }

    @Test func onlyTheAgentThatFailedPays() {
        var policies = Policies()
        policies.attempts.most = 1
        var rehearsal = Rehearsal(policies: policies)
        rehearsal.submit(["marketing", "finance", "analytics"])
        let finance = rehearsal.running.first {
            rehearsal.state.agent(working: $0) == rehearsal.agent("Finance").id
        }
        rehearsal.fail(finance!)
        rehearsal.finishAll()
        #expect(rehearsal.agent("Finance").reputation == Points(90))
        #expect(rehearsal.agent("Marketing").reputation == Points(105))
        #expect(rehearsal.agent("Support").reputation == Points(100))
        #expect(rehearsal.state.tasks.latest?.status == .partial)
    }

    @Test func anAgentThatRecoversItsOwnSubtaskDoesNotPay() {
        var rehearsal = Rehearsal()
        rehearsal.submit(["finance"], .simple)
        rehearsal.fail(rehearsal.running[0])
        rehearsal.advance(.seconds(5))
        rehearsal.finishAll()
        #expect(rehearsal.agent("Finance").reputation == Points(105))
    }

    @Test func aSkillHasItsOwnHistory() {
        var rehearsal = Rehearsal()
        rehearsal.submit(["finance"], .simple)
        rehearsal.finishAll()
        let finance = rehearsal.agent("Finance")
        #expect(finance.skillReputation.map(\.value) == [105, 100, 100, 100, 100])
        #expect(finance.history.map(\.reason) == [.success])
    }

    @Test func cancelledAttemptsChangeNothing() {
        var rehearsal = Rehearsal()
        let id = rehearsal.submit(["marketing", "finance", "analytics"])
        rehearsal.finish(rehearsal.running[0])
        rehearsal.step(.cancel(id))
        #expect(rehearsal.state.agents.map(\.reputation.value) == [100, 100, 100, 100])
        #expect(rehearsal.state.agents.map(\.load) == [0, 0, 0, 0])
    }

    @Test func theBestAgentsForASkillComeFirst() {
        let cards = (1...3).map {
            AgentCard(name: "a\($0)", skills: [.init("x")], loadPerSubtask: 80)
        }
        var rehearsal = Rehearsal(cards)
        rehearsal.submit(["x"], .simple)
        rehearsal.submit(["x"], .simple)
        rehearsal.finish(rehearsal.running[1])
        let best = rehearsal.state.bestAgents(skill: SkillID(0), 2).map(\.card.name)
        #expect(best == ["a2", "a1"])
    }
}
