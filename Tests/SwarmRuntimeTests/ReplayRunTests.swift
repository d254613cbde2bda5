import SwarmCore
import SwarmRuntime
import Synchronization
import Testing

/// What somebody sees who follows a feed; a state that does not continue is an issue.
private final class Reader: Sendable {
    private struct Seen {
        var swarm = SwarmState()
        var jumps = 0
        var told = 0
    }

    let feed: Feed
    private let seen = Mutex(Seen())

    init(most: Int = 50_000) {
        feed = Feed(most: most) {}
    }

    func attach(to run: RecordedRun) async {
        let attachment = await run.attach(feed)
        seen.withLock { $0.swarm = attachment.state }
    }

    var jumps: Int { seen.withLock { $0.jumps } }
    var told: Int { seen.withLock { $0.told } }

    /// The swarm after all that waits.
    func swarm() -> SwarmState {
        seen.withLock { seen in
            for item in feed.take() {
                switch item {
                case .events(let envelopes):
                    for envelope in envelopes {
                        #expect(envelope.sequence == seen.swarm.sequence + 1)
                        seen.swarm.apply(envelope.event, at: envelope.at)
                        seen.told += 1
                    }
                case .gap(let state):
                    seen.swarm = state
                    seen.jumps += 1
                case .trouble: Issue.record("a recording has no trouble")
                }
            }
            return seen.swarm
        }
    }
}

@Suite struct RecordedRunTests {
    private let clock = ManualClock()

    private func run(_ script: ReplayScript) throws -> RecordedRun {
        RecordedRun(try script.recording, clock: clock)
    }

    /// A script with an event each second from 0 to 9.
    private func seconds() -> ReplayScript {
        var script = ReplayScript()
        for _ in 1...9 {
            script.wait(.seconds(1))
            script.step(.pause(AgentID(0)))
            script.step(.resume(AgentID(0)))
        }
        return script
    }

