import SwarmCore
import TerminalUI

extension FaultMenuView {
    // MARK: What it will hit

    private static let figureCells = 13
    /// The columns' head and a row for each setting there can be.
    private static let leastColumnRows = 6

    /// Rows for what is hit: a rule, a head, four rows with broken words, and an empty one; the chosen row and its
    /// head stay where there is little room.
    func hitRows(_ area: Rect, _ form: Form) -> Int {
        let usual = max(0, min(7, area.height - 2))
        let most = max(usual, area.height - Self.leastColumnRows)
        switch form {
        // Nearly every words are broken there; the columns do not move with them.
        case .names: return min(11, most)
        case .roomy, .close: return min(most, max(usual, lines(area.width, most: most).count + 3))
        case .single: return min(usual, max(3, area.height - 3))
        }
    }

    func drawHits(_ form: Form, on canvas: inout Canvas, in area: Rect) {
        if form == .single { return drawFlowing(on: &canvas, in: area) }
        let lines = lines(area.width, most: area.height)
        let head = area.height < 4 ? 0 : min(2, area.height - lines.count)
        if head > 1 {
            canvas.horizontalRule(at: area.origin, width: area.width, style: look.style(.rule))
        }
        if head > 0 { drawHead(form, on: &canvas, in: area.row(head - 1)) }
        for (place, line) in lines.prefix(max(0, area.height - head)).enumerated() {
            let row = area.row(place + head)
            canvas.text(
                line.figure, at: row.origin,
                style: line.hurts ? look.strong(.failed) : look.style(.secondary),
                width: Self.figureCells - 1)
            canvas.text(
                line.words, at: row.origin.moved(columns: Self.figureCells),
                style: look.style(line.hurts ? .text : .secondary),
                width: max(0, row.width - Self.figureCells))
        }
    }

    /// Figure and words in one, each row as long as it needs; where not all have room, the figures of the others are
    /// in the last row.
    private func drawFlowing(on canvas: inout Canvas, in area: Rect) {
        var lines: [(text: String, hurts: Bool)] = []
        let rows = hits
        for (place, row) in rows.enumerated() {
            let words = TextWidth.wrapped("\(row.figure) \(row.words)", to: area.width)
            let isLast = place == rows.count - 1
            guard lines.count + words.count + (isLast ? 0 : 1) <= area.height else {
                let brief = rows[place...].map { $0.brief ?? $0.figure }.joined(separator: ", ")
                lines += TextWidth.wrapped(
                    brief, to: area.width, maximumLines: area.height - lines.count
                ).map { ($0, row.hurts) }
                break
            }
            lines += words.map { ($0, row.hurts) }
        }
        for (row, line) in lines.enumerated() {
            canvas.text(
                line.text, at: area.row(row).origin,
                style: look.style(line.hurts ? .text : .secondary),
                width: area.width)
        }
    }

    /// With what the fault does, where the list of faults has no room for it.
    private func drawHead(_ form: Form, on canvas: inout Canvas, in row: Rect) {
        canvas.text("What it will hit", at: row.origin, style: look.strong(.name))
        guard form == .names, case .inject(let choice) = menu.item else { return }
        canvas.text(
            "\(choice.name): \(choice.note(menu.settings))", at: row.origin,
            style: look.style(.secondary), width: row.width, alignment: .right)
    }

    /// What is hit in so many rows: each has one, and from the first on a second while there is room.
    private func lines(_ width: Int, most: Int) -> [BlastRadius.Row] {
        let rows = hits
        var spare = max(0, most - rows.count)
        return rows.flatMap { row -> [BlastRadius.Row] in
            let words = TextWidth.wrapped(
                row.words, to: max(1, width - Self.figureCells), maximumLines: spare > 0 ? 2 : 1)
            spare -= max(0, words.count - 1)
            return words.enumerated().map { place, words in
                BlastRadius.Row(
                    figure: place == 0 ? row.figure : "", words: words, hurts: row.hurts)
            }
        }
    }

