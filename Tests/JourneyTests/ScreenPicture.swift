import TerminalHarness
import TerminalUI

/// What a terminal really shows, as a picture.
struct ScreenPicture {
    let svg: String

    /// - Parameter ground: The colours where the program leaves the terminal's own.
    init(_ screen: VirtualScreen, writer: SVGWriter = SVGWriter()) {
        var canvas = Canvas(size: Size(columns: screen.columns, rows: screen.rows))
        for row in 0..<screen.rows {
            for column in 0..<screen.columns {
                let cell = screen.cell(column: column, row: row)
                let style = Style(
                    foreground: Self.color(cell.foreground),
                    background: Self.color(cell.background), attributes: Self.attributes(cell))
                let place = Rect(column: column, row: row, width: 1, height: 1)
                canvas.fill(place, style: style)
                if let character = cell.text.first {
                    canvas.put(Symbol(character), column: column, row: row, style: style)
                }
            }
        }
        svg = writer.picture(of: canvas)
    }

    private static func color(_ value: Int?) -> Color? {
        value.map {
            Color(
                red: UInt8(truncatingIfNeeded: $0 >> 16), green: UInt8(truncatingIfNeeded: $0 >> 8),
                blue: UInt8(truncatingIfNeeded: $0))
        }
    }

    private static func attributes(_ cell: VirtualScreen.Cell) -> Style.Attributes {
        var attributes: Style.Attributes = []
        if cell.isBold { attributes.insert(.bold) }
        if cell.isItalic { attributes.insert(.italic) }
        if cell.isUnderlined { attributes.insert(.underline) }
        if cell.isReversed { attributes.insert(.reverse) }
        return attributes
    }
}
