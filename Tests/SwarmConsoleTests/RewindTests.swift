import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// Looking at the past of a run that goes on, and forking there.
@Suite struct RewindTests {
    private let scene = FrameScene.launch()

    private func glance(_ place: Int, loops: Bool = false, part: ClosedRange<Instant>? = nil)
        -> ReplayGlance
    {
        let last = scene.envelopes[scene.envelopes.count - 1]
        let now = place > 0 ? scene.envelopes[place - 1].at : .zero
        let markers = scene.envelopes.compactMap { envelope -> ReplayMarker? in
            switch envelope.event {
            case .faultInjected:
                ReplayMarker(
                    event: envelope.sequence, at: envelope.at, kind: .faultInjected, label: "crash")
            case .taskFinished(_, let status, _, _):
                ReplayMarker(
                    event: envelope.sequence, at: envelope.at, kind: .result, label: "done",
                    status: status)
            default: nil
            }
        }
        return ReplayGlance(
            ReplayPosition(
                event: UInt64(place), events: 1...last.sequence, time: now,
                wall: WallTime(
                    milliseconds: FrameScene.wallAtZero + now.microseconds / 1_000),
                from: .zero, to: last.at, loops: loops, part: part), markers: markers)
    }

    private func state(_ place: Int) -> SwarmState {
        var state = SwarmState()
        for envelope in scene.envelopes[..<place] { state.apply(envelope.event, at: envelope.at) }
        return state
    }

    /// What a bridge tells of a place in the past.
    private func past(_ view: Int, _ place: Int) -> [ConsoleMessage] {
        let glance = glance(place)
        return [
            .past(view: view, .replay(glance)),
            .past(
                view: view,
                .attached(
                    state(place), clock: glance.position.time, wall: glance.position.wall,
                    recent: Array(scene.envelopes[..<place]))),
        ]
    }

    private func rewound(to place: Int) -> Desktop {
        var desktop = Desktop(scene)
        desktop.press("[")
        _ = desktop.console.update(.messages(past(1, place)))
        return desktop
    }

    private func moves(_ effects: [ConsoleEffect]) -> [ReplayMove] {
        effects.compactMap { if case .replay(let move) = $0 { move } else { nil } }
    }

    /// The place just after the launch's first progress, before anything of it was done.
    private var early: Int { scene.envelopes.count - 6 }

    // MARK: There and back

    @Test func goingBackAsksForThePastAndShowsIt() {
        var desktop = Desktop(scene)
        guard case .rewind(view: 1, run: 42, .step(-1))? = desktop.press("[").first else {
            Issue.record("[ asks for nothing")
            return
        }
        #expect(desktop.lines[0].contains("LIVE"), "until it is there")
        _ = desktop.console.update(.messages(past(1, early)))
        #expect(desktop.lines[0].contains("REPLAY"))
        #expect(desktop.lines[2].contains(". back to live"))
        #expect(desktop.lines[39].contains("f fork") && desktop.lines[39].contains(". live"))
    }

    @Test func theMarkerKeyGoesBackToAMarker() {
        var desktop = Desktop(scene)
        guard case .rewind(_, _, .previousMarker)? = desktop.press("{").first else {
            Issue.record("{ asks for nothing")
            return
        }
    }

    @Test func beforeAnythingHasHappenedThereIsNoPast() {
        var desktop = Desktop(.fresh())
        #expect(desktop.press("[").isEmpty)
        #expect(desktop.text.contains("nothing has happened yet"))
    }