    private var hits: [BlastRadius.Row] {
        if let spec = menu.spec {
            return BlastRadius(spec, swarm, waits: menu.settings.waits).rows
        }
        if case .disarm(let armed) = menu.item {
            let words = "\(swarm.idleWords(armed.spec.target)): nothing is hit yet"
            return [BlastRadius.Row(figure: "waits", words: words, hurts: false)]
        }
        guard case .revert(let id) = menu.item, let fault = swarm.fault(id) else { return [] }
        let target = swarm.targetName(fault.spec.target)
        return [
            BlastRadius.Row(
                figure: Figures.count(fault.hits, "hit"), words: "so far", hurts: false),
            BlastRadius.Row(
                figure: "ends", words: "\(fault.spec.kind.label) on \(target) is over at once",
                hurts: false),
        ]
    }

    // MARK: The question

    /// The question, its answers where they have no room behind it, and the keys.
    func footRows(_ area: Rect) -> Int {
        asked(area.width).count > 1 && area.height >= 12 ? 4 : 3
    }

    private func asked(_ width: Int) -> [String] {
        TextWidth.wrapped("\(question.0)?", to: max(1, width - 2), maximumLines: 2)
    }

    func drawQuestion(on canvas: inout Canvas, in area: Rect) {
        let yes = question.1
        let lines = asked(area.width)
        canvas.glyph(Sign.fault.glyph, at: area.origin, style: look.strong(.bright))
        for (place, line) in lines.enumerated() {
            canvas.text(
                line, at: area.row(place).origin.moved(columns: 2), style: look.strong(.bright))
        }
        let used = lines.count > 1 ? area.width : 2 + TextWidth.of(lines.first ?? "")
        let answer: StyledText = [
            Span("y", look.strong(.failed)), Span(" yes, \(yes)", look.style(.text)),
        ]
        // A question that leaves no room for its answers has them below it.
        let no = " N  No "
        let isOneRow = used + 4 + no.count + 3 + answer.columns <= area.width
        let start = isOneRow ? area.origin : area.row(lines.count).origin
        var column = isOneRow ? used + 4 : 2
        column += canvas.text(no, at: start.moved(columns: column), style: look.badge(.focus))
        column += 3 + canvas.text(answer, at: start.moved(columns: column + 3))
        let undo: StyledText = [
            Span(glance.key(.undo), look.strong(.focus)),
            Span(" reverts within 10 s", look.style(.secondary)),
        ]
        if case .inject = menu.item, column + 3 + undo.columns <= area.width {
            canvas.text(undo, at: start.moved(columns: column + 3))
        }
        // A long question leaves them out first.
        guard area.height > lines.count + 1 else { return }
        KeyFooter(keys, look: look.keys).draw(on: &canvas, in: area.row(area.height - 1))
    }

    private var keys: [KeyFooter.Item] {
        var keys = [KeyFooter.Item("Tab", "next column")]
        if menu.search != nil {
            return [
                KeyFooter.Item("Up Down", "choose"), KeyFooter.Item("Enter", "take it"),
                KeyFooter.Item("Esc", "forget the words"),
            ]
        }
        if menu.column == .settings { keys.append(KeyFooter.Item("Left Right", "change")) }
        if menu.column == .target { keys.append(KeyFooter.Item("/", "find")) }
        if glance.lastFault != nil {
            keys.append(KeyFooter.Item(String(FaultMenu.repeatKey), "repeat last"))
        }
        return keys + [KeyFooter.Item("Esc", "close")]
    }

    private var question: (String, String) {
        switch menu.item {
        case .inject(let choice):
            let (question, yes) = choice.verb(swarm.targetName(menu.aim), menu.settings)
            return (question + (menu.spec?.extent ?? ""), yes)
        case .disarm(let armed):
            let target = swarm.targetName(armed.spec.target)
            return ("Forget the \(armed.spec.kind.label) on \(target)", "forget it")
        case .revert(let id):
            guard let fault = swarm.fault(id) else { return ("Revert it", "revert it") }
            let target = swarm.targetName(fault.spec.target)
            return ("Revert \(fault.spec.kind.label) on \(target)", "revert it")
        }
    }
}
