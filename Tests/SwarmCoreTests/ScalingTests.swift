import Testing

@testable import SwarmCore

/// How many agents of a kind there are follows how many tasks come in a minute.
@Suite struct ScalingTests {
    private func worker(_ replicas: ClosedRange<Int>, load: Int = 20) -> AgentCard {
        AgentCard(
            name: "Worker", skills: [.init("x")], loadPerSubtask: load, replicas: replicas,
            settings: ["a": 1])
    }

    private let other = AgentCard(name: "Other", skills: [.init("y")], loadPerSubtask: 20)

    private func active(_ rehearsal: Rehearsal) -> [String] {
        rehearsal.state.agents.filter { !$0.isRetired && $0.skills.contains(SkillID(0)) }
            .map(\.card.name)
    }

    private func submit(_ count: Int, _ rehearsal: inout Rehearsal) {
        for _ in 0..<count {
            rehearsal.submit(["y"], .simple)
            rehearsal.finishAll()
        }
    }

    @Test(
        "The documents' table: quiet, in proportion, busy",
        arguments: [(0, 1), (10, 1), (11, 2), (40, 3), (55, 3), (99, 5), (100, 5), (5_000, 5)])
    func table(perMinute: Int, agents: Int) {
        #expect(ScalingPolicy().agents(of: 1...5, perMinute: perMinute) == agents)
    }

    @Test func aMinutesTasksAreCountedByFiveSeconds() {
        var arrivals = Arrivals()
        #expect(arrivals.lastMinute(at: .zero) == 0)
        for second in 0..<120 { arrivals.add(at: Instant(microseconds: Int64(second) * 1_000_000)) }
        #expect(arrivals.lastMinute(at: Instant(microseconds: 119_000_000)) == 60)
        #expect(arrivals.lastMinute(at: Instant(microseconds: 149_000_000)) == 30)
        #expect(arrivals.lastMinute(at: Instant(microseconds: 175_000_000)) == 0)
        arrivals.add(at: Instant(microseconds: 9_000_000_000))
        #expect(arrivals.lastMinute(at: Instant(microseconds: 9_000_000_000)) == 1)
    }

    @Test func agentsJoinAsTasksComeAndNeverMoreThanAllowed() {
        var rehearsal = Rehearsal([worker(1...3), other])
        submit(10, &rehearsal)
        #expect(active(rehearsal) == ["Worker"])
        submit(1, &rehearsal)
        #expect(active(rehearsal) == ["Worker", "Worker 2"])
        submit(200, &rehearsal)
        #expect(active(rehearsal) == ["Worker", "Worker 2", "Worker 3"])
        let replica = rehearsal.state.agents[2].card
        #expect(replica.replicaOf == "Worker")
        #expect(replica.replicas == 1...1)
        #expect(replica.settings == ["a": 1])
    }

    @Test func whoWaitsIsServedByWhoJoins() {
        var rehearsal = Rehearsal([worker(1...9, load: 80), other])
        for _ in 0..<11 { rehearsal.submit(["x"], .simple) }
        #expect(active(rehearsal).count == 2)
        #expect(rehearsal.running.count == 2)
    }

    @Test func theyRetireOnceTheyWereTooManyForLongAndAreIdle() {
        var rehearsal = Rehearsal([worker(1...2), other])
        submit(20, &rehearsal)
        #expect(active(rehearsal).count == 2)
        for _ in 0..<11 { rehearsal.advance(.seconds(5)) }
        #expect(active(rehearsal).count == 2, "the last minute is still busy")
        for _ in 0..<12 { rehearsal.advance(.seconds(5)) }
        #expect(active(rehearsal).count == 2, "not for long enough")
        for _ in 0..<2 { rehearsal.advance(.seconds(5)) }
        #expect(active(rehearsal) == ["Worker"])
        #expect(rehearsal.swarm.nextDeadline == nil, "nothing left to look after")
    }

    @Test func oneAtWorkStaysUntilItIsDone() {
        var rehearsal = Rehearsal([worker(1...2, load: 80), other])
        submit(20, &rehearsal)
        for _ in 0..<2 { rehearsal.submit(["x"], .simple) }
        let keys = rehearsal.running
        #expect(keys.count == 2)
        for step in 1...40 {
            rehearsal.now = rehearsal.now + .seconds(1)
            for key in keys {
                rehearsal.step(.report(key, .progressed(Double(step) / 200, note: nil)))
            }
            rehearsal.step(.tick)
        }
        for step in 41...119 {
            rehearsal.now = rehearsal.now + .seconds(1)
            for key in keys {
                rehearsal.step(.report(key, .progressed(Double(step) / 200, note: nil)))
            }
            rehearsal.step(.tick)
        }
        for key in keys { rehearsal.finish(key) }
        for _ in 0..<10 { rehearsal.advance(.seconds(5)) }
        #expect(active(rehearsal) == ["Worker"])
        #expect(rehearsal.state.totals.succeeded == 22)
    }

