import Testing

@testable import SwarmCore

@Suite struct AttemptTests {
    /// Two agents with the same skill.
    private static let pair = (1...2).map {
        AgentCard(name: "a\($0)", skills: [.init("x")], loadPerSubtask: 30)
    }

    @Test func aFailedSubtaskIsTriedAgainOnAnotherAgentThatHasTheSkill() {
        var rehearsal = Rehearsal(Self.pair)
        rehearsal.submit(["x"], .simple)
        let first = rehearsal.running[0]
        let agent = rehearsal.state.agent(working: first)
        rehearsal.fail(first, .crashed)
        rehearsal.advance(.seconds(1))
        let second = rehearsal.running[0]
        #expect(second.number == 2)
        #expect(rehearsal.state.agent(working: second) != agent)
    }

    @Test func theBackoffIsDrawnFromTheSeedAndTheAttempt() {
        func delays(seed: UInt64) -> [Int64] {
            var rehearsal = Rehearsal(Self.pair)
            rehearsal.step(.startRun(seed: seed))
            rehearsal.submit(["x"], .simple)
            return (0..<2).map { _ in
                rehearsal.fail(rehearsal.running[0])
                let due = rehearsal.swarm.nextDeadline! - rehearsal.now
                rehearsal.now = rehearsal.swarm.nextDeadline!
                rehearsal.step(.tick)
                return due.microseconds
            }
        }
        #expect(delays(seed: 1) == delays(seed: 1))
        #expect(delays(seed: 1) != delays(seed: 2))
        #expect(delays(seed: 3).allSatisfy { (0...800_000).contains($0) })
    }

