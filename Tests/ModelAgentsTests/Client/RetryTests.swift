import SwarmCore
import Testing

@testable import ModelAgents

/// When a request is sent again, after which wait, and where to.
@Suite struct RetryTests {
    private let time = TestTime()
    private static let good = FakeTransport.Reply.events(ControlStream.openAIText.text)
    private static let limited = #"{"error":{"message":"Rate limit","code":"rate_limit_exceeded"}}"#

    private static func refusal(
        _ status: Int, _ headers: [(name: String, value: String)] = [], _ body: String = limited
    ) -> FakeTransport.Reply {
        .json(body, status: status, headers)
    }

    @Test func aFailureIsFollowedByARetryAfterAJitteredPause() async throws {
        let transport = FakeTransport(
            Self.refusal(500, [], "{}"), Self.refusal(502, [], ""), Self.good)
        let watch = TestWatch()
        let answer = try await time.client(transport).answer(
            .hello, over: [Route("main")], watch: watch.notesOnly)
        #expect(answer.attempts == 3)
        #expect(time.waits.count == 2)
        #expect(time.waits[0] >= .milliseconds(50) && time.waits[0] <= .milliseconds(500))
        #expect(time.waits[1] >= .milliseconds(50) && time.waits[1] <= .seconds(1))
        #expect(watch.notes.count == 2)
        #expect(watch.notes[0].hasPrefix("main: SERVER 500"))
    }

    @Test func aServerThatNeverWorksIsAskedThreeTimesAndNoMore() async throws {
        let transport = FakeTransport(Self.refusal(503, [], "busy"))
        let fault = try #require(await time.client(transport).result().fault)
        #expect(fault.code == .overloaded)
        #expect(fault.attempts == 3)
        #expect(transport.requests.count == 3)
    }

    @Test func everyPathHasTheSameCap() async {
        for fault in [
            TransportFault.truncated, .cannotConnect, .noSuchHost, .timedOut(.idle),
            .broken("framing"),
        ] {
            let transport = FakeTransport(.broken(fault))
            _ = await time.client(transport, [.main, .spare]).result(
                over: [Route("main"), Route("spare"), Route("main"), Route("spare")])
            #expect(transport.requests.count == 8, "\(fault)")
        }
    }

    @Test(arguments: [
        ("retry-after", "7", 7.0), ("Retry-After", "0.25", 0.25), ("retry-after-ms", "1500", 1.5),
        ("retry-after", "Tue, 14 Nov 2023 22:13:40 GMT", 20.0), ("retry-after", "120", 120.0),
    ])
    func anEndpointsOwnWaitIsKept(name: String, value: String, seconds: Double) async throws {
        let transport = FakeTransport(Self.refusal(429, [(name, value)]), Self.good)
        _ = try await time.client(transport).result().get()
        #expect(time.waits.count == 1)
        #expect(time.waits[0] >= .seconds(seconds))
        #expect(time.waits[0] <= .seconds(seconds + min(1, seconds / 10)))
    }

    @Test(arguments: ["0x10", "-3", "0", "1e3", "nan", "Wed, 21 Oct 2015 07:28:00 GMT", "soon", ""])
    func aWaitThatIsPastOrUnreadableIsANormalPause(value: String) async throws {
        let transport = FakeTransport(Self.refusal(429, [("Retry-After", value)]))
        let fault = try #require(await time.client(transport).result().fault)
        #expect(fault.code == .rateLimited)
        #expect(fault.retryAfter == nil)
        #expect(transport.requests.count == 3)
        #expect(time.waits.allSatisfy { $0 >= .milliseconds(50) && $0 <= .seconds(1) })
    }

    @Test func aLongerWaitEndsTheCallWithItsTime() async throws {
        let transport = FakeTransport(Self.refusal(429, [("Retry-After", "121")]))
        let client = time.client(transport)
        let fault = try #require(await client.result().fault)
        #expect(fault.retryAfter == .seconds(121))
        #expect(transport.requests.count == 1)
        #expect(time.waits.isEmpty)
        // Who asks meanwhile is told the rest of it, without a request.
        time.clock.advance(by: .seconds(0.5))
        let second = try #require(await client.result().fault)
        #expect(second.code == .rateLimited)
        #expect(second.retryAfter == .seconds(120.5))
        #expect(transport.requests.count == 1)
    }

    @Test func aQuotaThatIsSpentIsNotARateLimit() async throws {
        let body =
            #"{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}"#
        let transport = FakeTransport(
            Self.refusal(429, [("retry-after", "1"), ("x-should-retry", "true")], body))
        let fault = try #require(await time.client(transport).result().fault)
        #expect(fault.code == .quota)
        #expect(transport.requests.count == 1)
    }

    @Test func theServersWordOnRetryingCountsMoreThanTheStatus() async throws {
        let no = FakeTransport(Self.refusal(500, [("x-should-retry", "false")], "{}"), Self.good)
        #expect(await time.client(no).result().fault?.code == .server)
        let yes = FakeTransport(Self.refusal(400, [("x-should-retry", "true")], "{}"), Self.good)
        #expect(try await time.client(yes).result().get().attempts == 2)
    }

