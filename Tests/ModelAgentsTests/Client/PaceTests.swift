import SwarmCore
import Testing

@testable import ModelAgents

@Suite struct PaceTests {
    private let light = CallWeight(bodyBytes: 400, mostOutputTokens: 100)

    private func at(_ seconds: Double) -> Instant { .zero + .seconds(seconds) }

    private func ticket(_ admission: Pace.Admission) -> Pace.Ticket? {
        if case .go(let ticket) = admission { ticket } else { nil }
    }

    private func limit(
        _ unit: RateLimit.Unit, _ remaining: Int, of limit: Int = 50, resets seconds: Double
    ) throws -> RateLimit {
        try #require(
            RateLimit(
                unit, limit: "\(limit)", remaining: "\(remaining)", resets: at(seconds)))
    }

    @Test func callsPerMinuteAreBookedFirstComeFirstServed() {
        var pace = Pace(callsPerMinute: 2)
        let moments = (0..<5).map { _ in pace.book(at: at(1)) }
        #expect(moments == [at(1), at(1), at(61), at(61), at(121)])
        pace.unbook(at(121))
        #expect(pace.book(at: at(2)) == at(121))
        #expect(pace.book(at: at(200)) == at(200))
    }

    @Test func aLimitThatIsUsedUpHoldsTheNextCallUntilItsReset() throws {
        var pace = Pace()
        let first = try #require(ticket(pace.admit(light, at: at(0))))
        pace.learn([try limit(.requests, 0, resets: 30)], from: first, at: at(1))
        guard case .wait(let until, let why) = pace.admit(light, at: at(2)) else {
            Issue.record("the call goes")
            return
        }
        #expect(until == at(30))
        #expect(why == "no requests left")
        #expect(ticket(pace.admit(light, at: at(30))) != nil)
    }

    @Test func callsAtTheSameTimeCannotAllTakeTheLastOne() throws {
        var pace = Pace()
        let first = try #require(ticket(pace.admit(light, at: at(0))))
        pace.learn([try limit(.requests, 3, resets: 30)], from: first, at: at(1))
        let went = (0..<10).count { _ in ticket(pace.admit(light, at: at(2))) != nil }
        #expect(went == 3)
    }

    @Test func anAnswerDoesNotKnowOfCallsThatWentAfterIts() throws {
        var pace = Pace()
        let first = try #require(ticket(pace.admit(light, at: at(0))))
        for _ in 0..<4 { _ = pace.admit(light, at: at(0)) }
        pace.learn([try limit(.requests, 5, resets: 30)], from: first, at: at(1))
        #expect((0..<10).count { _ in ticket(pace.admit(light, at: at(2))) != nil } == 1)
    }

    @Test func anOlderAnswerThatComesLateIsNoNews() throws {
        var pace = Pace()
        let first = try #require(ticket(pace.admit(light, at: at(0))))
        let second = try #require(ticket(pace.admit(light, at: at(0))))
        pace.learn([try limit(.requests, 0, resets: 30)], from: second, at: at(1))
        pace.learn([try limit(.requests, 40, resets: 30)], from: first, at: at(2))
        #expect(ticket(pace.admit(light, at: at(3))) == nil)
    }

    @Test func tokensAreReckonedToo() throws {
        var pace = Pace()
        let first = try #require(ticket(pace.admit(light, at: at(0))))
        pace.learn([try limit(.tokens, 350, of: 1_000, resets: 9)], from: first, at: at(1))
        #expect((0..<9).count { _ in ticket(pace.admit(light, at: at(2))) != nil } == 2)
    }

    @Test(arguments: [("-1", "0"), ("0", "0"), ("50", "-1"), ("x", "1"), ("50", "")])
    func figuresThatSayNothingAreNoLimit(limit: String, remaining: String) {
        #expect(RateLimit(.requests, limit: limit, remaining: remaining, resets: at(5)) == nil)
        #expect(RateLimit(.requests, limit: "50", remaining: "0", resets: nil) == nil)
    }

    @Test func headersOfBothProvidersPaceTheNextCall() async throws {
        let time = TestTime()
        let head: [(name: String, value: String)] = [
            ("Content-Type", "application/json"), ("x-ratelimit-limit-requests", "60"),
            ("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "1m2s"),
            ("anthropic-ratelimit-input-tokens-limit", "1000"),
            ("anthropic-ratelimit-input-tokens-remaining", "0"),
            ("anthropic-ratelimit-input-tokens-reset", "2023-11-14T22:13:50Z"),
        ]
        let openAI = FakeTransport.Reply(
            headers: head,
            pieces: [
                Array(#"{"choices":[{"message":{"content":"a"},"finish_reason":"stop"}]}"#.utf8)
            ])
        let anthropic = FakeTransport.Reply(
            headers: head,
            pieces: [Array(#"{"content":[],"stop_reason":"end_turn"}"#.utf8)])
        let transport = FakeTransport { _, request in
            request.url.hasSuffix("/messages") ? anthropic : openAI
        }
        let client = time.client(transport, [.main, .claude])
        let watch = TestWatch()
        for (name, wait) in [("claude", 30.0), ("main", 62.0)] {
            _ = try await client.result(over: [Route(name)], watch: watch.notesOnly).get()
            _ = try await client.result(over: [Route(name)], watch: watch.notesOnly).get()
            #expect(time.waits.last == .seconds(wait))
        }
        #expect(
            watch.notes == [
                "claude: no input tokens left; waits 30 s", "main: no requests left; waits 62 s",
            ])
    }

    @Test func aResetTooFarAwayEndsTheCallWithTheTime() async throws {
        let time = TestTime()
        let transport = FakeTransport(
            .json(
                #"{"choices":[{"message":{"content":"a"},"finish_reason":"stop"}]}"#,
                [
                    ("x-ratelimit-limit-requests", "60"), ("x-ratelimit-remaining-requests", "0"),
                    ("x-ratelimit-reset-requests", "6m0s"),
                ]))
        let client = time.client(transport)
        _ = try await client.result().get()
        let fault = try #require(await client.result().fault)
        #expect(fault.code == .rateLimited)
        #expect(fault.retryAfter == .seconds(360))
        #expect(transport.requests.count == 1)
    }

    @Test func callsAboveTheMinutesLimitAreQueuedAndShownAndNeverDropped() async throws {
        let time = TestTime()
        var endpoint = Endpoint.main
        endpoint.callsPerMinute = 2
        let transport = FakeTransport(.events(ControlStream.openAIText.text))
        let client = time.client(transport, [endpoint])
        let watch = TestWatch()
        for _ in 0..<5 { _ = try await client.result(watch: watch.notesOnly).get() }
        #expect(transport.requests.count == 5)
        #expect(time.clock.monotonic() >= 120_000_000)
        #expect(watch.notes.first == "main: 2 calls a minute allowed; waits 60 s")
    }

    @Test func aWaitForALimitDoesNotSaveUpCallsOfTheMinute() async throws {
        let time = TestTime()
        var endpoint = Endpoint.main
        endpoint.callsPerMinute = 2
        let answer = #"{"choices":[{"message":{"content":"a"},"finish_reason":"stop"}]}"#
        let spent: [(name: String, value: String)] = [
            ("x-ratelimit-limit-requests", "60"), ("x-ratelimit-remaining-requests", "0"),
            ("x-ratelimit-reset-requests", "90"),
        ]
        let moments = Ledger()
        let transport = FakeTransport { number, _ in
            moments.write("\(time.clock.monotonic() / 1_000_000)")
            return .json(answer, number == 1 ? spent : [])
        }
        let client = time.client(transport, [endpoint])
        for _ in 0..<5 { _ = try await client.result().get() }
        #expect(moments.lines == ["0", "90", "90", "150", "150"])
    }
}
