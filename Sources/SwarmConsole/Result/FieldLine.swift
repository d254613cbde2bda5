import TerminalUI

/// Short fields of a product in one row: `segments   enterprise, technology leaders   reach 100,000   cost $45,000`.
struct FieldLine {
    struct Field {
        let key: String
        let label: String
        let text: String
        let style: Style

        /// `ad_budget_source` goes on from `ad_budget`.
        func goesOn(from other: Field) -> Bool { key.hasPrefix(other.key + "_") }
    }

    let start: Int
    let look: Look
    private(set) var parts: [Page.Part] = []
    private var fields: [Field] = []
    /// Where the next field begins.
    private var column = 0

    private static let most = 4
    private static let gap = 3

    init(start: Int, look: Look) {
        self.start = start
        self.look = look
    }

    /// Whether these fit behind what is there; the first of a row always does.
    func takes(_ more: some Collection<Field>, width: Int) -> Bool {
        guard !fields.isEmpty else { return true }
        var line = self
        for field in more { line.add(field) }
        return line.fields.count <= Self.most && line.column - Self.gap <= width
    }

    mutating func add(_ field: Field) {
        let label = label(of: field)
        if fields.isEmpty {
            parts.append(Page.Part(ProductWriter.labelColumn, label, look.style(.secondary)))
            column = max(start, ProductWriter.labelColumn + TextWidth.of(label) + 1)
        } else {
            parts.append(Page.Part(column, label, look.style(.secondary)))
            column += TextWidth.of(label) + 1
        }
        parts.append(Page.Part(column, field.text, field.style))
        column += TextWidth.of(field.text) + Self.gap
        fields.append(field)
    }

    /// Beside the field it goes on from, only what it adds to its name.
    private func label(of field: Field) -> String {
        guard let before = fields.last(where: { field.goesOn(from: $0) }) else {
            return field.label
        }
        return String(field.key.dropFirst(before.key.count + 1)).humanised
    }
}
