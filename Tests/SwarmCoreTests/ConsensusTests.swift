import Testing

@testable import SwarmCore

/// Several agents answer the same question.
@Suite struct ConsensusTests {
    private static let cards =
        (1...4).map { AgentCard(name: "agent \($0)", skills: [.init("x")], loadPerSubtask: 20) }
        + [AgentCard(name: "writer", skills: [.init("y")], loadPerSubtask: 20)]

    /// Three answers to a question and a step that waits for the agreed one.
    private func steps(_ rule: AnswersRule) -> [RecipeStep] {
        var answers = RecipeStep(name: "answer", skill: "x")
        answers.answers = rule
        var report = RecipeStep(name: "report", skill: "y")
        report.after = ["answer"]
        return [answers, report]
    }

    private func asked(
        _ rule: AnswersRule, cards: [AgentCard] = cards
    ) -> (Rehearsal, TaskID) {
        var rehearsal = Rehearsal(cards)
        let id = rehearsal.submit(steps: steps(rule), .moderate)
        return (rehearsal, id)
    }

    private func answer(_ rehearsal: inout Rehearsal, _ id: TaskID, _ answers: [JSONValue]) {
        for (index, answer) in answers.enumerated() {
            rehearsal.finish(id, index, ["verdict": ["is": answer]])
        }
    }

    private let three = AnswersRule(count: 3, path: "verdict.is")

    @Test func threeAnswersComeFromThreeAgents() {
        let (rehearsal, id) = asked(three)
        #expect(rehearsal.running.count == 3)
        #expect(Set(rehearsal.running.compactMap(rehearsal.state.agent(working:))).count == 3)
        #expect(rehearsal.phase(id, 3) == .planned)
    }