    @Test func theRunGoesOnBehindItsPastAndIsBackAtOnce() {
        var live = scene
        var desktop = rewound(to: early)
        let before = live.state.sequence
        live.say(
            "news", from: .agent(AgentID(0)), to: .orchestrator, .note, "Variant B is done.",
            task: live.state.tasks.latest?.id, at: 41.9)
        desktop.take(live, after: before)
        #expect(!desktop.text.contains("Variant B is done."))
        #expect(desktop.console.swarm.sequence == UInt64(early))
        let effects = desktop.press(".")
        guard case .leavePast? = effects.first else {
            Issue.record("\(effects)")
            return
        }
        #expect(desktop.console.swarm.sequence == live.state.sequence)
        #expect(desktop.lines[0].contains("LIVE"))
        #expect(desktop.text.contains("Variant B is done."))
        // Later news go on from there.
        live.say(
            "news", from: .agent(AgentID(0)), to: .orchestrator, .note, "And C.",
            task: live.state.tasks.latest?.id, at: 42)
        desktop.take(live, after: before + 1)
        #expect(desktop.text.contains("And C."))
    }

    @Test func whatComesTooLateOfAPastThatWasLeftIsNotShown() {
        var desktop = rewound(to: early)
        desktop.press(".")
        _ = desktop.console.update(.messages(past(1, early)))
        #expect(desktop.lines[0].contains("LIVE"))
        desktop.press("[")
        _ = desktop.console.update(.messages(past(1, early)))
        #expect(desktop.lines[0].contains("LIVE"), "the view of another time")
        _ = desktop.console.update(.messages(past(2, early)))
        #expect(desktop.lines[0].contains("REPLAY"))
    }

    @Test func aPastThatCannotBeReadSaysWhyAndStaysLive() {
        var desktop = Desktop(scene)
        desktop.press("[")
        _ = desktop.console.update(.messages([.past(view: 1, .failed("It cannot be read."))]))
        #expect(desktop.lines[2].contains("It cannot be read."))
        #expect(desktop.lines[0].contains("LIVE"))
        guard case .rewind(view: 2, _, _)? = desktop.press("[").first else {
            Issue.record("not asked again")
            return
        }
    }

    @Test func quittingInThePastGoesBackToLiveFirst() {
        var desktop = rewound(to: early)
        desktop.press("q")
        #expect(!desktop.console.isFinished)
        #expect(desktop.lines[0].contains("LIVE"))
        desktop.press("q")
        #expect(desktop.text.contains("Quit now?"))
    }

    @Test func whatWasChosenInThePastStaysChosen() {
        var desktop = rewound(to: scene.envelopes.count - 1)
        desktop.press("2", "g", "j")
        let chosen = desktop.console.selection.subtask
        desktop.press(".")
        #expect(chosen == 1)
        #expect(desktop.console.selection.subtask == chosen)
    }

    // MARK: Nothing is commanded by mistake

    @Test(arguments: [
        "n", "p", "P", "x", "X", "d", "r", "R", "a", "D", "u", "y", "o", "@",
    ])
    func everySteeringKeyIsRefusedInThePast(_ key: String) {
        var desktop = rewound(to: early)
        let effects = desktop.press(key)
        #expect(!effects.contains { if case .send = $0 { true } else { false } })
        #expect(!desktop.console.overlay.isOpen, "\(key)")
        #expect(desktop.lines[2].contains("this is a recording"), "\(key): \(desktop.lines[2])")
    }

    @Test(arguments: ["8", "9"], ["+", "-", "$"])
    func theKeysOfPanesThatSteerAreRefusedToo(_ pane: String, _ key: String) {
        var desktop = rewound(to: early)
        let effects = desktop.press(pane, key)
        #expect(!effects.contains { if case .send = $0 { true } else { false } })
        #expect(!desktop.console.overlay.isOpen)
    }

    @Test func theCommandLineIsRefusedToo() {
        var desktop = rewound(to: early)
        desktop.press(":")
        desktop.type("pause finance")
        let effects = desktop.press("enter")
        #expect(!effects.contains { if case .send = $0 { true } else { false } })
        #expect(desktop.text.contains("This is a recording"))
    }

