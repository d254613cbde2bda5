import JournalFakes
import SwarmCore
import SwarmRuntime
import Testing

/// A part of a recording again and again, and the way from fault to fault.
@Suite struct ReplayLoopTests {
    private let second: Int64 = 1_000_000

    /// A task awarded at 0, a fault at 1, its failure at 2, its result at 3, and nothing until 4.5 seconds.
    private static func run(_ clock: ManualClock) throws -> RecordedRun {
        var script = ReplayScript()
        script.submit(["x"], name: "one")
        let first = try #require(script.live.first)
        script.wait(.seconds(1))
        script.step(
            .inject(FaultSpec(kind: .poorQuality, target: .everyone, duration: nil, seed: 1)))
        script.wait(.seconds(1))
        script.fail(first)
        script.wait(.seconds(1))
        while let key = script.live.first { script.finish(key) }
        script.wait(.milliseconds(1_500))
        script.step(.revert(FaultID(1)))
        return RecordedRun(try script.recording, clock: clock)
    }

    private static func seconds(_ run: RecordedRun) -> Double {
        (run.position.time - .zero).seconds
    }

    @Test func thePartBetweenTwoMarkersIsPlayedAgain() throws {
        let clock = ManualClock()
        let run = try Self.run(clock)
        run.seek(to: .time(Instant(microseconds: 3 * second / 2)))
        run.perform(.loopBetweenMarkers)
        let part = try #require(run.position.part)
        #expect(part.lowerBound == Instant(microseconds: second))
        #expect(part.upperBound == Instant(microseconds: 2 * second))
        run.play()
        clock.advance(by: .milliseconds(1_400))
        run.advance()
        #expect(Self.seconds(run) == 2, "the end of the part is shown for a second")
        clock.advance(by: .milliseconds(200))
        run.advance()
        #expect(Self.seconds(run) == 1)
        clock.advance(by: .milliseconds(500))
        run.advance()
        #expect(Self.seconds(run) == 1.5)
        #expect(run.position.isPlaying && run.position.loops)
    }

    @Test func theSwarmIsTheOneOfTheMomentAfterEachTurn() throws {
        let clock = ManualClock()
        let run = try Self.run(clock)
        run.seek(to: .time(Instant(microseconds: 3 * second / 2)))
        run.perform(.loopBetweenMarkers)
        run.play()
        for _ in 0..<200 {
            clock.advance(by: .milliseconds(130))
            run.advance()
            let place = run.recording.place(at: run.position.time)
            #expect(run.position.event == UInt64(place))
            #expect((1.0...2.0).contains(Self.seconds(run)))
        }
    }

    @Test func goingElsewhereEndsTheLoop() throws {
        let run = try Self.run(ManualClock())
        run.seek(to: .time(Instant(microseconds: 3 * second / 2)))
        run.perform(.loopBetweenMarkers)
        run.seek(to: .time(Instant(microseconds: 4 * second)))
        #expect(run.position.part == nil && !run.position.loops)
        #expect(Self.seconds(run) == 4)
    }

    @Test func markersThatMeetMakeAPartThatCanBeWatched() throws {
        let run = try Self.run(ManualClock())
        for share in stride(from: 0.0, through: 1.0, by: 0.05) {
            run.perform(.loop(false))
            run.seek(to: .share(share))
            run.perform(.loopBetweenMarkers)
            let part = try #require(run.position.part)
            #expect((part.upperBound - part.lowerBound) >= .milliseconds(500), "\(share)")
            #expect(part.contains(run.position.time), "\(share)")
        }
    }

    @Test func theWayGoesFromFaultToFailureAndBack() throws {
        let run = try Self.run(ManualClock())
        run.perform(.nextTrouble)
        #expect(Self.seconds(run) == 1)
        run.perform(.nextTrouble)
        #expect(Self.seconds(run) == 2)
        run.perform(.nextTrouble)
        #expect(Self.seconds(run) == 2, "none is left")
        run.perform(.previousTrouble)
        #expect(Self.seconds(run) == 1)
        run.perform(.previousTrouble)
        #expect(Self.seconds(run) == 1)
    }

    @Test func resultsSayHowTheTaskEnded() throws {
        let run = try Self.run(ManualClock())
        #expect(run.markers.compactMap(\.status) == [.succeeded])
    }
}
