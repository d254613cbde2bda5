/// Turns a canvas into an SVG picture that looks the same with every monospaced font.
///
/// A cell is 12 by 26 units. Text runs carry their length, and lines, blocks, braille and state
/// signs are drawn as shapes, so nothing depends on a font's own glyphs for them.
public struct SVGWriter: Sendable {
    /// The colours where a cell says "the terminal's own".
    public var foreground: Color
    public var background: Color
    /// Rounded corners of the whole picture, in units; 0 for none.
    public var cornerRadius: Int

    public init(
        foreground: Color = Color(red: 0xD8, green: 0xD8, blue: 0xD8),
        background: Color = Color(red: 0x0C, green: 0x0C, blue: 0x0C),
        cornerRadius: Int = 10
    ) {
        self.foreground = foreground
        self.background = background
        self.cornerRadius = cornerRadius
    }

    static let cellWidth = 12
    static let cellHeight = 26
    static let padding = 12

    /// The picture as a complete SVG document.
    public func picture(of canvas: Canvas) -> String {
        let width = canvas.size.columns * Self.cellWidth + 2 * Self.padding
        let height = canvas.size.rows * Self.cellHeight + 2 * Self.padding
        var document = SVGDocument(width: width, height: height)
        document.open(background: background.hex, cornerRadius: cornerRadius)
        for row in 0..<canvas.size.rows {
            let cells = canvas.cells(inRow: row).map { shown($0) }
            drawBackgrounds(cells, row, in: &document)
        }
        for row in 0..<canvas.size.rows {
            let cells = canvas.cells(inRow: row).map { shown($0) }
            drawText(cells, row, in: &document)
        }
        return document.closed()
    }

    /// A cell with its colours resolved.
    struct Shown {
        let symbol: Symbol
        let foreground: Color
        let background: Color
        let attributes: Style.Attributes
    }

    private func shown(_ cell: Cell) -> Shown {
        var front = cell.style.foreground ?? foreground
        var back = cell.style.background ?? background
        let attributes = cell.style.attributes
        if attributes.contains(.reverse) { swap(&front, &back) }
        if attributes.contains(.dim) { front = front.mixed(with: back, share: 0.45) }
        return Shown(
            symbol: cell.symbol, foreground: front, background: back, attributes: attributes)
    }

    private func drawBackgrounds(_ cells: [Shown], _ row: Int, in document: inout SVGDocument) {
        var column = 0
        while column < cells.count {
            let color = cells[column].background
            let start = column
            while column < cells.count, cells[column].background == color { column += 1 }
            guard color != background else { continue }
            document.rectangle(
                x: Double(start * Self.cellWidth), y: Double(row * Self.cellHeight),
                width: Double((column - start) * Self.cellWidth),
                height: Double(Self.cellHeight), fill: color.hex)
        }
    }

    private func drawText(_ cells: [Shown], _ row: Int, in document: inout SVGDocument) {
        var column = 0
        while column < cells.count {
            let cell = cells[column]
            if cell.attributes.contains(.underline) {
                document.rectangle(
                    x: Double(column * Self.cellWidth),
                    y: Double((row + 1) * Self.cellHeight - 4),
                    width: Double(Self.cellWidth), height: 1.5, fill: cell.foreground.hex)
            }
            if cell.symbol.isBlank || cell.symbol.isContinuation {
                column += 1
            } else if let shape = SVGShape(cell.symbol) {
                var end = column + 1
                while shape.spans, end < cells.count, cells[end].symbol == cell.symbol,
                    cells[end].foreground == cell.foreground
                {
                    end += 1
                }
                document.shape(
                    shape, column: column, row: row, columns: end - column,
                    fill: cell.foreground.hex)
                column = end
            } else {
                column = drawRun(cells, row, from: column, in: &document)
            }
        }
    }

    /// Draws the longest run of letters in one style; returns the column after it.
    private func drawRun(
        _ cells: [Shown], _ row: Int, from start: Int, in document: inout SVGDocument
    ) -> Int {
        let first = cells[start]
        var column = start
        var text = ""
        while column < cells.count {
            let cell = cells[column]
            guard cell.foreground == first.foreground, cell.attributes == first.attributes,
                !cell.symbol.isBlank, SVGShape(cell.symbol) == nil
            else { break }
            cell.symbol.write(to: &text)
            column += max(1, cell.symbol.columns)
            if cell.symbol.columns == 2 || cell.symbol.base > 0x24F { break }
            if column < cells.count,
                cells[column].symbol.columns == 2
                    || cells[column].symbol.base > 0x24F
            {
                break
            }
        }
        document.text(
            text, column: start, row: row, columns: column - start, fill: first.foreground.hex,
            attributes: first.attributes)
        return column
    }
}
