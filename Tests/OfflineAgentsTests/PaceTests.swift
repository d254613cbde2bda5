import SwarmCore
import Testing

@testable import OfflineAgents

@Suite("The pace of offline work")
struct PaceTests {
    private static let begun = ContinuousClock.now

    private static func reports(of pace: Pace) -> [ContinuousClock.Instant] {
        var reports: [ContinuousClock.Instant] = []
        var next = pace.report(after: pace.start)
        while next < pace.end, reports.count < 1_000 {
            reports.append(next)
            next = pace.report(after: next)
        }
        return reports
    }

    @Test func workEndsWithinHalfABeatOfItsTimeHoweverShort() {
        for milliseconds in [0, 1, 25, 250, 799, 900, 1_040, 2_300, 60_000] {
            for offset in stride(from: 0, to: 200, by: 7) {
                let start = Self.begun + .milliseconds(offset)
                let pace = Pace(
                    of: .milliseconds(milliseconds), from: start, reportEvery: .milliseconds(250))
                let error = (pace.end - start) - .milliseconds(milliseconds)
                let halfBeat = min(Duration.milliseconds(50), .milliseconds(milliseconds) / 16)
                let most = halfBeat + .microseconds(2)
                #expect(error <= most && error >= .zero - most, "\(milliseconds) ms: \(error)")
                #expect(pace.third >= start && pace.third <= pace.end)
            }
        }
    }

    @Test func agentsThatBeganAtDifferentTimesReportAndEndOnTheSameBeats() {
        let moments = [0, 31, 64, 99].flatMap { offset in
            let start = Self.begun + .milliseconds(offset)
            let pace = Pace(of: .seconds(2.3), from: start, reportEvery: .milliseconds(250))
            return Self.reports(of: pace) + [pace.end]
        }
        for moment in moments {
            let (_, attoseconds) = (moment - moments[0]).components
            #expect(attoseconds % 100_000_000_000_000_000 == 0)
        }
    }

    @Test func reportsComeNoMoreOftenThanTheyAreRecordedAndAtMost24Times() {
        for (seconds, every, count) in [(1.0, 250, 2...3), (60.0, 250, 23...24), (1.0, 0, 8...10)] {
            let pace = Pace(
                of: .seconds(seconds), from: Self.begun, reportEvery: .milliseconds(every))
            let reports = Self.reports(of: pace)
            #expect(count.contains(reports.count), "\(seconds) s: \(reports.count)")
            for (one, next) in zip([pace.start] + reports, reports) {
                #expect(next - one >= .milliseconds(every))
            }
            let shares = reports.map { pace.share(at: $0) }
            #expect(shares == shares.sorted() && shares.allSatisfy { $0 > 0 && $0 < 1 })
        }
    }

    @Test func workOfNoTimeEndsAtOnceAndReportsNothing() {
        for every in [0, 250] {
            let pace = Pace(of: .zero, from: Self.begun, reportEvery: .milliseconds(every))
            #expect(pace.end == pace.start && Self.reports(of: pace).isEmpty)
        }
    }
}
