import Testing

@testable import TerminalUI

@Suite("Widgets")
struct WidgetTests {
    private let plain = Style.plain

    private func drawn(
        _ columns: Int, _ rows: Int, glyphs: GlyphSet = .unicode,
        _ draw: (inout Canvas, Rect) -> Void
    ) -> String {
        var canvas = Canvas(size: Size(columns: columns, rows: rows), glyphs: glyphs)
        draw(&canvas, canvas.bounds)
        return canvas.text
    }

    private func title(_ width: Int, isFocused: Bool = false) -> String {
        let look = TitleRule.Look(
            number: plain, name: plain, subject: plain, rule: plain, note: plain)
        return drawn(width, 1) { canvas, area in
            TitleRule(
                number: "2", name: "Timeline", subject: "Q1 Product Launch",
                note: "1.7 s of ≈2.8 s",
                isFocused: isFocused, look: look
            ).draw(on: &canvas, in: area)
        }
    }

    @Test("a title rule is whole and gives way when narrow")
    func titleRule() {
        #expect(title(58) == "2 Timeline  Q1 Product Launch ──────────── 1.7 s of ≈2.8 s")
        #expect(title(58, isFocused: true).contains("Launch ━━━━━━━━━━━━ 1.7"))
        #expect(title(40) == "2 Timeline  Q1 Produ… ── 1.7 s of ≈2.8 s")
        #expect(title(24) == "2 Timeline  Q1 Produ… ──")
        #expect(title(6) == "2 Tim…")
    }

    @Test(
        "a value bar has a square for anything above nothing",
        arguments: [
            (0.6, "■■■■■····  60%"), (0.0, "·········  60%"), (0.01, "■········  60%"),
            (7.0, "■■■■■■■■■  60%"), (-1.0, "·········  60%"), (.nan, "·········  60%"),
            (.infinity, "■■■■■■■■■  60%"),
        ])
    func valueBar(fraction: Double, shown: String) {
        let bar = ValueBar(
            fraction: fraction, label: "60%", gradient: Gradient([]), track: plain)
        #expect(drawn(14, 1) { bar.draw(on: &$0, in: $1) } == shown)
    }

    @Test("a work bar ends in eighths, keeps its cap, and goes on past it")
    func workBar() {
        func bar(_ end: Double, _ rest: WorkBar.Rest, _ glyphs: GlyphSet = .unicode) -> String {
            drawn(20, 1, glyphs: glyphs) { canvas, area in
                WorkBar(parts: [.init(.solid, from: 0, to: end, style: plain)], rest: rest)
                    .draw(on: &canvas, in: area)
            }
        }
        #expect(bar(10.2, .until(14)) == "██████████▎┄┄┄┤")
        #expect(bar(10.2, .until(14), .ascii) == "========== ...|")
        #expect(bar(10.6, .until(14), .ascii) == "==========>...|")
        #expect(bar(16, .until(14)) == "████████████████")
        #expect(bar(2, .unknown) == "██ ┄┄┄")
        #expect(bar(1e300, .until(.infinity)) == "████████████████████")
        #expect(bar(.nan, .until(.nan)) == "┤")
    }

