import SwarmCore
import SwarmRuntime
import Testing

@testable import ModelAgents

/// The whole way: a swarm, its agent, libcurl, and a server on the loopback.
@Suite struct WireTests {
    private func run<Result: Sendable>(
        _ server: ScriptedServer, _ body: (ModelSwarm.Play) async throws -> Result
    ) async throws -> Result {
        let endpoint = Endpoint(name: "main", kind: .openAI, baseURL: server.url(for: "v1"))
        let client = ModelClient(endpoints: [endpoint], environment: [:]) { _ in
            FaultyTransport(CurlTransport())
        }
        var swarm = ModelSwarm(agents: [.model("a")])
        swarm.equipment = ModelEquipment(
            client: client, prices: ModelSwarm.prices,
            defaults: ModelDefaults(endpoint: "main", small: "small"))
        return try await swarm.run(FakeTransport(), body)
    }

    private func answer(_ text: String) -> [UInt8] {
        Array(ScriptedModel.openAI(text).pieces.joined())
    }

    private let head = Array(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n".utf8)

    @Test func anAgentWorksOverARealConnection() async throws {
        let body = answer(#"{"summary": "s", "text": "over the wire"}"#)
        let server = try ScriptedServer(
            Script([.send(head), .drip(pieceBytes: 40, milliseconds: 1, body), .finish]))
        defer { server.stop() }
        let task = try await run(server) { try await $0.finish(.of("write")) }
        #expect(task.subtasks[0].product?.json["text"] == "over the wire")
        #expect(task.costs().spent == Money(nanodollars: 20_000))
        #expect(server.requests.map(\.target) == ["/v1/chat/completions"])
    }

    @Test func cancellingClosesTheConnection() async throws {
        let body = answer("and so on and so on")
        let server = try ScriptedServer(
            Script([.send(head), .send(Array(body.prefix(200))), .hang]))
        defer { server.stop() }
        try await run(server) { play in
            let id = try await play.submit(.of("write"))
            try #require(await play.wait { $0.tasks[id]?.attempts.first?.note != nil })
            _ = await play.runtime.send(.cancel(id))
            await server.until { $0.closedConnections == 1 }
            try #require(await play.wait { $0.ledger.open.isEmpty })
            #expect(play.swarm.tasks[id]?.calls.first?.settlement == .unknown)
        }
    }
}
