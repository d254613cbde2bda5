import OfflineAgents
import SwarmCore
import SwarmFiles
import SwarmRuntime
import Testing

/// Faults injected below everything that has to notice them (spec §11).
@Suite(.timeLimit(.minutes(3))) struct FaultLineTests {
    private static func spec(
        _ kind: FaultKind, _ target: FaultTarget = .agent(AgentID(0)),
        duration: TimeSpan? = nil, seed: UInt64 = 1
    ) -> FaultSpec {
        FaultSpec(kind: kind, target: target, duration: duration, seed: seed)
    }

    @Test func aHungAgentIsFoundByTheIdleTimeoutAndItsSubtaskGoesToAnother() async throws {
        try await withSwarm(
            ScriptedDriver.eager, agents: agents("a", "b"), policies: .watchful
        ) { runtime, watcher in
            let fault = try #require(await runtime.send(.inject(Self.spec(.hang))).fault)
            let task = try #require(await runtime.send(.submit(draft("x"))).task)
            #expect(await watcher.wait(forEnded: 1))
            let state = try #require(watcher.swarm.tasks[task])
            #expect(state.status == .succeeded)
            #expect(state.attempts.map(\.failure) == [.hung, nil])
            #expect(state.attempts.map(\.agent) == [AgentID(0), AgentID(1)])
            let idle = state.attempts[0].endedAt! - state.attempts[0].awardedAt
            #expect(idle >= Policies.watchful.attempts.idleTimeout)
            let record = try #require(watcher.swarm.fault(fault))
            #expect(record.hits == 1 && record.detectedAt != nil && record.recoveredAt != nil)
            #expect(watcher.swarm.agents[0].reputation.value == 90)
            #expect(watcher.swarm.agents[1].reputation.value > 100)
        }
    }

    @Test func aHangThatEndsInTimeDeliversWhatItHeldBack() async throws {
        var policies = Policies.hasty
        policies.attempts.idleTimeout = .seconds(30)
        let worked = Record<Void>()
        let driver = ScriptedDriver { _, desk in
            desk.progress(0.3, "early")
            desk.progress(0.7, "later")
            desk.finish(goodProduct)
            worked.add(())
        }
        try await withSwarm(driver, agents: agents("a"), policies: policies) { runtime, watcher in
            let fault = try #require(await runtime.send(.inject(Self.spec(.hang))).fault)
            let task = try #require(await runtime.send(.submit(draft("x"))).task)
            await worked.wait(for: 1)
            #expect(watcher.swarm.status(task) == nil)
            #expect(await runtime.send(.revert(fault)).isDone)
            #expect(await watcher.wait(forEnded: 1))
            let state = try #require(watcher.swarm.tasks[task])
            #expect(state.status == .succeeded && state.attempts.count == 1)
        }
    }

    @Test func aHungAgentAnswersNoQuestion() async throws {
        let answered = Record<Bool>()
        let driver = ScriptedDriver(
            work: { order, desk in
                // Only who is not answered waits for the whole time.
                let patience = order.brief.name == "task_1" ? 40.0 : 0.04
                let answer = await desk.ask(
                    skill: "y", topic: "a.ask", "?", within: .seconds(patience))
                answered.add(answer != nil)
                desk.finish(goodProduct)
            }, reply: { _, _ in "yes" })
        let cards = agents("a") + agents("b", skill: "y")
        try await withSwarm(driver, agents: cards, policies: .hasty) { runtime, watcher in
            _ = await runtime.send(.submit(draft("x")))
            #expect(await watcher.wait(forEnded: 1))
            _ = await runtime.send(.inject(Self.spec(.hang, .agent(AgentID(1)))))
            _ = await runtime.send(.submit(draft("x")))
            #expect(await watcher.wait(forEnded: 2))
            #expect(answered.elements == [true, false])
        }
    }

    @Test func aSlowAgentTakesLongerAndStillSucceeds() async throws {
        func seconds(_ kind: FaultKind) async throws -> Double {
            // One wait: on a busy machine many would each be stretched by what they are late.
            let driver = ScriptedDriver { _, desk in
                desk.progress(0.1, "begun")
                try? await Task.sleep(for: .milliseconds(25))
                desk.finish(goodProduct)
            }
            return try await withSwarm(driver, agents: agents("a"), policies: .hasty) {
                runtime, watcher in
                _ = await runtime.send(.inject(Self.spec(kind, .everyone)))
                let task = try #require(await runtime.send(.submit(draft("x"))).task)
                #expect(await watcher.wait(forEnded: 1))
                let state = try #require(watcher.swarm.tasks[task])
                #expect(state.status == .succeeded && state.attempts.count == 1)
                return state.executionTime(now: .zero)!.seconds
            }
        }
        // 25 ms of work after the first word of it, ten times as long.
        let slowed = try await seconds(.slow(factor: 10))
        #expect(slowed > 0.2, "\(slowed) s")
    }

    @Test func aFlakyAgentFailsTheSameAttemptsUnderTheSameSeed() async throws {
        func failures(seed: UInt64, percent: Int) async throws -> [[Bool]] {
            var policies = Policies.hasty
            policies.breaker.opensAfter = 1_000
            return try await withSwarm(
                ScriptedDriver.eager, agents: agents("a", load: 1), policies: policies
            ) { runtime, watcher in
                let spec = Self.spec(.flaky(percent: percent), seed: seed)
                _ = await runtime.send(.inject(spec))
                for _ in 1...30 { _ = await runtime.send(.submit(draft("x"))) }
                #expect(await watcher.wait(forEnded: 30))
                return watcher.swarm.tasks.all.map { $0.attempts.map { $0.failure != nil } }
            }
        }
        let first = try await failures(seed: 1, percent: 40)
        #expect(try await failures(seed: 1, percent: 40) == first)
        #expect(try await failures(seed: 2, percent: 40) != first)
        let count = first.joined().count { $0 }
        #expect(count > 10 && count < 30, "\(count) of \(first.joined().count)")
        #expect(try await failures(seed: 1, percent: 100).joined().allSatisfy { $0 })
    }

    @Test func poorWorkFailsTheChecksAndIsDoneAgain() async throws {
        let cards = BuiltInSwarm.cards
        try await withSwarm(OfflineDriver(speed: 5_000), agents: cards) { runtime, watcher in
            let fault = try #require(
                await runtime.send(.inject(Self.spec(.poorQuality, .agent(AgentID(1))))).fault)
            var wanted = TaskDraft()
            wanted.recipe = "campaign"
            let task = try #require(await runtime.send(.submit(wanted)).task)
            #expect(await watcher.wait { $0.agents[1].failed > 0 })
            #expect(await runtime.send(.revert(fault)).isDone)
            #expect(await watcher.wait(forEnded: 1))
            let state = try #require(watcher.swarm.tasks[task])
            let finance = state.attempts.filter { $0.agent == AgentID(1) }
            guard case .poorQuality(let quality) = finance.first?.failure else {
                Issue.record("\(finance.map(\.failure))")
                return
            }
            #expect(quality < 60 && state.status == .succeeded)
            #expect(finance.count > 1 && finance.last?.failure == nil)
        }
    }

    @Test func aCrashEndsTheAgentsWorkAndTakesItOfflineUntilItIsReverted() async throws {
        try await withSwarm(
            ScriptedDriver.endless, agents: agents("a", "b"), policies: .hasty
        ) { runtime, watcher in
            let task = try #require(await runtime.send(.submit(draft("x"))).task)
            #expect(await watcher.wait { $0.tasks[task]?.attempts.first?.startedAt != nil })
            let fault = try #require(await runtime.send(.inject(Self.spec(.crash))).fault)
            #expect(await watcher.wait { $0.tasks[task]?.attempts.count == 2 })
            let state = watcher.swarm
            #expect(state.tasks[task]?.attempts[0].failure == .crashed)
            #expect(state.tasks[task]?.attempts[1].agent == AgentID(1))
            #expect(state.agents[0].health == .offline && state.agents[0].load == 0)
            #expect(await runtime.send(.revert(fault)).isDone)
            #expect(await watcher.wait { $0.agents[0].health != .offline })
        }
    }

    @Test func aFaultEndsByItselfAfterItsTime() async throws {
        try await withSwarm(ScriptedDriver.eager, agents: agents("a")) { runtime, watcher in
            _ = await runtime.send(.inject(Self.spec(.crash, duration: .milliseconds(30))))
            let task = try #require(await runtime.send(.submit(draft("x"))).task)
            #expect(await watcher.wait(forEnded: 1))
            #expect(watcher.swarm.status(task) == .succeeded)
            let fault = watcher.swarm.faults[0]
            #expect(fault.endedAt! - fault.injectedAt >= .milliseconds(30))
        }
    }

    @Test func anAgentStaysOfflineWhileAnyOfItsCrashesLasts() async throws {
        try await withSwarm(ScriptedDriver.eager, agents: agents("a")) { runtime, watcher in
            let first = try #require(await runtime.send(.inject(Self.spec(.crash))).fault)
            let second = try #require(await runtime.send(.inject(Self.spec(.crash))).fault)
            #expect(await runtime.send(.revert(second)).isDone)
            #expect(await runtime.attach(Feed {}).state.agents[0].health == .offline)
            #expect(await runtime.send(.revert(first)).isDone)
            #expect(await watcher.wait { $0.agents[0].health == .healthy })
        }
    }
}
