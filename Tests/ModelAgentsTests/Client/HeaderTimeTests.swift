import SwarmCore
import Testing

@testable import ModelAgents

@Suite struct HeaderTimeTests {
    @Test(arguments: [
        ("1s", 1.0), ("12ms", 0.012), ("6m0s", 360), ("1h2m3.5s", 3_723.5), ("250µs", 0.00025),
        ("0s", 0),
    ])
    func goDurationsAreRead(text: String, seconds: Double) {
        #expect(HeaderTime.goDuration(text) == .seconds(seconds))
    }

    @Test(arguments: ["", "5", "s", "1x", "-1s", "1s2", "0x1s", "1..2s", "٣s"])
    func whatIsNoDurationIsNone(text: String) {
        #expect(HeaderTime.goDuration(text) == nil)
    }

    @Test func datesAreRead() {
        let date = HeaderTime.httpDate("Wed, 21 Oct 2015 07:28:00 GMT")
        #expect(date == WallTime(rfc3339: "2015-10-21T07:28:00Z"))
        for text in [
            "Wed, 21 Oct 2015 07:28:00 CET", "Wed, 32 Oct 2015 07:28:00 GMT", "21 Oct 2015", "",
        ] {
            #expect(HeaderTime.httpDate(text) == nil)
        }
    }

    @Test func aDateFarAwayIsNoOverflow() {
        let head = TransportHead(
            status: 429, headers: [("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT")])
        let moment = HeaderMoment(now: .zero, wall: WallTime(milliseconds: .min))
        #expect(HeaderTime.retryAfter(head, at: moment) == nil)
        let now = HeaderMoment(now: .zero, wall: WallTime(milliseconds: 0))
        #expect(HeaderTime.retryAfter(head, at: now) == .seconds(86_400))
    }

    @Test func aResetMayBePlainSeconds() {
        #expect(HeaderTime.reset("90") == .seconds(90))
        #expect(HeaderTime.reset("1m30s") == .seconds(90))
        #expect(HeaderTime.reset("soon") == nil)
    }

    @Test func fullJitterReachesFromTheShortestPauseToTheCeiling() {
        let policy = RetryPolicy()
        #expect(policy.pause(afterAttempts: 1, asked: nil, random: 0) == .milliseconds(50))
        #expect(policy.pause(afterAttempts: 2, asked: nil, random: 0.5) == .milliseconds(500))
        #expect(policy.pause(afterAttempts: 90, asked: nil, random: 0.5) == .seconds(4))
        #expect(policy.pause(afterAttempts: 1, asked: .seconds(10), random: 0) == .seconds(10))
        #expect(policy.pause(afterAttempts: 1, asked: .seconds(121), random: 0) == nil)
    }
}
