import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// The console over a recording, as a bridge would tell it.
@Suite struct ReplayTests {
    private let scene = FrameScene.launch()

    private func glance(
        _ place: Int, at time: Instant? = nil, speed: Double = 1, isPlaying: Bool = false
    ) -> ReplayGlance {
        let last = scene.envelopes[scene.envelopes.count - 1]
        let now = time ?? (place > 0 ? scene.envelopes[place - 1].at : .zero)
        let markers = scene.envelopes.compactMap { envelope -> ReplayMarker? in
            guard case .faultInjected = envelope.event else { return nil }
            return ReplayMarker(
                event: envelope.sequence, at: envelope.at, kind: .faultInjected,
                label: "crash on Finance Agent injected")
        }
        return ReplayGlance(
            ReplayPosition(
                event: UInt64(place), events: 1...last.sequence, time: now,
                wall: WallTime(
                    milliseconds: FrameScene.wallAtZero + now.microseconds / 1_000),
                from: .zero, to: last.at, speed: speed, isPlaying: isPlaying), markers: markers)
    }

    private func state(_ place: Int) -> SwarmState {
        var state = SwarmState()
        for envelope in scene.envelopes[..<place] {
            state.apply(envelope.event, at: envelope.at)
        }
        return state
    }

    private func jump(_ console: inout Console, to place: Int) {
        let glance = glance(place)
        _ = console.update(
            .messages([
                .attached(
                    state(place), clock: glance.position.time, wall: glance.position.wall,
                    recent: Array(scene.envelopes[..<place])),
                .replay(glance),
            ]))
    }

    private func console(at place: Int, readOnly: Bool = false) -> Console {
        var console = Console(
            options: ConsoleOptions(readOnly: readOnly, size: Size(columns: 120, rows: 40)))
        _ = console.update(.messages([.replay(glance(place))]))
        jump(&console, to: place)
        return console
    }

    private func lines(_ console: Console) -> [String] {
        var canvas = Canvas(size: Size(columns: 120, rows: 40))
        console.view(&canvas)
        return canvas.lines
    }

    private func moves(_ effects: [ConsoleEffect]) -> [ReplayMove] {
        effects.compactMap { if case .replay(let move) = $0 { move } else { nil } }
    }

    // MARK: What is seen

