import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// What the mouse does: it chooses and scrolls, and answers no question.
@Suite struct MouseTests {
    @discardableResult
    private static func send(
        _ desktop: inout Desktop, _ kind: MouseEvent.Kind, _ column: Int, _ row: Int,
        clicks: Int = 1
    ) -> [ConsoleEffect] {
        desktop.console.update(
            .terminal(
                .mouse(MouseEvent(kind, at: Point(column: column, row: row), clicks: clicks))))
    }

    @discardableResult
    private static func click(
        _ desktop: inout Desktop, _ column: Int, _ row: Int, clicks: Int = 1
    ) -> [ConsoleEffect] {
        send(&desktop, .press(.left), column, row, clicks: clicks)
    }

    /// Clicks the first row that holds the words, at their first cell.
    @discardableResult
    private static func click(
        _ desktop: inout Desktop, on words: String, clicks: Int = 1
    ) -> [ConsoleEffect] {
        guard let place = place(of: words, desktop) else {
            Issue.record("no row holds \(words)")
            return []
        }
        return click(&desktop, place.column, place.row, clicks: clicks)
    }

    private static func place(of words: String, _ desktop: Desktop) -> Point? {
        for (row, line) in desktop.lines.enumerated() {
            guard let range = line.range(of: words) else { continue }
            return Point(column: TextWidth.of(String(line[..<range.lowerBound])), row: row)
        }
        return nil
    }

    @Test func aClickOnATitleOrARowFocusesThePane() {
        var desktop = Desktop(.campaign())
        Self.click(&desktop, on: "3 Bus")
        #expect(desktop.console.focus == .bus)
        Self.click(&desktop, on: "● Support")
        #expect(desktop.console.focus == .agents)
        #expect(desktop.console.selection.agent == AgentID(3))
    }

    @Test func aDoubleClickOnTheRowOpensItAndTwoClicksDoNot() {
        var desktop = Desktop(.campaign())
        Self.click(&desktop, on: "● Support")
        Self.click(&desktop, on: "● Support")
        #expect(desktop.console.focus == .agents, "two slow clicks only choose")
        Self.click(&desktop, on: "● Support", clicks: 2)
        #expect(desktop.console.focus == .detail)
        #expect(desktop.text.contains("7 Detail") || desktop.text.contains("Support Agent"))
        desktop.press("esc", "3", "z")
        Self.click(&desktop, on: "What's our budget")
        #expect(desktop.console.focus == .bus, "the first click only chooses")
        Self.click(&desktop, on: "What's our budget", clicks: 2)
        #expect(desktop.console.focus == .detail)
    }

    @Test func aDoubleClickOnceTheRowsHaveMovedOpensNothing() {
        var desktop = Desktop(.campaign())
        Self.click(&desktop, on: "● Support")
        // Another row is under the pointer by the time of the second press.
        Self.click(&desktop, on: "● Finance", clicks: 2)
        #expect(desktop.console.focus == .agents)
        #expect(desktop.console.selection.agent == AgentID(1))
    }

    @Test func aLaneOfTheTimelineIsClicked() {
        var desktop = Desktop(.campaign())
        let lane = desktop.lines.firstIndex { $0.contains("Timeline") }! + 2
        Self.click(&desktop, 70, lane + 2)
        #expect(desktop.console.focus == .timeline)
        #expect(desktop.console.selection.subtask == 1)
        Self.click(&desktop, 70, lane)
        #expect(desktop.console.selection.subtask == 0)
        Self.click(&desktop, 70, lane, clicks: 2)
        #expect(desktop.console.focus == .detail)
    }

    @Test func aSectionInTheListOfAResultIsGoneTo() {
        var desktop = Desktop(.campaign(), columns: 120, rows: 40)
        desktop.press("4", "z")
        let sections = desktop.lines.firstIndex { $0.contains("Sections") }!
        let before = desktop.lines
        Self.click(&desktop, 3, sections + 2)
        #expect(desktop.lines != before)
        #expect(desktop.console.focus == .result)
    }

