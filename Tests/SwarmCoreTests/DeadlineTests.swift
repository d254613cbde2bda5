import Testing

@testable import SwarmCore

/// What time does to tasks and attempts: deadlines, loops, silence.
@Suite struct DeadlineTests {
    private static let pair = (1...2).map {
        AgentCard(name: "agent \($0)", skills: [.init("x"), .init("y")], loadPerSubtask: 80)
    }

    private let chain: [RecipeStep] = {
        var second = RecipeStep(name: "second", skill: "y")
        second.after = ["first"]
        return [RecipeStep(name: "first", skill: "x"), second]
    }()

    @Test func aTaskThatStillWaitsExpires() {
        var rehearsal = Rehearsal(Self.pair)
        for agent in 0...1 { rehearsal.step(.pause(AgentID(agent))) }
        let id = rehearsal.submit(steps: chain, due: .seconds(3))
        rehearsal.advance(.seconds(2))
        #expect(rehearsal.state.tasks[id]?.phase == .waiting)
        rehearsal.advance(.seconds(1))
        #expect(rehearsal.status(id) == .failed)
        #expect(rehearsal.state.tasks[id]?.isExpired == true)
        #expect(rehearsal.state.totals.waiting == 0)
        for agent in 0...1 { rehearsal.step(.resume(AgentID(agent))) }
        #expect(rehearsal.running.isEmpty)
    }

    @Test func whatIsDoneByTheDeadlineIsKeptAndNobodyPaysForTheRest() {
        var rehearsal = Rehearsal(Self.pair)
        let id = rehearsal.submit(steps: chain, due: .milliseconds(1_500))
        rehearsal.finish(id, 0)
        let running = rehearsal.running
        rehearsal.advance(.milliseconds(1_500))
        #expect(rehearsal.status(id) == .partial)
        #expect(rehearsal.phase(id, 1) == .skipped(.expired))
        let stopped = rehearsal.effects.compactMap { effect -> AttemptKey? in
            if case .cancel(let key, _) = effect { key } else { nil }
        }
        #expect(stopped == running)
        #expect(rehearsal.state.agents.map(\.reputation.value) == [105, 100])
        #expect(rehearsal.state.agents.allSatisfy { $0.load == 0 && $0.failed == 0 })
    }

    @Test func aResultWithReviewersAtTheDeadlineStandsByItsChecks() {
        var rehearsal = Rehearsal(Self.pair)
        var step = RecipeStep(name: "first", skill: "x")
        step.review = ReviewRule(reviewers: 1)
        let id = rehearsal.submit(steps: [step], due: .seconds(1))
        rehearsal.finish(id, 0)
        #expect(rehearsal.phase(id, 0) == .inReview)
        rehearsal.advance(.seconds(1))
        #expect(rehearsal.status(id) == .succeeded)
        #expect(rehearsal.state.tasks[id]?.subtasks[0].verdict?.outcome == .unreviewed)
    }

    @Test func theDeadlineHoldsAfterARestart() {
        var rehearsal = Rehearsal(Self.pair)
        let id = rehearsal.submit(steps: chain, due: .seconds(3))
        rehearsal.restart()
        rehearsal.advance(.seconds(3))
        #expect(rehearsal.status(id) == .failed)
    }

