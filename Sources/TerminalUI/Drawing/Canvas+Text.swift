/// Where text stands in the columns it is given.
public enum Alignment: Hashable, Sendable {
    case left
    case centre
    case right
}

extension Canvas {
    /// Writes one line of text and returns the columns it took.
    ///
    /// With a `width`, longer text is cut with `…` and shorter text is placed in that width.
    /// Without one, `at` is the first column of left text, the column after right text, and the
    /// middle of centred text. Controls, line breaks included, become visible marks.
    @discardableResult
    public mutating func text(
        _ text: String, at point: Point, style: Style = .plain, width: Int? = nil,
        alignment: Alignment = .left
    ) -> Int {
        if width == nil, alignment == .left { return write(text, at: point, style: style) }
        let columns = TextWidth.of(text, upTo: width ?? .max)
        guard let width, columns > width else {
            let start = point.moved(columns: Self.lead(columns, in: width, alignment))
            write(text, at: start, style: style)
            return columns
        }
        // Where the text goes on as plain, no mark follows what is kept.
        if let used = text.withPlainBytes(
            upTo: width,
            { bytes in
                guard width > 0 else { return 0 }
                let start = point.moved(columns: Self.lead(width, in: width, alignment))
                let kept = UnsafeBufferPointer(rebasing: bytes.prefix(width - 1))
                put(ascii: kept, column: start.column, row: start.row, style: style)
                put(.ellipsis, column: start.column + kept.count, row: start.row, style: style)
                return width
            })
        {
            return used
        }
        let symbols = TextWidth.cut(text, to: width, ellipsis: .ellipsis)
        let used = symbols.reduce(0) { $0 + $1.columns }
        let start = point.moved(columns: Self.lead(used, in: width, alignment))
        write(symbols, at: start, style: style)
        return used
    }

    /// Writes a line of spans; as for text, but each with its own style.
    @discardableResult
    public mutating func text(
        _ line: StyledText, at point: Point, width: Int? = nil, alignment: Alignment = .left
    ) -> Int {
        if width == nil, alignment == .left { return write(line.spans, at: point) }
        let columns = line.columns(upTo: width ?? .max)
        guard let width, columns > width else {
            let lead = Self.lead(columns, in: width, alignment)
            return write(line.spans, at: point.moved(columns: lead))
        }
        guard width > 0 else { return 0 }
        let start = point.moved(columns: Self.lead(width, in: width, alignment))
        var used = 0
        for span in line.spans {
            let room = width - 1 - used
            guard span.columns(upTo: room) > room else {
                used += write(span, at: start.moved(columns: used))
                continue
            }
            if case .text(let text) = span.content {
                let symbols = TextWidth.prefix(SymbolScan(text), columns: room)
                used += write(symbols, at: start.moved(columns: used), style: span.style)
            }
            put(.ellipsis, column: start.column + used, row: start.row, style: span.style)
            return used + 1
        }
        return used
    }

    /// Puts one glyph in the form that fits the canvas.
    public mutating func glyph(_ glyph: Glyph, at point: Point, style: Style = .plain) {
        put(glyph.symbol(in: glyphs), column: point.column, row: point.row, style: style)
    }

    /// A line from `at` to the right, light or heavy.
    public mutating func horizontalRule(
        at point: Point, width: Int, style: Style = .plain, isHeavy: Bool = false
    ) {
        let symbol = Symbol(isHeavy ? "━" : "─")
        let from = max(point.column, clip.left)
        let to = min(point.column + max(0, width), clip.right)
        guard from < to else { return }
        for column in from..<to { put(symbol, column: column, row: point.row, style: style) }
    }

    /// A box with round corners along the edge of the area.
    public mutating func box(_ area: Rect, style: Style = .plain) {
        guard area.width > 1, area.height > 1 else { return }
        let (right, bottom) = (area.right - 1, area.bottom - 1)
        for row in [area.top, bottom] {
            horizontalRule(
                at: Point(column: area.left + 1, row: row), width: area.width - 2, style: style)
        }
        for row in max(area.top, clip.top)..<max(area.top, clip.top, min(area.bottom, clip.bottom))
        {
            put(Symbol("│"), column: area.left, row: row, style: style)
            put(Symbol("│"), column: right, row: row, style: style)
        }
        put(Symbol("╭"), column: area.left, row: area.top, style: style)
        put(Symbol("╮"), column: right, row: area.top, style: style)
        put(Symbol("╰"), column: area.left, row: bottom, style: style)
        put(Symbol("╯"), column: right, row: bottom, style: style)
    }

    private static func lead(_ used: Int, in width: Int?, _ alignment: Alignment) -> Int {
        switch (alignment, width) {
        case (.left, _): 0
        case (.centre, let width?): max(0, width - used) / 2
        case (.centre, nil): -(used / 2)
        case (.right, let width?): max(0, width - used)
        case (.right, nil): -used
        }
    }

    private mutating func write(_ spans: [Span], at point: Point) -> Int {
        spans.reduce(0) { $0 + write($1, at: point.moved(columns: $0)) }
    }

    private mutating func write(_ span: Span, at point: Point) -> Int {
        switch span.content {
        case .glyph(let glyph):
            self.glyph(glyph, at: point, style: span.style)
            return 1
        case .text(let text):
            return write(text, at: point, style: span.style)
        }
    }

    @discardableResult
    private mutating func write(_ text: String, at point: Point, style: Style) -> Int {
        let room = max(0, clip.right - point.column)
        return text.withPlainBytes(upTo: room + 1) {
            put(ascii: $0, column: point.column, row: point.row, style: style)
            return min($0.count, room)
        } ?? write(SymbolScan(text), at: point, style: style)
    }

    /// Stops at the right edge of the clip, however long the text is.
    @discardableResult
    private mutating func write(
        _ symbols: some Sequence<Symbol>, at point: Point, style: Style
    ) -> Int {
        var column = point.column
        for symbol in symbols {
            guard column < clip.right else { break }
            put(symbol, column: column, row: point.row, style: style)
            column += symbol.columns
        }
        return column - point.column
    }
}
