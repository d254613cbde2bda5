import HostileText
import Testing

@testable import TerminalUI

@Suite("Big letters")
struct BlockLetterTests {
    private func drawn(_ text: String, scale: Int = 1, glyphs: GlyphSet = .unicode) -> [String] {
        let letters = BlockLetters(scale: scale)
        var canvas = Canvas(size: Size(columns: 40, rows: letters.height), glyphs: glyphs)
        letters.draw(
            text, on: &canvas, at: Point(column: 0, row: 0), style: .plain, width: 40)
        return canvas.lines
    }

    @Test("are made of half cells")
    func shapes() {
        #expect(drawn("Hi.") == ["█ █ ▀", "█▀█ █", "▀ ▀ ▀ ▀"])
        #expect(drawn("Ag") == ["▄▀▄  ▄▄", "█▀█ ▀▄█", "▀ ▀ ▄▄▀"])
        #expect(drawn("Hi.", glyphs: .ascii) == ["# # \"", "#\"# #", "\" \" \" \""])
    }

    @Test("are six rows high when they are twice as large")
    func twice() {
        #expect(drawn("T", scale: 2) == ["██████", "  ██", "  ██", "  ██", "  ██", ""])
    }

    @Test("are measured as they are drawn", arguments: HostileText.all.indices)
    func measured(index: Int) {
        for scale in 1...2 {
            let letters = BlockLetters(scale: scale)
            let text = letters.cut(String(HostileText.all[index].prefix(40)), to: 60)
            #expect(letters.columns(of: text) <= 60)
            var canvas = Canvas(size: Size(columns: 80, rows: 8))
            let used = letters.draw(
                text, on: &canvas, at: Point(column: 4, row: 1), style: .plain, width: 60)
            #expect(used <= 60)
            for row in 0..<8 {
                for column in 0..<80
                where row < 1 || row > letters.height || !(4..<64).contains(column) {
                    #expect(canvas[column, row] == .blank)
                }
            }
        }
    }

    @Test("stand in lines of a width, the last one saying that more was said")
    func wrapped() {
        let letters = BlockLetters()
        let lines = letters.wrapped("one two three four five", to: 24, maximumLines: 2)
        #expect(lines.count == 2 && lines[1].hasSuffix("…"))
        #expect(lines.allSatisfy { letters.columns(of: $0) <= 24 })
        #expect(letters.wrapped("", to: 24, maximumLines: 2).isEmpty)
    }
}