    @Test func theMajorityCountsAndTheDissentIsTold() throws {
        var (rehearsal, id) = asked(three)
        answer(&rehearsal, id, ["yes", "no", "yes"])
        let task = try #require(rehearsal.state.tasks[id])
        #expect(task.consensus[0]?.winner == 0)
        #expect(task.consensus[0]?.votes.map(\.members.count) == [2, 1])
        let inputs = task.inputs(of: 3, rehearsal.state)
        #expect(inputs.map(\.step) == ["answer"])
        #expect(inputs.map { $0.product.json.value(at: "verdict.is") } == ["yes"])
        rehearsal.finish(id, 3)
        #expect(rehearsal.status(id) == .succeeded)
        #expect(
            rehearsal.state.tasks[id]?.warnings
                == [#"Answers to answer differ: "yes" ×2, "no" ×1"#])
    }

    @Test func withoutAMajorityWhatFollowsIsBlocked() {
        var (rehearsal, id) = asked(three)
        answer(&rehearsal, id, ["yes", "no", "maybe"])
        #expect(rehearsal.phase(id, 3) == .skipped(.blocked))
        #expect(rehearsal.status(id) == .failed)
        #expect(
            rehearsal.state.tasks[id]?.warnings
                == [#"No agreement on answer: "yes" ×1, "no" ×1, "maybe" ×1"#])
    }

    @Test func aTieOfTwoIsNoMajority() {
        var (rehearsal, id) = asked(AnswersRule(count: 2, path: "verdict.is"))
        answer(&rehearsal, id, ["yes", "no"])
        #expect(rehearsal.state.tasks[id]?.consensus[0]?.winner == nil)
    }

    @Test(arguments: [true, false])
    func unanimousMeansAll(agree: Bool) {
        var (rehearsal, id) = asked(
            AnswersRule(count: 3, path: "verdict.is", rule: .unanimous))
        answer(&rehearsal, id, ["yes", "yes", agree ? "yes" : "no"])
        #expect((rehearsal.state.tasks[id]?.consensus[0]?.winner != nil) == agree)
    }

    @Test func aMissingAnswerDoesNotCountButTheQuorumMustBeThere() {
        for (quorum, agrees) in [(2, true), (3, false)] {
            var rule = three
            rule = AnswersRule(
                count: 3, path: "verdict.is", quorum: quorum, within: .milliseconds(1_500))
            var (rehearsal, id) = asked(rule)
            rehearsal.finish(id, 0, ["verdict": ["is": "yes"]])
            rehearsal.finish(id, 1, ["verdict": ["is": "yes"]])
            #expect(rehearsal.phase(id, 3) == .planned)
            rehearsal.advance(.milliseconds(1_500))
            #expect(rehearsal.phase(id, 2) == .skipped(.expired))
            #expect(rehearsal.state.tasks[id]?.consensus[0]?.missing == 1)
            #expect((rehearsal.state.tasks[id]?.consensus[0]?.winner != nil) == agrees)
            #expect(rehearsal.state.agents.allSatisfy { $0.reputation >= Points(100) })
        }
    }

    @Test func theTimeForAnswersBeginsWithTheFirstAwardWhicheverThatIs() {
        let rule = AnswersRule(count: 3, path: "verdict.is", within: .milliseconds(1_500))
        let kept = KeptResult(
            subtask: 0, product: Product(["verdict": ["is": "yes"]]), quality: 90)
        var rehearsal = Rehearsal(Self.cards)
        let id = rehearsal.submit(steps: steps(rule), .moderate, kept: [kept])
        rehearsal.finish(id, 1, ["verdict": ["is": "yes"]])
        rehearsal.restart()
        rehearsal.advance(.milliseconds(1_500))
        #expect(rehearsal.state.tasks[id]?.consensus[0]?.votes.map(\.members.count) == [2])
        #expect(rehearsal.state.tasks[id]?.consensus[0]?.missing == 1)
    }

    @Test func anAgentThatFailedOneAnswerMayGiveAnother() {
        var policies = Policies()
        policies.attempts.most = 1
        var rehearsal = Rehearsal(Array(Self.cards.dropFirst(2)), policies: policies)
        rehearsal.step(.pause(AgentID(1)))
        let id = rehearsal.submit(
            steps: steps(AnswersRule(count: 2, path: "verdict.is", quorum: 1)))
        #expect(rehearsal.phase(id, 1) == .waiting)
        rehearsal.fail(rehearsal.running[0])
        #expect(rehearsal.attempt(id, 1) != nil)
    }

    @Test func oneThatAnsweredDoesNotHoldUpWhoWaitsBehind() {
        var rehearsal = Rehearsal([Self.cards[0], Self.cards[1], Self.cards[4]])
        rehearsal.step(.pause(AgentID(1)))
        let id = rehearsal.submit(steps: steps(AnswersRule(count: 2, path: "verdict.is")))
        for _ in 0..<5 { rehearsal.submit(["x"], .simple) }
        #expect(rehearsal.phase(id, 1) == .waiting)
        rehearsal.finishAll()
        #expect(rehearsal.state.totals.succeeded == 5, "only the second answer waits")
        rehearsal.step(.resume(AgentID(1)))
        #expect(rehearsal.attempt(id, 1) != nil)
    }

    @Test func fewerAgentsThanAskedGiveFewerAnswers() {
        let (rehearsal, id) = asked(
            AnswersRule(count: 9, path: "verdict.is"), cards: Array(Self.cards.suffix(3)))
        #expect(rehearsal.state.tasks[id]?.subtasks.count == 3)
    }

    @Test func aQuorumNobodyCanReachIsRefusedByName() {
        let rehearsal = Rehearsal(Array(Self.cards.suffix(2)))
        let recipe = Recipe(
            name: "r", title: "R", type: "r", steps: steps(three), complexity: .complex)
        var faults: [TaskFault] = []
        _ = recipe.plan(
            for: ["x", "y"].compactMap(rehearsal.state.skillID), in: rehearsal.state, &faults)
        #expect(faults == [.tooFewAgents(step: "answer", skill: "x", count: 1, quorum: 2)])
    }

    @Test func aQuestionNobodyNeedsIsNotMissed() {
        var second = steps(three)[0]
        second.condition = StepCondition(step: "look", path: "ask", equals: true)
        var last = RecipeStep(name: "report", skill: "y")
        last.after = ["answer"]
        var rehearsal = Rehearsal(Self.cards)
        let id = rehearsal.submit(
            steps: [RecipeStep(name: "look", skill: "y"), second, last], .moderate)
        rehearsal.finish(id, 0, ["ask": false])
        rehearsal.finish(id, 4)
        #expect(rehearsal.status(id) == .succeeded)
        #expect(rehearsal.state.tasks[id]?.warnings == [])
    }

    @Test func anOptionalQuestionWithoutAgreementIsNotMissed() {
        var rehearsal = Rehearsal(Self.cards)
        var asking = steps(three)
        asking[0].isOptional = true
        let id = rehearsal.submit(steps: asking, .moderate)
        answer(&rehearsal, id, ["yes", "no", "maybe"])
        rehearsal.finish(id, 3)
        #expect(rehearsal.status(id) == .succeeded)
        #expect(rehearsal.state.tasks[id]?.warnings.count == 1)
    }

    @Test func weightedByReputationTheBetterKnownWin() {
        let rule = AnswersRule(count: 3, path: "verdict.is", rule: .reputationWeighted)
        var rehearsal = Rehearsal(Self.cards)
        let id = rehearsal.submit(steps: steps(rule), .moderate)
        let agents = (0..<3).map {
            rehearsal.attempt(id, $0).flatMap(rehearsal.state.agent(working:))
        }
        for (agent, after) in zip(agents.compactMap(\.self), [150, 60, 60]) {
            let change = ReputationChange(
                task: id, taskName: "t", before: Points(100), after: Points(after),
                reason: .success, quality: 80, skills: SkillSet())
            rehearsal.swarm.state.apply(.reputationChanged(agent, change), at: .zero)
        }
        answer(&rehearsal, id, ["yes", "no", "no"])
        #expect(rehearsal.state.tasks[id]?.consensus[0]?.winner == 0)
    }
}
