/// A pane's title on a rule: `2 Timeline  Q1 Product Launch ────── 1.7 s of ≈2.8 s`.
///
/// Focused, the rule is heavy. Takes one row. When it is too narrow, the subject is cut first and
/// then the note goes.
public struct TitleRule {
    public struct Look: Hashable, Sendable {
        public var number: Style
        public var name: Style
        public var subject: Style
        public var rule: Style
        public var note: Style

        public init(number: Style, name: Style, subject: Style, rule: Style, note: Style) {
            self.number = number
            self.name = name
            self.subject = subject
            self.rule = rule
            self.note = note
        }
    }

    public var number: String
    public var name: String
    public var subject: String
    public var note: StyledText
    public var isFocused: Bool
    public var look: Look

    public init(
        number: String = "", name: String, subject: String = "", note: String = "",
        isFocused: Bool = false, look: Look
    ) {
        self.number = number
        self.name = name
        self.subject = subject
        self.note = StyledText(note, look.note)
        self.isFocused = isFocused
        self.look = look
    }

    public func draw(on canvas: inout Canvas, in area: Rect) {
        let area = area.row(0)
        guard !area.isEmpty else { return }
        canvas.withClip(area) { canvas in
            var head = StyledText()
            if !number.isEmpty { head.append(number + " ", look.number) }
            head.append(name, look.name)
            let headWidth = canvas.text(head, at: area.origin, width: area.width)
            var column = area.left + headWidth
            var end = area.right
            let noteWidth = note.columns
            if noteWidth > 0, headWidth + noteWidth + 4 <= area.width {
                end -= noteWidth + 1
                canvas.text(note, at: Point(column: end + 1, row: area.top))
            }
            if !subject.isEmpty, end - column > 6 {
                let room = end - column - 5
                column += 2
                column += canvas.text(
                    subject, at: Point(column: column, row: area.top), style: look.subject,
                    width: room)
            }
            canvas.horizontalRule(
                at: Point(column: column + 1, row: area.top), width: end - column - 1,
                style: look.rule, isHeavy: isFocused)
        }
    }
}
