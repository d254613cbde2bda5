import Testing

@testable import SwarmCore

/// Steps of a plan: their order, what flows along the edges, what is passed over.
@Suite struct PlanTests {
    /// One agent for each of the skills a to d, and a second for b.
    private static let cards = ["a", "b", "c", "d"].map {
        AgentCard(name: "agent \($0)", skills: [.init($0)], loadPerSubtask: 20)
    }

    private func diamond(_ change: (inout [RecipeStep]) -> Void = { _ in }) -> [RecipeStep] {
        var steps = ["a", "b", "c", "d"].map { RecipeStep(name: $0, skill: $0) }
        steps[1].after = ["a"]
        steps[2].after = ["a"]
        steps[3].after = ["b", "c"]
        change(&steps)
        return steps
    }

    @Test func aStepBeginsOnlyAfterAllItWaitsFor() {
        var rehearsal = Rehearsal(Self.cards)
        let id = rehearsal.submit(steps: diamond())
        #expect(rehearsal.running.map(\.subtask) == [0])
        rehearsal.finish(id, 0)
        #expect(rehearsal.running.map(\.subtask) == [1, 2])
        rehearsal.finish(id, 2)
        #expect(rehearsal.phase(id, 3) == .planned)
        rehearsal.finish(id, 1)
        #expect(rehearsal.running.map(\.subtask) == [3])
        rehearsal.finish(id, 3)
        #expect(rehearsal.status(id) == .succeeded)
    }

    @Test func resultsFlowIntoTheStepsThatWaitForThem() throws {
        var rehearsal = Rehearsal(Self.cards)
        let id = rehearsal.submit(steps: diamond())
        for index in 0..<3 { rehearsal.finish(id, index, ["made": .integer(Int64(index))]) }
        let task = try #require(rehearsal.state.tasks[id])
        let inputs = task.inputs(of: 3, rehearsal.state)
        #expect(inputs.map(\.step) == ["b", "c"])
        #expect(inputs.map(\.agent) == ["agent b", "agent c"])
        #expect(inputs.map { $0.product.json["made"] } == [1, 2])
        #expect(task.inputs(of: 0, rehearsal.state).isEmpty)
    }

    @Test func whatDependsOnAFailureIsBlockedAndTheRestGoesOn() {
        var policies = Policies()
        policies.attempts.most = 1
        var rehearsal = Rehearsal(Self.cards, policies: policies)
        let id = rehearsal.submit(steps: diamond())
        rehearsal.finish(id, 0)
        rehearsal.fail(rehearsal.running[0])
        #expect(rehearsal.phase(id, 1) == .failed)
        rehearsal.finish(id, 2)
        #expect(rehearsal.phase(id, 3) == .skipped(.blocked))
        #expect(rehearsal.status(id) == .partial)
    }

    @Test func anOptionalStepThatFailsHoldsNothingUp() {
        var policies = Policies()
        policies.attempts.most = 1
        var rehearsal = Rehearsal(Self.cards, policies: policies)
        let id = rehearsal.submit(steps: diamond { $0[1].isOptional = true })
        rehearsal.finish(id, 0)
        rehearsal.fail(rehearsal.running[0])
        rehearsal.finish(id, 2)
        rehearsal.finish(id, 3)
        #expect(rehearsal.status(id) == .succeeded)
    }

    @Test func aTaskOfWhichNothingSucceedsFails() {
        var policies = Policies()
        policies.attempts.most = 1
        var rehearsal = Rehearsal(Self.cards, policies: policies)
        let id = rehearsal.submit(steps: diamond())
        rehearsal.fail(rehearsal.running[0])
        #expect(rehearsal.status(id) == .failed)
        #expect((1...3).allSatisfy { rehearsal.phase(id, $0) == .skipped(.blocked) })
    }

    @Test(
        "A step runs only if the result it looks at says so",
        arguments: [
            (["found": ["deep": true]], true), (["found": ["deep": false]], false),
            (["found": 1], false), (["other": true], false),
        ] as [(JSONObject, Bool)])
    func condition(product: JSONObject, runs: Bool) {
        var rehearsal = Rehearsal(Self.cards)
        let id = rehearsal.submit(
            steps: diamond {
                $0[1].condition = StepCondition(step: "a", path: "found.deep", equals: true)
            })
        rehearsal.finish(id, 0, product)
        #expect((rehearsal.attempt(id, 1) != nil) == runs)
        #expect(runs || rehearsal.phase(id, 1) == .skipped(.notNeeded))
        for index in 1...3 { rehearsal.finish(id, index) }
        #expect(rehearsal.status(id) == .succeeded, "what was not needed is not missed")
    }

