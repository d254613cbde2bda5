import Testing

@testable import SwarmCore

/// Random runs under a seed, with the rules that must always hold checked after every step.
@Suite struct RandomRunTests {
    private static let skillSets = [
        ["marketing"], ["finance", "analytics"], ["marketing", "finance", "analytics"],
        ["support"], ["marketing", "seo"],
    ]

    private func run(_ seed: UInt64, kills: Bool) -> Rehearsal {
        var random = SplitMix(seed)
        var rehearsal = Rehearsal()
        var toSubmit = 12
        var steps = 0
        while toSubmit > 0 || rehearsal.state.totals.ended < 12 {
            steps += 1
            guard steps < 3_000 else { break }
            if toSubmit > 0, random.chance(0.3) {
                toSubmit -= 1
                rehearsal.submit(
                    Self.skillSets[Int(random.below(5))], Complexity.allCases[Int(random.below(3))],
                    priority: Priority.allCases[Int(random.below(4))])
            }
            act(&rehearsal, &random, calm: steps > 300)
            if kills, random.chance(0.05) { restart(&rehearsal) }
            check(rehearsal, seed)
        }
        return rehearsal
    }

    private func act(_ rehearsal: inout Rehearsal, _ random: inout SplitMix, calm: Bool) {
        let running = rehearsal.running
        switch random.below(calm ? 5 : 12) {
        case 0...2:
            if let key = running.first { rehearsal.finish(key) }
        case 3: rehearsal.advance(.milliseconds(Int(random.below(900))))
        case 4:
            if calm { quiet(&rehearsal) }
            rehearsal.advance(.seconds(61))
        case 5, 6: if let key = running.last { rehearsal.fail(key, .crashed) }
        case 7:
            if let key = running.first {
                rehearsal.step(.report(key, .progressed(0.5, note: "x")))
            }
        case 8: rehearsal.step(.pause(AgentID(Int(random.below(4)))))
        case 9: rehearsal.step(.resume(AgentID(Int(random.below(4)))))
        case 10:
            let kinds: [FaultKind] = [.crash, .hang, .poorQuality]
            rehearsal.step(
                .inject(
                    FaultSpec(
                        kind: kinds[Int(random.below(3))],
                        target: .agent(AgentID(Int(random.below(4)))),
                        duration: .seconds(Double(random.below(5))), seed: 1)))
        default:
            // A report once more: late, or for an attempt that has ended.
            let started = rehearsal.effects.compactMap { effect -> AttemptKey? in
                if case .start(let key, _) = effect { key } else { nil }
            }
            if let key = started.first { rehearsal.finish(key) }
        }
    }

    private func quiet(_ rehearsal: inout Rehearsal) {
        for agent in 0..<4 { rehearsal.step(.resume(AgentID(agent))) }
        for fault in rehearsal.state.faults where fault.isActive {
            rehearsal.step(.revert(fault.id))
        }
    }

    /// The process dies and starts again from the events alone.
    private func restart(_ rehearsal: inout Rehearsal) {
        var folded = SwarmState(policies: rehearsal.state.policies)
        for event in rehearsal.events { folded.apply(event, at: rehearsal.state.now) }
        var decision = Decision()
        rehearsal.swarm = Swarm(recovering: folded, into: &decision)
        rehearsal.effects = []
        rehearsal.take(decision)
    }

    private func check(_ rehearsal: Rehearsal, _ seed: UInt64) {
        let (state, shadow) = (rehearsal.state, rehearsal.shadow)
        var live = [Int32](repeating: 0, count: 4)
        for key in state.liveAttempts {
            guard let agent = state.agent(working: key) else {
                Issue.record("seed \(seed): a live attempt is with nobody")
                continue
            }
            live[agent.position] += 1
        }
        for (agent, attempts) in zip(state.agents, live) {
            #expect(agent.load == attempts * agent.loadPerSubtask, "seed \(seed)")
            #expect(agent.load <= agent.maxLoad, "seed \(seed)")
            #expect(ReputationPolicy.range.contains(agent.reputation), "seed \(seed)")
            #expect(agent.reputation == shadow.agents[agent.id.position].reputation, "seed \(seed)")
            #expect(agent.load == shadow.agents[agent.id.position].load, "seed \(seed)")
        }
        #expect(rehearsal.swarm.signs.count == state.liveAttempts.count, "seed \(seed)")
        #expect(state.totals == shadow.totals, "seed \(seed)")
        #expect(state.sequence == UInt64(rehearsal.events.count), "seed \(seed)")
    }

    private func verdict(_ rehearsal: Rehearsal, _ seed: UInt64) {
        #expect(rehearsal.state.totals.ended == 12, "seed \(seed): all tasks end")
        #expect(rehearsal.state.liveAttempts.isEmpty, "seed \(seed)")
        #expect(rehearsal.state.agents.allSatisfy { $0.load == 0 }, "seed \(seed)")
        var ends: [TaskID: Int] = [:]
        var reputations: [String: Int] = [:]
        for event in rehearsal.events {
            if case .taskFinished(let id, _, _, _) = event { ends[id, default: 0] += 1 }
            if case .reputationChanged(let agent, let change) = event {
                reputations["\(agent.index) \(change.taskName)", default: 0] += 1
            }
        }
        #expect(ends.values.allSatisfy { $0 == 1 }, "seed \(seed): one end for each task")
        #expect(reputations.values.allSatisfy { $0 == 1 }, "seed \(seed): one change each")
    }

    @Test(arguments: 1...120 as ClosedRange<UInt64>)
    func everyTaskEndsOnceAndTheFoldAgrees(seed: UInt64) {
        verdict(run(seed, kills: false), seed)
    }

    @Test(arguments: 1...120 as ClosedRange<UInt64>)
    func everyTaskEndsOnceThoughTheProcessIsKilled(seed: UInt64) {
        verdict(run(seed, kills: true), seed)
    }

    @Test func theSameSeedGivesTheSameEvents() {
        let (first, second) = (run(5, kills: true), run(5, kills: true))
        #expect(first.events.map { "\($0.type)" } == second.events.map { "\($0.type)" })
    }
}