    @Test(arguments: [400, 401, 403, 404, 413, 422])
    func whatWillNotGetBetterIsNotRetried(status: Int) async throws {
        let transport = FakeTransport(Self.refusal(status, [], #"{"error":{"message":"no"}}"#))
        let fault = try #require(await time.client(transport).result().fault)
        #expect(transport.requests.count == 1)
        #expect(!fault.countsAgainstBreaker)
    }

    @Test func fallbacksAreAskedInOrderWithTheirOwnModels() async throws {
        let transport = FakeTransport { _, request in
            request.url.contains("/spare/") ? Self.good : Self.refusal(529, [], "{}")
        }
        let watch = TestWatch()
        let answer = try await time.client(transport, [.main, .spare]).answer(
            .hello, over: [Route("main"), Route("spare", model: "m2")], watch: watch.notesOnly)
        #expect(answer.endpoint == "spare")
        #expect(answer.askedModel == "m2")
        #expect(answer.attempts == 4)
        #expect(watch.notes.contains("falls back to spare"))
        #expect(
            String(decoding: transport.requests[3].body, as: UTF8.self).contains(#""model":"m2""#))
    }

    @Test func aRequestNobodyTakesIsNotCarriedRound() async {
        let transport = FakeTransport(Self.refusal(400, [], #"{"error":{"message":"bad"}}"#))
        let fault = await time.client(transport, [.main, .spare]).result(
            over: [Route("main"), Route("spare")]
        ).fault
        #expect(fault?.code == .badRequest)
        #expect(transport.requests.count == 1)
    }

    @Test func theShortestWaitOfAllRoutesIsTold() async throws {
        let transport = FakeTransport { _, request in
            Self.refusal(429, [("retry-after", request.url.contains("/spare/") ? "900" : "300")])
        }
        let fault = try #require(
            await time.client(transport, [.main, .spare]).result(
                over: [Route("main"), Route("spare")]
            ).fault)
        #expect(fault.retryAfter == .seconds(300))
        #expect(transport.requests.count == 2)
    }

    @Test func nothingIsSentAgainOnceOutputWasHandedOn() async throws {
        let half = String(ControlStream.openAIText.text.prefix(700))
        let transport = FakeTransport(.events(half, end: .truncated), Self.good)
        let watch = TestWatch()
        let fault = await time.client(transport).result(watch: watch.watch).fault
        #expect(fault?.code == .truncated)
        #expect(transport.requests.count == 1)
        #expect(!watch.text.isEmpty)
    }

    @Test func whoAllowsItIsToldToForgetWhatCame() async throws {
        let half = String(ControlStream.openAIText.text.prefix(700))
        let transport = FakeTransport(.events(half, end: .truncated), Self.good)
        let watch = TestWatch()
        var restartable = watch.watch
        restartable.mayRestart = true
        let answer = try await time.client(transport).result(watch: restartable).get()
        #expect(watch.events.contains(.restarted))
        #expect(watch.text == answer.text)
    }

    @Test func fiftyAgentsThatAreAllRefusedStayWithinTheirCaps() async {
        let transport = FakeTransport(Self.refusal(429, [("Retry-After", "2")]))
        let client = time.client(transport)
        let faults = await withTaskGroup(of: ModelFault?.self) { group in
            for _ in 0..<50 { group.addTask { await client.result().fault } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(faults.allSatisfy { $0?.code == .rateLimited })
        #expect(transport.requests.count <= 150)
        #expect(client.endpoints[0].breaker == .closed(failures: 0))
    }

    @Test func cancellingEndsTheCallAndItsExchange() async {
        var reply = FakeTransport.Reply.events("")
        reply.hangs = true
        let transport = FakeTransport(reply)
        let client = time.client(transport)
        let call = Task { await client.result() }
        while transport.requests.isEmpty { await Task.yield() }
        call.cancel()
        #expect(await call.value.fault?.code == .cancelled)
        #expect(transport.requests.count == 1)
        #expect(transport.log.open == 0)
        #expect(client.endpoints[0].underWay == 0)
    }

    @Test func eachRequestIsAnnouncedAndSettled() async throws {
        let transport = FakeTransport(Self.refusal(500, [], "{}"), Self.good)
        let book = Ledger()
        var watch = CallWatch()
        watch.willSend = { attempt throws(ModelFault) in book.write("\(attempt.number) begins") }
        watch.didEnd = { attempt, usage, fault in
            book.write("\(attempt.number) \(fault?.code.rawValue ?? "done") \(usage.output)")
        }
        _ = try await time.client(transport).result(watch: watch).get()
        #expect(book.lines == ["1 begins", "1 SERVER 0", "2 begins", "2 done 5"])
    }

    @Test func aRefusedReservationSendsNothing() async {
        let transport = FakeTransport(Self.good)
        var watch = CallWatch()
        watch.willSend = { _ throws(ModelFault) in throw ModelFault(.budget) }
        let client = time.client(transport)
        #expect(await client.result(watch: watch).fault?.code == .budget)
        #expect(transport.requests.isEmpty)
        #expect(client.endpoints[0].underWay == 0)
    }

    @Test func anEndpointNobodyKnowsIsSaid() async {
        let fault = await time.client(FakeTransport(Self.good)).result(over: [Route("else")]).fault
        #expect(fault?.code == .badRequest)
        #expect(fault?.detail == "no endpoint is called else")
    }
}