    /// The key of a replay is the replay's in every pane, whatever it does there while the swarm is live.
    @Test(arguments: PaneID.allCases) func theKeysOfTheReplayWorkInEveryPane(_ pane: PaneID) {
        var desktop = rewound(to: early)
        desktop.press("\(pane.rawValue)")
        #expect(moves(desktop.press("[")) == [.step(-1)])
        #expect(moves(desktop.press("]")) == [.step(1)])
        #expect(moves(desktop.press("space")) == [.toggle])
        #expect(moves(desktop.press("<")) == [.speed(0.5)])
        desktop.press("f")
        #expect(desktop.console.overlay.screen is ForkForm)
    }

    @Test func aZoomedPaneKeepsTheKeysThatPlay() {
        var desktop = rewound(to: early)
        desktop.press("9", "z")
        #expect(desktop.lines[39].contains("Space play") && desktop.lines[39].contains(". live"))
    }

    // MARK: Loop, faults, scrubber

    @Test func theLoopGoesAroundOffAllAndAPart() {
        var desktop = rewound(to: early)
        #expect(moves(desktop.press("O")) == [.loop(true)])
        _ = desktop.console.update(.messages([.past(view: 1, .replay(glance(early, loops: true)))]))
        #expect(moves(desktop.press("O")) == [.loopBetweenMarkers])
        let part = Instant(microseconds: 1_000_000)...Instant(microseconds: 20_000_000)
        _ = desktop.console.update(
            .messages([.past(view: 1, .replay(glance(early, loops: true, part: part)))]))
        let strip = desktop.lines[38]
        #expect(strip.contains("[") && strip.contains("]") && strip.contains("loops"))
        #expect(moves(desktop.press("O")) == [.loop(false)])
    }

    @Test func theFaultKeysGoToFaultsOrSayThatThereIsNone() {
        var desktop = rewound(to: early)
        #expect(moves(desktop.press("(")) == [.previousTrouble])
        #expect(desktop.press(")").isEmpty)
        #expect(desktop.lines[2].contains("No fault and no failure after this."))
        var start = rewound(to: 10)
        #expect(moves(start.press(")")) == [.nextTrouble])
        #expect(start.press("(").isEmpty)
    }

    @Test func aClickOnTheScrubberGoesToThatMoment() {
        var desktop = rewound(to: early)
        let strip = desktop.console.grid.strip
        let row = desktop.lines[strip.top]
        let line = Array(row)
        let first = line.firstIndex { "━─◆✓▼✗●»".contains($0) } ?? 0
        let last = line.lastIndex { "━─◆✓▼✗»".contains($0) } ?? 0
        func click(_ column: Int) -> [ReplayMove] {
            moves(
                desktop.console.update(
                    .terminal(
                        .mouse(
                            MouseEvent(
                                .press(.left), at: Point(column: column, row: strip.top))))))
        }
        #expect(click(first) == [.seek(.time(.zero))])
        guard case .seek(.time(let middle))? = click((first + last) / 2).first else {
            Issue.record("the middle leads nowhere")
            return
        }
        let half = glance(early).position.end.microseconds / 2
        #expect(abs(middle.microseconds - half) < half / 20)
    }

    @Test func aClickOnTheStripOfALiveRunGoesBackInTime() {
        var desktop = Desktop(scene)
        let strip = desktop.console.grid.strip
        let effects = desktop.console.update(
            .terminal(
                .mouse(
                    MouseEvent(
                        .press(.left), at: Point(column: 60, row: strip.top)))))
        guard case .rewind(_, _, .seek(.time(let moment)))? = effects.first else {
            Issue.record("\(effects)")
            return
        }
        #expect(moment > .zero && moment < scene.state.now)
    }

    @Test func theScrubberShowsAllMarkersAndWhereItStands() {
        let strip = rewound(to: early).lines[38]
        #expect(strip.contains("━") && strip.contains("●") && strip.contains("▼"))
        #expect(strip.contains("0:41.7"), "the end of the recording, not this moment")
    }

    // MARK: Fork

