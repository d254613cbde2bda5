import ModelAgents
import SwarmCore
import Testing

/// Every hostile answer as far as the transport can judge it: what is in the body is judged above.
@Suite(.timeLimit(.minutes(5))) struct HostileAnswerTests {
    private static let ends: [String: TransportFault] = [
        "B003": .truncated, "B010": .timedOut(.idle), "B013": .timedOut(.idle), "B026": .truncated,
        "B060": .tooLarge, "B063": .timedOut(.total),
    ]

    @Test(arguments: HostileAnswer.all)
    func itEndsAsItMust(hostile: HostileAnswer) async throws {
        let server = try ScriptedServer([hostile.id: [try hostile.script]])
        var request = TransportRequest(url: server.url(for: hostile.id))
        // Both always pass: the servers that reach them have nothing more to say.
        if hostile.id == "B063" { request.deadlines.total = .milliseconds(300) }
        if ["B010", "B013"].contains(hostile.id) { request.deadlines.idle = .milliseconds(300) }
        let answer = await CurlTransport().answer(request)
        #expect(answer.fault == Self.ends[hostile.id])
        #expect((answer.head == nil) == (hostile.id == "B063"))
        #expect(server.connections == 1)
        if let status = answer.head?.status, (300..<400).contains(status) {
            #expect(answer.head?["location"] != nil)
        }
    }

    private static let streams: [String: [String]] = [
        "B016": ["hello", "stop", "[DONE]", "EXTRA"], "B020": ["hello", "[DONE]"],
        "B023": ["hello", "[DONE]"], "B066": ["漢字😀", "[DONE]"],
        "B090": ["hello", "usage", "usage", "stop", "[DONE]"], "B100": ["hello", "stop", "[DONE]"],
        "B076": ["null", "null", "{}", "null", "[]", "7", "hello", "stop", "[DONE]"],
    ]

    @Test(arguments: streams.sorted { $0.key < $1.key })
    func itsEventsAreRead(id: String, parts: [String]) async throws {
        let hostile = try #require(HostileAnswer[id])
        let server = try ScriptedServer(try hostile.script)
        let answer = await CurlTransport().answer(TransportRequest(url: server.url()))
        for piece in [1, 7, .max] {
            let events = try ServerSentEventsTests.events(answer.bytes, piece: piece)
            try #require(events.count == parts.count)
            for (event, part) in zip(events, parts) {
                #expect(String(decoding: event.data, as: UTF8.self).contains(part))
            }
        }
    }

    @Test func anEndlessLineIsStoppedAtItsCap() async throws {
        let hostile = try #require(HostileAnswer["B060"])
        let server = try ScriptedServer(try hostile.script)
        let exchange = CurlTransport().begin(TransportRequest(url: server.url()))
        var decoder = ServerSentEvents(mostBytes: 1 << 20)
        await #expect(throws: TransportFault.tooLarge) {
            while let piece = try await exchange.next() {
                if case .bytes(let bytes) = piece { _ = try decoder.feed(bytes) }
            }
        }
    }
}
