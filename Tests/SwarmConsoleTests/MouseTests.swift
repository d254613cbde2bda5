import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// What the mouse does: it chooses and scrolls, and answers no question.
@Suite struct MouseTests {
    private static func click(_ desktop: inout Desktop, _ column: Int, _ row: Int)
        -> [ConsoleEffect]
    {
        desktop.console.update(
            .terminal(
                .mouse(MouseEvent(.press(.left), at: Point(column: column, row: row)))))
    }

    /// Clicks the first row that holds the words, at their first cell.
    @discardableResult
    private static func click(_ desktop: inout Desktop, on words: String) -> [ConsoleEffect] {
        for (row, line) in desktop.lines.enumerated() {
            if let range = line.range(of: words) {
                let column = TextWidth.of(String(line[..<range.lowerBound]))
                return click(&desktop, column, row)
            }
        }
        Issue.record("no row holds \(words)")
        return []
    }

    @Test func aClickOnATitleOrARowFocusesThePane() {
        var desktop = Desktop(.campaign())
        Self.click(&desktop, on: "3 Bus")
        #expect(desktop.console.focus == .bus)
        Self.click(&desktop, on: "● Support")
        #expect(desktop.console.focus == .agents)
        #expect(desktop.console.selection.agent == AgentID(3))
    }

    @Test func aSecondClickOnTheRowOpensIt() {
        var desktop = Desktop(.campaign())
        Self.click(&desktop, on: "● Support")
        Self.click(&desktop, on: "● Support")
        #expect(desktop.console.focus == .detail)
        #expect(desktop.text.contains("7 Detail") || desktop.text.contains("Support Agent"))
        desktop.press("esc", "3", "z")
        Self.click(&desktop, on: "What's our budget")
        #expect(desktop.console.focus == .bus, "the first click only chooses")
        Self.click(&desktop, on: "What's our budget")
        #expect(desktop.console.focus == .detail)
    }

    @Test func tabsAreClicked() {
        var desktop = Desktop(.campaign(), columns: 80, rows: 24)
        Self.click(&desktop, on: "8 Queue")
        #expect(desktop.console.focus == .queue)
        Self.click(&desktop, on: "5 Fault lab")
        #expect(desktop.console.focus == .faults)
        var small = Desktop(.campaign(), columns: 60, rows: 16)
        small.press("2")
        Self.click(&small, on: "8 9 ━")
        #expect(small.console.focus == .queue)
    }

    @Test func theWheelScrollsWhatIsUnderThePointerAndLeavesTheFocus() {
        var desktop = Desktop(.campaign())
        let before = desktop.lines.suffix(11)
        let row = desktop.lines.firstIndex { $0.contains("3 Bus") }! + 3
        for _ in 0..<6 {
            _ = desktop.console.update(
                .terminal(.mouse(MouseEvent(.scrollUp, at: Point(column: 30, row: row)))))
        }
        #expect(desktop.lines.suffix(11) != before)
        #expect(desktop.console.focus == .agents)
        #expect(desktop.text.contains("F follow"), "scrolling up disarms following")
    }

    @Test func aKeyOfTheFooterIsClickedAndStillAsks() {
        var desktop = Desktop(.launch())
        #expect(Self.click(&desktop, on: "d cancel").isEmpty)
        #expect(desktop.text.contains("Cancel Q1 Product Launch?"))
        for row in 0..<40 {
            for column in stride(from: 0, to: 120, by: 3) {
                #expect(Self.click(&desktop, column, row).isEmpty)
            }
        }
        #expect(desktop.console.overlay.isOpen, "no click answers a question")
    }

    @Test func aDisabledKeyOfTheFooterSaysWhy() {
        var desktop = Desktop(.launch())
        #expect(Self.click(&desktop, on: "r retry").isEmpty)
        #expect(desktop.lines[2].contains("nothing failed"))
    }

    @Test func clicksAnywhereOnAnySizeDoNoHarm() {
        for (columns, rows) in [(1, 1), (39, 9), (45, 12), (60, 16), (100, 30), (200, 60)] {
            var desktop = Desktop(.busy(), columns: columns, rows: rows)
            for row in 0...rows {
                for column in stride(from: 0, through: columns, by: 7) {
                    _ = Self.click(&desktop, column, row)
                    if desktop.console.overlay.isOpen { desktop.press("esc") }
                }
            }
            #expect(desktop.lines.count == rows)
        }
    }
}