    /// The launch with marketing done, and the past at its end.
    private func forkable() -> (FrameScene, Desktop) {
        var scene = scene
        if let attempt = scene.state.tasks.latest?.currentAttempt(of: 0) {
            scene.succeed(attempt.key, quality: 92, at: 42.3)
        }
        var desktop = Desktop(scene)
        desktop.press("[")
        let last = scene.envelopes.count
        let position = ReplayPosition(
            event: UInt64(last), events: 1...UInt64(last), time: scene.state.now,
            wall: WallTime(milliseconds: FrameScene.wallAtZero + 42_300), from: .zero,
            to: scene.state.now)
        _ = desktop.console.update(
            .messages([
                .past(view: 1, .replay(ReplayGlance(position, markers: []))),
                .past(
                    view: 1,
                    .attached(
                        scene.state, clock: position.time, wall: position.wall,
                        recent: scene.envelopes)),
            ]))
        return (scene, desktop)
    }

    @Test func aForkShowsWhatItKeepsAndBecomesALiveTask() throws {
        var (_, desktop) = forkable()
        desktop.press("f")
        let text = desktop.text
        #expect(text.contains("campaign_001_fork"))
        #expect(text.contains("marketing") && text.contains("finance and analytics"))
        #expect(text.contains("50000"))
        // The first datum is the budget.
        desktop.press("backspace", "backspace", "backspace", "backspace", "backspace")
        desktop.type("65000")
        let effects = desktop.press("enter")
        guard case .leavePast? = effects.first,
            case .send(.fork(let draft, let kept), let ticket)? = effects.last
        else {
            Issue.record("\(effects)")
            return
        }
        #expect(draft.data["budget"] == .integer(65_000))
        #expect(draft.data["target_audience"] == .string("enterprise"))
        #expect(draft.id == "campaign_001_fork" && draft.origin == "campaign_001")
        #expect(draft.requiredSkills == ["marketing", "finance", "analytics"])
        #expect(kept.map(\.subtask) == [0])
        #expect(desktop.lines[0].contains("LIVE"))
        let id = try #require(desktop.console.swarm.tasks.latest?.id)
        _ = desktop.console.update(
            .messages([.reply(ticket: ticket, .submitted(id, name: "campaign_001_fork"))]))
        #expect(desktop.lines[2].contains("campaign_001_fork runs, with marketing kept."))
    }

    @Test func dataCanBeAddedAndWhatCannotBeReadIsSaid() {
        var (_, desktop) = forkable()
        desktop.press("f", "up")
        desktop.type("nonsense")
        #expect(desktop.press("enter").isEmpty)
        #expect(desktop.text.contains("'nonsense' names no datum."))
        for _ in 0..<8 { desktop.press("backspace") }
        desktop.type("channels=3")
        guard case .send(.fork(let draft, _), _)? = desktop.press("enter").last else {
            Issue.record("nothing sent")
            return
        }
        #expect(draft.data["channels"] == .integer(3))
    }

    @Test func escLeavesTheForkAndThePastAsTheyAre() {
        var (_, desktop) = forkable()
        desktop.press("f")
        #expect(desktop.press("esc").isEmpty)
        #expect(desktop.lines[0].contains("REPLAY"))
    }

    /// What runs nowhere is told how the command line does it.
    @Test func aRecordingAloneNamesTheCommandThatForks() {
        var console = Console(options: ConsoleOptions(size: Size(columns: 120, rows: 40)))
        let glance = glance(early)
        _ = console.update(
            .messages([
                .replay(glance),
                .attached(
                    state(early), clock: glance.position.time, wall: glance.position.wall,
                    recent: Array(scene.envelopes[..<early])),
            ]))
        #expect(console.press("f").isEmpty)
        var canvas = Canvas(size: console.size)
        console.view(&canvas)
        #expect(canvas.lines[2].contains("swarmtop fork campaign_001 --at \(early)"))
        #expect(console.press(".").isEmpty)
    }
}
