import Foundation
import ModelAgents
import SwarmCore
import Testing

/// A key goes to the address it was meant for and to nobody else.
@Suite(.timeLimit(.minutes(5))) struct CurlOriginTests {
    private static let key: [(name: String, value: String)] = [
        ("x-api-key", "canary"), ("authorization", "Bearer canary"),
    ]

    @Test(arguments: ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
    func aRedirectIsAnAnswerAndNotFollowed(status: String) async throws {
        let canary = try ScriptedServer(.answer("200 OK", "canary"))
        let target = canary.url(for: "elsewhere")
        let server = try ScriptedServer(.answer(status, headers: ["Location: \(target)"]))
        let answer = await CurlTransport().answer(
            TransportRequest(url: server.url(), headers: Self.key))
        #expect(answer.head?.status == Int(status.prefix(3)))
        #expect(answer.head?["location"] == target)
        #expect(answer.fault == nil)
        #expect(server.connections == 1)
        #expect(canary.connections == 0)
    }

    @Test func theEnvironmentsProxyIsNotAsked() async {
        await #expect(processExitsWith: .success) {
            let canary = try ScriptedServer(.answer("200 OK", "canary"))
            for name in ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
                setenv(name, canary.url(), 1)
            }
            let server = try ScriptedServer(.answer("200 OK", "hello"))
            let transport = CurlTransport()
            let answer = await transport.answer(
                TransportRequest(url: server.url(), headers: CurlOriginTests.key))
            // Reaches nobody; by the proxy it would.
            _ = await transport.answer(TransportRequest(url: "https://127.0.0.1:\(server.port)/"))
            guard answer.text == "hello", server.requests.count == 1, canary.connections == 0 else {
                exit(1)
            }
        }
    }

    @Test func aProxyThatIsAskedForIsUsed() async throws {
        let server = try ScriptedServer(.answer("200 OK", "direct"))
        let proxy = try ScriptedServer(["http:": [.answer("200 OK", "by proxy")]])
        let transport = CurlTransport(CurlTransport.Options(proxy: proxy.url()))
        let answer = await transport.answer(TransportRequest(url: server.url(for: "v1")))
        #expect(answer.text == "by proxy")
        #expect(proxy.requests.map(\.target) == [server.url(for: "v1")])
        #expect(server.connections == 0)
    }

    @Test(arguments: [
        "", "no address", "127.0.0.1/v1", "localhost:8080", "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1/", "http://", "https://user:secret@127.0.0.1/",
        "http://user@127.0.0.1/", "http://127.0.0.1:99999/", "http://127.0.0.1/\r\nX: y",
        "http://127.0.0.1/\u{0}",
    ])
    func anAddressThatIsNoneIsRefused(url: String) async {
        let answer = await CurlTransport().answer(TransportRequest(url: url))
        guard case .badAddress(let reason) = answer.fault else {
            return #expect(answer.fault == .badAddress(""))
        }
        #expect(!reason.isEmpty && !reason.contains("secret") && !reason.contains("127"))
    }

    @Test(arguments: [
        ("X-A", "b\r\nX-C: d"), ("X-A", "b\nc"), ("X-A: b\r\nX", "sly"), ("", "sly"),
        ("X A", "sly"),
    ])
    func aHeaderCannotBeSmuggledIn(name: String, value: String) async throws {
        let server = try ScriptedServer(.answer())
        let answer = await CurlTransport().answer(
            TransportRequest(url: server.url(), headers: [(name, value)]))
        guard case .broken(let words) = answer.fault else {
            return #expect(answer.fault == .broken(""))
        }
        #expect(!words.contains(value))
        #expect(server.connections == 0)
    }

    @Test func whoIsNotThereIsSaidSo() async throws {
        let transport = CurlTransport()
        let port = try SilentPort(.refusing)
        #expect(await transport.answer(TransportRequest(url: port.url)).fault == .cannotConnect)
        var request = TransportRequest(url: "http://\(HostileAnswer.noSuchHost)/")
        request.deadlines.connect = .seconds(60)
        #expect(await transport.answer(request).fault == .noSuchHost)
    }
}