    @Test func aDoubleClickOnATitleZoomsAndUnzooms() {
        var desktop = Desktop(.campaign())
        Self.click(&desktop, on: "3 Bus", clicks: 2)
        #expect(desktop.console.zoomed == .bus)
        Self.click(&desktop, on: "3 Bus", clicks: 2)
        #expect(desktop.console.zoomed == nil)
    }

    @Test(arguments: [(120, 40), (200, 60), (80, 24), (60, 16)])
    func everyLineBetweenPanesCanBePulledAndStays(columns: Int, rows: Int) {
        var desktop = Desktop(.campaign(), columns: columns, rows: rows)
        for line in desktop.console.grid.dividers.map(\.line) {
            let divider = desktop.console.grid.dividers.first { $0.line == line }!
            let start = Point(
                column: divider.isColumn ? divider.area.left : divider.area.right - 1,
                row: divider.isColumn ? divider.area.top + 3 : divider.area.top)
            let end = Point(
                column: start.column + (divider.isColumn ? 2 : 0),
                row: start.row - (divider.isColumn ? 0 : 1))
            #expect(Self.send(&desktop, .press(.left), start.column, start.row).isEmpty)
            #expect(Self.send(&desktop, .drag(.left), end.column, end.row).isEmpty)
            let moved = desktop.console.grid.dividers.first { $0.line == divider.line }
            let place = divider.isColumn ? moved?.area.left : moved?.area.top
            #expect(place == (divider.isColumn ? end.column : end.row), "\(divider.line)")
            let saved = Self.send(&desktop, .release(.left), end.column, end.row)
            guard case .saveSettings(let yaml)? = saved.first else {
                Issue.record("nothing is saved")
                continue
            }
            #expect(yaml.contains("  \(divider.line.rawValue): "))
            var faults: [ConfigFault] = []
            let read = Settings(yaml: yaml, faults: &faults)
            #expect(faults.isEmpty && read.layout?.shares == desktop.console.shares)
        }
        #expect(desktop.console.grid.dividers.count >= 1)
    }

    @Test func draggingElsewhereOrFromElsewhereMovesNothing() {
        var desktop = Desktop(.campaign())
        let divider = desktop.console.grid.dividers[0]
        _ = Self.send(&desktop, .press(.left), 20, 10)
        _ = Self.send(&desktop, .drag(.left), divider.area.left, divider.area.top + 2)
        _ = Self.send(&desktop, .drag(.left), 90, divider.area.top + 2)
        #expect(Self.send(&desktop, .release(.left), 90, 10).isEmpty)
        #expect(desktop.console.shares.isEmpty)
        _ = Self.send(&desktop, .press(.left), divider.area.left, divider.area.top + 2)
        #expect(Self.send(&desktop, .release(.left), divider.area.left, 8).isEmpty)
        #expect(desktop.console.shares.isEmpty)
    }

    @Test func noPaneIsPulledAwayAndADoubleClickPutsAllBack() {
        var desktop = Desktop(.campaign())
        let usual = desktop.lines
        for divider in desktop.console.grid.dividers {
            for end in [Point(column: 0, row: 0), Point(column: 119, row: 39)] {
                let now = desktop.console.grid.dividers.first { $0.line == divider.line }!
                _ = Self.send(
                    &desktop, .press(.left), now.area.left, now.area.top + (now.isColumn ? 2 : 0))
                _ = Self.send(&desktop, .drag(.left), end.column, end.row)
                _ = Self.send(&desktop, .release(.left), end.column, end.row)
                for slot in desktop.console.grid.slots {
                    #expect(slot.body.height >= 2 && slot.body.width >= 20, "\(slot.pane)")
                }
            }
        }
        #expect(!desktop.console.shares.isEmpty)
        let gutter = desktop.console.grid.dividers.first { $0.isColumn }!
        let place = Point(column: gutter.area.left, row: gutter.area.top + 2)
        _ = Self.click(&desktop, place.column, place.row, clicks: 2)
        _ = Self.send(&desktop, .release(.left), place.column, place.row)
        #expect(desktop.console.shares.isEmpty)
        desktop.press("1")
        #expect(desktop.lines.count == usual.count)
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
        #expect(desktop.lines[2].contains("retry: not failed"))
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
