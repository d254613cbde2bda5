import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// Links between the panes, and the way back.
@Suite struct LinkTests {
    private static func desktop(_ columns: Int = 120, _ rows: Int = 40) -> Desktop {
        Desktop(.campaign(), columns: columns, rows: rows)
    }

    /// Puts the bus's cursor on the first row that holds the words, from the bottom.
    private static func find(_ words: String, in desktop: inout Desktop) {
        desktop.press("3", "z", "G")
        for _ in 0..<300 {
            let row = desktop.lines.first { $0.hasPrefix("▌") } ?? ""
            if row.contains(words) { return }
            desktop.press("k")
        }
        Issue.record("no row holds \(words)")
    }

    private static func focus(_ desktop: Desktop) -> PaneID { desktop.console.focus }

    @Test(arguments: [
        ("What's our budget", PaneID.detail), ("crash injected", .faults),
        ("attempt.failed", .detail), ("reputation", .reputation), ("agent.registered", .detail),
    ])
    func enterOnARowOfTheBusGoesToWhatItSpeaksOf(_ words: String, _ pane: PaneID) {
        var desktop = Self.desktop()
        Self.find(words, in: &desktop)
        desktop.press("enter")
        #expect(Self.focus(desktop) == pane)
    }

    @Test func aFaultOfTheBusIsTheOneUnderTheCursorOfTheFaultLab() {
        var scene = FrameScene.campaign()
        for number in 2...4 {
            scene.at(
                43,
                .faultInjected(
                    FaultID(UInt32(number)),
                    FaultSpec(
                        kind: .hang, target: .agent(AgentID(number - 2)), duration: nil, seed: 1)))
        }
        var desktop = Desktop(scene)
        Self.find("crash injected", in: &desktop)
        desktop.press("enter")
        #expect(desktop.console.selection.fault == FaultID(1))
        let row = desktop.lines.first { $0.contains("▌") } ?? ""
        #expect(row.contains("crash"), "\(row)")
    }

    @Test func escGoesBackToTheRowAndForwardAgain() {
        var desktop = Self.desktop()
        Self.find("What's our budget", in: &desktop)
        let bus = desktop.text
        desktop.press("enter")
        let detail = desktop.text
        #expect(detail.contains("7 Detail  award of Q1 Product Launch"))
        desktop.press("esc")
        #expect(Self.focus(desktop) == .bus)
        let row = desktop.lines.first { $0.hasPrefix("▌") } ?? ""
        #expect(row.contains("What's our budget"))
        #expect(desktop.console.zoomed == .bus && bus.contains(row))
        desktop.press("L")
        #expect(desktop.text.contains("7 Detail  award of Q1 Product Launch"))
        desktop.press("backspace", "alt-right")
        #expect(Self.focus(desktop) == .detail)
    }

