import Testing

@testable import SwarmCore

@Suite struct FaultTests {
    private func spec(
        _ kind: FaultKind, _ agent: AgentState, for duration: TimeSpan? = nil
    ) -> FaultSpec {
        FaultSpec(kind: kind, target: .agent(agent.id), duration: duration, seed: 7)
    }

    @Test func aCrashTakesTheAgentOfflineUntilItEnds() {
        var rehearsal = Rehearsal()
        rehearsal.submit(["finance"], .simple)
        let key = rehearsal.running[0]
        rehearsal.step(.inject(spec(.crash, rehearsal.agent("Finance"), for: .seconds(2))))
        #expect(rehearsal.agent("Finance").health == .offline)
        #expect(rehearsal.effects.contains { if case .strike = $0 { true } else { false } })
        rehearsal.fail(key, .crashed)
        rehearsal.advance(.seconds(1))
        let waiting = rehearsal.state.tasks.latest?.subtasks[0].phase
        #expect(waiting == .waiting, "only Finance has the skill, so it waits visibly")
        rehearsal.advance(.seconds(1))
        #expect(rehearsal.agent("Finance").health == .degraded)
        rehearsal.finishAll()
        #expect(rehearsal.state.totals.succeeded == 1)
    }

    @Test func whatAFaultHitAndWhenItWasFoundAndMendedIsKept() {
        var rehearsal = Rehearsal()
        rehearsal.submit(["finance"], .simple)
        rehearsal.now = rehearsal.now + .milliseconds(500)
        rehearsal.step(.inject(spec(.crash, rehearsal.agent("Finance"), for: .seconds(1))))
        rehearsal.now = rehearsal.now + .milliseconds(40)
        rehearsal.fail(rehearsal.running[0], .crashed)
        rehearsal.advance(.seconds(2))
        rehearsal.now = rehearsal.now + .seconds(1)
        rehearsal.finishAll()
        let fault = rehearsal.state.faults[0]
        #expect(fault.hits == 1)
        #expect(fault.detectedAt! - fault.injectedAt == .milliseconds(40))
        #expect(fault.recoveredAt! - fault.injectedAt == .milliseconds(3_040))
        #expect(fault.isActive == false)
    }

    @Test func aRevertedFaultEndsAtOnce() {
        var rehearsal = Rehearsal()
        rehearsal.step(.inject(spec(.crash, rehearsal.agent("Finance"))))
        #expect(rehearsal.swarm.nextDeadline == nil)
        rehearsal.step(.revert(FaultID(1)))
        #expect(rehearsal.agent("Finance").health == .healthy)
        rehearsal.step(.revert(FaultID(1)))
        #expect(rehearsal.events.filter { $0.type == .faultReverted }.count == 1)
    }

    @Test func aFaultOnASkillHitsWhoeverHasIt() {
        var rehearsal = Rehearsal()
        let skill = rehearsal.state.skillID(named: "finance")!
        rehearsal.step(
            .inject(
                FaultSpec(kind: .hang, target: .skill(skill), duration: nil, seed: 1)))
        let hit = rehearsal.state.agents.filter { !rehearsal.state.activeFaults(on: $0.id).isEmpty }
        #expect(hit.map(\.card.shortName) == ["Finance"])
    }

    @Test func aProductBelowTheThresholdIsAFailedAttempt() {
        var rehearsal = Rehearsal()
        rehearsal.submit(["finance"], .simple)
        rehearsal.finish(rehearsal.running[0], [:])
        #expect(rehearsal.state.tasks.latest?.attempts[0].failure == .poorQuality(0))
    }

    // MARK: Count, overlap, health

    @Test func aFaultWithACountEndsOnceItHasHitSoMany() {
        var rehearsal = Rehearsal()
        var counted = spec(.flaky(percent: 100), rehearsal.agent("Finance"))
        counted.count = 2
        rehearsal.step(.inject(counted))
        for _ in 0..<3 { rehearsal.submit(["finance"], .simple) }
        rehearsal.fail(rehearsal.running[0])
        #expect(rehearsal.state.faults[0].isActive)
        rehearsal.finish(rehearsal.running[0])
        #expect(rehearsal.state.faults[0].isActive == false)
        #expect(rehearsal.state.faults[0].hits == 2)
        rehearsal.finishAll()
        #expect(rehearsal.state.faults[0].hits == 2)
    }

