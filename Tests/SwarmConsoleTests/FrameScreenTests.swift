import SwarmCore
import TerminalUI
import Testing

@testable import SwarmConsole

@Suite struct FrameScreenTests {
    static let sizes = [(80, 24), (120, 40), (200, 60), (100, 30), (60, 15), (39, 9), (1, 1)]

    @Test(arguments: sizes) func everySizeShowsTheLaunch(_ columns: Int, _ rows: Int) throws {
        let canvas = snapshot(.launch(), columns, rows, agent: 1)
        #expect(canvas.size == Size(columns: columns, rows: rows))
        try expectGolden(canvas, "launch-\(columns)x\(rows)")
    }

    @Test func theFirstStartTeachesThreeKeys() throws {
        let canvas = snapshot(.fresh(), 120, 40, agent: nil)
        try expectGolden(canvas, "first-start-120x40")
        #expect(!canvas.text.contains(":demo"))
    }

    @Test(arguments: [(80, 24), (60, 16)])
    func theFirstStartTeachesTheSameOnALowScreen(_ columns: Int, _ rows: Int) throws {
        var options = ConsoleOptions()
        options.demos = ["crash"]
        let canvas = snapshot(.fresh(), columns, rows, agent: nil, options: options)
        try expectGolden(canvas, "first-start-\(columns)x\(rows)")
        let lines = canvas.lines.dropLast()
        for (key, what) in [
            ("n", "Give the swarm a task"), (":demo", "Watch an example"),
            ("x", "Break something"), ("?", "See every key"), ("q", "Quit"),
        ] {
            #expect(lines.contains { $0.contains(" \(key) ") && $0.contains(what) }, "\(key)")
        }
        #expect(canvas.text.contains("crash an agent and watch"))
    }

    @Test func aFirstStartWithRoomForThreeRowsTeachesTheTaskTheFaultAndTheHelp() {
        var canvas = Canvas(size: Size(columns: 60, rows: 3))
        StartHere(look: Look(ConsoleOptions()), agentCount: 4, keymap: .standard, hasDemo: true)
            .draw(on: &canvas, in: canvas.bounds)
        #expect(canvas.text.contains("Give the swarm a task"))
        #expect(canvas.text.contains("Break something"))
        #expect(canvas.text.contains("See every key"))
    }

    @Test func aFinishedTaskShowsItsVerdictAndAnIdleClock() throws {
        try expectGolden(snapshot(.launched(), 120, 40, agent: 1), "launched-120x40")
    }

    @Test func aBusySwarmFillsAWideScreen() throws {
        try expectGolden(snapshot(.busy(), 200, 60, agent: 1), "busy-200x60")
    }

    @Test func zoomedReputationShowsChangesAndStanding() throws {
        try expectGolden(
            snapshot(.launch(), 120, 40, agent: 1, zoomed: .reputation), "reputation-zoomed-120x40")
    }

    @Test func asciiDrawsNothingButAscii() throws {
        let canvas = snapshot(
            .launch(), 120, 40, agent: 1, options: ConsoleOptions(ascii: true))
        #expect(!canvas.text.contains { !$0.isASCII })
        try expectGolden(canvas, "launch-ascii-120x40")
    }

    @Test func withoutColourNoCellHasAColourAndTheCursorIsASign() throws {
        let canvas = snapshot(
            .launch(), 120, 40, agent: 1, options: ConsoleOptions(noColor: true))
        for row in 0..<canvas.size.rows {
            for cell in canvas.cells(inRow: row) {
                #expect(cell.style.foreground == nil && cell.style.background == nil)
            }
        }
        try expectGolden(canvas, "launch-mono-120x40")
        #expect(canvas.lines.contains { $0.hasPrefix(">▲ Finance") })
    }

    @Test func everyThemeAndSizeDrawsWithoutHarm() {
        let scene = FrameScene.launch()
        for columns in stride(from: 1, through: 220, by: 13) {
            for rows in stride(from: 1, through: 70, by: 7) {
                let canvas = snapshot(scene, columns, rows, agent: 1)
                #expect(canvas.size == Size(columns: columns, rows: rows))
            }
        }
    }

    /// What an operator may have chosen, with lines pulled to where panes would vanish.
    private static let choices: [(PaneID?, PaneShares)] = {
        func shares(_ place: Int) -> PaneShares {
            var shares = PaneShares()
            for line in PaneShares.Line.allCases { shares[line] = place }
            return shares
        }
        return [
            (nil, PaneShares()), (.detail, PaneShares()), (.bus, shares(1)), (nil, shares(999)),
            (.queue, shares(500)),
        ]
    }()

    @Test func placesNeverOverlapAndStayOnTheScreen() {
        for columns in stride(from: 40, through: 230, by: 3) {
            for rows in stride(from: 10, through: 70, by: 2) {
                for (tab, shares) in Self.choices {
                    let size = Size(columns: columns, rows: rows)
                    let grid = PaneGrid(size: size, tab: tab, shares: shares)
                    let areas =
                        [grid.header, grid.attention, grid.strip, grid.footer]
                        + grid.slots.flatMap { [$0.title, $0.body] }
                    for (place, area) in areas.enumerated() where !area.isEmpty {
                        #expect(Rect(size: size).intersection(area) == area)
                        let other = areas[..<place].first { !$0.intersection(area).isEmpty }
                        #expect(other == nil, "\(columns)x\(rows): \(area)")
                    }
                }
            }
        }
    }

    @Test func hostileTextOfAnAgentIsOnlyData() {
        var scene = FrameScene()
        let id = scene.submit(
            "Evil \u{1B}[2J\u{202E}title", name: "evil", skills: ["finance"], at: 1)
        let key = scene.start(id, 0, by: 1, at: 1.1)
        scene.progress(key, 10, "note\r\n\u{1B}]0;owned\u{07}", at: 1.2)
        let text = snapshot(scene, 120, 40, agent: 1).text
        #expect(text.unicodeScalars.allSatisfy { $0.value == 10 || $0.value >= 32 })
        #expect(!text.unicodeScalars.contains("\u{202E}"))
    }

    @Test func noTaskPaneIsLeftWithoutWords() {
        for pane in PaneID.allCases {
            let canvas = snapshot(.fresh(), 80, 24, agent: nil, zoomed: pane)
            let body = canvas.lines.dropFirst(3).dropLast(2)
            #expect(body.contains { !$0.isEmpty }, "\(pane) is empty")
        }
    }
}
