import HostileText
import Testing

@testable import TerminalUI

@Suite("The canvas")
struct CanvasTests {
    @Test("keeps text inside its clip, whatever the text", arguments: HostileText.all.indices)
    func clip(index: Int) {
        let text = HostileText.all[index]
        let clip = Rect(column: 3, row: 1, width: 7, height: 1)
        for glyphs in [GlyphSet.unicode, .ascii] {
            var canvas = Canvas(size: Size(columns: 12, rows: 3), glyphs: glyphs)
            canvas.fill(canvas.bounds, with: Symbol("x"), style: .plain)
            let before = canvas
            canvas.withClip(clip) { canvas in
                canvas.text(text, at: Point(column: 3, row: 1))
                canvas.text(text, at: Point(column: -2, row: 1))
                canvas.text(text, at: Point(column: 8, row: 1), width: 5, alignment: .right)
                canvas.text(text, at: Point(column: 3, row: 0))
                canvas.text(text, at: Point(column: 3, row: 2))
            }
            for row in 0..<3 {
                for column in 0..<12 where !clip.contains(Point(column: column, row: row)) {
                    #expect(canvas[column, row] == before[column, row])
                }
            }
            #expect(canvas.isWellFormed)
            #expect(!canvas.text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        }
    }

    @Test("never keeps half of a wide character")
    func halves() {
        var canvas = Canvas(size: Size(columns: 6, rows: 1))
        canvas.text("漢字漢", at: Point(column: 0, row: 0))
        #expect(canvas.text == "漢字漢")
        canvas.text("a", at: Point(column: 1, row: 0))
        #expect(canvas.text == " a字漢")
        canvas.text("b", at: Point(column: 2, row: 0))
        #expect(canvas.text == " ab 漢")
        canvas.text("字", at: Point(column: 3, row: 0))
        #expect(canvas.text == " ab字")
        #expect(canvas.isWellFormed)
    }

    @Test("does not draw a wide character that does not fit")
    func wideAtEdge() {
        var canvas = Canvas(size: Size(columns: 5, rows: 1))
        canvas.text("漢漢漢", at: Point(column: 0, row: 0))
        #expect(canvas.text == "漢漢")
        canvas.text("漢漢漢", at: Point(column: 0, row: 0), width: 5)
        #expect(canvas.text == "漢漢…")
    }

    @Test("draws plain text in one go as it does letter by letter", arguments: -4...12)
    func plainRuns(column: Int) {
        for count in 0...10 {
            for clip in [
                Rect(column: 0, row: 0, width: 9, height: 1),
                Rect(column: 2, row: 0, width: 5, height: 1),
            ] {
                var byLetter = Canvas(size: Size(columns: 9, rows: 1))
                byLetter.text("漢字漢字x", at: Point(column: 0, row: 0))
                var inOneGo = byLetter
                let letters = (0..<count).map { UInt8(ascii: "a") + UInt8($0) }
                byLetter.withClip(clip) { canvas in
                    for (place, letter) in letters.enumerated() {
                        canvas.put(
                            Symbol(ascii: letter), column: column + place, row: 0, style: .plain)
                    }
                }
                _ = inOneGo.withClip(clip) { canvas in
                    canvas.text(
                        String(decoding: letters, as: UTF8.self), at: Point(column: column, row: 0))
                }
                #expect(inOneGo == byLetter, "\(count) letters in \(clip)")
                #expect(inOneGo.isWellFormed)
            }
        }
    }

    @Test("cuts plain text and text with marks at the same column", arguments: [0, 1, 2, 5])
    func cuts(width: Int) {
        for text in ["abcdef", "abcd\u{301}ef", "abcde\u{301}f"] {
            for alignment in [Alignment.left, .centre, .right] {
                var canvas = Canvas(size: Size(columns: 12, rows: 1))
                let used = canvas.text(
                    text, at: Point(column: 3, row: 0), width: width, alignment: alignment)
                let kept = String(text.prefix(max(0, width - 1)))
                #expect(used == width, "\(text)")
                #expect(canvas.text == (width == 0 ? "" : "   \(kept)…"))
            }
        }
    }

    @Test("keeps the background under text without one")
    func background() {
        let blue = Color(red: 0, green: 0, blue: 200)
        let red = Color(red: 200, green: 0, blue: 0)
        var canvas = Canvas(size: Size(columns: 4, rows: 1))
        canvas.fill(canvas.bounds, style: Style(background: blue))
        canvas.text("ab", at: Point(column: 0, row: 0), style: .bold(red))
        #expect(canvas[0, 0].style == Style(foreground: red, background: blue, attributes: .bold))
        canvas.text("c", at: Point(column: 1, row: 0), style: Style(background: red))
        #expect(canvas[1, 0].style.background == red)
    }

    @Test(
        "places and cuts text in a width",
        arguments: [
            (Alignment.left, "abc", "abc  |"), (.right, "abc", "  abc|"),
            (.centre, "abc", " abc |"),
            (.left, "abcdef", "abcd…|"), (.right, "abcdef", "abcd…|"), (.left, "漢字漢", "漢字…|"),
        ])
    func width(alignment: Alignment, text: String, shown: String) {
        var canvas = Canvas(size: Size(columns: 6, rows: 1))
        canvas.text(text, at: Point(column: 0, row: 0), width: 5, alignment: alignment)
        canvas.text("|", at: Point(column: 5, row: 0))
        #expect(canvas.text == shown)
    }

    @Test("cuts a line of spans where its width ends")
    func spans() {
        var canvas = Canvas(size: Size(columns: 8, rows: 2))
        let line: StyledText = [Span("ab"), Span(Glyph(unicode: "▲", ascii: "!")), Span("cdef")]
        #expect(canvas.text(line, at: Point(column: 0, row: 0), width: 5) == 5)
        #expect(canvas.text(line, at: Point(column: 8, row: 1), alignment: .right) == 7)
        #expect(canvas.text == "ab▲c…\n ab▲cdef")
    }

    @Test("says in ASCII what the visual language asks for")
    func ascii() {
        var canvas = Canvas(size: Size(columns: 60, rows: 2), glyphs: .ascii)
        canvas.text("─━│┊╭╮╰╯▌█■·┄├┤→…×≈▸»✓✗◆●○▲▼‖◌–∞½⠤⠉⣀⡇é漢∙", at: Point(column: 0, row: 0))
        canvas.glyph(Glyph(unicode: "▲", ascii: "!"), at: Point(column: 0, row: 1))
        #expect(canvas.lines[0] == "-=|:++++>=#..||>~x~>r*X^+o+-=x-8%-'.|????")
        #expect(canvas.lines[1] == "!")
    }

    @Test("goes back to one tone with fainter rules and without badges")
    func recede() {
        func grey(_ level: UInt8) -> Color { Color(red: level, green: level, blue: level) }
        var canvas = Canvas(size: Size(columns: 3, rows: 1))
        canvas.fill(canvas.bounds, style: Style(background: grey(10)))
        canvas.text("T", at: Point(column: 0, row: 0), style: .bold(grey(250)))
        canvas.text("─", at: Point(column: 1, row: 0), style: Style(foreground: grey(40)))
        let badge = Style(foreground: grey(10), background: grey(200))
        canvas.text("B", at: Point(column: 2, row: 0), style: badge)
        canvas.recede(foreground: grey(90), background: grey(10))
        let tone = Style(foreground: grey(90), background: grey(10))
        #expect(canvas[0, 0].style == tone && canvas[2, 0].style == tone)
        #expect(canvas[1, 0].style.foreground == grey(28))
    }

    @Test("counts the cells that differ")
    func diff() {
        var canvas = Canvas(size: Size(columns: 10, rows: 2))
        let before = canvas
        canvas.text("abc", at: Point(column: 0, row: 0))
        #expect(canvas.diff(from: before) == 3)
        #expect(canvas.diff(from: Canvas(size: Size(columns: 1, rows: 1))) == 20)
    }

    @Test(
        "draws nothing on no cells",
        arguments: [Size(columns: 0, rows: 0), Size(columns: 1, rows: 1)])
    func tiny(size: Size) {
        var canvas = Canvas(size: size)
        canvas.text("漢字", at: Point(column: 0, row: 0), width: 4)
        canvas.box(Rect(column: -5, row: -5, width: 100, height: 100))
        canvas.horizontalRule(at: Point(column: -9, row: 0), width: 1_000)
        canvas.recede(foreground: nil, background: nil)
        #expect(canvas.isWellFormed)
    }

    @Test("takes a terminal that claims to be huge only so far")
    func huge() {
        #expect(Canvas(size: Size(columns: 65_535, rows: 65_535)).size == .largest)
    }

    @Test("draws 100,000 hostile characters no slower than a row of them")
    func bounded() {
        var canvas = Canvas(size: Size(columns: 40, rows: 1))
        let text = String(repeating: "1;漢\u{1b}", count: 200_000)
        let time = ContinuousClock().measure {
            for _ in 0..<200 {
                canvas.text(text, at: Point(column: 0, row: 0))
                canvas.text(text, at: Point(column: 0, row: 0), width: 30, alignment: .right)
            }
        }
        #expect(time < .seconds(1))
    }
}

extension Canvas {
    /// Every two-column symbol has its right half, and every right half its symbol.
    var isWellFormed: Bool {
        (0..<size.rows).allSatisfy { row in
            let cells = Array(cells(inRow: row))
            return cells.indices.allSatisfy { index in
                if cells[index].symbol.columns == 2 {
                    return index + 1 < cells.count && cells[index + 1].symbol.isContinuation
                }
                if cells[index].symbol.isContinuation {
                    return index > 0 && cells[index - 1].symbol.columns == 2
                }
                return true
            }
        }
    }
}