    @Test func aConditionWaitsForTheStepItLooksAt() {
        var steps = ["a", "b"].map { RecipeStep(name: $0, skill: $0) }
        steps[0].condition = StepCondition(step: "b", path: "go", equals: true)
        var rehearsal = Rehearsal(Self.cards)
        let id = rehearsal.submit(steps: steps)
        #expect(rehearsal.running.count == 1)
        rehearsal.finish(id, 0, ["go": true])
        #expect(rehearsal.running.count == 1, "written first, but it comes second")
        rehearsal.finish(id, 1)
        #expect(rehearsal.status(id) == .succeeded)
    }

    @Test func aLaterStepGoesToTheAgentTheTeamWasFormedWith() {
        // Both can do b; the team was formed with the one that ranks first, so it stays within its size.
        let cards = [
            AgentCard(name: "a", skills: [.init("a")], loadPerSubtask: 20),
            AgentCard(
                name: "broad", skills: [.init("b"), .init("c"), .init("d")], loadPerSubtask: 5),
            AgentCard(name: "only c", skills: [.init("c"), .init("e")], loadPerSubtask: 5),
            AgentCard(name: "only d", skills: [.init("d"), .init("e")], loadPerSubtask: 5),
        ]
        var rehearsal = Rehearsal(cards)
        let id = rehearsal.submit(
            steps: diamond {
                $0[2].after = ["a"]
                $0[3].after = ["a"]
            }, .moderate)
        rehearsal.finish(id, 0)
        #expect(rehearsal.running.count == 3)
        let team = rehearsal.state.tasks[id]?.team.map { rehearsal.state.agent($0).card.name }
        #expect(team == ["a", "broad"])
    }

    @Test func aReadyStepGoesToAnIdleAgentRatherThanWaitForItsTeam() {
        let cards = (1...2).map {
            AgentCard(name: "agent \($0)", skills: [.init("x")], loadPerSubtask: 80)
        }
        var rehearsal = Rehearsal(cards)
        rehearsal.submit(steps: ["one", "two"].map { RecipeStep(name: $0, skill: "x") })
        #expect(rehearsal.running.count == 2)
    }

    // MARK: Approval

    private func asking(
        within: TimeSpan? = nil, optional: Bool = false
    ) -> (Rehearsal, TaskID) {
        var rehearsal = Rehearsal(Self.cards)
        let id = rehearsal.submit(
            steps: diamond {
                $0[1].approval = ApprovalRule(question: "Refund 40?", within: within)
                $0[1].isOptional = optional
            })
        rehearsal.finish(id, 0)
        return (rehearsal, id)
    }

    private func key(_ id: TaskID) -> SubtaskKey { SubtaskKey(task: id, index: 1) }

    @Test func anApprovedStepBegins() {
        var (rehearsal, id) = asking()
        #expect(rehearsal.state.tasks[id]?.awaitingApproval == [1])
        #expect(rehearsal.attempt(id, 1) == nil)
        rehearsal.step(.answerApproval(key(id), granted: true))
        #expect(rehearsal.attempt(id, 1) != nil)
        #expect(rehearsal.count(.approvalAsked) == 1)
    }

    @Test(arguments: [true, false])
    func aNoPassesTheStepOver(isOptional: Bool) {
        var (rehearsal, id) = asking(optional: isOptional)
        rehearsal.step(.answerApproval(key(id), granted: false))
        #expect(rehearsal.phase(id, 1) == .skipped(.denied))
        rehearsal.finish(id, 2)
        rehearsal.finish(id, 3)
        #expect(rehearsal.status(id) == (isOptional ? .succeeded : .partial))
        #expect(rehearsal.phase(id, 3) == (isOptional ? .succeeded : .skipped(.blocked)))
    }

    @Test func noAnswerInTimeIsANo() {
        var (rehearsal, id) = asking(within: .seconds(5))
        rehearsal.advance(.seconds(4))
        #expect(rehearsal.state.tasks[id]?.awaitingApproval == [1])
        rehearsal.advance(.seconds(1))
        #expect(rehearsal.phase(id, 1) == .skipped(.denied))
        let answers = rehearsal.events.compactMap { event -> ApprovalSource? in
            if case .approvalGiven(_, false, let source) = event { source } else { nil }
        }
        #expect(answers == [.deadline])
    }

