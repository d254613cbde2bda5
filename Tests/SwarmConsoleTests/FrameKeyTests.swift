import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

@Suite struct FrameKeyTests {
    private func console(_ scene: FrameScene, readOnly: Bool = false) -> Console {
        var console = Console(
            options: ConsoleOptions(readOnly: readOnly, size: Size(columns: 120, rows: 40)))
        _ = console.update(
            .messages([
                .attached(
                    scene.state, clock: scene.state.now,
                    wall: WallTime(
                        milliseconds: FrameScene.wallAtZero + scene.state.now.microseconds / 1_000))
            ]))
        return console
    }

    private func screen(_ console: Console) -> String {
        var canvas = Canvas(size: Size(columns: 120, rows: 40))
        console.view(&canvas)
        return canvas.text
    }

    private func commands(_ effects: [ConsoleEffect]) -> [String] {
        effects.compactMap { effect in
            if case .send(let command, _) = effect { "\(command)" } else { nil }
        }
    }

    @Test func pausingActsOnTheAgentUnderTheCursorNotOnTheRow() {
        var console = console(.launch())
        let under = console.selection.agent
        #expect(under != nil)
        _ = console.press("j")
        let chosen = console.selection.agent
        #expect(chosen != under)
        let effects = console.press("p")
        guard case .send(.pause(let id), _)? = effects.first else {
            Issue.record("p sent nothing")
            return
        }
        #expect(id == chosen)
    }

    @Test func theCursorStaysOnItsAgentWhenRowsMove() {
        var scene = FrameScene.launch()
        var console = console(scene)
        _ = console.press("G")
        let chosen = console.selection.agent
        let id = scene.submit("Help", name: "help_1", skills: ["support"], at: 44)
        scene.start(id, 0, by: 3, at: 45)
        _ = console.update(.messages([.events(Array(scene.envelopes.suffix(3)))]))
        #expect(console.selection.agent == chosen)
    }

    @Test func cancelAsksAndNoIsTheDefault() {
        var console = console(.launch())
        #expect(console.press("d").isEmpty)
        #expect(screen(console).contains("Cancel Q1 Product Launch?"))
        #expect(screen(console).contains("3 running subtasks stop."))
        #expect(console.press(Key(.enter)).isEmpty)
        #expect(!screen(console).contains("Cancel Q1 Product Launch?"))
        _ = console.press("d")
        #expect(commands(console.press("y")).count == 1)
    }

    @Test func aDisabledKeySaysWhy() {
        var console = console(.fresh())
        #expect(console.press("d").isEmpty)
        #expect(screen(console).contains("no task"))
        #expect(console.press("X").isEmpty)
        #expect(screen(console).contains("none by you"))
    }

    @Test func readOnlyRefusesBeforeAnythingIsSent() {
        var console = console(.launch(), readOnly: true)
        for key: Key in ["n", "p", "P", "x", "X", "d", "r", "R"] {
            #expect(console.press(key).isEmpty)
            #expect(!console.overlay.isOpen)
        }
        #expect(screen(console).contains("READ-ONLY"))
    }

