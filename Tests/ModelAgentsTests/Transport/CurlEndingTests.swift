import SwarmCore
import Testing

@testable import ModelAgents

/// How exchanges end that do not end well. The servers here never go on, so a deadline that is short always passes.
@Suite(.timeLimit(.minutes(5))) struct CurlEndingTests {
    private func request(
        _ server: ScriptedServer, _ change: (inout TransportDeadlines) -> Void = { _ in }
    ) -> TransportRequest {
        var request = TransportRequest(url: server.url(), body: Array("{}".utf8))
        change(&request.deadlines)
        return request
    }

    private static let controls = [
        #"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"#
            + #"\chunk<<data: hel>>\chunk<<lo\n\n>>\chunk<<data: [DONE]\n\n>>0\r\n\r\n"#,
        #"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"a":"b"}"#,
    ]

    @Test(arguments: controls, [Script.Step.finish, .reset])
    func aCutAtAnyByteIsNeverACompleteBody(control: String, end: Script.Step) async throws {
        let whole = try Script(parsing: control).steps.flatMap { step -> [UInt8] in
            if case .send(let bytes) = step { bytes } else { [] }
        }
        let scripts = Dictionary(
            uniqueKeysWithValues: (0...whole.count).map { cut in
                ("cut\(cut)", [Script([.send(Array(whole[..<cut])), end])])
            })
        let server = try ScriptedServer(scripts)
        let transport = CurlTransport()
        for cut in 0..<whole.count {
            let answer = await transport.answer(TransportRequest(url: server.url(for: "cut\(cut)")))
            // Of the empty line that ends the chunks, libcurl does not miss the line feed; nor is anything missing.
            let isAllThere = whole[cut...] == [10]
            #expect(answer.fault == .truncated || isAllThere, "cut at \(cut)")
        }
        guard case .finish = end else { return }
        let uncut = await transport.answer(
            TransportRequest(url: server.url(for: "cut\(whole.count)")))
        #expect(uncut.fault == nil)
    }

    @Test func aConnectionThatIsNotTakenTimesOut() async throws {
        let full = try SilentPort(.full)
        var request = TransportRequest(url: full.url)
        request.deadlines.connect = .milliseconds(50)
        #expect(await CurlTransport().answer(request).fault == .timedOut(.connect))
    }

    @Test(arguments: [
        #"\hang"#, #"HTTP/1.1 200 OK\r\nContent-Type:\hang"#,
        #"\rep<<10000|HTTP/1.1 100 Continue\r\n\r\n>>\hang"#,
        #"\drip<<5|1|\rep<<10000|HTTP/1.1 100 Continue\r\n\r\n>>>>\hang"#,
    ])
    func anAnswerWithoutAHeadTimesOut(script: String) async throws {
        let server = try ScriptedServer(try Script(parsing: script))
        let answer = await CurlTransport().answer(
            request(server) { $0.firstByte = .milliseconds(200) })
        #expect(answer.fault == .timedOut(.firstByte))
        #expect(answer.head == nil)
        await server.until { $0.closedConnections == 1 }
    }

    @Test func bytesWithoutContentDoNotMoveTheIdleDeadline() async throws {
        let script = try Script(
            parsing: #"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"#
                + #"\drip<<13|2|\rep<<1000000|8\r\n: ping\n\n\r\n>>>>"#)
        let server = try ScriptedServer(script)
        var request = request(server) { $0.idle = .milliseconds(300) }
        request.deadlines.total = .seconds(20)
        let exchange = CurlTransport().begin(request)
        let answer = await exchange.collected()
        #expect(answer.fault == .timedOut(.idle))
        #expect(answer.head?.status == 200)
    }

    @Test func contentForEverEndsAtTheTotalDeadline() async throws {
        let script = try Script(
            parsing: #"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"#
                + #"\drip<<13|2|\rep<<1000000|8\r\ndata: a\n\r\n>>>>"#)
        let server = try ScriptedServer(script)
        let exchange = CurlTransport().begin(request(server) { $0.total = .milliseconds(300) })
        let answer = await exchange.collected(notingContent: true)
        #expect(answer.fault == .timedOut(.total))
    }

    @Test func aBodyPastTheCapEndsTheExchange() async throws {
        let head = #"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"#
        let server = try ScriptedServer(try Script(parsing: head + #"\rep<<100000000|A>>\fin"#))
        var request = request(server)
        request.mostBytes = 100_000
        let answer = await CurlTransport().answer(request)
        #expect(answer.fault == .tooLarge)
        #expect(answer.bytes.count <= 100_000)
        await server.until { $0.closedConnections == 1 }
    }

    @Test(arguments: [
        #"HTTP/1.1 200 OK\r\n\rep<<100000|X: yyyyyyyyyy\r\n>>\r\n\hang"#,
        #"HTTP/1.1 200 OK\r\nX: \rep<<1000000|y>>\r\n\r\n\hang"#,
        #"\rep<<20000|HTTP/1.1 100 Continue\r\n\r\n>>\hang"#,
        #"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\rep<<100000|X: yyyyyyyyyy\r\n>>\hang"#,
    ])
    func aHeaderBombIsTooLarge(script: String) async throws {
        let server = try ScriptedServer(try Script(parsing: script))
        #expect(await CurlTransport().answer(request(server)).fault == .tooLarge)
    }

    @Test func twoHundredHeadersAreKept() async throws {
        let script = #"HTTP/1.1 200 OK\r\n\rep<<1000|X: y\r\n>>Content-Length: 0\r\n\r\n"#
        let server = try ScriptedServer(try Script(parsing: script))
        let answer = await CurlTransport().answer(request(server))
        #expect(answer.head?.headers.count == 200)
        #expect(answer.fault == nil)
    }

    @Test func aTransferCodingNobodyAskedForIsRefused() async throws {
        let script = Script.answer("200 OK", headers: ["Transfer-Encoding: gzip, chunked"], "x")
        let server = try ScriptedServer(script)
        guard case .broken = await CurlTransport().answer(request(server)).fault else {
            return #expect(Bool(false))
        }
    }

    // MARK: Cancelling

    private static let endless = Script([
        .send(Array("HTTP/1.1 200 OK\r\n\r\nhello".utf8)), .hang,
    ])

    @Test func cancellingTheTaskClosesTheConnection() async throws {
        let server = try ScriptedServer(Self.endless)
        let transport = CurlTransport()
        let exchange = transport.begin(request(server))
        let task = Task { await exchange.collected() }
        await server.until { $0.sentBytes > 20 }
        task.cancel()
        #expect(await task.value.fault == .cancelled)
        await server.until { $0.closedConnections == 1 }
    }

    @Test func aCancelledExchangeGivesNothingMore() async throws {
        let server = try ScriptedServer(Self.endless)
        let transport = CurlTransport()
        let exchange = transport.begin(request(server))
        _ = try await exchange.next()
        exchange.cancel()
        exchange.cancel()
        #expect(await exchange.collected().fault == .cancelled)
        #expect(await exchange.collected().bytes == [])
        await server.until { $0.closedConnections == 1 }
    }

    @Test func lettingGoOfAnExchangeClosesItsConnection() async throws {
        let server = try ScriptedServer(Self.endless)
        let transport = CurlTransport()
        do {
            let exchange = transport.begin(request(server))
            _ = try await exchange.next()
        }
        await server.until { $0.closedConnections == 1 }
        #expect(await transport.answer(TransportRequest(url: "ftp://x/")).fault != nil)
    }

    @Test func closingCancelsWhatIsUnderWayAndEndsTheThread() async throws {
        let server = try ScriptedServer(["kept": [.answer()], "": [Self.endless]])
        let transport = CurlTransport()
        _ = await transport.answer(TransportRequest(url: server.url(for: "kept")))
        let exchanges = (0..<20).map { _ in transport.begin(request(server)) }
        for exchange in exchanges { _ = try await exchange.next() }
        await transport.close()
        for exchange in exchanges { #expect(await exchange.collected().fault == .cancelled) }
        #expect(await transport.answer(request(server)).fault == .cancelled)
        await server.until { $0.closedConnections == $0.connections }
        await transport.close()
    }

    @Test func lettingGoOfEverythingEndsTheThread() async throws {
        let server = try ScriptedServer(Self.endless)
        weak var mailbox: CurlMailbox?
        do {
            let transport = CurlTransport()
            mailbox = transport.mailbox
            _ = try await transport.begin(request(server)).next()
        }
        await server.until { $0.closedConnections == 1 }
        // The thread holds the mailbox to its end.
        while mailbox != nil { await Task.yield() }
    }
}
