import TerminalHarness
import Testing

@Suite struct ShapeTests {
    @Test(arguments: [
        (80, 24), (200, 60), (100, 30), (60, 15), (39, 9), (20, 4), (1, 1), (500, 200),
    ])
    func anySizeShowsTheSwarmAndQuits(columns: Int, rows: Int) throws {
        let journey = try Journey(columns: columns, rows: rows)
        let isDrawn = journey.terminal.wait { $0.text.contains { !$0.isWhitespace } }
        #expect(isDrawn)
        journey.press("q")
        #expect(journey.terminal.end() == .code(0))
        #expect(journey.terminal.isRestored)
    }

    @Test func resizingWhileTasksRunKeepsTheScreenWhole() throws {
        let journey = try Journey(["--speed", "0.6"])
        journey.expect("Start here")
        journey.submit("Launch our Q1 product with a budget of 50000")
        for (columns, rows) in [(80, 24), (200, 60), (30, 8), (3, 2), (120, 40)] {
            journey.terminal.resize(columns: columns, rows: rows)
            let isDrawn = journey.terminal.wait { screen in
                screen.columns == columns && screen.text.contains { !$0.isWhitespace }
            }
            #expect(isDrawn, "\(columns)x\(rows)")
        }
        journey.expect("Timeline")
    }

    @Test func twoHundredSizesInARowDisturbNothing() throws {
        let journey = try Journey(["--speed", "20"])
        journey.expect("Start here")
        journey.submit("Launch our Q1 product with a budget of 50000")
        let sizes = [(1, 1), (500, 200), (39, 2), (2, 60), (300, 1), (80, 24), (170, 44), (59, 16)]
        for round in 0..<200 {
            let (columns, rows) = sizes[round % sizes.count]
            journey.terminal.resizeTerminal(columns: columns, rows: rows)
        }
        journey.terminal.resize(columns: 120, rows: 40)
        journey.expect("✓ 1 done")
        #expect(journey.screen.lines.count { $0.contains("1 Agents") } == 1)
        journey.quit()
    }

    @Test func asciiModeWritesOnlyASCII() throws {
        let journey = try Journey(["--ascii"])
        journey.expect("Start here")
        let isASCII = journey.screen.text.allSatisfy { $0.isASCII }
        #expect(isASCII, "\(journey.screen.text)")
    }

    @Test func withoutUTF8TheScreenIsASCII() throws {
        let journey = try Journey(environment: ["LANG": "C", "LC_ALL": "C"])
        journey.expect("Start here")
        let isASCII = journey.screen.text.allSatisfy { $0.isASCII }
        #expect(isASCII, "\(journey.screen.text)")
    }

    @Test func noColorMeansNoColour() throws {
        let journey = try Journey(environment: ["NO_COLOR": "1"])
        journey.expect("Start here")
        for row in 0..<journey.screen.rows {
            for column in 0..<journey.screen.columns {
                let cell = journey.screen.cell(column: column, row: row)
                #expect(cell.foreground == nil && cell.background == nil)
            }
        }
    }

    @Test func aThemeIsChosenByName() throws {
        let journey = try Journey(["--theme", "waxpaper"])
        journey.expect("Start here")
        let ground = journey.screen.cell(column: 1, row: 2).background
        #expect(ground == 0xFBF9F4)
    }
}