    @Test(arguments: [11, 12] as [UInt64])
    func howeverItIsMovedEveryReaderSeesTheSwarmOfThatMoment(seed: UInt64) async throws {
        let script = ReplayScript.random(seed, steps: 1_500)
        let run = try run(script)
        let (near, far) = (Reader(), Reader(most: 8))
        await near.attach(to: run)
        let random = KeyedRandom(seed: seed)
        for step in 0..<80 as Range<UInt64> {
            let draw = random.draw(step)
            let share = random.fraction(step, 2)
            switch draw % 10 {
            case 0: run.step(by: 1)
            case 1: run.step(by: -1)
            case 2: run.step(by: Int(draw >> 8 % 60) - 30)
            case 3: run.seek(to: .share(share))
            case 4: run.seek(to: .event(draw >> 8 % UInt64(script.events.count + 20)))
            case 5: run.seek(to: .time(run.recording.moment(share: share)))
            case 6: run.perform(share < 0.5 ? .nextMarker : .previousMarker)
            case 7: run.perform(.toggle)
            case 8: run.setSpeed(share * 50)
            default:
                clock.advance(by: .seconds(share * 3))
                run.advance()
            }
            if step == 40 { await far.attach(to: run) }
            let position = run.position
            // Playing goes on by itself; `advance` takes it in.
            let shown = near.swarm()
            #expect(shown.digest == script.moments[Int(shown.sequence)].digest, "step \(step)")
            if !position.isPlaying {
                #expect(shown.sequence == position.event)
                #expect(position.time >= shown.now && position.time <= position.end)
                let next = script.events.dropFirst(Int(position.event)).first
                #expect(next.map { $0.at >= position.time } ?? true, "step \(step)")
            }
            if step >= 40 { #expect(far.swarm().sequence == shown.sequence) }
        }
        #expect(near.jumps > 0 && near.told > 0)
    }

    @Test func playingTellsEachEventWhenItsTimeComes() async throws {
        let script = seconds()
        let run = try run(script)
        let reader = Reader()
        await reader.attach(to: run)
        #expect(run.advance() == nil, "paused at first")
        run.setSpeed(2)
        run.play()
        #expect(run.position.isPlaying)
        #expect(reader.swarm().now == .zero)
        #expect(run.advance() == .milliseconds(500))
        clock.advance(by: .milliseconds(499))
        run.advance()
        #expect(reader.swarm().now == .zero)
        #expect(run.position.time == Instant(microseconds: 998_000))
        clock.advance(by: .milliseconds(1))
        #expect(run.advance() == .milliseconds(500))
        #expect(reader.swarm().now == Instant(microseconds: 1_000_000))
        clock.advance(by: .seconds(60))
        #expect(run.advance() == nil)
        #expect(reader.swarm().digest == script.moments.last?.digest)
        #expect(!run.position.isPlaying, "it pauses at the end")
        #expect(run.position.share == 1)
        #expect(reader.jumps == 0, "played from start to end nothing jumps")
    }

    @Test func aPausedReplayStandsStill() async throws {
        let run = try run(seconds())
        run.play()
        clock.advance(by: .milliseconds(2_500))
        run.pause()
        let position = run.position
        #expect(position.time == Instant(microseconds: 2_500_000))
        #expect(position.wall == WallTime(milliseconds: 1_700_000_002_500))
        clock.advance(by: .seconds(100))
        #expect(run.advance() == nil)
        #expect(run.position == position)
        run.play()
        #expect(run.position.time == position.time, "it goes on where it stood")
    }

    @Test func playingAtTheEndStartsAgain() async throws {
        let run = try run(seconds())
        let reader = Reader()
        await reader.attach(to: run)
        run.seek(to: .share(1))
        #expect(run.position.event == run.position.lastEvent)
        run.play()
        #expect(reader.swarm().sequence < run.position.lastEvent)
        #expect(run.position.time == .zero)
        #expect(run.position.isPlaying)
    }

    @Test func aLoopRestsAtTheEndThenStartsAgain() async throws {
        let run = try run(seconds())
        let reader = Reader()
        await reader.attach(to: run)
        run.setLooping(true)
        run.play()
        clock.advance(by: .seconds(9))
        #expect(run.advance() == .seconds(1))
        #expect(reader.swarm().sequence == run.position.lastEvent)
        #expect(run.position.isPlaying)
        clock.advance(by: .seconds(1))
        run.advance()
        #expect(run.position.time == .zero)
        #expect(reader.swarm().sequence < run.position.lastEvent)
        clock.advance(by: .seconds(4))
        run.advance()
        #expect(reader.swarm().now == Instant(microseconds: 4_000_000))
    }

    @Test func steppingPausesAndStopsAtTheEnds() throws {
        let run = try run(seconds())
        run.play()
        run.step(by: 1)
        #expect(!run.position.isPlaying)
        run.step(by: .min)
        #expect(run.position.event == 0)
        #expect(run.position.time == .zero)
        run.step(by: .max)
        #expect(run.position.event == run.position.lastEvent)
        run.step(by: -1)
        #expect(run.position.event == run.position.lastEvent - 1)
    }

    @Test func markersAreGoneToInOrderAndNotPassedTwice() throws {
        var script = ReplayScript()
        for number in 1...3 {
            script.wait(.seconds(10))
            script.submit(["x"], name: "task_\(number)")
            script.wait(.seconds(10))
            while let key = script.live.first { script.finish(key) }
        }
        let run = try run(script)
        let events = run.markers.map(\.event)
        #expect(events.count == 6)
        for event in events {
            run.perform(.nextMarker)
            #expect(run.position.event == event)
        }
        run.perform(.nextMarker)
        #expect(run.position.event == events.last, "there is none after the last")
        for event in events.dropLast().reversed() {
            run.perform(.previousMarker)
            #expect(run.position.event == event)
        }
        run.perform(.previousMarker)
        #expect(run.position.event == 0)
        // While it plays, the marker passed half a second ago is not the one before.
        run.seek(to: .event(events[2]))
        run.play()
        clock.advance(by: .milliseconds(500))
        run.perform(.previousMarker)
        #expect(run.position.event == events[1])
        #expect(run.position.isPlaying)
    }

    @Test func everyCommandIsRefusedBecauseItIsARecording() async throws {
        let run = try run(seconds())
        let before = run.position
        for command: Command in [
            .submit(TaskDraft()), .pauseAll, .cancel(TaskID(slot: 0, number: 1)),
            .pause(AgentID(0)), .revert(FaultID(1)),
        ] {
            #expect(await run.send(command).refusal == .recording)
        }
        #expect(run.position == before)
    }

    @Test func aSlowReaderIsToldOfAGapAndMissesNothing() async throws {
        let script = ReplayScript.random(21, steps: 400)
        let run = try run(script)
        let reader = Reader(most: 5)
        await reader.attach(to: run)
        for _ in 1...50 { run.step(by: 3) }
        #expect(reader.swarm().digest == script.moments[150].digest)
        #expect(reader.jumps == 1)
    }

    @Test func aJumpBringsTheLatestEventsBeforeIt() async throws {
        let script = ReplayScript.random(22, steps: 400)
        let run = try run(script)
        #expect(run.recent(through: 40).map(\.sequence) == Array(1...40))
        run.seek(to: .event(60))
        #expect(await run.attach(Feed {}).recent.last?.sequence == 60)
    }

    @Test func itPlaysByItselfUntilItIsStopped() async throws {
        let script = seconds()
        let recording = try script.recording
        let run = RecordedRun(recording)
        let ended = Record<Bool>()
        let feeds = Mutex<Feed?>(nil)
        let feed = Feed {
            _ = feeds.withLock { $0 }?.take()  // an empty feed wakes again
            if run.position.event == recording.eventNumbers.upperBound { ended.add(true) }
        }
        feeds.withLock { $0 = feed }
        _ = await run.attach(feed)
        run.setSpeed(1_000)
        run.play()
        // Ends with `stop` below.
        let playing = Task { await run.run() }
        await ended.wait(for: 1)
        run.stop()
        await playing.value
        #expect(run.position.share == 1)
    }
}
