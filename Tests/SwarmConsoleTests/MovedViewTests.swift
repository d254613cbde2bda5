import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

/// What a key moved is shown before the rest of the screen follows.
struct MovedViewTests {
    @Test(arguments: PaneID.allCases, [Size(columns: 200, rows: 60), Size(columns: 80, rows: 24)])
    func aMovedCursorLooksAsItWillInTheWholeFrame(pane: PaneID, size: Size) throws {
        var desktop = Desktop(.busy(), columns: size.columns, rows: size.rows)
        desktop.press("\(pane.rawValue)")
        for key in ["j", "j", "k", "G", "g", "ctrl-d"] {
            var early = desktop.canvas
            #expect(Key(key) != nil)
            desktop.press(key)
            #expect(desktop.console.viewMoved(&early), "\(key)")
            let whole = desktop.canvas
            let slot = try #require(desktop.console.grid.slots.first { $0.pane == pane })
            for row in slot.title.top..<slot.cells.bottom {
                #expect(
                    early.cells(inRow: row)[...].dropFirst(slot.cells.left).prefix(slot.cells.width)
                        .elementsEqual(
                            whole.cells(inRow: row).dropFirst(slot.cells.left).prefix(
                                slot.cells.width)), "row \(row) after \(key)")
            }
        }
    }

    @Test func whatIsChosenReachesTheOtherPanesWithTheWholeFrame() {
        var desktop = Desktop(.busy(), columns: 200, rows: 60)
        desktop.press("1", "j", "j")
        let followed = desktop.canvas.text
        desktop.console.settle()
        #expect(desktop.canvas.text == followed)
    }

    @Test func onlyACursorThatMovedIsShownEarly() {
        var desktop = Desktop(.busy())
        var canvas = desktop.canvas
        for key in ["2", "tab", "?", "j", "esc", "z", "s"] {
            #expect(Key(key) != nil)
            desktop.press(key)
            #expect(!desktop.console.viewMoved(&canvas), "\(key)")
        }
        _ = desktop.press("j")
        #expect(desktop.console.viewMoved(&canvas))
        _ = desktop.console.update(.messages([]))
        #expect(!desktop.console.viewMoved(&canvas))
    }
}
