import HostileText
import Testing

@testable import TerminalUI

@Suite("Text by columns")
struct TextTests {
    @Test(
        "is cut at the right with an ellipsis",
        arguments: [
            ("analytics", 9, "analytics"), ("analytics", 8, "analyti…"), ("analytics", 1, "…"),
            ("analytics", 0, ""), ("漢字漢字", 5, "漢字…"), ("漢字漢字", 4, "漢…"),
        ])
    func truncated(text: String, columns: Int, shown: String) {
        #expect(TextWidth.truncated(text, to: columns) == shown)
    }

    @Test(
        "of an id is cut in the middle",
        arguments: [
            ("run-2026-0042", 13, "run-2026-0042"), ("run-2026-0042", 9, "run-…0042"),
            ("run-2026-0042", 2, "r…"), ("run-2026-0042", 1, "…"), ("run-2026-0042", 0, ""),
        ])
    func middle(text: String, columns: Int, shown: String) {
        #expect(TextWidth.truncatedInMiddle(text, to: columns) == shown)
    }

    @Test("is wrapped at blanks and broken where there is none")
    func wrapped() {
        #expect(
            TextWidth.wrapped("one two three", to: 7) == ["one two", "three"])
        #expect(TextWidth.wrapped("abcdefghij k", to: 4) == ["abcd", "efgh", "ij k"])
        #expect(TextWidth.wrapped("a\n\nb\r\nc", to: 4) == ["a", "", "b", "c"])
        #expect(TextWidth.wrapped("漢字漢字", to: 5) == ["漢字", "漢字"])
        #expect(TextWidth.wrapped(" a漢", to: 2) == ["", "a", "漢"])
        #expect(TextWidth.wrapped("one two three", to: 5, maximumLines: 2) == ["one", "two…"])
    }

    @Test("is wrapped to no more than the width", arguments: HostileText.all.indices)
    func wrapBounds(index: Int) {
        let text = HostileText.all[index]
        for width in [2, 7] {
            let lines = TextWidth.wrapped(text, to: width, maximumLines: 50)
            #expect(lines.count <= 50)
            #expect(lines.allSatisfy { TextWidth.of($0) <= width })
        }
    }

    @Test("is padded to a width")
    func padded() {
        #expect(TextWidth.padded("ab", to: 4) == "ab  ")
        #expect(TextWidth.padded("abcdef", to: 4) == "abc…")
    }

    @Test("a colour is read with and without its sign, and nothing else is a colour")
    func colors() {
        #expect(Color(hex: "#Ff8800") == Color(red: 255, green: 136, blue: 0))
        #expect(Color(hex: "ff8800")?.hex == "#ff8800")
        for wrong in ["", "#", "fff", "+12345", "gg0000", "#ff88000", "٣٣٣٣٣٣"] {
            #expect(Color(hex: wrong) == nil, "\(wrong)")
        }
        let black = Color(red: 0, green: 0, blue: 0)
        let white = Color(red: 255, green: 255, blue: 255)
        #expect(black.mixed(with: white, share: 0.5).red == 128)
        #expect(black.mixed(with: white, share: .nan) == black)
        #expect(Gradient([black, white]).color(at: 2) == white)
        #expect(Gradient([black]).color(at: .nan) == black)
        #expect(Gradient([]).color(at: 0.5) == nil)
    }
}

@Suite("Rectangles")
struct GeometryTests {
    @Test("are divided without a gap or an overlap")
    func division() {
        let area = Rect(column: 1, row: 4, width: 118, height: 20)
        let columns = area.columns([.share(1), .fixed(10), .share(1)], gap: 3)
        #expect(columns.map(\.width) == [51, 10, 51])
        #expect(columns.map(\.left) == [1, 55, 68])
        #expect(area.rows([.fixed(30), .share(1)]).map(\.height) == [20, 0])
        #expect(area.rows([]).isEmpty)
        let (above, below) = area.split(bottom: 2)
        #expect(above.height == 18 && below.top == 22)
    }

    @Test("are empty instead of negative")
    func empty() {
        let area = Rect(column: 0, row: 0, width: 3, height: 1)
        #expect(area.inset(columns: 2).isEmpty)
        #expect(area.intersection(Rect(column: 9, row: 9, width: 1, height: 1)).isEmpty)
        #expect(area.row(5).isEmpty)
        #expect(area.centred(Size(columns: 99, rows: 99)) == area)
    }
}
