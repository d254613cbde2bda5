import OfflineAgents
import SwarmCore
import SwarmFiles
import SwarmRuntime
import Testing

/// A thousand tasks while one agent in ten does nothing right.
@Suite(.timeLimit(.minutes(5))) struct FaultyAgentsTests {
    /// Five of each built-in agent.
    private static let cards: [AgentCard] = (1...5).flatMap { number in
        BuiltInSwarm.cards.map { card in
            AgentCard(
                name: "\(card.name) \(number)", skills: card.skills,
                loadPerSubtask: card.loadPerSubtask, expectedWork: card.expectedWork)
        }
    }

    private static func task(_ number: Int) -> TaskDraft {
        var draft = TaskDraft()
        draft.recipe = number % 3 == 0 ? "campaign" : nil
        if draft.recipe == nil {
            draft.title = "Task \(number)"
            draft.requiredSkills =
                [["finance"], ["support"], ["marketing", "analytics"]][number % 3]
        }
        draft.data = ["budget": .integer(Int64(20_000 + number * 10))]
        return draft
    }

    @Test func allEndNearlyAllSucceedAndEveryFailureHasItsReason() async throws {
        let ends = Record<(status: TaskStatus?, document: JSONObject)>()
        let keep: @Sendable (TaskState, SwarmState) -> Void = { task, swarm in
            let document = ResultDocument.json(task, swarm: swarm, time: WallTime(milliseconds: 0))
            ends.add((task.status, document))
        }
        var policies = Policies.watchful
        policies.breaker.openFor = .seconds(600)
        try await withSwarm(
            OfflineDriver(speed: 2_000), agents: Self.cards, policies: policies, onEnded: keep
        ) { runtime, watcher in
            for (agent, kind) in [(1, FaultKind.hang), (4, .corrupt)] {
                let spec = FaultSpec(
                    kind: kind, target: .agent(AgentID(agent)), duration: nil, seed: 7)
                #expect(await runtime.send(.inject(spec)).fault != nil)
            }
            for number in 1...1_000 { runtime.post(.submit(Self.task(number))) { _ in } }
            #expect(await watcher.wait(atMost: .seconds(240)) { $0.totals.ended == 1_000 })
            let swarm = watcher.swarm
            #expect(swarm.totals.succeeded >= 950, "\(swarm.totals)")
            #expect(swarm.faults.allSatisfy { $0.hits > 0 && $0.recoveredAt != nil })
            #expect(swarm.agents.allSatisfy { $0.load == 0 && $0.liveAttempts == 0 })
            #expect(swarm.agents[1].failed > 0 && swarm.agents[4].failed > 0)
        }
        for end in ends.elements where end.status != .succeeded {
            let missing = end.document["missing"]?.array ?? []
            #expect(
                !missing.isEmpty && missing.allSatisfy { $0["reason"]?.string?.isEmpty == false })
        }
    }
}
