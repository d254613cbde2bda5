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
}
