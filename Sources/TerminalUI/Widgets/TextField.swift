/// Shows a `TextEdit`: one row that scrolls sideways, or wrapped rows that scroll down.
///
/// The cursor is the thin bar `▏` at the end of the text and a reversed cell inside it, so that it
/// is seen in every colour depth without the terminal's own cursor.
public struct TextField {
    public struct Look: Hashable, Sendable {
        public var text: Style
        public var placeholder: Style
        public var cursor: Style

        public init(text: Style, placeholder: Style, cursor: Style) {
            self.text = text
            self.placeholder = placeholder
            self.cursor = cursor
        }
    }

    public var edit: TextEdit
    public var placeholder: String
    public var isActive: Bool
    public var look: Look

    public init(_ edit: TextEdit, placeholder: String = "", isActive: Bool, look: Look) {
        self.edit = edit
        self.placeholder = placeholder
        self.isActive = isActive
        self.look = look
    }

    public func draw(on canvas: inout Canvas, in area: Rect) {
        guard !area.isEmpty else { return }
        canvas.withClip(area) { canvas in
            if edit.isEmpty {
                let start = area.origin.moved(columns: isActive ? 1 : 0)
                canvas.text(
                    placeholder, at: start, style: look.placeholder,
                    width: area.width - (isActive ? 1 : 0))
            }
            let flow = Flow(edit, width: area.width)
            let cursor = flow.cursor
            let firstRow = max(0, cursor.row - area.height + 1)
            let firstColumn = edit.isMultiline ? 0 : max(0, cursor.column - area.width + 1)
            for piece in flow.pieces where piece.row >= firstRow {
                guard piece.row - firstRow < area.height else { break }
                canvas.put(
                    piece.symbol, column: area.left + piece.column - firstColumn,
                    row: area.top + piece.row - firstRow,
                    style: piece.isAtCursor && isActive ? look.text.reversed : look.text)
            }
            if isActive, !flow.isCursorOnText {
                canvas.glyph(
                    Glyph(unicode: "▏", ascii: "_"),
                    at: area.origin.moved(
                        columns: cursor.column - firstColumn, rows: cursor.row - firstRow),
                    style: look.cursor)
            }
        }
    }

    /// Rows the text takes at that width; at least one.
    public static func height(of edit: TextEdit, width: Int) -> Int {
        let flow = Flow(edit, width: max(1, width))
        return max(flow.cursor.row, flow.pieces.last?.row ?? 0) + 1
    }
}

/// The text laid out in cells, by words where a row allows it.
private struct Flow {
    struct Piece {
        let symbol: Symbol
        let column: Int
        let row: Int
        let isAtCursor: Bool
    }

    private(set) var pieces: [Piece] = []
    private(set) var cursor = Point(column: 0, row: 0)
    private(set) var isCursorOnText = false

    init(_ edit: TextEdit, width: Int) {
        var point = Point(column: 0, row: 0)
        let characters = edit.characters
        for (index, character) in characters.enumerated() {
            if edit.isMultiline, index == 0 || characters[index - 1].isWhitespace {
                breakBeforeWord(characters[index...], &point, width)
            }
            if index == edit.cursor { cursor = point }
            if character == "\n" {
                point = Point(column: 0, row: point.row + 1)
                continue
            }
            // Blanks after the last word of a row hang over its end instead of starting the next.
            if edit.isMultiline, character.isWhitespace, point.column >= width {
                if index == edit.cursor { cursor.column = width - 1 }
                point.column += 1
                continue
            }
            if index == edit.cursor { isCursorOnText = true }
            for symbol in SymbolScan(String(character)) {
                if edit.isMultiline, point.column + symbol.columns > width, point.column > 0 {
                    point = Point(column: 0, row: point.row + 1)
                    if index == edit.cursor { cursor = point }
                }
                pieces.append(
                    Piece(
                        symbol: symbol, column: point.column, row: point.row,
                        isAtCursor: index == edit.cursor))
                point.column += symbol.columns
            }
        }
        if edit.cursor == characters.count {
            if edit.isMultiline, point.column >= width {
                point = Point(column: 0, row: point.row + 1)
            }
            cursor = point
        }
    }

    private func breakBeforeWord(
        _ rest: ArraySlice<Character>, _ point: inout Point, _ width: Int
    ) {
        var needed = 0
        for character in rest {
            if character.isWhitespace || needed > width { break }
            needed += TextWidth.of(String(character))
        }
        if point.column > 0, needed <= width, point.column + needed > width {
            point = Point(column: 0, row: point.row + 1)
        }
    }
}
