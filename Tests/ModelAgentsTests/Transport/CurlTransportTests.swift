import ModelAgents
import Testing

/// What goes over the wire and comes back.
@Suite(.timeLimit(.minutes(5))) struct CurlTransportTests {
    @Test func anAnswerComesAsHeadAndBytes() async throws {
        let server = try ScriptedServer(
            .answer("201 Created", headers: ["X-One: a", "x-two:  b "], "hello"))
        let answer = await CurlTransport().answer(TransportRequest(url: server.url()))
        let head = try #require(answer.head)
        #expect(head.status == 201)
        #expect(head.headers.map(\.name) == ["X-One", "x-two", "Content-Length"])
        #expect(head["X-TWO"] == "b")
        #expect(answer.text == "hello")
        #expect(answer.fault == nil)
    }

    @Test func aRequestSaysWhatItWasToldAndNothingOfItsOwn() async throws {
        let server = try ScriptedServer(.answer())
        var request = TransportRequest(url: server.url(for: "v1/messages?a=b"))
        request.headers = [
            ("X-Api-Key", "canary"), ("Empty", ""), ("Content-Type", "application/json"),
        ]
        request.body = Array(repeating: 0x20, count: 3 << 20)
        let transport = CurlTransport()
        #expect(await transport.answer(request).fault == nil)
        request.method = .get
        request.headers = []
        #expect(await transport.answer(request).fault == nil)
        let seen = server.requests
        try #require(seen.count == 2)
        #expect(seen[0].method == "POST")
        #expect(seen[0].target == "/v1/messages?a=b")
        #expect(seen[0].body.count == 3 << 20)
        let names = seen[0].headers.map { $0.name.lowercased() }.sorted()
        #expect(
            names == [
                "accept", "accept-encoding", "content-length", "content-type", "empty", "host",
                "x-api-key",
            ])
        #expect(seen[0]["accept-encoding"] == "identity")
        #expect(seen[1].method == "GET")
        #expect(
            seen[1].headers.map { $0.name.lowercased() } == ["host", "accept", "accept-encoding"])
    }

    @Test func theConnectionIsKeptForTheNextExchange() async throws {
        let server = try ScriptedServer(.answer("200 OK", "hello"))
        let transport = CurlTransport()
        for _ in 0..<5 {
            #expect(await transport.answer(TransportRequest(url: server.url())).text == "hello")
        }
        #expect(server.requests.map(\.connection) == [1, 1, 1, 1, 1])
    }

    @Test func manyExchangesAtOnceKeepTheirAnswersApart() async throws {
        let names = (0..<60).map { "n\($0)" }
        let scripts = Dictionary(
            uniqueKeysWithValues: names.map { name in
                (name, [Script.answer("200 OK", String(repeating: name, count: 5_000))])
            })
        let server = try ScriptedServer(scripts)
        let transport = CurlTransport()
        await withTaskGroup(of: (String, CollectedAnswer).self) { group in
            for name in names {
                let request = TransportRequest(url: server.url(for: name))
                group.addTask { (name, await transport.answer(request)) }
            }
            for await (name, answer) in group {
                #expect(answer.text == String(repeating: name, count: 5_000))
                #expect(answer.fault == nil)
            }
        }
    }

    @Test func interimAnswersAndTrailersArePassedOver() async throws {
        let script = try Script(
            parsing: #"HTTP/1.1 100 Continue\r\nX-A: 1\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n"#
                + #"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\chunk<<hello>>"#
                + #"0\r\nX-Trailer: \x1b[2J\r\nSet-Cookie: a=b\r\n\r\n"#)
        let server = try ScriptedServer(script)
        let transport = CurlTransport()
        for _ in 0..<2 {
            let answer = await transport.answer(TransportRequest(url: server.url()))
            #expect(answer.head?.status == 200)
            #expect(answer.head?.headers.map(\.name) == ["Transfer-Encoding"])
            #expect(answer.text == "hello")
        }
        #expect(server.requests.allSatisfy { $0["cookie"] == nil })
    }

    @Test func aCompressedBodyStaysAsItCame() async throws {
        let server = try ScriptedServer(.answer(headers: ["Content-Encoding: gzip"], "no gzip"))
        let answer = await CurlTransport().answer(TransportRequest(url: server.url()))
        #expect(answer.text == "no gzip")
        #expect(answer.fault == nil)
    }

    @Test func whoTakesSlowlyHoldsTheSenderUp() async throws {
        let size = 6 << 20
        let head = "HTTP/1.1 200 OK\r\nContent-Length: \(size)\r\n\r\n"
        let server = try ScriptedServer(
            Script([.send(Array(head.utf8)), .sendRepeated(Array(0...255), times: size / 256)]))
        let exchange = CurlTransport().begin(TransportRequest(url: server.url()))
        guard case .head = try await exchange.next() else { return #expect(Bool(false)) }
        await server.until { $0.sentBytes > 400 << 10 }
        let answer = await exchange.collected()
        #expect(answer.fault == nil)
        #expect(answer.bytes.count == size)
        let sent = repeatElement(Array(0...255) as [UInt8], count: size / 256)
        #expect(answer.bytes == Array(sent.joined()))
        #expect(answer.largestPiece <= (256 + 16) << 10)
    }

    @Test func aConnectionWithSurplusBytesIsNotUsedAgain() async throws {
        for id in ["B006", "B103"] {
            let hostile = try #require(HostileAnswer[id])
            let server = try ScriptedServer(["": [try hostile.script, .answer("200 OK", "clean")]])
            let transport = CurlTransport()
            let first = await transport.answer(TransportRequest(url: server.url()))
            #expect(first.fault == nil)
            #expect(first.head?["content-length"] == String(first.bytes.count))
            let second = await transport.answer(TransportRequest(url: server.url()))
            #expect(second.text == "clean")
            #expect(server.requests.map(\.connection) == [1, 2])
        }
    }

    @Test func surplusBytesThatComeLateAnswerNobodyEither() async throws {
        let gate = Gate()
        let poison = Script.answer("200 OK", "POISON").steps[0]
        let first = Script.answer("200 OK", "hello").then(.wait(gate), poison, .hang)
        let server = try ScriptedServer(["": [first, .answer("200 OK", "clean")]])
        let transport = CurlTransport()
        #expect(await transport.answer(TransportRequest(url: server.url())).text == "hello")
        let before = server.log.sentBytes
        gate.open()
        await server.until { $0.sentBytes > before }
        #expect(await transport.answer(TransportRequest(url: server.url())).text == "clean")
        #expect(server.requests.map(\.connection) == [1, 2])
    }

    @Test func aRequestIsNeverSentTwice() async throws {
        // The server reads the second request on the kept connection and closes without a word.
        let scripts = [
            Script.answer("200 OK", "hello"), Script([.finish]), .answer("200 OK", "again"),
        ]
        let server = try ScriptedServer(["": scripts])
        let transport = CurlTransport()
        #expect(await transport.answer(TransportRequest(url: server.url())).text == "hello")
        let second = await transport.answer(TransportRequest(url: server.url()))
        #expect(second.fault == .truncated)
        #expect(server.requests.count == 2)
        #expect(await transport.answer(TransportRequest(url: server.url())).text == "again")
    }
}
