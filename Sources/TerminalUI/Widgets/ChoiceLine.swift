/// Options in one row, one or several of them chosen: `○ simple   ● complex`, `✓ email   + seo`.
public struct ChoiceLine {
    public struct Look: Hashable, Sendable {
        public var chosen: Style
        public var other: Style
        /// The option under the cursor, when the line has the focus.
        public var cursor: Style

        public init(chosen: Style, other: Style, cursor: Style) {
            self.chosen = chosen
            self.other = other
            self.cursor = cursor
        }
    }

    public var options: [String]
    public var chosen: Set<Int>
    public var cursor: Int?
    public var isMultiple: Bool
    public var look: Look

    public init(
        options: [String], chosen: Set<Int>, cursor: Int? = nil, isMultiple: Bool = false,
        look: Look
    ) {
        self.options = options
        self.chosen = chosen
        self.cursor = cursor
        self.isMultiple = isMultiple
        self.look = look
    }

    /// Returns the columns used.
    @discardableResult
    public func draw(on canvas: inout Canvas, in area: Rect) -> Int {
        let area = area.row(0)
        guard !area.isEmpty else { return 0 }
        var line = StyledText()
        for (index, option) in options.enumerated() {
            let isChosen = chosen.contains(index)
            let style = index == cursor ? look.cursor : isChosen ? look.chosen : look.other
            if index > 0 { line.append("   ") }
            line.append(glyph(isChosen), style)
            line.append(" " + option, style)
        }
        return canvas.text(line, at: area.origin, width: area.width)
    }

    private func glyph(_ isChosen: Bool) -> Glyph {
        switch (isMultiple, isChosen) {
        case (true, true): Glyph(unicode: "✓", ascii: "*")
        case (true, false): Glyph(unicode: "+", ascii: "+")
        case (false, true): Glyph(unicode: "●", ascii: "*")
        case (false, false): Glyph(unicode: "○", ascii: "o")
        }
    }
}