    @Test func onlyTheFirstAnswerCounts() {
        var (rehearsal, id) = asking(within: .seconds(5))
        rehearsal.step(.answerApproval(key(id), granted: true))
        rehearsal.step(.answerApproval(key(id), granted: false))
        rehearsal.advance(.seconds(6))
        #expect(rehearsal.count(.approvalGiven) == 1)
        #expect(rehearsal.attempt(id, 1) != nil)
    }

    @Test func anAnswerAfterTheEndChangesNothing() {
        var (rehearsal, id) = asking()
        rehearsal.step(.cancel(id))
        let before = rehearsal.events.count
        rehearsal.step(.answerApproval(key(id), granted: true))
        rehearsal.step(.answerApproval(SubtaskKey(task: id, index: 31), granted: true))
        #expect(rehearsal.events.count == before)
    }

    @Test func anApprovalStillWaitsAfterARestart() {
        var (rehearsal, id) = asking(within: .seconds(5))
        rehearsal.restart()
        #expect(rehearsal.state.tasks[id]?.awaitingApproval == [1])
        rehearsal.advance(.seconds(6))
        #expect(rehearsal.phase(id, 1) == .skipped(.denied))
    }

    // MARK: Results kept from an earlier task

    @Test func aKeptResultIsNotMadeAgain() throws {
        var rehearsal = Rehearsal(Self.cards)
        // Whoever made it may be gone.
        rehearsal.step(.pause(rehearsal.agent("agent a").id))
        let kept = KeptResult(subtask: 0, product: Product(["made": 7]), quality: 90)
        let id = rehearsal.submit(steps: diamond(), kept: [kept])
        #expect(rehearsal.running.map(\.subtask) == [1, 2])
        let task = try #require(rehearsal.state.tasks[id])
        #expect(task.inputs(of: 1, rehearsal.state).first?.product.json["made"] == 7)
        #expect(task.inputs(of: 1, rehearsal.state).first?.agent == nil)
        rehearsal.finishAll()
        #expect(rehearsal.status(id) == .succeeded)
        #expect(rehearsal.agent("agent a").reputation == Points(100))
    }

    @Test func aTaskOfWhichEverythingIsKeptEndsAtOnce() {
        var rehearsal = Rehearsal(Self.cards)
        for agent in 0..<4 { rehearsal.step(.pause(AgentID(agent))) }
        let kept = (0..<4).map {
            KeptResult(subtask: $0, product: Product(["made": 7]), quality: 80)
        }
        let id = rehearsal.submit(steps: diamond(), kept: kept)
        #expect(rehearsal.status(id) == .succeeded)
        #expect(rehearsal.state.tasks[id]?.quality == 80)
    }

    // MARK: Limits

    private func faults(_ steps: [RecipeStep], _ change: (inout TaskLimits) -> Void) -> [TaskFault]
    {
        var policies = Policies()
        change(&policies.limits)
        var rehearsal = Rehearsal(Self.cards, policies: policies)
        rehearsal.step(
            .define(Recipe(name: "r", title: "R", type: "r", steps: steps, complexity: .complex)))
        var draft = TaskDraft()
        draft.recipe = "r"
        do {
            _ = try draft.resolved(in: rehearsal.state)
            return []
        } catch {
            return error.faults
        }
    }

    @Test func aPlanBeyondALimitIsRefusedByName() {
        #expect(faults(diamond()) { _ in }.isEmpty)
        #expect(
            faults(diamond()) { $0.subtasks = 3 }.contains(
                .planTooLarge(.subtasks, count: 4, most: 3)))
        #expect(
            faults(diamond()) { $0.depth = 2 } == [.planTooLarge(.depth, count: 3, most: 2)])
        #expect(
            faults(diamond()) { $0.fanOut = 1 } == [.planTooLarge(.fanOut, count: 2, most: 1)])
    }

    @Test func aPlanOfMoreStepsThanFitIsRefusedNotCut() {
        let steps = (0..<40).map { RecipeStep(name: "step \($0)", skill: "a") }
        #expect(
            faults(steps) { _ in } == [.planTooLarge(.subtasks, count: 40, most: 32)])
    }

    @Test func skillsWithoutAPlanKeepToTheLimitToo() {
        let steps = ["a", "b", "c"].map { RecipeStep(name: $0, skill: $0) }
        #expect(faults(steps) { $0.subtasks = 2 } == [.tooManySkills(count: 3, most: 2)])
    }
}