    @Test func aLoadThatComesAndGoesDoesNotMakeThemFlicker() {
        var rehearsal = Rehearsal([worker(1...2), other])
        for _ in 0..<8 {
            submit(20, &rehearsal)
            for _ in 0..<18 { rehearsal.advance(.seconds(5)) }
        }
        #expect(rehearsal.state.agents.count == 3)
        #expect(rehearsal.count(.agentChanged) == 0)
    }

    @Test func noMoreRetireThanWereTooManyAllTheWhile() {
        var rehearsal = Rehearsal([worker(1...5), other])
        submit(100, &rehearsal)
        for _ in 0..<12 { rehearsal.advance(.seconds(5)) }
        submit(40, &rehearsal)
        for _ in 0..<11 { rehearsal.advance(.seconds(5)) }
        #expect(active(rehearsal).count == 5)
        rehearsal.advance(.seconds(5))
        #expect(active(rehearsal) == ["Worker", "Worker 2", "Worker 3"])
        for _ in 0..<12 { rehearsal.advance(.seconds(5)) }
        #expect(active(rehearsal) == ["Worker"])
    }

    @Test func theRetiredComeBackBeforeNewOnesAreMade() {
        var rehearsal = Rehearsal([worker(1...3), other])
        submit(100, &rehearsal)
        for _ in 0..<60 { rehearsal.advance(.seconds(5)) }
        #expect(active(rehearsal) == ["Worker"])
        submit(100, &rehearsal)
        #expect(active(rehearsal) == ["Worker", "Worker 2", "Worker 3"])
        #expect(rehearsal.state.agents.count == 4)
    }

    @Test func aNameThatIsTakenIsPassedOver() {
        let taken = AgentCard(name: "Worker 2", skills: [.init("x")], loadPerSubtask: 20)
        var rehearsal = Rehearsal([worker(1...2), taken, other])
        submit(100, &rehearsal)
        #expect(active(rehearsal) == ["Worker", "Worker 2", "Worker 3"])
    }

    @Test func theLeastIsThereFromTheStart() {
        let rehearsal = Rehearsal([worker(3...5), other])
        #expect(active(rehearsal) == ["Worker", "Worker 2", "Worker 3"])
        #expect(rehearsal.swarm.nextDeadline == nil)
    }

    @Test func anEditedCardReachesTheReplicas() {
        var rehearsal = Rehearsal([worker(1...3), other])
        submit(100, &rehearsal)
        rehearsal.step(.edit(AgentID(0), worker(1...2, load: 50)))
        #expect(active(rehearsal) == ["Worker", "Worker 2"], "no more than are allowed now")
        #expect(rehearsal.state.agents[2].loadPerSubtask == 50)
        #expect(rehearsal.state.agents[2].card.name == "Worker 2")
        rehearsal.step(.edit(AgentID(0), worker(1...3, load: 60)))
        #expect(active(rehearsal).count == 3)
        #expect(rehearsal.state.agents[3].loadPerSubtask == 60, "the one that came back too")
    }

    @Test func theyRetireWithTheFirstAndComeBackWithIt() {
        var rehearsal = Rehearsal([worker(1...3), other])
        submit(100, &rehearsal)
        rehearsal.step(.retire(AgentID(0)))
        #expect(active(rehearsal).isEmpty)
        rehearsal.step(.register(worker(1...3)))
        #expect(active(rehearsal).count == 3)
    }

    @Test func aRestartKeepsThemAndGoesOn() {
        var rehearsal = Rehearsal([worker(1...3), other])
        submit(100, &rehearsal)
        rehearsal.restart()
        #expect(active(rehearsal).count == 3)
        for _ in 0..<60 { rehearsal.advance(.seconds(5)) }
        #expect(active(rehearsal) == ["Worker"])
    }

    @Test func withoutReplicasNothingIsCounted() {
        var rehearsal = Rehearsal()
        for _ in 0..<200 { rehearsal.submit(["finance"], .simple) }
        #expect(rehearsal.state.agents.count == 4)
        #expect(rehearsal.state.scaling.arrivals.lastMinute(at: rehearsal.now) == 0)
    }
}