    @Test func theHeaderSaysThatItIsAReplayAndWhereItStands() {
        var console = console(at: scene.envelopes.count)
        #expect(lines(console)[0].contains("REPLAY   1×  0:41.7 / 0:41.7  paused"))
        #expect(lines(console)[0].contains("14:03:26"), "the wall's time then")
        #expect(!lines(console)[0].contains("LIVE"))
        #expect(
            lines(console)[2].contains("at the end   crash on Finance Agent injected 1.1 s ago"))
        #expect(lines(console)[2].contains("the swarm of 14:03:26, nothing you press changes it"))
        let time = Instant(microseconds: 41_650_000)
        let place = scene.envelopes.count - 1
        jump(&console, to: place)
        _ = console.update(
            .messages([.replay(glance(place, at: time, speed: 0.5, isPlaying: true))]))
        #expect(lines(console)[0].contains("REPLAY   0.5×  0:41.6 / 0:41.7"))
        #expect(!lines(console)[0].contains("paused"))
        #expect(lines(console)[2].contains("playing 0.5×"))
    }

    @Test func theFooterShowsTheKeysOfTheReplay() {
        let footer = lines(console(at: 40))[39]
        for key in ["Space play", "[ back", "] step", "< slower", "> faster", "} next"] {
            #expect(footer.contains(key), "\(key) in \(footer)")
        }
        #expect(!footer.contains("new task") && !footer.contains("cancel"))
        #expect(lines(console(at: 0))[39].contains("Space play"), "before the first event too")
        let console = console(at: 40)
        for columns in 40...200 {
            let view = FooterView(
                console.keymap, console.glance(), width: columns - 2, isRoomy: true)
            let keys = view.rows.map(\.id)
            #expect(keys.contains(.help) && keys.contains(.quit), "\(columns): \(keys)")
        }
    }

    /// However it came there, a place looks the same.
    @Test func jumpingBackAndForthShowsWhatPlayingThereShows() {
        let last = scene.envelopes.count
        // By name: by load, equal agents stay where they were.
        func sorted(at place: Int) -> Console {
            var console = console(at: place)
            for _ in 1...3 { _ = console.press("s") }
            return console
        }
        var jumped = sorted(at: last)
        for place in [last, 30, last - 4, last - 20, last - 5, 60, last - 1, last - 9] {
            jump(&jumped, to: place)
            var played = sorted(at: place - 2)
            _ = played.update(
                .messages([
                    .events(Array(scene.envelopes[(place - 2)..<place])), .replay(glance(place)),
                ]))
            for (row, (there, here)) in zip(lines(played), lines(jumped)).enumerated() {
                #expect(there == here, "row \(row) at place \(place)")
            }
        }
    }

    @Test func goingBackKeepsWhatTheOperatorChose() {
        var console = console(at: scene.envelopes.count)
        _ = console.press("j")
        _ = console.press("z")
        let (chosen, focus) = (console.selection.agent, console.focus)
        jump(&console, to: scene.envelopes.count - 12)
        #expect(console.selection.agent == chosen)
        #expect(console.focus == focus)
        #expect(console.zoomed == focus)
        #expect(console.clock.now == scene.envelopes[scene.envelopes.count - 13].at)
    }

    // MARK: Keys

    @Test func theKeysMoveTheReplay() {
        var console = console(at: 40)
        #expect(moves(console.press(" ")) == [.toggle])
        #expect(moves(console.press(",")) == [.step(-1)])
        #expect(moves(console.press("]")) == [.step(1)])
        #expect(moves(console.press("<")) == [.speed(0.5)])
        #expect(moves(console.press(">")) == [.speed(1)])
        #expect(moves(console.press("{")) == [.previousMarker])
        #expect(moves(console.press("}")) == [.nextMarker])
        #expect(moves(console.press("}")) == [.nextMarker])
    }

    @Test func twoQuickPressesChangeTheSpeedTwice() {
        var console = console(at: 20)
        #expect(moves(console.press(">") + console.press(">")) == [.speed(2), .speed(5)])
        // A position from before the keys says nothing about them.
        _ = console.update(.messages([.replay(glance(20))]))
        #expect(moves(console.press("<")) == [.speed(2)])
        _ = console.update(.messages([.replay(glance(20, speed: 2))]))
        #expect(moves(console.press("<")) == [.speed(1)])
    }

    @Test func aZoomedPaneOfAReplayStillSaysWhichMarkerWasPassed() {
        var console = console(at: scene.envelopes.count)
        _ = console.press("3")
        _ = console.press("z")
        #expect(console.zoomed == .bus)
        #expect(lines(console)[2].contains("crash on Finance Agent injected"))
    }

    @Test func aLiveConsoleHasNoneOfThem() {
        var console = Console(options: ConsoleOptions(size: Size(columns: 120, rows: 40)))
        for key: Key in [" ", ",", ".", "<", ">"] { #expect(console.press(key).isEmpty) }
    }

    @Test(arguments: [false, true]) func keysThatCommandSayThatItIsARecording(readOnly: Bool) {
        var console = console(at: scene.envelopes.count, readOnly: readOnly)
        for key: Key in ["n", "p", "P", "x", "X", "d", "r", "R"] {
            #expect(console.press(key).isEmpty)
            #expect(!console.overlay.isOpen)
            #expect(lines(console)[2].contains("this is a recording"), "\(key)")
        }
        _ = console.press(" ")
        #expect(lines(console)[2].contains("at the end"), "the next key takes the notice away")
    }

    @Test func theCommandLineCannotCommandEither() {
        var console = console(at: scene.envelopes.count)
        _ = console.press(":")
        for character in "pause Finance" { _ = console.press(Key(character)) }
        let effects = console.press(Key(.enter))
        #expect(effects.allSatisfy { if case .send = $0 { false } else { true } })
        _ = console.press(Key(.escape))
        #expect(!console.overlay.isOpen)
    }

    @Test func aRecordingIsLeftWithoutAQuestion() {
        var console = console(at: scene.envelopes.count)
        #expect(console.swarm.totals.running > 0)
        _ = console.press("q")
        #expect(console.isFinished)
    }

    @Test func aRecordingPlaysAtTheSpeedThatWasChosenLastTime() {
        var settings = Settings()
        settings.replaySpeed = 4
        var console = Console(options: ConsoleOptions(settings: settings))
        #expect(moves(console.update(.messages([.replay(glance(10))]))) == [.speed(4)])
        #expect(moves(console.update(.messages([.replay(glance(11))]))) == [])
    }

    // MARK: Time

    @Test func aPausedReplayWantsNoTick() {
        var console = console(at: scene.envelopes.count)
        #expect(console.swarm.totals.running > 0)
        #expect(console.nextTick == nil)
        _ = console.press("n")
        #expect(console.nextTick == nil, "a notice stays until the next key")
        _ = console.update(
            .messages([.replay(glance(scene.envelopes.count - 5, isPlaying: true))]))
        #expect(console.nextTick == .milliseconds(100))
        #expect(console.update(.tick).contains { if case .readClock = $0 { true } else { false } })
    }

    @Test func theClockGoesBackWithTheReplay() {
        var console = console(at: scene.envelopes.count)
        #expect(console.clock.now == scene.state.now)
        jump(&console, to: 40)
        #expect(console.clock.now == scene.envelopes[39].at)
        _ = console.update(
            .messages([
                .clock(
                    Instant(microseconds: 1_000_000),
                    WallTime(milliseconds: FrameScene.wallAtZero + 1_000))
            ]))
        #expect(console.clock.now == Instant(microseconds: 1_000_000))
    }
}
