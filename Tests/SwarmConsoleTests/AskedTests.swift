import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// The keys of the attention line answer the question that was on the screen, and no other.
@Suite struct AskedTests {
    private static func sent(_ effects: [ConsoleEffect]) -> [(SubtaskKey, Bool)] {
        effects.compactMap { effect in
            guard case .send(.answerApproval(let key, let granted), _) = effect else { return nil }
            return (key, granted)
        }
    }

    /// The clock's answer.
    private static func clock(_ seconds: Double, _ desktop: inout Desktop) {
        _ = desktop.console.update(
            .messages([
                .clock(
                    Instant(microseconds: Int64(seconds * 1_000_000)),
                    WallTime(milliseconds: FrameScene.wallAtZero + Int64(seconds * 1_000)))
            ]))
    }

    /// A ticket asks; a second one asks a moment later.
    private static func scene(both: Bool = true) -> (
        scene: FrameScene, first: TaskID, second: TaskID
    ) {
        var scene = FrameScene.ticketAsks()
        let first = scene.state.tasks.latest!.id
        let second = scene.state.tasks.nextID
        if both { askAgain(&scene, at: 5.5) }
        return (scene, first, second)
    }

    private static func askAgain(_ scene: inout FrameScene, at seconds: Double) {
        let other = scene.state.tasks.nextID
        let brief = scene.state.tasks.latest!.brief
        scene.at(seconds, .taskSubmitted(other, brief.again(in: scene.state)))
        scene.announce(other, at: seconds)
        scene.at(seconds, .approvalAsked(SubtaskKey(task: other, index: 4), until: nil))
    }

    /// The first is answered by its deadline, or by somebody else.
    private static func settleFirst(_ scene: inout FrameScene, _ first: TaskID, at seconds: Double)
    {
        let key = SubtaskKey(task: first, index: 4)
        scene.at(seconds, .approvalGiven(key, granted: false, by: .deadline))
        scene.at(seconds, .subtaskSkipped(key, .denied))
    }

    @Test func theAttentionLineNamesItsKeysAndTheyAnswerTheQuestionShown() {
        let (scene, first, _) = Self.scene()
        var desktop = Desktop(scene)
        desktop.press("j")
        #expect(desktop.lines[2].contains("Ticket 7 Hand the ticket to"))
        #expect(desktop.lines[2].contains("y approve") && desktop.lines[2].contains("o deny"))
        Self.clock(10, &desktop)
        Self.clock(10.4, &desktop)
        let sent = Self.sent(desktop.press("y"))
        #expect(sent.map(\.0) == [SubtaskKey(task: first, index: 4)])
        #expect(sent.map(\.1) == [true])
    }

    @Test func denyIsANo() {
        let (scene, first, _) = Self.scene()
        var desktop = Desktop(scene)
        desktop.press("j")
        Self.clock(10, &desktop)
        Self.clock(10.4, &desktop)
        let sent = Self.sent(desktop.press("o"))
        #expect(sent.map(\.0.task) == [first] && sent.map(\.1) == [false])
    }

    @Test func aQuestionThatHasJustComeUpTakesNoKeyFor400Milliseconds() {
        let (scene, _, _) = Self.scene()
        var desktop = Desktop(scene)
        let asks = desktop.press("j")
        #expect(asks.contains { if case .readClock = $0 { true } else { false } })
        #expect(Self.sent(desktop.press("y")).isEmpty)
        #expect(desktop.lines[2].contains("y approve: it has just come up, read it first."))
        // The notice hid it: it comes up once more with the next key.
        desktop.press("j")
        Self.clock(20, &desktop)
        #expect(desktop.console.nextTick ?? .seconds(9) <= .milliseconds(400))
        Self.clock(20.399, &desktop)
        #expect(Self.sent(desktop.press("y")).isEmpty)
        desktop.press("j")
        Self.clock(30, &desktop)
        Self.clock(30.4, &desktop)
        #expect(Self.sent(desktop.press("y")).count == 1)
    }

    /// However long the clock stood still before it.
    @Test func aClockThatStoodStillDoesNotMakeItOld() {
        let (scene, _, _) = Self.scene()
        var desktop = Desktop(scene)
        desktop.press("j")
        // Minutes later by the wall, a moment after the question came up.
        Self.clock(600, &desktop)
        #expect(Self.sent(desktop.press("y")).isEmpty)
    }

    @Test func aKeyOnItsWayNeverAnswersTheNextQuestion() {
        var (scene, first, second) = Self.scene()
        var desktop = Desktop(scene)
        desktop.press("j")
        Self.clock(10, &desktop)
        Self.clock(10.4, &desktop)
        let before = scene.state.sequence
        Self.settleFirst(&scene, first, at: 10.45)
        desktop.take(scene, after: before)
        #expect(desktop.console.glance().approvals.map(\.task.brief.name) == ["ticket_7_again"])
        #expect(Self.sent(desktop.press("y")).isEmpty, "it was meant for the first")
        desktop.press("j")
        Self.clock(11, &desktop)
        Self.clock(11.4, &desktop)
        #expect(Self.sent(desktop.press("y")).map(\.0.task) == [second])
    }

    @Test func whileANoticeHidesTheQuestionItsKeysDoNothing() {
        let (scene, _, _) = Self.scene()
        var desktop = Desktop(scene)
        desktop.press("j")
        Self.clock(10, &desktop)
        Self.clock(10.4, &desktop)
        #expect(Self.sent(desktop.press("y")).count == 1)
        _ = desktop.console.update(.messages([.saved(path: "a.svg")]))
        #expect(desktop.lines[2].contains("Saved a.svg."))
        #expect(Self.sent(desktop.press("y")).isEmpty)
    }

    @Test func theDialogTakesKeysAtOnceForWhatTheOperatorWentTo() {
        let (scene, first, second) = Self.scene()
        var desktop = Desktop(scene)
        #expect(Self.sent(desktop.press("!", "y")).map(\.0.task) == [first])
        // The next one came up by itself.
        #expect(Self.sent(desktop.press("y")).isEmpty)
        #expect(desktop.console.overlay.isOpen)
        Self.clock(20, &desktop)
        Self.clock(20.4, &desktop)
        #expect(Self.sent(desktop.press("y")).map(\.0.task) == [second])
    }

    @Test func goingToTheNextInTheDialogIsEnough() {
        let (scene, first, second) = Self.scene()
        var desktop = Desktop(scene)
        #expect(Self.sent(desktop.press("!", "j", "n")).map(\.0.task) == [second])
        // The first came up by itself after that, and is gone to.
        #expect(Self.sent(desktop.press("k", "y")).map(\.0.task) == [first])
    }

    @Test func withoutAQuestionTheKeysSaySo() {
        var desktop = Desktop(.launch())
        #expect(desktop.press("y").isEmpty)
        #expect(desktop.lines[2].contains("y approve: nothing asks here."))
    }
}
