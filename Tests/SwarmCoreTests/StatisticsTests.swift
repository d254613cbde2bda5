import Testing

@testable import SwarmCore

@Suite struct StatisticsTests {
    /// Two agents: one task of 4 s on both, then one of 5 s on the first, which fails once in between.
    private func twoTasks() -> Observed {
        let cards = [
            AgentCard(name: "A", skills: [.init("a")], loadPerSubtask: 50),
            AgentCard(name: "B", skills: [.init("b")], loadPerSubtask: 20),
        ]
        var run = Observed(cards)
        run.at(0) { $0.submit(["a", "b"]) }
        run.at(2) { $0.finish($0.running[1]) }
        run.at(4) { $0.finish($0.running[0]) }
        run.at(10) { $0.submit(["a"], .simple) }
        run.at(12) { $0.fail($0.running[0]) }
        run.at(13) { $0.step(.tick) }
        run.at(15) { $0.finish($0.running[0]) }
        return run
    }

    @Test func everyFigureOfTwoTasksIsTheOneComputedByHand() {
        let run = twoTasks()
        let statistics = run.statistics
        #expect(run.state.totals.succeeded == 2)
        #expect(statistics.activeTime() == .seconds(9))
        #expect(statistics.tasksPerSecond() == 2.0 / 9)
        #expect(statistics.durations.mean == .milliseconds(4_500))
        #expect(statistics.durations.longest == .seconds(5))
        #expect(statistics.waits.mean == .zero)
        #expect(statistics.meanTeamSize == 1.5)
        #expect(statistics.parallelRate == 0.5)
        // A: 500 ‰ for 4 + 2 + 2 of 9 s; B: 200 ‰ for 2 of 9 s.
        #expect(statistics.meanLoadPermille(of: AgentID(0)) == 444)
        #expect(statistics.meanLoadPermille(of: AgentID(1)) == 44)
        #expect(statistics.meanLoadPermille() == 244)
        #expect(statistics.peakLoadPermille == 500)
        #expect(statistics.attempts.awarded == 4)
        #expect(statistics.attempts.succeeded == 3)
        #expect(statistics.attempts.failed == 1)
        #expect(statistics.attempts.retries == 1)
        #expect(statistics.attempts.failuresByKind.map(\.name) == ["gave_up"])
    }

    @Test func theMeanReputationAndItsDeviationAreExact() throws {
        let run = twoTasks()
        let spread = try #require(ReputationSpread(run.state.agents.map(\.reputation)))
        #expect(run.state.agents.map(\.reputation) == [Points(110), Points(105)])
        #expect(spread.mean == Points(raw: 10_750_000))
        #expect(spread.deviation == Points(raw: 250_000))
        #expect(ReputationSpread([Points]()) == nil)
        let many = (0..<60_000).map { _ in Points(150) }
        #expect(ReputationSpread(many)?.deviation == .zero)
    }

    @Test func waitingCountsFromSubmissionToTheFirstAward() {
        var run = Observed()
        run.at(0) { $0.step(.pause($0.agent("Finance").id)) }
        run.at(1) { $0.submit(["finance"], .simple) }
        run.at(4) { $0.step(.resume($0.agent("Finance").id)) }
        run.at(6) { $0.finish($0.running[0]) }
        #expect(run.statistics.waits.mean == .seconds(3))
        #expect(run.statistics.durations.mean == .seconds(2))
        #expect(run.statistics.queued == 1)
        #expect(run.statistics.activeTime() == .seconds(5))
    }

    @Test func aCancelledTaskCountsInNoMean() {
        var run = Observed()
        run.at(0) { $0.submit(["marketing", "finance"]) }
        run.at(3) { $0.step(.cancel($0.state.tasks.latest!.id)) }
        #expect(run.statistics.durations.count == 0)
        #expect(run.statistics.meanTeamSize == nil)
        #expect(run.statistics.tasksPerSecond() == nil)
        #expect(run.statistics.attempts.cancelled == 2)
        // 30 % and 25 % of two of four agents for all the time there was.
        #expect(run.statistics.meanLoadPermille() == 138)
    }

    @Test func lateReportsMessagesAndFaultsAreCounted() {
        var run = Observed()
        run.at(0) { $0.submit(["finance"], .simple) }
        let key = run.rehearsal.running[0]
        run.at(1) {
            let crash = FaultSpec(
                kind: .crash, target: .agent($0.agent("Finance").id), duration: .seconds(2),
                seed: 1)
            $0.step(.inject(crash))
        }
        run.at(2) { $0.fail(key, .crashed) }
        run.at(3) { $0.finish(key) }
        run.at(4) { $0.step(.tick) }
        run.at(5) {
            $0.step(
                .message(
                    MessageDraft(
                        kind: .note, topic: "t", sender: .operator, recipient: .everyone,
                        payload: .null)))
        }
        run.at(7) { $0.finish($0.running[0]) }
        #expect(run.statistics.attempts.fenced == 1)
        #expect(run.statistics.messages.notes == 1 && run.statistics.messages.sum == 1)
        let faults = FaultFigures(run.state.faults)
        #expect(faults.injected == 1 && faults.active == 0)
        #expect(faults.detection.mean == .seconds(1))
        #expect(faults.recovery.mean == .seconds(6))
    }

    @Test func aFreshSwarmHasNoFiguresAndSaysNullForEach() throws {
        let run = Observed()
        let document = StatisticsDocument.json(run.statistics, swarm: run.state)
        for key in [
            "success_rate", "tasks_per_second", "mean_task_seconds", "mean_quality",
            "mean_agent_load", "mean_team_size", "parallel_execution_rate",
        ] {
            #expect(document[key] == JSONValue.null, "\(key)")
        }
        #expect(document["peak_agent_load"]?.double == 0)
        #expect(document["mean_reputation"]?.double == 100)
        #expect(document["reputation_deviation"]?.double == 0)
        #expect(document["reputations"]?["Finance Agent"]?.integer == 100)
        #expect(document["agents"]?.integer == 4)
    }
}

/// A rehearsal with its events folded beside it as a reader of the journal would.
struct Observed {
    var rehearsal: Rehearsal
    private(set) var envelopes: [Envelope] = []
    private(set) var state: SwarmState
    private(set) var statistics = Statistics()
    private(set) var outcomes = BidOutcomes()

    init(_ cards: [AgentCard]? = nil, policies: Policies = Policies()) {
        rehearsal = cards.map { Rehearsal($0, policies: policies) } ?? Rehearsal(policies: policies)
        state = SwarmState(policies: policies)
        look()
    }

    /// Does something at so many seconds from the beginning.
    mutating func at(_ seconds: Double, _ act: (inout Rehearsal) -> Void) {
        rehearsal.now = .zero + .seconds(seconds)
        act(&rehearsal)
        look()
    }

    private mutating func look() {
        for event in rehearsal.events[envelopes.count...] {
            let envelope = Envelope(
                sequence: UInt64(envelopes.count + 1), at: rehearsal.now,
                time: WallTime(
                    milliseconds: 1_700_000_000_000 + rehearsal.now.microseconds / 1_000),
                event: event)
            envelopes.append(envelope)
            state.apply(event, at: envelope.at)
            statistics.apply(event, at: envelope.at, state: state)
            outcomes.apply(event, at: envelope.at, state: state)
        }
    }

    /// The explanation of a task by name, nil: the latest.
    func explanation(of task: String? = nil) -> Explanation {
        var explanation = Explanation(task: task, policies: rehearsal.state.policies)
        for envelope in envelopes { explanation.apply(envelope) }
        return explanation
    }
}