    @Test func anAttemptWithoutASignOfLifeIsFoundByItsIdleTimeout() {
        var rehearsal = Rehearsal()
        rehearsal.submit(["finance"], .simple)
        let hung = rehearsal.running[0]
        rehearsal.step(.report(hung, .started))
        #expect(rehearsal.swarm.nextDeadline == Instant(microseconds: 2_000_000))
        rehearsal.advance(.seconds(2))
        #expect(rehearsal.state.isLive(hung) == false)
        #expect(rehearsal.state.tasks.latest?.attempts[0].failure == .hung)
        #expect(
            rehearsal.effects.contains { if case .cancel(hung, _) = $0 { true } else { false } })
    }

    @Test func progressKeepsAnAttemptAlive() {
        var rehearsal = Rehearsal()
        rehearsal.submit(["finance"], .simple)
        let key = rehearsal.running[0]
        for step in 1...8 {
            rehearsal.now = rehearsal.now + .milliseconds(1_500)
            rehearsal.step(.report(key, .progressed(Double(step) / 10, note: nil)))
            rehearsal.step(.tick)
        }
        #expect(rehearsal.state.isLive(key))
    }

    @Test func aProcessThatStoodStillBlamesNobody() {
        var rehearsal = Rehearsal()
        rehearsal.submit(["finance"], .simple)
        rehearsal.advance(.seconds(60))
        #expect(rehearsal.running.count == 1)
    }

    @Test func progressIsRecordedAtMostFourTimesASecondAndNeverGoesBack() {
        var rehearsal = Rehearsal()
        rehearsal.submit(["finance"], .simple)
        let key = rehearsal.running[0]
        for step in 0..<100 {
            rehearsal.now = rehearsal.now + .milliseconds(10)
            let share = step % 2 == 0 ? 0.9 : 0.1
            rehearsal.step(.report(key, .progressed(share, note: nil)))
        }
        let recorded = rehearsal.events.filter { $0.type == .attemptProgressed }.count
        #expect(recorded <= 4)
        #expect(rehearsal.state.tasks.latest?.attempts[0].permille ?? 0 >= 100)
        rehearsal.now = rehearsal.now + .seconds(1)
        rehearsal.step(.report(key, .progressed(.nan, note: nil)))
        rehearsal.step(.report(key, .progressed(1e300, note: nil)))
        #expect(rehearsal.state.tasks.latest?.attempts[0].permille ?? 0 <= 1000)
    }

    @Test func aLateResultIsFencedAndChangesNothing() {
        var rehearsal = Rehearsal(Self.pair)
        rehearsal.submit(["x"], .simple)
        let late = rehearsal.running[0]
        rehearsal.fail(late)
        rehearsal.advance(.seconds(1))
        let before = rehearsal.state.agents.map(\.reputation)
        rehearsal.finish(late)
        #expect(rehearsal.events.last?.type == .attemptFenced)
        #expect(rehearsal.state.agents.map(\.reputation) == before)
        rehearsal.finish(rehearsal.running[0])
        rehearsal.finish(late)
        #expect(rehearsal.state.totals.succeeded == 1)
    }

    @Test func attemptsAreCappedAndTheTaskFailsHonestly() {
        var rehearsal = Rehearsal(Self.pair)
        let id = rehearsal.submit(["x"], .simple)
        for _ in 0..<3 {
            rehearsal.fail(rehearsal.running[0])
            rehearsal.advance(.seconds(5))
        }
        #expect(rehearsal.running.isEmpty)
        #expect(rehearsal.state.tasks[id]?.status == .failed)
        #expect(rehearsal.state.tasks[id]?.attempts.count == 3)
        #expect(rehearsal.state.agents.map(\.reputation.value) == [90, 90])
    }

    @Test func theBreakerOpensAfterFiveFailuresAndProbesOnce() {
        var rehearsal = Rehearsal([
            AgentCard(name: "a", skills: [.init("x")], loadPerSubtask: 10)
        ])
        for _ in 0..<7 { rehearsal.submit(["x"], .simple) }
        for key in rehearsal.running.prefix(5) { rehearsal.fail(key) }
        #expect(rehearsal.state.agents[0].health == .unhealthy)
        for key in rehearsal.running { rehearsal.fail(key) }
        rehearsal.submit(["x"], .simple)
        #expect(rehearsal.running.isEmpty)
        rehearsal.advance(.seconds(61))
        #expect(rehearsal.state.agents[0].breaker == .halfOpen)
        #expect(rehearsal.running.count == 1)
        rehearsal.finish(rehearsal.running[0])
        #expect(rehearsal.state.agents[0].breaker == .closed)
        #expect(rehearsal.state.agents[0].failuresInARow == 0)
    }

    @Test func aFailureDegradesAndTwoSuccessesMend() {
        var rehearsal = Rehearsal()
        rehearsal.submit(["finance"], .simple)
        rehearsal.fail(rehearsal.running[0])
        #expect(rehearsal.agent("Finance").health == .degraded)
        rehearsal.advance(.seconds(1))
        rehearsal.finishAll()
        #expect(rehearsal.agent("Finance").health == .degraded)
        rehearsal.submit(["finance"], .simple)
        rehearsal.finishAll()
        #expect(rehearsal.agent("Finance").health == .healthy)
    }

    @Test func cancelStopsTheWorkAndFreesTheAgents() {
        var rehearsal = Rehearsal()
        let id = rehearsal.submit(["marketing", "finance", "analytics"])
        let running = rehearsal.running
        rehearsal.step(.cancel(id))
        let stopped = rehearsal.effects.compactMap { effect -> AttemptKey? in
            if case .cancel(let key, _) = effect { key } else { nil }
        }
        #expect(Set(stopped) == Set(running))
        #expect(rehearsal.state.tasks[id]?.status == .cancelled)
        #expect(rehearsal.state.totals.running == 0)
        rehearsal.step(.cancel(id))
        #expect(rehearsal.state.totals.cancelled == 1)
    }

    @Test func messagesAreNumberedAndCappedForATask() {
        var policies = Policies()
        policies.limits.messages = 2
        var rehearsal = Rehearsal(policies: policies)
        let id = rehearsal.submit(["finance"], .simple)
        for _ in 0..<3 {
            rehearsal.step(
                .message(
                    MessageDraft(
                        kind: .note, topic: "t", sender: .agent(AgentID(1)), recipient: .everyone,
                        task: id, payload: "hello", token: 9)))
        }
        #expect(rehearsal.state.messageCount == 2)
        #expect(
            rehearsal.effects.contains {
                if case .refuseMessage(token: 9) = $0 { true } else { false }
            })
    }
}
