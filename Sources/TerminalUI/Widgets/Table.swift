/// A head row and rows under it, one row each, with a cursor bar.
///
/// Give it the rows that are visible; `ScrollState` says which. For rows of two lines use
/// `TableLayout` alone.
public struct Table {
    public struct Row: Hashable, Sendable {
        /// One per column, in the order of the columns.
        public var cells: [StyledText]
        public var isMarked: Bool

        public init(_ cells: [StyledText], isMarked: Bool = false) {
            self.cells = cells
            self.isMarked = isMarked
        }
    }

    public struct Look: Hashable, Sendable {
        public var head: Style
        /// The bar `▌` at the left of the cursor row and the row's background.
        public var bar: Style
        public var cursorBackground: Color?
        public var mark: Style

        public init(head: Style, bar: Style, cursorBackground: Color?, mark: Style) {
            self.head = head
            self.bar = bar
            self.cursorBackground = cursorBackground
            self.mark = mark
        }
    }

    public var columns: [TableLayout.Column]
    public var rows: [Row]
    /// Among `rows`; nil when no row has the cursor.
    public var cursor: Int?
    public var showsBar: Bool
    public var showsHead: Bool
    public var gap: Int
    public var look: Look

    public init(
        columns: [TableLayout.Column], rows: [Row], cursor: Int? = nil, showsBar: Bool = true,
        showsHead: Bool = true, gap: Int = 2, look: Look
    ) {
        self.columns = columns
        self.rows = rows
        self.cursor = cursor
        self.showsBar = showsBar
        self.showsHead = showsHead
        self.gap = gap
        self.look = look
    }

    /// Column 0 of the area is for the cursor bar and marks; text starts at column 1.
    public func draw(on canvas: inout Canvas, in area: Rect) {
        guard !area.isEmpty else { return }
        let layout = TableLayout(
            columns, start: area.left + 1, width: area.width - 1, gap: gap)
        canvas.withClip(area) { canvas in
            if showsHead {
                for place in layout.places {
                    canvas.text(
                        columns[place.index].title,
                        at: Point(column: place.column, row: area.top), style: look.head,
                        width: place.width, alignment: columns[place.index].alignment)
                }
            }
            let body = showsHead ? area.split(top: 1).below : area
            for (index, row) in rows.prefix(body.height).enumerated() {
                draw(row, isCursor: index == cursor, on: &canvas, in: body.row(index), layout)
            }
        }
    }

    private func draw(
        _ row: Row, isCursor: Bool, on canvas: inout Canvas, in area: Rect, _ layout: TableLayout
    ) {
        if isCursor {
            canvas.fill(area, style: Style(background: look.cursorBackground))
            if showsBar {
                canvas.glyph(
                    Glyph(unicode: "▌", ascii: ">"), at: area.origin, style: look.bar)
            }
        }
        if row.isMarked {
            canvas.text("+", at: area.origin, style: look.mark)
        }
        for place in layout.places where place.index < row.cells.count {
            canvas.text(
                row.cells[place.index], at: Point(column: place.column, row: area.top),
                width: place.width, alignment: columns[place.index].alignment)
        }
    }
}
