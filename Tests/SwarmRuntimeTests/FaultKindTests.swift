import JournalFakes
import OfflineAgents
import SwarmCore
import SwarmRuntime
import Testing

/// What each kind of fault does to a running swarm, and how it is noticed (spec §11).
@Suite(.timeLimit(.minutes(3))) struct FaultKindTests {
    private static func spec(
        _ kind: FaultKind, _ agent: Int = 0, count: Int? = nil
    ) -> FaultSpec {
        FaultSpec(
            kind: kind, target: .agent(AgentID(agent)), duration: nil, count: count, seed: 1)
    }

    private static func asking(
        _ answers: Record<Bool>, patience: @escaping @Sendable (WorkOrder) -> TimeSpan
    ) -> ScriptedDriver {
        ScriptedDriver(
            work: { order, desk in
                let answer = await desk.ask(
                    skill: "y", topic: "a.ask", "?", within: patience(order))
                answers.add(answer != nil)
                desk.finish(goodProduct)
            }, reply: { _, _ in "yes" })
    }

    private static let pair = agents("a") + agents("b", skill: "y")

    // MARK: Work

    @Test func scrambledResultsAreCaughtByTheChecksAndTheFaultEndsWhenItIsSpent() async throws {
        try await withSwarm(OfflineDriver(speed: 5_000)) { runtime, watcher in
            let fault = try #require(
                await runtime.send(.inject(Self.spec(.corrupt, 1, count: 2))).fault)
            var wanted = TaskDraft()
            wanted.recipe = "campaign"
            let task = try #require(await runtime.send(.submit(wanted)).task)
            #expect(await watcher.wait(forEnded: 1))
            let state = try #require(watcher.swarm.tasks[task])
            let finance = state.attempts.filter { $0.agent == AgentID(1) }
            let qualities = finance.compactMap { attempt -> Int? in
                if case .poorQuality(let quality) = attempt.failure { quality } else { nil }
            }
            #expect(qualities.count == 2 && qualities.allSatisfy { $0 < 60 })
            #expect(state.status == .succeeded && finance.last?.succeeded == true)
            let record = try #require(watcher.swarm.fault(fault))
            #expect(record.hits == 2 && !record.isActive)
            #expect(record.detectedAt != nil && record.recoveredAt != nil)
        }
    }

    @Test func aFaultThatHitsSoManyAttemptsEndsByItself() async throws {
        try await withSwarm(ScriptedDriver.eager, agents: agents("a")) { runtime, watcher in
            _ = await runtime.send(.inject(Self.spec(.flaky(percent: 100), count: 2)))
            let task = try #require(await runtime.send(.submit(draft("x"))).task)
            #expect(await watcher.wait(forEnded: 1))
            let flaky = AttemptFailure.gaveUp("flaky: the result was thrown away")
            #expect(
                watcher.swarm.tasks[task]?.attempts.map(\.failure) == [flaky, flaky, nil])
            #expect(watcher.swarm.faults[0].hits == 2 && !watcher.swarm.faults[0].isActive)
        }
    }

    @Test func anAgentWhoseHealthDropsTakesNoWorkUntilItIsWell() async throws {
        try await withSwarm(ScriptedDriver.eager, agents: agents("a", "b")) { runtime, watcher in
            let fault = try #require(await runtime.send(.inject(Self.spec(.healthDrop))).fault)
            let task = try #require(await runtime.send(.submit(draft("x"))).task)
            #expect(await watcher.wait(forEnded: 1))
            #expect(watcher.swarm.agents[0].health == .unhealthy)
            #expect(watcher.swarm.tasks[task]?.attempts.map(\.agent) == [AgentID(1)])
            #expect(await runtime.send(.pause(AgentID(1))).isDone)
            _ = await runtime.send(.submit(draft("x")))
            #expect(await watcher.wait { $0.totals.waiting == 1 })
            #expect(await runtime.send(.revert(fault)).isDone)
            #expect(await watcher.wait(forEnded: 2))
            #expect(watcher.swarm.agents[0].completed == 1)
        }
    }

    @Test func aStalledJournalMakesEveryCommitSlowerAndNothingWrong() async throws {
        let store = JournalStore()
        try await withSwarm(
            ScriptedDriver.eager, agents: agents("a"), journal: KeepingJournal(store)
        ) { runtime, watcher in
            let stall = TimeSpan.milliseconds(40)
            let fault = try #require(
                await runtime.send(.inject(Self.spec(.journalStall(stall)))).fault)
            let clock = ContinuousClock()
            for number in 1...3 {
                let begun = clock.now
                #expect(await runtime.send(.submit(draft("x"))).task != nil)
                #expect(clock.now - begun >= .milliseconds(40), "it is in the journal first")
                #expect(await watcher.wait(forEnded: number))
            }
            #expect(await runtime.send(.revert(fault)).isDone)
            #expect(watcher.swarm.totals.succeeded == 3)
        }
        let sequences = try store.lines.map { try JSONValue.parse($0)["seq"]?.integer }
        #expect(sequences == (0..<Int64(sequences.count)).map { $0 + 1 })
    }

    // MARK: Messages

    @Test func aPartitionHoldsReportsAndLosesMessagesUntilItHeals() async throws {
        let answers = Record<Bool>()
        let driver = Self.asking(answers) { order in
            order.brief.name == "cut" ? .milliseconds(30) : .seconds(40)
        }
        try await withSwarm(driver, agents: Self.pair) { runtime, watcher in
            let fault = try #require(await runtime.send(.inject(Self.spec(.partition))).fault)
            let task = try #require(await runtime.send(.submit(draft("x", id: "cut"))).task)
            await answers.wait(for: 1)
            #expect(answers.elements == [false])
            #expect(await runtime.attach(Feed {}).state.status(task) == nil)
            #expect(await runtime.send(.revert(fault)).isDone)
            #expect(await watcher.wait(forEnded: 1))
            #expect(watcher.swarm.status(task) == .succeeded, "what it had said was held")
            #expect(watcher.swarm.tasks[task]?.attempts.count == 1)
            #expect(watcher.swarm.faults[0].messages == 1)
            _ = await runtime.send(.submit(draft("x", id: "healed")))
            #expect(await watcher.wait(forEnded: 2))
            #expect(answers.elements == [false, true])
        }
    }

    @Test(arguments: [0, 1])
    func aLostMessageIsNeverAnsweredWhoeverTheFaultIsOn(agent: Int) async throws {
        let answers = Record<Bool>()
        let driver = Self.asking(answers) { _ in .milliseconds(30) }
        try await withSwarm(driver, agents: Self.pair) { runtime, watcher in
            _ = await runtime.send(.inject(Self.spec(.dropMessages(percent: 100), agent)))
            let task = try #require(await runtime.send(.submit(draft("x"))).task)
            #expect(await watcher.wait(forEnded: 1))
            #expect(answers.elements == [false])
            #expect(watcher.swarm.status(task) == .succeeded, "reports are no messages")
            #expect(watcher.events.count { $0.type == .messageDropped } == 1)
        }
    }

    @Test func aDelayedMessageComesSoMuchLaterAndIsAnswered() async throws {
        let answers = Record<Bool>()
        let driver = Self.asking(answers) { _ in .seconds(40) }
        try await withSwarm(driver, agents: Self.pair) { runtime, watcher in
            let kind = FaultKind.delayMessages(.milliseconds(80))
            _ = await runtime.send(.inject(Self.spec(kind, 1)))
            let begun = ContinuousClock.now
            _ = await runtime.send(.submit(draft("x")))
            #expect(await watcher.wait(forEnded: 1))
            #expect(answers.elements == [true])
            #expect(ContinuousClock.now - begun >= .milliseconds(160), "there and back")
            #expect(watcher.swarm.faults[0].messages == 2)
        }
    }

    // MARK: Slow

    @Test func whatASlowAgentSaysKeepsItsOrder() async throws {
        let driver = ScriptedDriver { _, desk in
            desk.started()
            for number in 1...60 { desk.progress(Double(number) / 100, "\(number)") }
            desk.finish(goodProduct)
        }
        var policies = Policies.hasty
        policies.progressInterval = .zero
        try await withSwarm(driver, agents: agents("a"), policies: policies) { runtime, watcher in
            _ = await runtime.send(.inject(Self.spec(.slow(factor: 20))))
            let task = try #require(await runtime.send(.submit(draft("x"))).task)
            #expect(await watcher.wait(forEnded: 1))
            let notes = watcher.events.compactMap { event -> String? in
                if case .attemptProgressed(_, _, let note) = event { note } else { nil }
            }
            #expect(notes == (1...60).map { "\($0)" })
            #expect(watcher.swarm.tasks[task]?.attempts.map(\.failure) == [nil])
        }
    }

    @Test func aResultOnItsSlowWayComesBeforeTheEndOfItsWorkWhenTheFaultEnds() async throws {
        let (began, goesOn) = (Record<Void>(), Record<Void>())
        let (finished, returns) = (Record<Void>(), Record<Void>())
        let driver = ScriptedDriver { _, desk in
            desk.started()
            began.add(())
            await goesOn.wait(for: 1)
            desk.finish(goodProduct)
            finished.add(())
            await returns.wait(for: 1)
        }
        let clock = ManualClock()
        try await withSwarm(driver, agents: agents("a"), clock: clock) { runtime, watcher in
            let fault = try #require(
                await runtime.send(.inject(Self.spec(.slow(factor: 100)))).fault)
            let task = try #require(await runtime.send(.submit(draft("x"))).task)
            await began.wait(for: 1)
            clock.advance(by: .seconds(100))
            goesOn.add(())
            await finished.wait(for: 1)
            #expect(await runtime.attach(Feed {}).state.status(task) == nil)
            #expect(await runtime.send(.revert(fault)).isDone)
            returns.add(())
            #expect(await watcher.wait(forEnded: 1))
            #expect(watcher.swarm.tasks[task]?.attempts.map(\.failure) == [nil])
        }
    }

    // MARK: Limits that are no faults

    @Test func anAgentThatDoesTheSameAgainAndAgainIsStopped() async throws {
        let driver = ScriptedDriver { order, desk in
            guard order.attempt.number == 1 else { return desk.finish(goodProduct) }
            for _ in 1...5 { desk.acts("search", ["words": "cats"]) }
            await untilCancelled()
        }
        try await withSwarm(driver, agents: agents("a", "b")) { runtime, watcher in
            let task = try #require(await runtime.send(.submit(draft("x"))).task)
            #expect(await watcher.wait(forEnded: 1))
            let state = try #require(watcher.swarm.tasks[task])
            #expect(state.attempts.map(\.failure) == [.stuck("search"), nil])
            #expect(state.attempts.map(\.agent) == [AgentID(0), AgentID(1)])
        }
    }

    @Test func doingOtherThingsIsNotBeingStuck() async throws {
        let driver = ScriptedDriver { _, desk in
            for number in 1...20 { desk.acts("search", ["page": .integer(Int64(number))]) }
            for _ in 1...4 { desk.acts("read") }
            for _ in 1...4 { desk.acts("write") }
            desk.finish(goodProduct)
        }
        try await withSwarm(driver, agents: agents("a")) { runtime, watcher in
            let task = try #require(await runtime.send(.submit(draft("x"))).task)
            #expect(await watcher.wait(forEnded: 1))
            #expect(watcher.swarm.tasks[task]?.attempts.map(\.failure) == [nil])
        }
    }

    @Test func aTaskEndsAtItsDeadlineWithWhatItHas() async throws {
        let stopped = Record<Bool>()
        let driver = ScriptedDriver { order, desk in
            desk.started()
            if order.skillName == "y" { return desk.finish(goodProduct) }
            await untilCancelled()
            stopped.add(Task.isCancelled)
        }
        let clock = ManualClock()
        try await withSwarm(driver, agents: Self.pair, clock: clock) { runtime, watcher in
            var wanted = draft("x", "y")
            wanted.deadline = WallTime(milliseconds: clock.wall().milliseconds + 30_000)
            let task = try #require(await runtime.send(.submit(wanted)).task)
            #expect(await watcher.wait { $0.tasks[task]?.subtasks[1].phase == .succeeded })
            clock.advance(by: .seconds(29))
            _ = await runtime.send(.caption("nearly"))
            #expect(await runtime.attach(Feed {}).state.status(task) == nil)
            clock.advance(by: .seconds(2))
            _ = await runtime.send(.caption("over"))
            #expect(await watcher.wait(forEnded: 1))
            await stopped.wait(for: 1)
            let state = try #require(watcher.swarm.tasks[task])
            #expect(state.status == .partial && state.isExpired)
            #expect(state.attempts[0].failure == .expired)
            #expect(state.subtasks[0].phase == .skipped(.expired))
            #expect(watcher.events.contains { $0.type == .deadlinePassed })
            #expect(watcher.swarm.agents[0].reputation.value == 100, "nobody is to blame")
        }
    }
}