    @Test func theWayIsShownAtTheTop() {
        var desktop = Self.desktop()
        #expect(!desktop.lines[0].contains("›"))
        Self.find("What's our budget", in: &desktop)
        desktop.press("enter")
        #expect(
            desktop.lines[0].contains("   Bus 0:41.204 › Detail Q1 Product Launch"),
            "\(desktop.lines[0])")
        #expect(desktop.text.contains("Esc back to Bus"))
        desktop.press("esc", "esc")
        #expect(!desktop.lines[0].contains("›"))
    }

    @Test func aLinkedAwardShowsItsCursorAndTheWay() throws {
        var desktop = Self.desktop()
        desktop.press("5", "enter", "enter", "z", "j", "j")
        try expectGolden(desktop.canvas, "link-award-120x40")
    }

    @Test func theWayIsLeftOutWhereThereIsNoRoom() {
        var desktop = Self.desktop(80, 24)
        Self.find("What's our budget", in: &desktop)
        desktop.press("enter")
        #expect(!desktop.lines[0].contains("›"))
        #expect(desktop.text.contains("Esc back to Bus"))
    }

    @Test func anAgentOpensAlsoWhereItsTaskWasShownBefore() {
        var desktop = Self.desktop()
        desktop.press("2", "enter")
        #expect(desktop.text.contains("7 Detail  award of"))
        desktop.press("1", "enter")
        #expect(desktop.text.contains("7 Detail  Marketing Agent"))
    }

    @Test func everyBidderAttemptAndMessageOfAnAwardLeadsOn() throws {
        var desktop = Self.desktop()
        desktop.press("2", "enter", "z")
        let page = TaskDetail(
            task: try #require(desktop.console.glance().task), glance: desktop.console.glance()
        ).page(118)
        let panes = page.links.compactMap { page.link(at: $0)?.pane }
        #expect(panes.contains(.timeline) && panes.contains(.bus) && panes.contains(.detail))
        desktop.press("enter")
        #expect(desktop.text.contains("7 Detail  Marketing Agent"))
        desktop.press("esc")
        #expect(desktop.text.contains("7 Detail  award of"))
    }

    @Test func theWayBackRemembersThePlaceOnALongPage() {
        var desktop = Self.desktop()
        desktop.press("2", "enter", "z", "G")
        let before = desktop.lines.first { $0.hasPrefix("▌") } ?? ""
        #expect(!before.isEmpty)
        desktop.press("enter")
        #expect(Self.focus(desktop) == .bus)
        desktop.press("esc")
        #expect(Self.focus(desktop) == .detail)
        #expect(desktop.lines.first { $0.hasPrefix("▌") } == before)
    }

    @Test func aSectionOfTheResultLeadsToItsSubtaskAndAWarningToTheAward() {
        var desktop = Self.desktop()
        desktop.press("4", "z", "right")
        desktop.press("enter")
        #expect(Self.focus(desktop) == .detail)
        #expect(desktop.console.selection.subtask == 1)
        desktop.press("esc", "g", "enter")
        #expect(Self.focus(desktop) == .detail)
        #expect(desktop.console.selection.subtask == nil, "the warning concerns the whole task")
    }

    @Test func aFaultLeadsToTheAttemptItBroke() {
        var desktop = Self.desktop()
        desktop.press("5", "enter")
        #expect(Self.focus(desktop) == .timeline)
        #expect(desktop.console.selection.subtask == 1)
    }

    @Test func attentionIsALinkToo() {
        var desktop = Desktop(.launch())
        desktop.press("!")
        #expect(Self.focus(desktop) == .timeline)
        desktop.press("esc")
        #expect(Self.focus(desktop) == .agents)
    }

    @Test func zoomingIsUndoneByGoingBack() {
        var desktop = Self.desktop()
        desktop.press("3", "z", "z")
        #expect(desktop.console.zoomed == nil && desktop.console.trail.past.isEmpty)
        desktop.press("z", "esc")
        #expect(desktop.console.zoomed == nil && Self.focus(desktop) == .bus)
    }

    @Test func aPlaceWhoseTaskIsGoneIsPassedOver() {
        var trail = Trail()
        var gone = Selection()
        gone.task = TaskID(slot: 9, number: 900)
        trail.leave(Place(.bus, Selection(), isZoomed: false))
        trail.leave(Place(.detail, gone, isZoomed: false))
        let here = Place(.agents, Selection(), isZoomed: false)
        let swarm = FrameScene.fresh().state
        let place = trail.back(from: here) { $0.exists(in: swarm) }
        #expect(place?.pane == .bus)
        #expect(
            trail.forward(from: Place(.bus, Selection(), isZoomed: false)) { _ in true } == here)
    }

    @Test func theTrailForgetsItsOldestEnd() {
        var trail = Trail()
        for number in 0..<200 {
            trail.leave(.fault(FaultID(UInt32(number)), from: Selection()))
        }
        #expect(trail.past.count == Trail.most)
        #expect(trail.past.last?.selection.fault == FaultID(199))
    }

    @Test func theForwardKeySaysWhenNothingIsAhead() {
        var desktop = Self.desktop()
        desktop.press("L")
        #expect(desktop.lines[2].contains("L forward: nowhere to go forward to."))
    }

    @Test func aPageMovesFromLinkToLinkAndOnWhereThereIsNone() {
        var scroll = PageScroll()
        scroll.settle(lines: 40, height: 10, links: [2, 5, 20])
        #expect(scroll.cursor == 2)
        #expect(scroll.update(.down) && scroll.cursor == 5 && scroll.offset == 0)
        for _ in 0..<6 { _ = scroll.update(.down) }
        #expect(scroll.offset == 6 && scroll.cursor == nil)
        for _ in 0..<5 { _ = scroll.update(.down) }
        #expect(scroll.offset == 11 && scroll.cursor == 20)
        for _ in 0..<30 { _ = scroll.update(.up) }
        #expect(scroll.offset == 0 && scroll.cursor == 2)
        #expect(scroll.update(.last) && scroll.offset == 30 && scroll.cursor == nil)
    }
}
