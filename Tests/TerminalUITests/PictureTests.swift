import HostileText
import Testing

@testable import TerminalUI

@Suite("Pictures")
struct PictureTests {
    @Test("a canvas becomes text, rectangles and shapes")
    func picture() {
        let orange = Color(red: 255, green: 136, blue: 0)
        var canvas = Canvas(size: Size(columns: 6, rows: 1))
        canvas.text(
            "a<&", at: Point(column: 0, row: 0),
            style: Style(foreground: orange, background: .init(red: 1, green: 2, blue: 3)))
        canvas.text("──█", at: Point(column: 3, row: 0), style: .plain)
        let picture = SVGWriter().picture(of: canvas)
        #expect(picture.contains(#"viewBox="0 0 96 50""#))
        #expect(picture.contains(##"textLength="36" fill="#ff8800">a&lt;&amp;</text>"##))
        #expect(picture.contains(##"x="12" y="12" width="36" height="26" fill="#010203""##))
        #expect(picture.contains(##"x="48" y="24.25" width="24" height="1.5""##))
        #expect(!picture.contains("─") && !picture.contains("█"))
        #expect(picture.hasSuffix("</svg>\n"))
    }

    @Test("hostile text stays text in a picture", arguments: HostileText.all.indices)
    func hostile(index: Int) {
        let text = HostileText.all[index]
        var canvas = Canvas(size: Size(columns: 30, rows: 1))
        canvas.text(text + "</text><script>", at: Point(column: 0, row: 0), width: 30)
        let picture = SVGWriter().picture(of: canvas)
        #expect(!picture.contains("<script"))
        #expect(!picture.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }

    @Test("numbers are written the same everywhere")
    func numbers() {
        let values: [Double] = [0, 1.5, -0.25, 12.0004, 12.0006, .nan]
        #expect(values.map(SVGDocument.number) == ["0", "1.5", "-0.25", "12", "12.001", "0"])
        #expect(SVGDocument.number(.infinity) == "100000")
    }
}
