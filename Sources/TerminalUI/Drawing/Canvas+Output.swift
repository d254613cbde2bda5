extension Canvas {
    /// The rows as text, blanks at their ends removed.
    public var lines: [String] {
        (0..<size.rows).map { row in
            var text = ""
            var blanks = 0
            for cell in cells(inRow: row) where !cell.symbol.isContinuation {
                if cell.symbol.isBlank {
                    blanks += 1
                    continue
                }
                text.append(String(repeating: " ", count: blanks))
                blanks = 0
                cell.symbol.write(to: &text)
            }
            return text
        }
    }

    /// The whole canvas as text, one line a row.
    public var text: String { lines.joined(separator: "\n") }

    /// How many cells differ; all cells of this canvas when the sizes differ.
    public func diff(from other: Canvas) -> Int {
        guard size == other.size else { return size.columns * size.rows }
        var count = 0
        for row in 0..<size.rows {
            for (mine, theirs) in zip(cells(inRow: row), other.cells(inRow: row))
            where mine != theirs {
                count += 1
            }
        }
        return count
    }

    /// Pushes everything back to one tone, as behind a dialog.
    ///
    /// Attributes go; with a nil foreground the text is dimmed instead. What stands out from its
    /// own background less than the tone does, such as rules and grid lines, becomes fainter still.
    public mutating func recede(foreground: Color?, background: Color?) {
        let attributes: Style.Attributes = foreground == nil ? .dim : []
        restyle(bounds) { style in
            var tone = foreground
            if let own = style.foreground, let foreground, let background,
                own.distance(to: style.background ?? background)
                    < foreground.distance(to: background)
            {
                tone = own.mixed(with: background, share: 0.4)
            }
            return Style(foreground: tone, background: background, attributes: attributes)
        }
    }

    /// Sets the background of the area and keeps all else.
    public mutating func setBackground(_ area: Rect, _ color: Color?) {
        restyle(area) { $0.on(color) }
    }
}
