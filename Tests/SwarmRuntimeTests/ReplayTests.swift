import JournalFakes
import SwarmCore
import SwarmRuntime
import Synchronization
import Testing

@Suite struct RecordingTests {
    @Test(arguments: [1, 2, 3] as [UInt64])
    func anyPlaceIsTheSwarmAsItWasThen(seed: UInt64) throws {
        let script = ReplayScript.random(seed, steps: 2_500)
        let recording = try script.recording
        #expect(recording.events.count == script.events.count)
        #expect(script.events.count > 2_048, "checkpoints are crossed")
        let random = KeyedRandom(seed: seed)
        let drawn = (0..<40).map { Int(random.draw($0) % UInt64(script.moments.count)) }
        for place in drawn + [0, 1, 1_023, 1_024, 1_025, script.events.count] {
            #expect(
                recording.state(at: place).digest == script.moments[place].digest,
                "seed \(seed), place \(place)")
        }
    }

    @Test func aJournalIsReadAsItsLinesAre() throws {
        let script = ReplayScript.random(4, steps: 300)
        let last = UInt64(script.events.count)
        let batch = JournalBatch(firstSequence: 1, lastSequence: last, lines: script.lines)
        let journal = KeepingJournal(JournalStore([batch]))
        let recording = try Recording(journal)
        #expect(recording.eventNumbers == 1...last)
        #expect(recording.markers == (try script.recording).markers)
        #expect(recording.state(at: Int(last)).digest == script.moments[Int(last)].digest)
    }

    @Test func placesFollowTheTime() throws {
        var script = ReplayScript()
        script.wait(.seconds(1))
        let before = script.events.count
        script.submit(["x"])
        let after = script.events.count
        script.wait(.seconds(1))
        let key = try #require(script.live.first)
        script.finish(key)
        let recording = try script.recording
        #expect(recording.start == .zero)
        #expect(recording.end == Instant(microseconds: 2_000_000))
        #expect(recording.place(at: Instant(microseconds: -5)) == 0)
        #expect(recording.place(at: Instant(microseconds: 999_999)) == before)
        #expect(recording.place(at: Instant(microseconds: 1_000_000)) == after)
        #expect(recording.place(at: .init(microseconds: .max)) == script.events.count)
        #expect(recording.moment(share: 0.25) == Instant(microseconds: 500_000))
        #expect(recording.moment(share: 7) == recording.end)
        let wall = recording.wall(at: Instant(microseconds: 1_250_000))
        #expect(wall == WallTime(milliseconds: 1_700_000_001_250))
    }

    @Test func theMarkersAreWhatAPersonWouldGoTo() throws {
        var script = ReplayScript()
        script.submit(["x"], name: "one")
        let first = try #require(script.live.first)
        script.wait(.seconds(1))
        script.step(
            .inject(FaultSpec(kind: .poorQuality, target: .everyone, duration: nil, seed: 1)))
        script.fail(first)
        script.wait(.seconds(1))
        script.step(.revert(FaultID(1)))
        while let key = script.live.first { script.finish(key) }
        let agent = try #require(script.swarm.state.tasks.all.first?.attempts.first?.agent)
        let name = script.swarm.state.agent(agent).card.name
        let markers = try script.recording.markers
        #expect(
            markers.map { "\($0.at.microseconds / 1_000_000) \($0.kind) \($0.label)" } == [
                "0 award Task 1 awarded", "1 faultInjected poor quality on everyone injected",
                "1 failure \(name): process ended",
                "2 faultReverted poor quality on everyone reverted", "2 result Task 1 succeeded",
            ])
        for marker in markers {
            #expect(script.events[Int(marker.event) - 1].at == marker.at)
        }
    }

    @Test func oneRunIsPartOfARecording() throws {
        var script = ReplayScript()
        script.submit(["x"])
        for key in script.live { script.finish(key) }
        let border = script.events.count
        script.wait(.seconds(3))
        script.step(.startRun(seed: 2))
        script.submit(["y"])
        let whole = try script.recording
        #expect(whole.runNumbers == [1, 2])
        let second = try #require(whole.only(run: 2))
        #expect(second.places == border...script.events.count)
        #expect(second.start == Instant(microseconds: 3_000_000))
        #expect(second.state(at: 0).digest == script.moments[border].digest)
        #expect(second.markers.map(\.label) == ["Task 2 awarded"])
        let first = try #require(whole.only(run: 1))
        #expect(first.places == 0...border)
        #expect(first.end == .zero)
        #expect(first.markers.map(\.kind) == [.award, .result])
        #expect(whole.only(run: 3) == nil)
    }

    // MARK: What cannot be replayed

    private func fault(_ lines: [String]) -> RecordingFault? {
        let bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
        do throws(RecordingFault) {
            _ = try Recording(lines: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test func aBrokenLineIsNamedByItsNumber() throws {
        var script = ReplayScript()
        script.submit(["x"])
        let lines = String(decoding: script.lines, as: UTF8.self).split(separator: "\n")
            .map(String.init)
        #expect(fault(lines) == nil)
        #expect(fault([]) == .empty)
        var cut = lines
        cut[4] = String(cut[4].dropLast(7))
        guard case .line(5, .json)? = fault(cut) else {
            Issue.record("\(String(describing: fault(cut)))")
            return
        }
        var unknown = lines
        unknown[2] = unknown[2].replacing("agent.registered", with: "agent.dreamt")
        #expect(fault(unknown) == .line(3, .unknownType("agent.dreamt")))
        var missing = lines
        missing.remove(at: 3)
        #expect(fault(missing) == .line(4, .outOfSequence(expected: 4, found: 5)))
        #expect(fault(Array(lines.dropFirst())) == .line(1, .outOfSequence(expected: 1, found: 2)))
        var early = lines
        early[1] = early[1].replacing(#""at":0"#, with: #""at":7"#)
        #expect(fault(early) == .timeGoesBack(event: 3))
    }

    @Test func whatAJournalSaysIsPassedOn() throws {
        let batch = JournalBatch(firstSequence: 1, lastSequence: 1, lines: Array("{}\n".utf8))
        #expect(throws: RecordingFault.self) {
            try Recording(KeepingJournal(JournalStore([batch])))
        }
        do throws(RecordingFault) {
            _ = try Recording(KeepingJournal(JournalStore()))
        } catch {
            #expect(error == .empty)
        }
    }
}

@Suite struct PlaybackTests {
    private let second: Int64 = 1_000_000

    @Test func timePassesAtTheSpeedThatWasSet() {
        var playback = Playback(
            from: Instant(microseconds: 5 * second), to: Instant(microseconds: 100 * second))
        #expect(playback.time(at: 77 * second) == Instant(microseconds: 5 * second))
        playback.play(at: 80 * second)
        #expect(playback.time(at: 83 * second) == Instant(microseconds: 8 * second))
        playback.setSpeed(10, at: 84 * second)
        #expect(playback.time(at: 84 * second) == Instant(microseconds: 9 * second))
        #expect(playback.time(at: 85 * second) == Instant(microseconds: 19 * second))
        playback.setSpeed(0.1, at: 85 * second)
        #expect(playback.time(at: 95 * second) == Instant(microseconds: 20 * second))
        playback.pause(at: 95 * second)
        #expect(playback.time(at: 500 * second) == Instant(microseconds: 20 * second))
        playback.play(at: 500 * second)
        #expect(playback.time(at: 510 * second) == Instant(microseconds: 21 * second))
        #expect(playback.time(at: .max) == Instant(microseconds: 100 * second))
    }

    @Test func theWaitIsWhatIsLeftInRealTime() {
        var playback = Playback(from: .zero, to: Instant(microseconds: 60 * second))
        #expect(playback.wait(until: playback.end, at: 0) == nil)
        playback.setSpeed(4, at: 0)
        playback.play(at: 0)
        #expect(playback.wait(until: Instant(microseconds: 8 * second), at: second) == .seconds(1))
        #expect(playback.wait(until: Instant(microseconds: second), at: second) == .zero)
    }

    @Test func speedsAreClampedAndClimbALadder() {
        var playback = Playback(from: .zero, to: Instant(microseconds: second))
        for (given, kept) in [(0, 0.1), (-3, 0.1), (1e9, 1_000), (.nan, 1), (.infinity, 1_000)] {
            playback.setSpeed(given, at: 0)
            #expect(playback.speed == kept, "\(given)")
        }
        #expect(ReplaySpeed.faster(than: 1) == 2)
        #expect(ReplaySpeed.slower(than: 1) == 0.5)
        #expect(ReplaySpeed.faster(than: 3) == 5)
        #expect(ReplaySpeed.faster(than: 1_000) == 1_000)
        #expect(ReplaySpeed.slower(than: 0.1) == 0.1)
    }
}
