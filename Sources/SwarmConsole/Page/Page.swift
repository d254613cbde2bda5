import TerminalUI

/// Lines to read, laid out for one width: headings on rules, labelled values, tables.
///
/// Columns count from the left of the area; column 0 is for the cursor bar. A page has at most `mostLines`
/// lines, so that a huge product costs a screen, not a frame.
struct Page {
    static let mostLines = 2_000

    /// Text at a column, cut to a width where one is given.
    struct Part: Hashable {
        var column: Int
        var text: StyledText
        var width: Int?
        var alignment: Alignment

        init(
            _ column: Int, _ text: StyledText, width: Int? = nil, alignment: Alignment = .left
        ) {
            self.column = column
            self.text = text
            self.width = width
            self.alignment = alignment
        }

        init(
            _ column: Int, _ text: String, _ style: Style, width: Int? = nil,
            alignment: Alignment = .left
        ) {
            self.init(column, StyledText(text, style), width: width, alignment: alignment)
        }
    }

    struct Line: Hashable {
        var parts: [Part] = []
        /// The first cell of a rule and the one after its last.
        var rule: Range<Int>?
        /// Where Enter on it goes.
        var link: Place?
        /// The note of an agent's memory that begins here.
        var note: UInt32?
        /// The weight of a score that keys move here.
        var weight: Int?
    }

    let width: Int
    let look: Look
    /// Long lines are broken instead of cut.
    let wraps: Bool
    private(set) var lines: [Line] = []
    /// The line where each section begins, in order.
    private(set) var sections: [Int] = []

    init(width: Int, look: Look, wraps: Bool = false) {
        self.width = width
        self.look = look
        self.wraps = wraps
    }

    /// The lines the cursor stops at, from the top: those that lead somewhere or can be acted on.
    var links: [Int] { lines.indices.filter { isStop(lines[$0]) } }

    private func isStop(_ line: Line) -> Bool {
        line.link != nil || line.note != nil || line.weight != nil
    }

    func weight(at line: Int?) -> Int? {
        line.flatMap { lines.indices.contains($0) ? lines[$0].weight : nil }
    }

    func note(at line: Int?) -> UInt32? {
        line.flatMap { lines.indices.contains($0) ? lines[$0].note : nil }
    }

    func link(at line: Int?) -> Place? {
        line.flatMap { lines.indices.contains($0) ? lines[$0].link : nil }
    }

    var isFull: Bool { lines.count >= Page.mostLines }
    /// The cells from column 1 on.
    var room: Int { max(0, width - 1) }

    // MARK: Writing

    mutating func add(_ line: Line) {
        guard wraps else { return append(line) }
        for part in line.wrapped(width: width) { append(part) }
    }

    private mutating func append(_ line: Line) {
        if lines.count < Page.mostLines - 1 {
            lines.append(line)
        } else if lines.count < Page.mostLines {
            lines.append(Line(parts: [Part(1, "cut here: too long to show", look.style(.dim))]))
        }
    }

    mutating func row(_ parts: Part..., link: Place? = nil) {
        add(Line(parts: parts, link: link))
    }

    mutating func row(
        _ parts: [Part], link: Place? = nil, note: UInt32? = nil, weight: Int? = nil
    ) {
        add(Line(parts: parts, link: link, note: note, weight: weight))
    }

    mutating func blank() { add(Line()) }

    /// Puts an empty line before the next thing, unless the page begins here.
    mutating func gap() { if !lines.isEmpty { blank() } }

    mutating func beginSection() { sections.append(lines.count) }

    /// `Campaign ──────── → marketing #1  Marketing, offline rules`.
    mutating func heading(
        _ title: String, note: StyledText, at column: Int = 1, link: Place? = nil
    ) {
        let titleWidth = min(TextWidth.of(title, upTo: 200), max(4, width / 3))
        let noteWidth = min(note.columns, max(0, width - column - titleWidth - 6))
        let noteColumn = width - noteWidth
        var line = Line(parts: [
            Part(column, title, look.strong(.name), width: titleWidth),
            Part(noteColumn, note, width: noteWidth),
        ])
        line.link = link
        let start = column + titleWidth + 1
        let end = noteWidth > 0 ? noteColumn - 1 : width
        if start < end { line.rule = start..<end }
        add(line)
    }

    /// A bold head with words behind it that explain the block: `Who answered   needs marketing`.
    mutating func head(
        _ title: String, _ explanation: String, at column: Int = 1, link: Place? = nil
    ) {
        let start = column + TextWidth.of(title) + 3
        row(
            Part(column, title, look.strong(.name)),
            Part(start, explanation, look.style(.secondary), width: max(0, width - start)),
            link: link)
    }

    /// A text over as many lines as it needs.
    mutating func paragraph(_ text: String, _ style: Style, at column: Int = 1, most: Int = 200) {
        let columns = max(1, width - column)
        for line in TextWidth.wrapped(text, to: columns, maximumLines: most) {
            row(Part(column, line, style))
        }
    }

    /// A label and a value that may take several lines, all at the value's column.
    mutating func labelled(
        _ label: String, _ value: String, _ style: Style, at column: Int, value start: Int,
        most: Int = 200
    ) {
        let columns = max(1, width - start)
        let wrapped = TextWidth.wrapped(value, to: columns, maximumLines: most)
        for (index, line) in wrapped.enumerated() {
            var parts = [Part(start, line, style)]
            if index == 0 {
                parts.insert(
                    Part(column, label, look.style(.secondary), width: start - column - 1), at: 0)
            }
            row(parts)
        }
    }

    /// A text whose lines stand as they are: cut at the edge, never wrapped.
    mutating func preformatted(_ text: String, _ style: Style, at column: Int, most: Int = 100) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for line in lines.prefix(most) {
            row(Part(column, String(line), style, width: max(0, width - column)))
        }
    }

    // MARK: Drawing

    /// Draws the lines from `offset` on; `cursor` is the line Enter acts on.
    func draw(on canvas: inout Canvas, in area: Rect, from offset: Int = 0, cursor: Int? = nil) {
        if let cursor, (0..<area.height).contains(cursor - max(0, offset)) {
            // One cell beyond the text, as in every list.
            let row = area.row(cursor - max(0, offset))
            canvas.setBackground(
                Rect(column: row.left, row: row.top, width: row.width + 1, height: 1),
                look.color(.cursorRow))
        }
        canvas.withClip(area) { canvas in
            for (place, line) in lines.dropFirst(max(0, offset)).prefix(area.height).enumerated() {
                let origin = area.origin.moved(rows: place)
                if cursor == max(0, offset) + place {
                    canvas.glyph(look.cursorBar, at: origin, style: look.style(.focus))
                }
                if let rule = line.rule {
                    canvas.horizontalRule(
                        at: origin.moved(columns: rule.lowerBound), width: rule.count,
                        style: look.style(.rule))
                }
                for part in line.parts {
                    canvas.text(
                        part.text, at: origin.moved(columns: part.column),
                        width: part.width ?? max(0, width - part.column),
                        alignment: part.alignment)
                }
            }
        }
    }
}
