import SwarmFiles
import TerminalUI
import Testing

@testable import SwarmConsole
@testable import SwarmCore

/// What a presenter says, on screens of every size.
@Suite struct CaptionTests {
    private static let sizes = [
        (40, 10), (40, 12), (60, 16), (60, 20), (80, 24), (110, 34), (200, 60),
    ]

    private func desktop(_ caption: String, columns: Int, rows: Int) -> Desktop {
        var scene = FrameScene.ticketAsks()
        scene.at(6, .captionShown(caption))
        return Desktop(scene, columns: columns, rows: rows)
    }

    /// The words of the rows a caption has, without what stands beside it.
    private func said(on desktop: Desktop) -> String {
        let area = desktop.console.grid.caption
        let text = desktop.lines[area.top..<area.bottom].joined(separator: " ")
            .replacing(#/ +\? \d+ ! next/#, with: "")
        return text.split(separator: " ").dropFirst().joined(separator: " ")
    }

    @Test(arguments: sizes)
    func everyCaptionOfEveryDemoIsReadWhole(columns: Int, rows: Int) {
        for demo in BuiltIn.demos {
            for case .caption(let text?) in demo.steps.map(\.deed) {
                let desktop = desktop(text, columns: columns, rows: rows)
                #expect(said(on: desktop) == text, "\(demo.name)")
            }
        }
    }

    @Test(arguments: sizes)
    func aCaptionHidesNoNeedAndNoPane(columns: Int, rows: Int) throws {
        let desktop = desktop(
            String(repeating: "Words without end. ", count: 500), columns: columns, rows: rows)
        #expect(said(on: desktop).hasSuffix("…"))
        #expect(desktop.text.contains("?1") || desktop.text.contains("? 1 ! next"))
        let grid = desktop.console.grid
        #expect(grid.slots.first?.title.top ?? 0 >= grid.caption.bottom)
        #expect(try #require(grid.slots.last).body.height > 0)
        #expect(desktop.lines[rows - 1].contains("quit") || columns < 80)
    }

    @Test func onASmallScreenThePanesStayWhileCaptionsChange() {
        let short = desktop("Everybody starts at 100.", columns: 60, rows: 20)
        let long = desktop(
            "Now three tasks at once: whoever is full lets others wait, and nobody is idle.",
            columns: 60, rows: 20)
        #expect(short.console.grid.slots.map(\.body) == long.console.grid.slots.map(\.body))
    }

    @Test func aNoticeLeavesTheCaptionWhereItHasARowOfItsOwn() {
        var desktop = desktop("Three agents work.", columns: 40, rows: 10)
        desktop.console.say("Saved.", .healthy)
        #expect(said(on: desktop) == "Three agents work.")
        #expect(desktop.lines[9].contains("Saved."))
    }

    /// Whether the words stand on the screen, broken over rows or not.
    @Test(arguments: sizes)
    func aNoticeIsReadWhole(columns: Int, rows: Int) {
        let words = "Support is idle: the hang waits for work. Nobody else is hit by it."
        var desktop = Desktop(.launch(), columns: columns, rows: rows)
        desktop.console.say(words, .waiting)
        let lines = TextWidth.wrapped(words, to: columns - 2)
        #expect(lines.allSatisfy { line in desktop.lines.contains(" " + line) }, "\(desktop.text)")
        desktop.press("down")
        var moved = desktop.canvas
        if desktop.console.viewMoved(&moved) { #expect(moved.lines == desktop.lines) }
    }
}