    @Test("a work bar shows attempts, waits and plans")
    func attempts() {
        let bar = WorkBar(parts: [
            .init(.solid, from: 0, to: 3.6, style: plain),
            .init(.glyph(Glyph(unicode: "✗", ascii: "X")), from: 4, to: 4, style: plain),
            .init(.wait, from: 5, to: 7, style: plain),
            .init(.planned, from: 8, to: 12, style: plain),
        ])
        #expect(drawn(14, 1) { bar.draw(on: &$0, in: $1) } == "███▋✗┄┄ ├┄┄┄┤")
        #expect(
            drawn(14, 1, glyphs: .ascii) { bar.draw(on: &$0, in: $1) } == "===>X~~ |...|")
    }

    @Test("a sparkline has a fixed scale and its newest value at the right")
    func sparkline() {
        let spark = Sparkline(values: [85, 100, 140, 999, .nan], range: 85...140, style: plain)
        #expect(drawn(7, 1) { spark.draw(on: &$0, in: $1) } == "  ▁▃██▁")
        #expect(drawn(2, 1) { spark.draw(on: &$0, in: $1) } == "█▁")
        #expect(drawn(7, 1, glyphs: .ascii) { spark.draw(on: &$0, in: $1) } == "  .:!!.")
    }

    @Test("a step chart runs level and jumps")
    func stepChart() {
        let chart = StepChart(series: [[100, 105, 112, 102]], range: 90...120, steps: 4)
        let shown = drawn(16, 3) { canvas, area in
            chart.draw(on: &canvas, in: area) { _, _ in plain }
        }
        #expect(
            shown == """
                        ⢀⣀⣀⣀⣀⡀
                    ⢠⠤⠤⠤⠼    ⣇⣀⣀
                ⠉⠉⠉⠉⠉
                """)
        #expect(chart.row(of: 112, height: 3) == 0)
        #expect(chart.column(ofStep: 2, width: 16) == 8)
    }

    @Test("a cell that lines cross belongs to the last line")
    func stepChartOwner() throws {
        let marks = StepChart(series: [[1, 2], [2, 1]], range: 0...4).marks(
            in: Size(columns: 8, rows: 4))
        let owners = marks.joined().compactMap(\.self).map(\.series)
        #expect(owners.contains(0) && owners.contains(1))
        #expect(marks.joined().compactMap(\.self).allSatisfy { $0.dots != 0 })
        let none = StepChart(series: [[.nan, .infinity], []], range: 0...0).marks(
            in: Size(columns: 3, rows: 2))
        #expect(none.count == 2)
    }

    @Test("a table drops columns in their order and never cuts a gap")
    func table() {
        let columns: [TableLayout.Column] = [
            .init("agent", width: 8...20), .init("state", width: 9, leaving: 0),
            .init("load", width: 5, alignment: .right, leaving: 1),
            .init("tokens", width: 6, alignment: .right, leaving: 3),
            .init("cost", width: 6, alignment: .right, leaving: 2),
        ]
        let look = Table.Look(head: plain, bar: plain, cursorBackground: nil, mark: plain)
        let row = Table.Row(
            ["Marketing", "running", "60%", "4.6k", "$0.17"].map { StyledText($0) })
        func shown(_ width: Int) -> String {
            drawn(width, 3) { canvas, area in
                Table(columns: columns, rows: [row, row], cursor: 1, look: look)
                    .draw(on: &canvas, in: area)
            }
        }
        #expect(
            shown(44) == """
                 agent      state       load  tokens    cost
                 Marketing  running      60%    4.6k   $0.17
                ▌Marketing  running      60%    4.6k   $0.17
                """)
        #expect(shown(36).hasPrefix(" agent      state       load    cost\n"))
        #expect(shown(20).hasPrefix(" agent     state\n Marketi…  running"))
    }

    @Test("a dialog pushes everything back and keeps its padding")
    func dialog() {
        let tone = Color(red: 9, green: 9, blue: 9)
        var canvas = Canvas(size: Size(columns: 100, rows: 12))
        canvas.text("behind", at: Point(column: 0, row: 0), style: .bold(nil))
        let look = Dialog.Look(
            behind: tone, ground: nil, panel: tone, box: plain, title: plain, note: plain)
        let area = Dialog(
            title: "New task", note: "1 of 2", size: Size(columns: 40, rows: 10), look: look
        )
        .draw(on: &canvas)
        #expect(area == Rect(column: 33, row: 2, width: 34, height: 8), "a low screen")
        #expect(
            Dialog.area(
                of: Size(columns: 40, rows: 10), on: Size(columns: 100, rows: 16))
                == Rect(column: 33, row: 5, width: 34, height: 6))
        #expect(
            Dialog.area(
                of: Size(columns: 40, rows: 10), on: Size(columns: 40, rows: 10))
                == Rect(column: 2, row: 1, width: 36, height: 8), "all of a small one")
        #expect(canvas.lines[1].hasSuffix("╭─ New task ────────────────── 1 of 2 ─╮"))
        #expect(canvas[0, 0].style == Style(foreground: tone))
        var small = Canvas(size: Size(columns: 30, rows: 6))
        #expect(
            Dialog(title: "漢字漢字漢字漢字漢字漢字漢字漢字", size: Size(columns: 60, rows: 20), look: look)
                .draw(on: &small).height == 4)
        #expect(small.isWellFormed)
    }

    @Test("the key footer leaves out what does not fit")
    func footer() {
        let items: [KeyFooter.Item] = [
            .init("n", "new task"), .init("r", "retry: nothing failed", isEnabled: false),
            .init("?", "help"),
        ]
        let look = KeyFooter.Look(key: plain, label: plain, disabled: plain)
        #expect(
            drawn(60, 1) { _ = KeyFooter(items, look: look).draw(on: &$0, in: $1) }
                == "n new task   r retry: nothing failed   ? help")
        #expect(
            drawn(36, 1) { _ = KeyFooter(items, look: look).draw(on: &$0, in: $1) }
                == "n new task   r retry: nothing failed")
    }

    @Test("choices are shown as one of many and many of many")
    func choices() {
        let look = ChoiceLine.Look(chosen: plain, other: plain, cursor: plain)
        let one = ChoiceLine(options: ["simple", "complex"], chosen: [1], look: look)
        #expect(drawn(40, 1) { _ = one.draw(on: &$0, in: $1) } == "○ simple   ● complex")
        let many = ChoiceLine(options: ["email", "seo"], chosen: [0], isMultiple: true, look: look)
        #expect(drawn(40, 1) { _ = many.draw(on: &$0, in: $1) } == "✓ email   + seo")
    }

    @Test("no widget minds a screen of any size")
    func anySize() {
        let look = TitleRule.Look(
            number: plain, name: plain, subject: plain, rule: plain, note: plain)
        for columns in 0...9 {
            for rows in 0...3 {
                var canvas = Canvas(size: Size(columns: columns, rows: rows))
                let area = canvas.bounds
                TitleRule(number: "1", name: "漢字", subject: "x", note: "y", look: look)
                    .draw(on: &canvas, in: area)
                WorkBar(parts: [.init(.solid, from: 3, to: 99, style: plain)], rest: .unknown)
                    .draw(on: &canvas, in: area)
                StepChart(series: [[1, 2, 3]], range: 0...3).draw(on: &canvas, in: area) { _, _ in
                    plain
                }
                Dialog(
                    title: "t", size: Size(columns: 9, rows: 9),
                    look: .init(
                        behind: nil, ground: nil, panel: nil, box: plain, title: plain, note: plain)
                ).draw(on: &canvas)
                TextField(
                    TextEdit("漢字 text", isMultiline: true), isActive: true,
                    look: .init(text: plain, placeholder: plain, cursor: plain)
                ).draw(on: &canvas, in: area)
                #expect(canvas.isWellFormed)
            }
        }
    }
}