    @Test func anOldFaultStillCountsWhatItHits() {
        var rehearsal = Rehearsal()
        rehearsal.step(.inject(spec(.hang, rehearsal.agent("Finance"))))
        for _ in 0..<80 { rehearsal.step(.inject(spec(.hang, rehearsal.agent("Support")))) }
        rehearsal.submit(["finance"], .simple)
        rehearsal.finishAll()
        #expect(rehearsal.state.faults[0].hits == 1)
    }

    @Test func anAgentCrashedTwiceComesBackWithTheLastOfTheTwo() {
        for first in [1, 2] as [UInt32] {
            var rehearsal = Rehearsal()
            for _ in 0..<2 { rehearsal.step(.inject(spec(.crash, rehearsal.agent("Finance")))) }
            rehearsal.step(.revert(FaultID(first)))
            #expect(rehearsal.agent("Finance").health == .offline)
            rehearsal.step(.revert(FaultID(3 - first)))
            #expect(rehearsal.agent("Finance").health == .healthy)
        }
    }

    @Test func aHealthDropKeepsWorkAwayUntilItEnds() {
        var rehearsal = Rehearsal()
        rehearsal.step(.inject(spec(.healthDrop, rehearsal.agent("Finance"), for: .seconds(2))))
        #expect(rehearsal.agent("Finance").health == .unhealthy)
        let id = rehearsal.submit(["finance"], .simple)
        #expect(rehearsal.state.tasks[id]?.phase == .waiting)
        #expect(rehearsal.state.tasks[id]?.census.unavailable == 1)
        rehearsal.advance(.seconds(2))
        #expect(rehearsal.agent("Finance").health == .healthy)
        #expect(rehearsal.state.tasks[id]?.isRunning == true)
    }

    @Test func aFaultEndsOnTimeAfterARestart() {
        var rehearsal = Rehearsal()
        rehearsal.step(.inject(spec(.crash, rehearsal.agent("Finance"), for: .seconds(2))))
        rehearsal.restart()
        rehearsal.advance(.seconds(2))
        #expect(rehearsal.agent("Finance").health == .healthy)
    }

    // MARK: Messages

    private func send(_ rehearsal: inout Rehearsal, from sender: Int, to recipient: Int) {
        rehearsal.step(
            .message(
                MessageDraft(
                    kind: .note, topic: "t", sender: .agent(AgentID(sender)),
                    recipient: .agent(AgentID(recipient)), payload: "hello", token: 7)))
    }

    private func delivered(_ rehearsal: Rehearsal) -> Int {
        rehearsal.effects.count { if case .deliver(_, token: 7) = $0 { true } else { false } }
    }

    @Test func aPartitionLetsNothingThroughInEitherDirection() {
        var rehearsal = Rehearsal()
        rehearsal.step(.inject(spec(.partition, rehearsal.agent("Finance"))))
        send(&rehearsal, from: 0, to: 1)
        send(&rehearsal, from: 1, to: 0)
        send(&rehearsal, from: 0, to: 2)
        #expect(delivered(rehearsal) == 1)
        #expect(rehearsal.state.faults[0].messages == 2)
        #expect(rehearsal.count(.messageSent) == 3)
        #expect(rehearsal.count(.messageDropped) == 2)
        rehearsal.step(.revert(FaultID(1)))
        send(&rehearsal, from: 0, to: 1)
        #expect(delivered(rehearsal) == 2)
    }

    @Test func aShareOfTheMessagesIsLostTheSameOnesForTheSameSeed() {
        func lost(_ seed: UInt64) -> [UInt64] {
            var rehearsal = Rehearsal()
            rehearsal.step(
                .inject(
                    FaultSpec(
                        kind: .dropMessages(percent: 30), target: .everyone, duration: nil,
                        seed: seed)))
            for _ in 0..<200 { send(&rehearsal, from: 0, to: 1) }
            return rehearsal.events.compactMap { event in
                if case .messageDropped(let number, _) = event { number } else { nil }
            }
        }
        #expect((30...90).contains(lost(1).count))
        #expect(lost(1) == lost(1))
        #expect(lost(1) != lost(2))
    }

    @Test func aDelayedMessageArrivesLaterAndOnce() {
        var rehearsal = Rehearsal()
        rehearsal.step(
            .inject(spec(.delayMessages(.milliseconds(300)), rehearsal.agent("Finance"))))
        send(&rehearsal, from: 0, to: 1)
        #expect(delivered(rehearsal) == 0)
        rehearsal.advance(.milliseconds(299))
        #expect(delivered(rehearsal) == 0)
        rehearsal.advance(.milliseconds(1))
        rehearsal.advance(.milliseconds(300))
        #expect(delivered(rehearsal) == 1)
    }
}
