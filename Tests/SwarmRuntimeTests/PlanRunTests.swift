import SwarmCore
import SwarmRuntime
import Testing

/// Plans on a running swarm: what flows from step to step, and who has a say (spec §5, §7).
@Suite(.timeLimit(.minutes(3))) struct PlanRunTests {
    private static let three = agents("a") + agents("b", skill: "y") + agents("c", skill: "z")

    /// Hands in its step's name, and says what it was given.
    private static func driver(
        _ orders: Record<WorkOrder>,
        opinion: @escaping @Sendable (ReviewOrder) async -> ReviewNote? = { _ in
            ReviewNote(score: 80, comment: "")
        }
    ) -> ScriptedDriver {
        ScriptedDriver(
            work: { order, desk in
                orders.add(order)
                desk.finish(["text": .string(order.stepName)])
            }, opinion: opinion)
    }

    @Test func resultsFlowAlongTheEdgesInTheOrderOfTheSteps() async throws {
        let orders = Record<WorkOrder>()
        let steps =
            [step("first"), step("second", "y", after: "first")]
            + [step("third", "z", after: "first", "second")]
        try await withSwarm(
            Self.driver(orders), agents: Self.three, recipes: trial(steps)
        ) { runtime, watcher in
            _ = await runtime.send(.submit(trialDraft()))
            #expect(await watcher.wait(forEnded: 1))
            let inputs = orders.elements.map { order in order.inputs.map(\.step) }
            #expect(orders.elements.map(\.stepName) == ["first", "second", "third"])
            #expect(inputs == [[], ["first"], ["first", "second"]])
            let last = try #require(orders.elements.last)
            #expect(last.inputs.map { $0.product.json["text"] } == ["first", "second"])
            #expect(last.inputs.map(\.agent) == ["a", "b"])
            #expect(watcher.swarm.totals.succeeded == 1)
        }
    }

    @Test func severalAgentsAnswerEachWithItsNumberAndTheAgreedAnswerGoesOn() async throws {
        let orders = Record<WorkOrder>()
        let driver = ScriptedDriver { order, desk in
            orders.add(order)
            desk.finish(["trend": order.answer == 1 ? "down" : "up"])
        }
        let steps = [
            step("forecast") {
                $0.answers = AnswersRule(count: 3, path: "trend", rule: .majority, quorum: 2)
            }, step("report", "y", after: "forecast"),
        ]
        let cards = agents("a", "b", "c") + agents("d", skill: "y")
        try await withSwarm(driver, agents: cards, recipes: trial(steps)) { runtime, watcher in
            let task = try #require(await runtime.send(.submit(trialDraft())).task)
            #expect(await watcher.wait(forEnded: 1))
            let answers = orders.elements.filter { $0.stepName == "forecast" }
            #expect(answers.map(\.answer).sorted() == [0, 1, 2])
            #expect(Set(answers.map(\.agent)).count == 3)
            let report = try #require(orders.elements.last)
            #expect(report.inputs.map { $0.product.json["trend"] } == ["up"])
            let state = try #require(watcher.swarm.tasks[task])
            #expect(state.status == .succeeded)
            #expect(state.warnings == ["Answers to forecast differ: \"up\" ×2, \"down\" ×1"])
        }
    }

    // MARK: Reviews

    private static func reviewed(within: TimeSpan) -> RecipeCatalogue {
        trial([
            step("draft") { $0.review = ReviewRule(reviewers: 1, quorum: 1, within: within) }
        ])
    }

    @Test func whatAReviewerAskedForReachesTheReworkAndItsSecondVerdictCounts() async throws {
        let (orders, reviews) = (Record<WorkOrder>(), Record<ReviewOrder>())
        let driver = Self.driver(orders) { order in
            reviews.add(order)
            return order.attempt.number == 1
                ? ReviewNote(score: 20, comment: "add figures")
                : ReviewNote(score: 85, comment: "better")
        }
        try await withSwarm(
            driver, agents: agents("a", "b"), recipes: Self.reviewed(within: .seconds(60))
        ) { runtime, watcher in
            let task = try #require(await runtime.send(.submit(trialDraft())).task)
            #expect(await watcher.wait(forEnded: 1))
            #expect(orders.elements.map(\.comments) == [[], ["add figures"]])
            #expect(reviews.elements.allSatisfy { $0.reviewer != orders.elements[0].agent })
            #expect(reviews.elements.map(\.stepName) == ["draft", "draft"])
            #expect(reviews.elements.map { $0.product.json["text"] } == ["draft", "draft"])
            let state = try #require(watcher.swarm.tasks[task])
            #expect(state.status == .succeeded && state.quality == 85)
            #expect(state.subtasks[0].reworks == 1)
        }
    }

    @Test(arguments: [FaultKind.hang, .partition])
    func aReviewerThatIsSilentMissesAndTheDeadlineDecides(kind: FaultKind) async throws {
        try await withSwarm(
            ScriptedDriver.eager, agents: agents("a", "b"),
            recipes: Self.reviewed(within: .milliseconds(150))
        ) { runtime, watcher in
            let spec = FaultSpec(kind: kind, target: .agent(AgentID(1)), duration: nil, seed: 1)
            _ = await runtime.send(.inject(spec))
            let task = try #require(await runtime.send(.submit(trialDraft())).task)
            #expect(await watcher.wait(forEnded: 1))
            let state = try #require(watcher.swarm.tasks[task])
            #expect(state.reviews.map(\.reviewer) == [AgentID(1)])
            #expect(state.subtasks[0].verdict?.outcome == .unreviewed)
            #expect(state.subtasks[0].verdict?.missing == 1)
            #expect(state.status == .succeeded && state.warnings.count == 1)
        }
    }

    @Test func anAgentThatCrashesWhileItReviewsGivesNoReview() async throws {
        let (asked, goesOn) = (Record<Void>(), Record<Void>())
        let driver = Self.driver(Record()) { _ in
            asked.add(())
            await goesOn.wait(for: 1)
            return ReviewNote(score: 1, comment: "never said")
        }
        try await withSwarm(
            driver, agents: agents("a", "b"), recipes: Self.reviewed(within: .seconds(2))
        ) { runtime, watcher in
            let task = try #require(await runtime.send(.submit(trialDraft())).task)
            await asked.wait(for: 1)
            let spec = FaultSpec(kind: .crash, target: .agent(AgentID(1)), duration: nil, seed: 1)
            _ = await runtime.send(.inject(spec))
            goesOn.add(())
            #expect(await watcher.wait(forEnded: 1))
            #expect(watcher.swarm.tasks[task]?.subtasks[0].verdict?.outcome == .unreviewed)
        }
    }

    // MARK: Approvals

    private static let gated = trial([
        step("look"),
        step("act", "y", after: "look") {
            $0.approval = ApprovalRule(question: "Act?")
            $0.isOptional = true
        }, step("tell", "z", after: "look", "act"),
    ])

    /// A task that has come to its question.
    private static func asked(
        _ runtime: SwarmRuntime, _ watcher: Watcher
    ) async throws -> SubtaskKey {
        let task = try #require(await runtime.send(.submit(trialDraft())).task)
        #expect(await watcher.wait { $0.tasks[task]?.awaitingApproval == [1] })
        return SubtaskKey(task: task, index: 1)
    }

    @Test(arguments: [true, false])
    func theOperatorsAnswerDecidesOnce(granted: Bool) async throws {
        let orders = Record<WorkOrder>()
        try await withSwarm(
            Self.driver(orders), agents: Self.three, recipes: Self.gated
        ) { runtime, watcher in
            let key = try await Self.asked(runtime, watcher)
            #expect(orders.elements.map(\.stepName) == ["look"], "nothing begins before the answer")
            let other = SubtaskKey(task: key.task, index: 0)
            let none = SubtaskKey(task: TaskID(slot: 9, number: 9), index: 0)
            for (wrong, refusal) in [(other, Refusal.notAsked), (none, .noSuchTask)] {
                let reply = await runtime.send(.answerApproval(wrong, granted: true))
                #expect(reply.refusal == refusal)
            }
            #expect(await runtime.send(.answerApproval(key, granted: granted)).isDone)
            let again = await runtime.send(.answerApproval(key, granted: !granted))
            #expect(again.refusal == .notAsked)
            #expect(await watcher.wait(forEnded: 1))
            let late = await runtime.send(.answerApproval(key, granted: true))
            #expect(late.refusal == .notAsked)
            let steps = orders.elements.map(\.stepName)
            #expect(steps == (granted ? ["look", "act", "tell"] : ["look", "tell"]))
            let phase = watcher.swarm.tasks[key.task]?.subtasks[1].phase
            #expect(phase == (granted ? .succeeded : .skipped(.denied)))
        }
    }

    @Test func withoutAnAnswerInTimeItIsANo() async throws {
        let steps = [
            step("act") { $0.approval = ApprovalRule(question: "?", within: .milliseconds(60)) }
        ]
        try await withSwarm(
            ScriptedDriver.eager, agents: agents("a"), recipes: trial(steps)
        ) { runtime, watcher in
            let task = try #require(await runtime.send(.submit(trialDraft())).task)
            #expect(await watcher.wait(forEnded: 1))
            #expect(watcher.swarm.tasks[task]?.subtasks[0].phase == .skipped(.denied))
            let given = watcher.events.compactMap { event -> ApprovalSource? in
                if case .approvalGiven(_, false, let source) = event { source } else { nil }
            }
            #expect(given == [.deadline])
        }
    }

    // MARK: Agents of a recipe, forks

    @Test func aRecipesAgentsJoinWithItsFirstTaskAndARetiredOneStaysAway() async throws {
        let recipes = trial([step("help", "z")], agents: agents("helper", skill: "z"))
        try await withSwarm(
            ScriptedDriver.eager, agents: agents("a"), recipes: recipes
        ) { runtime, watcher in
            #expect(watcher.swarm.agents.count == 1)
            _ = await runtime.send(.submit(trialDraft()))
            #expect(await watcher.wait(forEnded: 1))
            let helper = try #require(watcher.swarm.agent(named: "helper"))
            #expect(helper.completed == 1)
            #expect(await runtime.send(.retire(helper.id)).isDone)
            #expect(await runtime.send(.submit(trialDraft())).refusal != nil, "nobody has it now")
            #expect(watcher.swarm.agents.count == 2)
            #expect(watcher.swarm.agent(named: "helper")?.isRetired == true)
        }
    }

    @Test func aForkDoesNotRunAgainWhatItKeeps() async throws {
        let orders = Record<WorkOrder>()
        let steps = [step("first"), step("second", "y", after: "first")]
        try await withSwarm(
            Self.driver(orders), agents: Self.three, recipes: trial(steps)
        ) { runtime, watcher in
            let kept = KeptResult(subtask: 0, product: Product(["text": "kept"]), quality: 77)
            let task = try #require(
                await runtime.send(.fork(trialDraft(), kept: [kept])).task)
            #expect(await watcher.wait(forEnded: 1))
            #expect(orders.elements.map(\.stepName) == ["second"])
            let input = try #require(orders.elements.first?.inputs.first)
            #expect(input.product.json == ["text": "kept"] && input.agent == nil)
            #expect(watcher.swarm.status(task) == .succeeded)
            #expect(watcher.swarm.agent(named: "a")?.reputation.value == 100, "it did nothing")
        }
    }
}

/// A step of skill x unless it says otherwise.
func step(
    _ name: String, _ skill: String = "x", after: String...,
    change: (inout RecipeStep) -> Void = { _ in }
) -> RecipeStep {
    var step = RecipeStep(name: name, skill: skill)
    step.after = after
    change(&step)
    return step
}

/// The recipe `trial`, alone.
func trial(_ steps: [RecipeStep], agents: [AgentCard] = []) -> RecipeCatalogue {
    RecipeCatalogue([
        Recipe(
            name: "trial", title: "Trial", type: "trial", steps: steps, complexity: .complex,
            agents: agents)
    ])
}

/// A task of the recipe `trial`.
func trialDraft(id: String? = nil) -> TaskDraft {
    var draft = TaskDraft()
    draft.id = id
    draft.recipe = "trial"
    return draft
}
