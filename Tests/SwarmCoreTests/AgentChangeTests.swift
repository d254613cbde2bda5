import Testing

@testable import SwarmCore

/// Agents edited, retired and brought back while work runs; subtasks given to somebody else.
@Suite struct AgentChangeTests {
    private static let cards = [
        AgentCard(name: "first", skills: [.init("x")], loadPerSubtask: 20),
        AgentCard(name: "second", skills: [.init("x"), .init("y")], loadPerSubtask: 20),
    ]

    private func card(
        _ name: String, _ skills: [String], load: Int = 20, most: Int = 100
    ) -> AgentCard {
        AgentCard(
            name: name, skills: skills.map { .init($0) }, maxLoad: most, loadPerSubtask: load)
    }

    @Test func anEditedAgentIsRankedByItsNewSkillsAndWhatItHasGoesOn() {
        var rehearsal = Rehearsal(Self.cards)
        rehearsal.submit(["x"], .simple)
        let key = rehearsal.running[0]
        #expect(rehearsal.state.agent(working: key) == AgentID(0))
        rehearsal.step(.edit(AgentID(0), card("first", ["z"])))
        #expect(rehearsal.state.isLive(key))
        #expect(
            rehearsal.state.bestBids(for: SkillSet([SkillID(0)]), count: 9).map(\.agent) == [
                AgentID(1)
            ])
        let id = rehearsal.submit(["x"], .simple)
        #expect(rehearsal.state.tasks[id]?.census.asked == 1)
        rehearsal.submit(["z"], .simple)
        #expect(rehearsal.running.count == 3)
        rehearsal.finishAll()
        #expect(rehearsal.state.totals.succeeded == 3)
        #expect(rehearsal.state.agents[0].load == 0)
    }

    @Test func theLoadIsCountedAnewByTheEditedCard() {
        var rehearsal = Rehearsal(Self.cards)
        rehearsal.step(.pause(AgentID(1)))
        for _ in 0..<3 { rehearsal.submit(["x"], .simple) }
        #expect(rehearsal.state.agents[0].load == 60)
        rehearsal.step(.edit(AgentID(0), card("first", ["x"], load: 30, most: 50)))
        #expect(rehearsal.state.agents[0].load == 90, "more than its most, and nothing traps")
        #expect(rehearsal.state.agents[0].willingness == .overloaded)
        rehearsal.step(.edit(AgentID(0), card("first", ["x"], load: 5)))
        #expect(rehearsal.state.agents[0].load == 15)
        rehearsal.finishAll()
        #expect(rehearsal.state.agents[0].load == 0)
    }

    @Test func anEditWakesWhoWaitedForTheNewSkill() {
        var rehearsal = Rehearsal(Self.cards)
        rehearsal.step(.pause(AgentID(1)))
        let id = rehearsal.submit(["y"], .simple)
        #expect(rehearsal.state.tasks[id]?.phase == .waiting)
        rehearsal.step(.edit(AgentID(0), card("first", ["x", "y"])))
        #expect(rehearsal.state.tasks[id]?.isRunning == true)
    }

    @Test func theSameCardOrAnotherNameChangesNothing() {
        var rehearsal = Rehearsal(Self.cards)
        let before = rehearsal.events.count
        rehearsal.step(.edit(AgentID(0), Self.cards[0]))
        rehearsal.step(.edit(AgentID(0), card("third", ["x"])))
        rehearsal.step(.edit(AgentID(9), card("third", ["x"])))
        rehearsal.step(.retire(AgentID(9)))
        #expect(rehearsal.events.count == before)
    }

    @Test func aRetiredAgentFinishesWhatItHasAndGetsNoMore() {
        var rehearsal = Rehearsal(Self.cards)
        rehearsal.submit(["x"], .simple)
        rehearsal.step(.retire(AgentID(0)))
        rehearsal.step(.retire(AgentID(0)))
        #expect(rehearsal.count(.agentChanged) == 1)
        #expect(rehearsal.running.count == 1)
        let id = rehearsal.submit(["x"], .simple)
        #expect(rehearsal.state.tasks[id]?.census.asked == 1)
        #expect(rehearsal.state.tasks[id]?.team == [AgentID(1)])
        rehearsal.finishAll()
        #expect(rehearsal.agent("first").completed == 1)
        #expect(rehearsal.agent("first").reputation == Points(105))
        #expect(rehearsal.agent("first").load == 0)
        #expect(rehearsal.state.hasAgent(covering: SkillSet([SkillID(0)])))
    }

    @Test func aRetiredAgentComesBackWithItsHistory() {
        var rehearsal = Rehearsal(Self.cards)
        rehearsal.submit(["x"], .simple)
        rehearsal.finishAll()
        for _ in 0..<50 {
            rehearsal.step(.retire(AgentID(0)))
            rehearsal.step(.register(Self.cards[0]))
        }
        #expect(rehearsal.state.agents.count == 2)
        #expect(rehearsal.agent("first").reputation == Points(105))
        let id = rehearsal.submit(["x"], .simple)
        #expect(rehearsal.state.tasks[id]?.census.asked == 2)
        #expect(rehearsal.state.tasks[id]?.team == [AgentID(0)])
        #expect(rehearsal.state.ranking.profiles.map(\.members.count) == [1, 1], "its own leaf")
    }

    @Test func aTaskWaitsForARetiredAgentUntilItIsBack() {
        var rehearsal = Rehearsal(Self.cards)
        rehearsal.submit(["y"], .simple)
        rehearsal.step(.retire(AgentID(1)))
        rehearsal.fail(rehearsal.running[0])
        rehearsal.advance(.seconds(1))
        #expect(rehearsal.running.isEmpty)
        rehearsal.step(.register(card("second", ["y"], load: 30)))
        #expect(rehearsal.running.count == 1)
        #expect(rehearsal.agent("second").load == 30)
    }

    // MARK: Somebody else

    private func running() -> (Rehearsal, SubtaskKey, AttemptKey) {
        var rehearsal = Rehearsal(Self.cards)
        let id = rehearsal.submit(["x"], .simple)
        return (rehearsal, SubtaskKey(task: id, index: 0), rehearsal.running[0])
    }

    @Test(arguments: [AgentID(1), nil])
    func aSubtaskIsTakenFromItsAgentAndGivenToAnother(agent: AgentID?) {
        var (rehearsal, key, first) = running()
        rehearsal.step(.reassign(key, to: agent))
        #expect(!rehearsal.state.isLive(first))
        #expect(
            rehearsal.effects.contains { if case .cancel(first, _) = $0 { true } else { false } })
        #expect(rehearsal.state.agent(working: rehearsal.running[0]) == AgentID(1))
        rehearsal.finish(first)
        #expect(rehearsal.events.last?.type == .attemptFenced)
        rehearsal.finishAll()
        #expect(rehearsal.state.agents.map(\.reputation.value) == [100, 105])
        #expect(rehearsal.state.agents.allSatisfy { $0.load == 0 })
    }

    @Test func oneThatCannotTakeItChangesNothing() {
        var (rehearsal, key, first) = running()
        rehearsal.step(.pause(AgentID(1)))
        let before = rehearsal.events.count
        rehearsal.step(.reassign(key, to: AgentID(1)))
        rehearsal.step(.reassign(key, to: AgentID(9)))
        rehearsal.step(.reassign(SubtaskKey(task: key.task, index: 7), to: nil))
        #expect(rehearsal.events.count == before)
        #expect(rehearsal.state.isLive(first))
        rehearsal.finishAll()
        rehearsal.step(.reassign(key, to: nil))
        #expect(rehearsal.state.totals.succeeded == 1)
    }

    @Test func takenFromTheOnlyOneItGoesBackToIt() {
        var (rehearsal, key, _) = running()
        rehearsal.step(.retire(AgentID(1)))
        rehearsal.step(.reassign(key, to: nil))
        #expect(rehearsal.running.map(\.number) == [2])
    }

    @Test func givingAwayForEverEndsBeforeTheAttemptsRunOutOfNumbers() {
        var (rehearsal, key, _) = running()
        for _ in 0..<600 { rehearsal.step(.reassign(key, to: nil)) }
        #expect(rehearsal.running.map(\.number) == [200])
        rehearsal.finishAll()
        #expect(rehearsal.state.totals.succeeded == 1)
    }

    @Test func whoAnswersAQuestionGetsNoSecondAnswer() {
        var step = RecipeStep(name: "answer", skill: "x")
        step.answers = AnswersRule(count: 2, path: "text")
        var rehearsal = Rehearsal(Self.cards)
        let id = rehearsal.submit(steps: [step])
        let before = rehearsal.events.count
        let first = rehearsal.attempt(id, 0).flatMap(rehearsal.state.agent(working:))
        rehearsal.step(.reassign(SubtaskKey(task: id, index: 1), to: first))
        #expect(rehearsal.events.count == before)
    }
}
