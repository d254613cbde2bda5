import SwarmCore
import SwarmRuntime
import Testing

/// A swarm's snapshots, whatever keeps them.
@Suite(.timeLimit(.minutes(3))) struct SnapshotContractTests {
    @Test(arguments: Adapter.allCases)
    func aSwarmStartsFromItsSnapshotAsFromAllItsEvents(adapter: Adapter) async throws {
        let place = Place(adapter)
        for _ in 1...3 {
            let journal = try place.open()
            let runtime = try SwarmRuntime(
                journal: journal, drivers: [:],
                agents: ["a", "b"].map {
                    AgentCard(name: $0, skills: [.init("x")], loadPerSubtask: 10)
                },
                recipes: RecipeCatalogue([]), snapshotEvery: 8)
            #expect(runtime.refusedSnapshots.isEmpty)
            let running = Task { try await runtime.run() }
            for _ in 1...10 {
                _ = await runtime.send(.pause(AgentID(0)))
                _ = await runtime.send(.resume(AgentID(0)))
            }
            runtime.stop()
            try await running.value
            let again = try place.open()
            defer { again.close() }
            let reader = JournalReader()
            let reading = try reader.read(again)
            #expect(reading.snapshot > 0)
            #expect(reading.refused.isEmpty)
            #expect(reading.state.digest == (try reader.fold(again) { _ in true }.digest))
            #expect(reading.state.digest == (await runtime.state.digest))
        }
    }
}
