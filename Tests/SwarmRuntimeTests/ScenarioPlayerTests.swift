import SwarmCore
import SwarmRuntime
import Testing

/// A script played on a running swarm, as an operator would.
@Suite(.timeLimit(.minutes(3))) struct ScenarioPlayerTests {
    private static func scenario(
        _ deeds: [ScenarioDeed], _ expect: (inout ScenarioExpectations) -> Void = { _ in }
    ) -> Scenario {
        var scenario = Scenario(name: "trial", title: "Trial")
        scenario.steps = deeds.map { ScenarioStep(at: .zero, $0) }
        expect(&scenario.expectations)
        return scenario
    }

    private static func play(
        _ scenario: Scenario, _ driver: ScriptedDriver = .eager,
        agents cards: [AgentCard] = agents("a", "b"), recipes: RecipeCatalogue = .builtIn
    ) async throws -> (ScenarioPlayer.Outcome, [Event]) {
        try await withSwarm(driver, agents: cards, recipes: recipes) { runtime, watcher in
            let outcome = await ScenarioPlayer(scenario, on: runtime, speed: 100).play()
            let sequence = outcome.state.sequence
            #expect(await watcher.wait { $0.sequence >= sequence })
            return (outcome, watcher.events)
        }
    }

    private static func fault(_ kind: FaultKind, _ target: ScenarioFault.Target) -> ScenarioDeed {
        .fault(ScenarioFault(kind: kind, target: target))
    }

    @Test func deedsAreDoneInTheirOrderAndATaskIsThereBeforeTheNextDeed() async throws {
        let script = Self.scenario([
            .caption("first"), .pause(nil), .submit(draft("x", id: "one")), .resume("b"),
            Self.fault(.slow(factor: 2), .skill("x")), .caption(nil), .resume(nil),
            .submit(draft("x", id: "two")), .cancel(task: "two"), .retry(task: "two"),
        ])
        let driver = ScriptedDriver { order, desk in
            if order.brief.name == "two" {
                await untilCancelled()
            } else {
                desk.finish(goodProduct)
            }
        }
        let (outcome, events) = try await Self.play(script, driver)
        #expect(outcome.failures.isEmpty, "\(outcome.failures)")
        #expect(outcome.state.tasks.all.map(\.brief.name) == ["one", "two", "two_again"])
        #expect(
            outcome.state.tasks.all.map(\.status) == [.succeeded, .cancelled, .succeeded])
        let deeds: Set<EventType> = [.captionShown, .taskSubmitted, .faultInjected]
        #expect(
            events.map(\.type).filter(deeds.contains) == [
                .captionShown, .taskSubmitted, .faultInjected, .captionShown, .taskSubmitted,
                .taskSubmitted,
            ])
    }

    @Test func waitingForTheEndHoldsWhatComesAfter() async throws {
        let script = Self.scenario([
            .submit(draft("x", id: "one")), .waitForEnd, .submit(draft("x", id: "two")),
            .waitForEnd, .caption("over"),
        ])
        let (_, events) = try await Self.play(script)
        let types: Set<EventType> = [.taskSubmitted, .taskFinished, .captionShown]
        #expect(
            events.map(\.type).filter(types.contains) == [
                .taskSubmitted, .taskFinished, .taskSubmitted, .taskFinished, .captionShown,
            ])
    }

    @Test func everyActiveFaultIsReverted() async throws {
        let script = Self.scenario([
            Self.fault(.crash, .agent("a")), Self.fault(.hang, .agent("b")), .revertAll,
        ])
        let (outcome, _) = try await Self.play(script)
        #expect(outcome.failures.isEmpty)
        #expect(outcome.state.faults.map(\.isActive) == [false, false])
    }

    // MARK: Approvals

    private static let asking = trial([
        step("act") { $0.approval = ApprovalRule(question: "Act?") }
    ])

    @Test(arguments: [true, false])
    func anApprovalIsAnsweredAsTheScriptSays(granted: Bool) async throws {
        let script = Self.scenario([
            .submit(trialDraft(id: "t")), .answer(task: "t", step: "act", granted: granted),
        ])
        let (outcome, events) = try await Self.play(script, recipes: Self.asking)
        #expect(outcome.failures.isEmpty, "\(outcome.failures)")
        let answers = events.compactMap { event -> Bool? in
            if case .approvalGiven(_, let granted, .operator) = event { granted } else { nil }
        }
        #expect(answers == [granted])
    }

    @Test func whoeverWatchesMayAnswerBeforeTheScriptDoes() async throws {
        let script = Self.scenario([
            .submit(trialDraft(id: "t")), .waitForEnd,
            .answer(task: "t", step: "act", granted: true),
        ])
        try await withSwarm(
            ScriptedDriver.eager, agents: agents("a"), recipes: Self.asking
        ) { runtime, watcher in
            async let outcome = ScenarioPlayer(script, on: runtime, speed: 100).play()
            #expect(await watcher.wait { $0.tasks.all.first?.awaitingApproval == [0] })
            let key = SubtaskKey(task: try #require(watcher.swarm.tasks.all.first?.id), index: 0)
            #expect(await runtime.send(.answerApproval(key, granted: false)).isDone)
            #expect(await outcome.failures.isEmpty)
        }
    }

    // MARK: What goes wrong

    @Test func whatTheSwarmRefusesIsReported() async throws {
        let deeds: [(ScenarioDeed, String)] = [
            (.submit(draft("fly")), "a task was refused"), (.cancel(task: "t"), "no task t"),
            (.retry(task: "t"), "no task t"), (.pause("c"), "no agent c"),
            (.resume("c"), "no agent c"), (Self.fault(.crash, .agent("c")), "no agent c"),
            (Self.fault(.crash, .skill("fly")), "no skill fly"),
            (.cancel(task: "done"), "done was refused"),
            (.answer(task: "done", step: "x", granted: true), "nobody asked about x of done"),
        ]
        let first: [ScenarioDeed] = [.submit(draft("x", id: "done")), .waitForEnd]
        let (outcome, _) = try await Self.play(Self.scenario(first + deeds.map(\.0)))
        #expect(outcome.failures.count == deeds.count, "\(outcome.failures)")
        for (failure, (_, words)) in zip(outcome.failures, deeds) {
            #expect(failure.contains(words))
        }
    }

    @Test func whatWasExpectedAndDidNotComeIsReported() async throws {
        let script = Self.scenario([
            Self.fault(.crash, .agent("b")), .submit(draft("x")), .waitForEnd, .revertAll,
        ]) { expect in
            expect.ended = [.succeeded: 2, .failed: 0]
            expect.rises = ["a", "b", "nobody"]
            expect.falls = ["a", "b"]
            expect.isParallel = true
            expect.recovers = true
        }
        let (outcome, _) = try await Self.play(script)
        #expect(
            outcome.failures == [
                "1 tasks succeeded, not 2", "b's reputation did not rise",
                "nobody's reputation did not rise", "a's reputation did not fall",
                "b's reputation did not fall", "fault 1 (crash) hit nothing",
                "no two subtasks of a task ran at once",
            ])
    }

    @Test func whatAFaultBrokeAndNobodyMendedIsReported() async throws {
        let script = Self.scenario([
            Self.fault(.poorQuality, .everyone), .submit(draft("x")), .waitForEnd, .revertAll,
        ]) { $0.recovers = true }
        let (outcome, _) = try await Self.play(script)
        #expect(outcome.failures == ["nothing made good what fault 1 (poor_quality) broke"])
    }

    @Test func whatCameAsExpectedIsNoFailure() async throws {
        let script = Self.scenario([
            .fault(ScenarioFault(kind: .poorQuality, target: .agent("a"), count: 1)),
            .submit(draft("x")), .waitForEnd,
        ]) { expect in
            expect.ended = [.succeeded: 1]
            expect.recovers = true
            expect.falls = ["a"]
            expect.rises = ["b"]
        }
        let (outcome, _) = try await Self.play(script)
        #expect(outcome.failures.isEmpty, "\(outcome.failures)")
    }
}
