import Foundation
import SwarmCore
import Testing

@testable import ModelAgents

@Suite struct CassetteTests {
    private let canary = "sk-canary-0123456789abcdef"

    private func path() -> String {
        NSTemporaryDirectory() + "cassette-\(UUID().uuidString).ndjson"
    }

    private var keyed: Endpoint {
        Endpoint(
            name: "main", kind: .openAI, baseURL: "http://127.0.0.1:9/v1?token=\(canary)",
            keyVariable: "KEY")
    }

    private func client(_ transport: any ModelTransport, _ endpoint: Endpoint? = nil) -> ModelClient
    {
        TestTime().client(transport, [endpoint ?? keyed], environment: ["KEY": canary])
    }

    private func recording(_ inner: any ModelTransport, _ path: String) -> RecordingTransport {
        RecordingTransport(inner, path: path) { Issue.record("\($0.message)") }
    }

    /// The pieces of an exchange as they come, and how it ends.
    private func play(
        _ transport: any ModelTransport, _ request: TransportRequest
    ) async -> (pieces: [[UInt8]], fault: TransportFault?) {
        let exchange = transport.begin(request)
        var pieces: [[UInt8]] = []
        do throws(TransportFault) {
            while let piece = try await exchange.next() {
                if case .bytes(let bytes) = piece { pieces.append(bytes) }
            }
            return (pieces, nil)
        } catch {
            return (pieces, error)
        }
    }

    @Test func whatWasRecordedIsPlayedCutAsItCame() async throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        var cut = FakeTransport.Reply.events("")
        // Cut inside a character.
        cut.pieces = [Array("data: ä".utf8.dropLast()), [0xA4, 0x0A], [], [0xFF, 0x00]]
        cut.end = .truncated
        let body = Array(#"{"b": 1, "a": [2, 3]}"#.utf8)
        let request = TransportRequest(url: "http://one.example/v1/x?y=1", body: body)
        let replies = [cut, .json("{}", status: 500), .broken(.timedOut(.firstByte))]
        let tape = recording(FakeTransport { number, _ in replies[number - 1] }, path)
        var recorded: [[[UInt8]]] = []
        for _ in replies { recorded.append(await play(tape, request).pieces) }
        let player = try CassetteTransport(path: path)
        // The same question: keys in another order, another host.
        let again = TransportRequest(
            url: "http://two.example/v1/x", body: Array(#"{"a":[2,3],"b":1}"#.utf8))
        let first = await play(player, again)
        #expect(first.pieces == recorded[0])
        #expect(first.fault == .truncated)
        #expect(await play(player, again).pieces == recorded[1])
        #expect(await play(player, again).fault == .timedOut(.firstByte))
    }

    @Test func aMissFailsAndNamesTheRequestAndTheFile() async throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let model = ScriptedModel { _ in .text("hello") }
        let request = ModelRequest(model: "m", messages: [.user("Hello?")])
        _ = await client(recording(model.transport, path)).result(request)
        let player = client(try CassetteTransport(path: path))
        #expect(await player.result(request).value?.text == "hello")
        let spent = await player.result(request).fault
        #expect(spent?.detail.contains("is only 1× recorded in") == true)
        var other = request
        other.temperature = 0.5
        let miss = try #require(await player.result(other).fault)
        #expect(miss.detail.contains("POST /v1"))
        #expect(miss.detail.contains("is not recorded in"))
        #expect(throws: LineFileFault.self) { _ = try CassetteTransport(path: path + ".none") }
    }

    @Test func aLineThatIsNoRecordingIsNamed() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("{\"method\": \"POST\"}\n".utf8).write(to: URL(fileURLWithPath: path))
        do throws(LineFileFault) {
            _ = try CassetteTransport(path: path)
            Issue.record("taken")
        } catch {
            #expect(error.reason == "line 1 is no recording")
        }
    }

    @Test func noKeyAndNoCookieIsEverWritten() async throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        // A server that echoes the key in its headers, its error and across the cuts of its stream.
        let key = Array(canary.utf8)
        let delta =
            #"data: {"choices":[{"index":0,"delta":{"content":"KEY?"},"finish_reason":"stop"}]}"#
        var echo = FakeTransport.Reply.events(
            delta.replacing("KEY", with: "you sent \(canary)") + "\n\ndata: [DONE]\n\n")
        let whole = Array(echo.pieces.joined())
        echo.pieces = stride(from: 0, to: whole.count, by: 7).map {
            Array(whole[$0..<min($0 + 7, whole.count)])
        }
        echo.headers += [
            (name: "Set-Cookie", value: "session=cookie-canary"),
            (name: "x-ratelimit-note", value: canary), (name: "x-request-id", value: canary),
        ]
        let refused = FakeTransport.Reply.json(
            #"{"error":{"message":"bad key \#(canary)"}}"#, status: 401)
        let replies = [echo, refused, echo]
        let transport = FakeTransport { number, _ in replies[number - 1] }
        let client = client(recording(transport, path))
        let request = ModelRequest(model: "m", messages: [.user("Hello?")])
        #expect(await client.result(request).value?.text == "you sent (key)?")
        #expect(await client.result(request).fault?.code == .unauthorised)
        let told = ModelRequest(model: "m", messages: [.user("My key is \(canary).")])
        #expect(await client.result(told).value != nil)
        #expect(transport.requests[0].headers.contains { $0.value.contains(canary) })
        let written = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        #expect(written.count > 500)
        #expect(!written.contains(key))
        // Nor in pieces.
        let pieces = String(decoding: written, as: UTF8.self).replacing(#""},{"text":""#, with: "")
        #expect(pieces.contains("you sent ****"))
        #expect(!pieces.contains("sk-canary"))
        #expect(!pieces.contains("My key"))
        #expect(!written.contains(Array("cookie-canary".utf8)))
        #expect(!written.contains(Array(Hexadecimal.text(key).utf8)))
        // It still plays: cut alike, with stars for the key.
        let player = TestTime().client(
            try CassetteTransport(path: path), [keyed], environment: ["KEY": canary])
        let played = try #require(await player.result(request).value)
        #expect(played.text == "you sent \(String(repeating: "*", count: key.count))?")
    }
}
