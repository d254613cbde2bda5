import Foundation
import OfflineAgents
import SwarmCore
import SwarmFiles
import SwarmRuntime

/// Parallel efficiency of the documents' example (2.3, 1.5 and 2.8 s), ten times as fast: makespan over its longest.
struct Makespan: Benchmark {
    let name = "makespan_three_subtasks"
    let unit = "× the longest subtask"
    private static let speed = 10.0

    func measure(seconds: Double) async throws -> Sample {
        let runtime = try SwarmRuntime(
            journal: ForgetfulJournal(), drivers: [.offline: OfflineDriver(speed: Self.speed)],
            agents: BuiltInSwarm.cards, recipes: .builtIn)
        let (ends, end) = AsyncStream.makeStream(of: TimeSpan.self)
        await runtime.whenTaskEnds { task, swarm in
            end.yield(task.executionTime(now: swarm.now) ?? .zero)
        }
        let running = Task { try await runtime.run() }
        var draft = TaskDraft()
        draft.recipe = "campaign"
        draft.data = ["budget": 50000]
        _ = await runtime.send(.submit(draft))
        var makespan = TimeSpan.zero
        for await span in ends {
            makespan = span
            break
        }
        runtime.stop()
        try await running.value
        let longest = 2.8 / Self.speed
        return Sample(
            value: makespan.seconds / longest, others: [("makespan_s", makespan.seconds)])
    }
}
