import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// What a mark and Enter mean on the rows of each pane.
@Suite struct RowTests {
    @Test func aMarkOnTheBusIsOnTheTaskOfItsRow() {
        var desktop = Desktop(.launch())
        desktop.press("3", "z", "G")
        for _ in 0..<300 where desktop.console.marks.tasks.isEmpty {
            if desktop.lines.contains(where: { $0.hasPrefix("▌") && $0.contains("Ticket 117") }) {
                desktop.press("space")
            } else {
                desktop.press("k")
            }
        }
        let names = desktop.console.marks.tasks.compactMap {
            desktop.console.swarm.tasks[$0]?.brief.title
        }
        #expect(names == ["Ticket 117"], "not the task that was chosen elsewhere")
        desktop.press("k")
        #expect(desktop.lines.contains { $0.hasPrefix("+") && $0.contains("Ticket 117") })
    }

    @Test func aRowOfNoTaskCannotBeMarked() {
        var desktop = Desktop(.launch())
        desktop.press("3", "z", "g", "space")
        #expect(desktop.console.marks.isEmpty)
        #expect(desktop.lines[2].contains("This row belongs to no task."))
    }

    @Test func aMarkOnACostIsOnItsAgentOrTask() {
        var desktop = Desktop(.spending())
        desktop.press("9", "g", "space")
        #expect(desktop.console.marks.agents.count == 1 && desktop.console.marks.tasks.isEmpty)
        desktop.press("M", "s", "s", "g", "space")
        #expect(desktop.console.marks.tasks.count == 1)
    }

    @Test func aModelOrADayOfTheCostsLeadsNowhereAndSaysSo() {
        var desktop = Desktop(.spending())
        desktop.press("9", "s", "g", "enter")
        #expect(desktop.console.focus == .costs)
        #expect(desktop.lines[2].contains("s adds up by agent or task, which do."))
    }

    @Test func aFailedAttemptOfTheResultLeadsToItsSubtask() {
        var desktop = Desktop(.launched())
        desktop.press("4", "z", "G")
        for _ in 0..<100 {
            if desktop.console.glance().selection.subtask == 1 { break }
            desktop.press("enter")
            if desktop.console.selection.subtask == 1, desktop.console.focus == .detail { break }
            desktop.press("esc", "k")
        }
        #expect(desktop.console.focus == .detail)
        #expect(desktop.console.selection.subtask == 1)
    }

    /// Every pane that has rows leads somewhere from its first one, and back.
    @Test(arguments: ["1", "2", "3", "4", "5", "7", "9"])
    func enterGoesSomewhereFromEveryPaneAndEscBack(_ pane: String) {
        var desktop = Desktop(.spending())
        desktop.press("1", "g", pane, "z", "g")
        if pane == "3" { desktop.press("G") }
        let before = (desktop.console.focus, desktop.console.selection)
        desktop.press("enter")
        let after = (desktop.console.focus, desktop.console.selection)
        #expect(before != after, "pane \(pane)")
        desktop.press("esc")
        #expect(desktop.console.focus == before.0, "pane \(pane)")
        desktop.press("L")
        #expect(desktop.console.focus == after.0, "pane \(pane)")
    }

    @Test func enterOnTheQueueGoesToTheTaskAndBack() {
        var desktop = Desktop(QueueTests.scene())
        desktop.press("8", "g", "j", "enter")
        #expect(desktop.console.focus == .detail)
        #expect(desktop.console.glance().task?.brief.name == "blog")
        desktop.press("esc")
        #expect(desktop.console.focus == .queue)
    }
}
