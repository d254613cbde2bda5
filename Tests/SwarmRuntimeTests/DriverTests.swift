import SwarmCore
import SwarmRuntime
import Testing

/// Drivers that keep to the rules, and drivers that do not.
@Suite(.timeLimit(.minutes(3))) struct DriverTests {
    @Test func aDriverThatReturnsWithoutAReportHasFailedAndItsTaskEndsHonestly() async throws {
        let driver = ScriptedDriver { _, desk in desk.started() }
        try await withSwarm(driver, agents: agents("a")) { runtime, watcher in
            let task = try #require(await runtime.send(.submit(draft("x"))).task)
            #expect(await watcher.wait(forEnded: 1))
            let state = try #require(watcher.swarm.tasks[task])
            #expect(state.status == .failed)
            #expect(
                state.attempts.map(\.failure)
                    == Array(repeating: .gaveUp("ended without a result"), count: 3))
        }
    }

    @Test func aSecondReportOfTheSameAttemptIsFencedAndChangesNothing() async throws {
        let driver = ScriptedDriver { _, desk in
            desk.finish(goodProduct)
            desk.finish(["text": "forged"])
            desk.fail("and failed too")
        }
        try await withSwarm(driver, agents: agents("a")) { runtime, watcher in
            let task = try #require(await runtime.send(.submit(draft("x"))).task)
            #expect(await watcher.wait(forEnded: 1))
            #expect(await poll { watcher.events.count { $0.type == .attemptFenced } == 2 })
            let state = try #require(watcher.swarm.tasks[task])
            #expect(state.status == .succeeded && state.attempts.count == 1)
            #expect(state.subtasks[0].product?.json == goodProduct)
            #expect(watcher.swarm.agents[0].history.count == 1)
        }
    }

    @Test func theReasonADriverGivesIsKept() async throws {
        let driver = ScriptedDriver { order, desk in
            if order.attempt.number == 1 { desk.fail("no paper") } else { desk.finish(goodProduct) }
        }
        try await withSwarm(driver, agents: agents("a", "b")) { runtime, watcher in
            let task = try #require(await runtime.send(.submit(draft("x"))).task)
            #expect(await watcher.wait(forEnded: 1))
            let attempts = try #require(watcher.swarm.tasks[task]?.attempts)
            #expect(attempts.map(\.failure) == [.gaveUp("no paper"), nil])
            #expect(attempts[0].agent != attempts[1].agent)
            #expect(watcher.swarm.agents[attempts[0].agent.position].reputation.value == 90)
            #expect(watcher.swarm.agents[attempts[1].agent.position].reputation.value > 100)
        }
    }

    @Test func anAgentWithoutADriverFailsWithThatReason() async throws {
        let card = AgentCard(
            name: "a", skills: [.init("x")], driver: .remote, loadPerSubtask: 10)
        try await withSwarm(ScriptedDriver.eager, agents: [card]) { runtime, watcher in
            let task = try #require(await runtime.send(.submit(draft("x"))).task)
            #expect(await watcher.wait(forEnded: 1))
            let failures = watcher.swarm.tasks[task]?.attempts.compactMap(\.failure) ?? []
            #expect(
                failures
                    == Array(
                        repeating: .gaveUp("this swarmtop has no remote driver"), count: 3))
        }
    }

    @Test func progressThatMakesNoSenseIsClamped() async throws {
        let driver = ScriptedDriver { _, desk in
            for share in [Double.nan, .infinity, -1, 1e300, 0.5] {
                desk.progress(share, "\u{1B}[2J")
            }
            desk.finish(goodProduct)
        }
        var policies = Policies.hasty
        policies.progressInterval = .zero
        try await withSwarm(driver, agents: agents("a"), policies: policies) { runtime, watcher in
            let task = try #require(await runtime.send(.submit(draft("x"))).task)
            #expect(await watcher.wait(forEnded: 1))
            let shares = watcher.events.compactMap { event -> UInt16? in
                if case .attemptProgressed(_, let permille, _) = event { permille } else { nil }
            }
            #expect(shares == [0, 1_000], "what says nothing new is not recorded")
            #expect(watcher.swarm.status(task) == .succeeded)
        }
    }

    @Test func whatAnOrderSaysIsTheTaskAndItsIdempotencyKey() async throws {
        let orders = Record<WorkOrder>()
        let driver = ScriptedDriver { order, desk in
            orders.add(order)
            desk.finish(goodProduct)
        }
        try await withSwarm(driver, seed: 42) { runtime, watcher in
            _ = await runtime.send(.submit(draft("finance", "support", id: "t")))
            #expect(await watcher.wait(forEnded: 1))
            #expect(
                orders.elements.map(\.key).sorted() == ["t/t_subtask_1/1", "t/t_subtask_2/1"])
            #expect(orders.elements.map(\.skillName).sorted() == ["finance", "support"])
            #expect(orders.elements.allSatisfy { $0.seed == 42 && $0.team.count == 2 })
        }
    }

    @Test func stoppingTheSwarmCancelsWhatRunsAndReturnsWhenItIsGone() async throws {
        let gone = Record<Bool>()
        let driver = ScriptedDriver { _, desk in
            desk.started()
            await untilCancelled()
            gone.add(Task.isCancelled)
        }
        try await withSwarm(driver) { runtime, watcher in
            _ = await runtime.send(.submit(draft("marketing", "finance", "analytics")))
            #expect(await watcher.wait { $0.totals.running == 1 })
        }
        #expect(gone.elements == [true, true, true])
    }
}
