/// A grid of cells to draw on.
///
/// Every way to put text here goes through the sanitiser, and drawing outside the clip rectangle
/// does nothing. Columns and rows are always those of the whole canvas, also inside a clip.
public struct Canvas: Hashable, Sendable {
    public let size: Size
    public let glyphs: GlyphSet
    public private(set) var clip: Rect
    private var cells: [Cell]

    /// An empty canvas of at most `Size.largest`.
    public init(size: Size, glyphs: GlyphSet = .unicode) {
        let size = size.limited(to: .largest)
        self.size = size
        self.glyphs = glyphs
        clip = Rect(size: size)
        cells = Array(repeating: .blank, count: size.columns * size.rows)
    }

    public var bounds: Rect { Rect(size: size) }

    /// The cell there; a blank one outside the canvas.
    public subscript(column: Int, row: Int) -> Cell {
        guard bounds.contains(Point(column: column, row: row)) else { return .blank }
        return cells[row * size.columns + column]
    }

    /// The cells of one row from left to right; none outside the canvas.
    public func cells(inRow row: Int) -> ArraySlice<Cell> {
        guard row >= 0, row < size.rows else { return [] }
        return cells[row * size.columns..<(row + 1) * size.columns]
    }

    /// Draws with everything outside `area` protected.
    public mutating func withClip<Result>(
        _ area: Rect, _ draw: (inout Canvas) throws -> Result
    ) rethrows -> Result {
        let outer = clip
        clip = outer.intersection(area)
        defer { clip = outer }
        return try draw(&self)
    }

    /// Makes the area blank in that style; a nil background is the terminal's own.
    public mutating func fill(_ area: Rect, style: Style) {
        fill(area, with: .blank, style: style)
    }

    /// Makes every cell of the area show that symbol; a two-column symbol is shown as a blank.
    public mutating func fill(_ area: Rect, with symbol: Symbol, style: Style) {
        let shown = symbol.columns == 1 ? glyphs.shown(symbol) : .blank
        if area == bounds, clip == bounds {
            let cell = Cell(shown, style: style)
            return cells.withUnsafeMutableBufferPointer { $0.update(repeating: cell) }
        }
        let area = area.intersection(clip)
        guard !area.isEmpty else { return }
        for row in area.top..<area.bottom {
            replace(area.left..<area.right, row) { _, _ in Cell(shown, style: style) }
        }
    }

    /// Puts printable ASCII, a column each, as far as it lies inside the clip; else as `put` for one symbol.
    mutating func put(
        ascii bytes: UnsafeBufferPointer<UInt8>, column: Int, row: Int, style: Style
    ) {
        guard column < clip.right, row >= clip.top, row < clip.bottom else { return }
        let first = max(column, clip.left)
        let end = max(first, min(column + bytes.count, clip.right))
        replace(first..<end, row) { place, old in
            Cell(
                Symbol(ascii: bytes[place - column]),
                style: style.on(style.background ?? old.style.background))
        }
    }

    /// Puts narrow cells in columns of a row. Whole symbols go; half of one at either end leaves a blank.
    private mutating func replace(
        _ columns: Range<Int>, _ row: Int, _ make: (_ column: Int, _ old: Cell) -> Cell
    ) {
        guard !columns.isEmpty else { return }
        separate(columns.lowerBound, row)
        separate(columns.upperBound - 1, row)
        let start = row * size.columns
        cells.withUnsafeMutableBufferPointer { cells in
            for column in columns { cells[start + column] = make(column, cells[start + column]) }
        }
    }

    /// Changes the styles in the area and keeps what the cells show.
    public mutating func restyle(_ area: Rect, _ change: (Style) -> Style) {
        forEach(in: area) { canvas, column, row in
            let index = row * canvas.size.columns + column
            canvas.cells[index].style = change(canvas.cells[index].style)
        }
    }

    /// Puts one symbol; nothing when any part of it is outside the clip.
    ///
    /// A nil background keeps the one that is there. Half of a two-column symbol that is
    /// overwritten leaves a blank.
    public mutating func put(_ symbol: Symbol, column: Int, row: Int, style: Style) {
        let columns = symbol.columns
        guard columns > 0, column >= clip.left, column + columns <= clip.right,
            row >= clip.top, row < clip.bottom
        else { return }
        let shown = glyphs.shown(symbol)
        set(shown, column, row, style)
        guard columns == 2 else { return }
        let right = shown.columns == 2 ? Symbol.continuation : Symbol(ascii: 0x3F)
        set(right, column + 1, row, style)
    }

    private mutating func set(_ symbol: Symbol, _ column: Int, _ row: Int, _ style: Style) {
        if !symbol.isContinuation { separate(column, row) }
        if symbol.columns == 2 { separate(column + 1, row) }
        let index = row * size.columns + column
        let background = style.background ?? cells[index].style.background
        cells[index] = Cell(symbol, style: style.on(background))
    }

    /// Blanks the other half of a two-column symbol of which this cell is a half.
    private mutating func separate(_ column: Int, _ row: Int) {
        let index = row * size.columns + column
        let symbol = cells[index].symbol
        if symbol.isContinuation {
            cells[index].symbol = .blank
            if column > 0 { cells[index - 1].symbol = .blank }
        } else if symbol.columns == 2 {
            cells[index].symbol = .blank
            if column + 1 < size.columns { cells[index + 1].symbol = .blank }
        }
    }

    private mutating func forEach(in area: Rect, _ body: (inout Canvas, Int, Int) -> Void) {
        let area = area.intersection(clip)
        guard !area.isEmpty else { return }
        for row in area.top..<area.bottom {
            for column in area.left..<area.right { body(&self, column, row) }
        }
    }
}