    @Test func escapeNeverQuits() {
        var console = console(.launch())
        for _ in 0..<5 { #expect(console.press(Key(.escape)).isEmpty) }
        #expect(!console.isFinished)
    }

    @Test func quittingAsksWhileTasksRunAndNotWhenIdle() {
        var busy = console(.launch())
        #expect(busy.press("q").isEmpty)
        #expect(!busy.isFinished)
        #expect(screen(busy).contains("Quit now?"))
        _ = busy.press("y")
        #expect(busy.isFinished)
        var idle = console(.launched())
        _ = idle.press("q")
        #expect(idle.isFinished)
    }

    @Test func qGoesBackBeforeItQuits() {
        var console = console(.launched())
        _ = console.press("z")
        _ = console.press("q")
        #expect(!console.isFinished && console.zoomed == nil)
        _ = console.press("q")
        #expect(console.isFinished)
    }

    @Test func aNoticeOutlivesTheTimeNobodyLooked() {
        var scene = FrameScene.launched()
        var console = console(scene)
        _ = console.press("X")
        let id = scene.submit("Later", name: "later", skills: ["finance"], at: 4_000)
        #expect(scene.state.tasks.contains(id))
        _ = console.update(.messages([.events(Array(scene.envelopes.suffix(1)))]))
        #expect(screen(console).contains("none by you"))
    }

    @Test func controlCQuitsAtOnce() {
        var console = console(.launch())
        _ = console.press("n")
        _ = console.update(.terminal(.signal(.interrupt)))
        #expect(console.isFinished)
    }

    @Test func digitsAndTabChooseThePaneAndZoomGivesItTheScreen() {
        var console = console(.launch())
        _ = console.press("6")
        #expect(console.focus == .reputation)
        _ = console.press(Key(.tab))
        #expect(console.focus == .detail)
        _ = console.press(Key(.backTab))
        _ = console.press("z")
        #expect(screen(console).contains("z back to all panes"))
        _ = console.press(Key(.escape))
        #expect(!screen(console).contains("z back to all panes"))
    }

    @Test func aFilterIsTypedKeptAndCleared() {
        var console = console(.launch())
        _ = console.press("/")
        for key: Key in ["f", "i", "n"] { _ = console.press(key) }
        #expect(screen(console).contains("/ fin"))
        _ = console.press(Key(.enter))
        #expect(!console.filter.isEditing && console.filter.text == "fin")
        #expect(screen(console).contains("1 of 4"))
        _ = console.press(Key(.escape))
        #expect(console.filter.text.isEmpty)
    }

    @Test func attentionGoesToTheFailedTaskThenForgetsIt() {
        var console = console(.launch())
        let before = Attention(console.glance()).items.count
        _ = console.press("!")
        #expect(console.glance().task?.brief.title == "Refund reply")
        #expect(screen(console).contains("r tries again"))
        _ = console.press("!")
        #expect(Attention(console.glance()).items.count == before - 1)
    }

    @Test func retryingAsksTheSwarmForTheChosenTask() {
        var console = console(.launch())
        _ = console.press("!")
        let failed = console.glance().task?.id
        guard case .send(.retry(let id), let ticket)? = console.press("r").first else {
            Issue.record("r sent nothing")
            return
        }
        #expect(id == failed)
        _ = console.update(.messages([.reply(ticket: ticket, .refused(.nothingToRetry))]))
        #expect(screen(console).contains("Only a failed, partial or cancelled task"))
    }

    @Test func aPictureOfTheScreenIsAnSVG() {
        var console = console(.launch())
        guard case .saveScreenshot(let svg)? = console.press("S").first else {
            Issue.record("S saved nothing")
            return
        }
        #expect(svg.hasPrefix("<svg") || svg.hasPrefix("<?xml"))
        #expect(svg.contains("swarmtop"))
    }

    @Test func nothingWakesAnIdleConsole() {
        #expect(console(.fresh()).nextTick == nil)
        #expect(calm(.launched()).nextTick == nil)
        #expect(console(.launch()).nextTick == .milliseconds(100))
    }

    @Test func whatHasJustChangedStandsOutForAMomentAndOneWakeUpEndsIt() throws {
        var console = console(.launched())
        var canvas = Canvas(size: Size(columns: 120, rows: 40))
        /// Whether the words stand there in bold.
        func isBold(_ text: String) throws -> Bool {
            console.view(&canvas)
            let row = try #require(canvas.lines.lastIndex { $0.contains(text) })
            let line = canvas.lines[row]
            let start = try #require(line.firstRange(of: text)).lowerBound
            let column = line.distance(from: line.startIndex, to: start)
            return canvas[column, row].style.attributes.contains(.bold)
        }
        #expect(try isBold("▲7"))
        #expect(console.nextTick == .seconds(1))
        tell(&console, console.clock.now + .seconds(1))
        #expect(try !isBold("▲7"))
        tell(&console, console.clock.now + .seconds(1))
        #expect(console.nextTick == nil)
    }

    /// Some seconds after the last event.
    private func calm(_ scene: FrameScene) -> Console {
        var console = console(scene)
        tell(&console, console.clock.now + .seconds(4))
        return console
    }

    @Test func aNoticeEndsWithOneWakeUp() {
        var console = calm(.launched())
        _ = console.press("X")
        #expect(screen(console).contains("none by you"))
        #expect(console.nextTick == .seconds(5))
        let later = console.clock.now + .seconds(5)
        tell(&console, later)
        #expect(!screen(console).contains("none by you"))
        #expect(console.nextTick == nil)
    }

    @Test func aTickThatComesEarlyEndsNoNoticeAndMovesNoClock() {
        var console = console(.launched())
        _ = console.press("X")
        let soon = console.clock.now + .milliseconds(100)
        tell(&console, soon)
        #expect(screen(console).contains("none by you"))
        #expect(console.clock.now == soon)
    }

    /// Ticks, and answers the question for the time that a tick brings.
    private func tell(_ console: inout Console, _ now: Instant) {
        let asked = console.update(.tick).contains {
            if case .readClock = $0 { true } else { false }
        }
        #expect(asked)
        _ = console.update(.messages([.clock(now, WallTime(milliseconds: 0))]))
    }

    @Test func eventsThatWereInTheStateAlreadyAreNotAppliedTwice() {
        let scene = FrameScene.launch()
        var console = console(scene)
        _ = console.update(.messages([.events(scene.envelopes)]))
        #expect(console.swarm.totals == scene.state.totals)
        #expect(console.log.isEmpty)
    }

    @Test func afterAGapOnlyAWholeStateIsTaken() {
        var scene = FrameScene.launch()
        var console = console(scene)
        _ = console.press("6")
        _ = console.press("j")
        let chosen = console.selection
        let before = console.swarm.sequence
        for round in 0..<3 { scene.solo("Late \(round)", by: 3, quality: 90, at: 50) }
        _ = console.update(.messages([.events(Array(scene.envelopes.suffix(4)))]))
        #expect(console.swarm.sequence == before)
        #expect(screen(console).contains("Events were missed"))
        _ = console.update(
            .messages([
                .attached(scene.state, clock: scene.state.now, wall: WallTime(milliseconds: 0))
            ]))
        #expect(console.swarm.sequence == scene.state.sequence)
        #expect(console.focus == .reputation && console.selection == chosen)
        scene.solo("After", by: 3, quality: 90, at: 60)
        _ = console.update(.messages([.events(scene.envelopes)]))
        #expect(console.swarm.sequence == scene.state.sequence)
    }

    @Test func everyKeyOpensItsDialogAndEscapeClosesIt() {
        for key: Key in ["n", "x", "?", "T", ":", "P", "d"] {
            var console = console(.launch())
            _ = console.press(key)
            #expect(console.overlay.isOpen, "\(key.name) opened nothing")
            _ = console.press(Key(.escape))
            #expect(!console.overlay.isOpen, "\(key.name) stays open")
        }
    }

    @Test func theNewTaskFormKeepsItsDraft() {
        var console = console(.launch())
        _ = console.press("n")
        for character in "Launch it" { _ = console.press(Key(character)) }
        _ = console.press(Key(.escape))
        _ = console.press("n")
        #expect(screen(console).contains("Launch it"))
    }

    @Test func noKeyIsBoundTwiceInOnePane() {
        for pane in PaneID.allCases {
            var seen: [Key: ActionID] = [:]
            for binding in Keymap.standard.bindings where binding.belongs(to: pane) {
                for key in binding.keys {
                    #expect(seen[key] == nil, "\(key.name) in \(pane)")
                    seen[key] = binding.id
                }
            }
        }
    }
}

extension Pane {
    /// Takes a key as the frame would hand it on.
    mutating func update(key: Key, _ glance: Glance) -> [Action]? {
        Keymap.standard.binding(for: key, in: Self.id).flatMap { update($0.id, glance) }
    }
}

extension Console {
    mutating func press(_ key: Key) -> [ConsoleEffect] { update(.terminal(.key(key))) }
}