    @Test func aDeadlineInThePastOnlyOrders() throws {
        let state = Rehearsal().state
        var draft = TaskDraft()
        draft.requiredSkills = ["finance"]
        let wall = WallTime(milliseconds: 10_000)
        let now = Instant(microseconds: 5_000_000)
        draft.deadline = WallTime(milliseconds: 9_000)
        #expect(try draft.resolved(in: state, now: now, wall: wall).due == nil)
        draft.deadline = WallTime(milliseconds: 12_000)
        #expect(
            try draft.resolved(in: state, now: now, wall: wall).due
                == Instant(microseconds: 7_000_000))
    }

    @Test func aTaskTriedAgainKeepsADeadlineStillToCome() throws {
        var rehearsal = Rehearsal(Self.pair)
        let id = rehearsal.submit(steps: chain, due: .seconds(3))
        rehearsal.step(.cancel(id))
        let brief = try #require(rehearsal.state.tasks[id]).brief
        let due = Instant(microseconds: 3_000_000)
        #expect(brief.again(in: rehearsal.state, now: .zero).due == due)
        #expect(brief.again(in: rehearsal.state, now: due).due == nil)
    }

    @Test func aTaskTriedAgainFollowsTheRecipeAsItIsNow() throws {
        var rehearsal = Rehearsal(Self.pair)
        func recipe(_ threshold: Int) -> Recipe {
            Recipe(
                name: "r", title: "R", type: "r", steps: chain, complexity: .complex,
                threshold: threshold)
        }
        rehearsal.step(.define(recipe(60)))
        var draft = TaskDraft()
        draft.recipe = "r"
        let brief = try draft.resolved(in: rehearsal.state)
        rehearsal.step(.define(recipe(70)))
        #expect(brief.again(in: rehearsal.state).recipe?.threshold == 70)
        rehearsal.step(.removeRecipe("r"))
        #expect(brief.again(in: rehearsal.state).recipe == nil)
    }

    // MARK: Attempts

    private func one() -> (Rehearsal, AttemptKey) {
        var rehearsal = Rehearsal(Self.pair)
        rehearsal.submit(["x"], .simple)
        return (rehearsal, rehearsal.running[0])
    }

    @Test func theSameActionAgainAndAgainIsALoop() {
        var (rehearsal, key) = one()
        for _ in 0..<4 { rehearsal.step(.report(key, .acted(fingerprint: 7, "search(a)"))) }
        rehearsal.step(.report(key, .acted(fingerprint: 8, "search(b)")))
        for _ in 0..<4 { rehearsal.step(.report(key, .acted(fingerprint: 7, "search(a)"))) }
        #expect(rehearsal.state.isLive(key))
        rehearsal.step(.report(key, .acted(fingerprint: 7, "search(a)")))
        #expect(rehearsal.state.tasks.latest?.attempts[0].failure == .stuck("search(a)"))
        #expect(rehearsal.effects.contains { if case .cancel(key, _) = $0 { true } else { false } })
    }

    @Test func chatterWithoutProgressIsNoSignOfLife() {
        var (rehearsal, key) = one()
        for _ in 0..<3 {
            rehearsal.now = rehearsal.now + .milliseconds(900)
            rehearsal.step(.report(key, .progressed(0.5, note: "thinking")))
            rehearsal.step(.tick)
        }
        #expect(rehearsal.state.isLive(key), "it began to move 1.8 s ago")
        rehearsal.now = rehearsal.now + .milliseconds(300)
        rehearsal.step(.report(key, .progressed(0.4, note: "thinking")))
        rehearsal.step(.tick)
        #expect(rehearsal.state.tasks.latest?.attempts[0].failure == .hung)
        #expect(rehearsal.count(.attemptProgressed) == 1, "chatter is no fact either")
    }

    @Test func progressDoesNotHelpBeyondTheHardTimeout() {
        var (rehearsal, key) = one()
        for step in 1...119 {
            rehearsal.now = rehearsal.now + .seconds(1)
            rehearsal.step(.report(key, .progressed(Double(step) / 200, note: nil)))
            rehearsal.step(.tick)
        }
        #expect(rehearsal.state.isLive(key))
        rehearsal.advance(.seconds(1))
        #expect(rehearsal.state.tasks.latest?.attempts[0].failure == .ranTooLong)
    }

    @Test func whileTheProcessStandsStillTheHardTimeoutDoesToo() {
        var (rehearsal, key) = one()
        rehearsal.advance(.seconds(600))
        #expect(rehearsal.state.isLive(key))
    }

    // MARK: Breaker and health

    private func broken() -> Rehearsal {
        var rehearsal = Rehearsal([
            AgentCard(name: "only", skills: [.init("x")], loadPerSubtask: 10)
        ])
        for _ in 0..<5 { rehearsal.submit(["x"], .simple) }
        for key in rehearsal.running { rehearsal.fail(key) }
        return rehearsal
    }

    @Test func aProbeHasADeadlineAndThereIsOneAtATime() {
        var rehearsal = broken()
        rehearsal.advance(.seconds(60))
        #expect(rehearsal.running.count == 1)
        let probe = rehearsal.running[0]
        for step in 1...29 {
            rehearsal.now = rehearsal.now + .seconds(1)
            rehearsal.step(.report(probe, .progressed(Double(step) / 100, note: nil)))
            rehearsal.step(.tick)
        }
        #expect(rehearsal.running == [probe])
        rehearsal.advance(.seconds(1))
        #expect(!rehearsal.state.isLive(probe))
        let until = rehearsal.now + .seconds(60)
        #expect(rehearsal.state.agents[0].breaker == .open(until: until))
    }

    @Test func theBreakerTakesLegalStepsOnly() {
        var rehearsal = broken()
        for _ in 0..<3 {
            rehearsal.advance(.seconds(61))
            if let key = rehearsal.running.first { rehearsal.fail(key) }
        }
        rehearsal.advance(.seconds(61))
        rehearsal.finishAll()
        let steps = rehearsal.events.compactMap { event -> String? in
            guard case .agentChanged(_, let change) = event, change.name.hasPrefix("breaker")
            else { return nil }
            return change.name
        }
        let tries = Array(repeating: ["breaker_open", "breaker_half_open"], count: 4)
        #expect(steps == tries.flatMap(\.self) + ["breaker_closed"])
    }

    private func work(_ rehearsal: inout Rehearsal, _ milliseconds: Int) {
        rehearsal.submit(["x"], .simple)
        let key = rehearsal.running[0]
        let steps = max(1, milliseconds / 1_000)
        for step in 1...steps {
            rehearsal.now = rehearsal.now + .milliseconds(milliseconds / steps)
            rehearsal.step(.report(key, .progressed(Double(step) / Double(steps + 1), note: nil)))
        }
        rehearsal.finish(key)
    }

    @Test func anAgentMuchSlowerThanItWasIsDegradedUntilItIsSteadyAgain() {
        var rehearsal = Rehearsal([
            AgentCard(name: "only", skills: [.init("x")], loadPerSubtask: 10)
        ])
        for _ in 0..<12 { work(&rehearsal, 1_000) }
        #expect(rehearsal.state.agents[0].health == .healthy)
        for _ in 0..<4 { work(&rehearsal, 4_000) }
        #expect(rehearsal.state.agents[0].degradedBecause == .slow)
        // Between the two marks nothing changes: twice to three times its usual.
        for milliseconds in [2_500, 2_400, 2_600, 2_500, 2_400] { work(&rehearsal, milliseconds) }
        #expect(rehearsal.state.agents[0].degradedBecause == .slow)
        for _ in 0..<3 { work(&rehearsal, 1_000) }
        #expect(rehearsal.state.agents[0].health == .healthy)
        #expect(rehearsal.count(.agentChanged) == 2, "it fell once and rose once")
    }

    @Test func aSlowAgentThatFailsIsMendedBySuccessesNotByPace() {
        var rehearsal = Rehearsal([
            AgentCard(name: "only", skills: [.init("x")], loadPerSubtask: 10)
        ])
        for _ in 0..<12 { work(&rehearsal, 1_000) }
        for _ in 0..<4 { work(&rehearsal, 4_000) }
        rehearsal.submit(["x"], .simple)
        rehearsal.fail(rehearsal.running[0])
        #expect(rehearsal.state.agents[0].degradedBecause == .failing)
    }
}
