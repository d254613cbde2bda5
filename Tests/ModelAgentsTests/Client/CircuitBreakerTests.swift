import SwarmCore
import Testing

@testable import ModelAgents

@Suite struct CircuitBreakerTests {
    private var breaker = CircuitBreaker()
    private func at(_ seconds: Double) -> Instant { .zero + .seconds(seconds) }

    private mutating func pass(_ seconds: Double) -> CircuitBreaker.Pass? {
        if case .pass(let pass) = breaker.admit(at: at(seconds)) { pass } else { nil }
    }

    private mutating func fail(_ times: Int, at seconds: Double) throws {
        for _ in 0..<times {
            breaker.ended(try #require(pass(seconds)), .failed, at: at(seconds))
        }
    }

    @Test mutating func fiveFailuresInARowOpenIt() throws {
        try fail(4, at: 0)
        breaker.ended(try #require(pass(0)), .alive, at: at(0))
        try fail(4, at: 0)
        #expect(breaker.state == .closed(failures: 4))
        try fail(1, at: 1)
        #expect(breaker.state == .open(until: at(61)))
        #expect(pass(60.9) == nil)
    }

    @Test mutating func oneProbeGoesThroughAndDecides() throws {
        try fail(5, at: 0)
        let probe = try #require(pass(60))
        #expect(pass(60) == nil)
        breaker.ended(probe, .failed, at: at(62))
        #expect(breaker.state == .open(until: at(122)))
        breaker.ended(try #require(pass(122)), .alive, at: at(123))
        #expect(breaker.state == .closed(failures: 0))
    }

    @Test mutating func aStuckProbeExpiresAndItsLateWordChangesNothing() throws {
        try fail(5, at: 0)
        let stuck = try #require(pass(60))
        #expect(pass(119) == nil)
        let next = try #require(pass(120))
        breaker.ended(stuck, .alive, at: at(121))
        #expect(breaker.state == .probing(until: at(180)))
        breaker.ended(next, .alive, at: at(122))
        #expect(breaker.state == .closed(failures: 0))
    }

    @Test mutating func aProbeThatWasCancelledLeavesRoomForTheNext() throws {
        try fail(5, at: 0)
        breaker.ended(try #require(pass(60)), .unknown, at: at(61))
        #expect(pass(61) != nil)
    }

    @Test mutating func callsFromBeforeItOpenedDoNotMoveIt() throws {
        let early = try #require(pass(0))
        try fail(5, at: 0)
        breaker.ended(early, .alive, at: at(1))
        #expect(breaker.state == .open(until: at(60)))
    }

    @Test func anEndpointThatIsDownIsLeftAloneAndItsFallbackAsked() async throws {
        let time = TestTime()
        let good = FakeTransport.Reply.events(ControlStream.openAIText.text)
        let transport = FakeTransport { _, request in
            request.url.contains("/spare/") ? good : .broken(.cannotConnect)
        }
        let client = time.client(transport, [.main, .spare])
        let routes = [Route("main"), Route("spare")]
        for _ in 0..<3 { #expect(await client.result(over: routes).value?.endpoint == "spare") }
        #expect(transport.requests.count { !$0.url.contains("/spare/") } == 5)
        guard case .open(let rest) = client.endpoints[0].breaker else {
            Issue.record("the breaker is not open")
            return
        }
        #expect(rest > .zero && rest <= .seconds(60))
        let fault = try #require(await client.result().fault)
        #expect(fault.code == .breakerOpen)
        #expect(fault.retryAfter == rest)
        #expect(transport.requests.count { !$0.url.contains("/spare/") } == 5)
    }

    @Test func anErrorInsideAStreamCountsAndARefusedRequestDoesNot() async {
        let overloaded = #"data: {"type":"error","error":{"type":"overloaded_error"}}"# + "\n\n"
        var policy = RetryPolicy()
        policy.attemptsEach = 1
        let ill = TestTime().client(FakeTransport(.events(overloaded)), policy: policy)
        let picky = TestTime().client(FakeTransport(.json("{}", status: 400)), policy: policy)
        for _ in 0..<6 {
            _ = await ill.result()
            _ = await picky.result()
        }
        #expect(ill.endpoints[0].breaker != .closed(failures: 0))
        #expect(await ill.result().fault?.code == .breakerOpen)
        #expect(picky.endpoints[0].breaker == .closed(failures: 0))
    }
}
