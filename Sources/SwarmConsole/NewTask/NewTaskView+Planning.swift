import SwarmCore
import TerminalUI

extension NewTaskView {
    /// By whom it is planned, why so, when fewer agents would do, and what the planning cost.
    func planRows(_ width: Int) -> [Row] {
        let room = width - label
        let key = glance.formKey(.plan)
        guard let planner = glance.planner else {
            return [
                planRow(
                    "by your words", look.style(.text), "\(key) says how a model can plan it",
                    width, isSpare: true)
            ]
        }
        if let asking = form.asking {
            var rows = [
                planRow("asking \(planner) …", look.style(.waiting), "Esc stops it", width)
            ]
            if let note = asking.note {
                rows += wrapped(note, .dim, room, lines: 1)
            }
            return rows
        }
        if let plan = form.understanding.plan, case .model(let name) = plan.source {
            return plannedRows(plan, name, key, width)
        }
        var rows = [
            planRow("by your words", look.style(.text), "\(key) asks \(planner)", width)
        ]
        if let trouble = form.planTrouble {
            rows += wrapped(trouble, .failed, room, lines: isShort ? 2 : 3)
            rows += costRows(room)
        }
        return rows
    }

    private func plannedRows(
        _ plan: PlannedTask, _ name: String, _ key: String, _ width: Int
    ) -> [Row] {
        let room = width - label
        let isStale =
            Understanding.trimmed(form.plannedText) != Understanding.trimmed(form.text.text)
        let note = isStale ? "for other words; \(key) plans again" : "\(key) plans again"
        var rows = [planRow("by \(name)", look.strong(.bright), note, width)]
        if isStale { rows[0].parts[2].text = StyledText(note, look.style(.waiting)) }
        rows += wrapped(plan.reason, .secondary, room, lines: isShort ? 1 : 2)
        if let advice = plan.advice {
            rows += wrapped(advice, .waiting, room, lines: isShort ? 1 : 2)
        }
        return rows + costRows(room)
    }

    private func costRows(_ room: Int) -> [Row] {
        guard form.planCost > .zero else { return [] }
        return wrapped("planning cost \(form.planCost.text)", .dim, room, lines: 1)
    }

    private func planRow(
        _ text: String, _ style: Style, _ note: String, _ width: Int, isSpare: Bool = false
    ) -> Row {
        let column = label + max(14, TextWidth.of(text, upTo: 40) + 3)
        var row = labelled(
            nil, "plan",
            [Page.Part(label, text, style), Page.Part(column, note, look.style(.dim))])
        row.isPlanning = true
        row.isSpare = isSpare
        return row
    }

    /// Sentences of others: all of them may go where the screen is low.
    private func wrapped(_ text: String, _ role: Role, _ room: Int, lines: Int) -> [Row] {
        guard !text.isEmpty else { return [] }
        return TextWidth.wrapped(text, to: room, maximumLines: lines).enumerated().map {
            Row(isSpare: $0 > 0, parts: [Page.Part(label, $1, look.style(role))])
        }
    }

    // MARK: Earlier tasks

    func recallRows(_ list: RecallList, _ width: Int) -> [Row] {
        let found = list.found(glance)
        var head = Row(parts: [
            Page.Part(
                0, StyledText([Span(Glyph(unicode: "›", ascii: ">"), look.strong(.focus))]))
        ])
        head.edit = Editing(list.edit, column: 2)
        head.edit?.placeholder = "a few letters of an earlier task or a recipe"
        head.isActive = false
        var rows = [head, Row(isAir: true)]
        let column = 9
        let longest = found.prefix(Self.mostTemplates).map { TextWidth.of($0.title, upTo: 60) }
        let title = min(max(12, (width - column) / 2), longest.max() ?? 0)
        for (place, template) in found.prefix(Self.mostTemplates).enumerated() {
            let isCursor = place == min(list.cursor, found.count - 1)
            var row = Row(isActive: isCursor)
            row.parts = [
                Page.Part(0, template.kind.rawValue, look.style(.dim), width: 8),
                Page.Part(
                    column, template.title, isCursor ? look.strong(.bright) : look.style(.text),
                    width: title),
                Page.Part(
                    column + title + 2, template.note, look.style(.secondary),
                    width: max(0, width - column - title - 2)),
            ]
            row.options[place] = 0..<width
            rows.append(row)
        }
        if found.isEmpty {
            let why =
                list.edit.isEmpty
                ? "No earlier task yet, and no recipe." : "No match for '\(list.edit.text)'."
            rows.append(Row(parts: [Page.Part(0, why, look.style(.secondary))]))
        }
        return rows
    }

    private static let mostTemplates = 300

    // MARK: What cannot be read

    func mendingRows(_ sentences: [String], _ width: Int) -> [Row] {
        var rows = [
            Row(parts: [Page.Part(0, "It cannot be read as a task yet.", look.strong(.name))]),
            Row(isAir: true),
        ]
        for sentence in sentences.prefix(12) {
            rows += TextWidth.wrapped(sentence, to: width, maximumLines: 3).map {
                Row(parts: [Page.Part(0, $0, look.style(.failed))])
            }
        }
        if sentences.count > 12 {
            rows.append(
                Row(parts: [Page.Part(0, "\(sentences.count - 12) more", look.style(.dim))]))
        }
        rows.append(Row(isAir: true))
        rows += remarkRows(width)
        rows.append(
            Row(parts: [
                Page.Part(
                    0, "What you wrote is kept as it is; the form is as it was before.",
                    look.style(.secondary))
            ]))
        return rows
    }

    // MARK: Keys

    /// The keys that work here with what a click on them presses; the first is the button.
    private var keys: [(item: KeyFooter.Item, key: Key?)] {
        switch form.cover {
        case .recall:
            return [
                (KeyFooter.Item("Enter", "Take it"), Key(.enter)),
                (KeyFooter.Item("Up Down", "choose"), nil),
                (KeyFooter.Item("Esc", "back"), Key(.escape)),
            ]
        case .mending:
            return [
                (KeyFooter.Item("Enter", "Mend it"), Key(.enter)),
                (KeyFooter.Item("x", "drop it"), Key("x")),
                (KeyFooter.Item("Esc", "close, keeps it"), Key(.escape)),
            ]
        case nil: break
        }
        var items: [(item: KeyFooter.Item, key: Key?)] = [
            (KeyFooter.Item("Enter", "Submit"), Key(.enter))
        ]
        if form.asking != nil {
            return items + [(KeyFooter.Item("Esc", "stop asking"), Key(.escape))]
        }
        let isChoice: Bool
        switch form.field {
        case .recipe, .complexity, .priority, .cache:
            items.append((KeyFooter.Item("Left Right", "choose"), nil))
            isChoice = true
        case .skills, .steps:
            items.append((KeyFooter.Item("Space", "take or leave it"), nil))
            isChoice = true
        case .text, .data, .deadline, .budget: isChoice = false
        }
        let isShort = isChoice || isNarrow
        let editor = glance.formBinding(.newTaskInEditor)
        let recall = glance.formBinding(.recall)
        if let editor {
            items.append(
                (
                    KeyFooter.Item(
                        editor.formName, isNarrow ? "$EDITOR" : "write in $EDITOR"), editor
                ))
        }
        items.append(
            (KeyFooter.Item("Esc", isShort ? "close" : "close, keeps the draft"), Key(.escape)))
        if let recall { items.append((KeyFooter.Item(recall.formName, "earlier"), recall)) }
        return items
    }

    func drawKeys(on canvas: inout Canvas, in area: Rect) {
        let button = keys[0].item
        let used = canvas.text(
            " \(button.key)  \(button.label) ", at: area.origin,
            style: form.asking == nil ? look.badge(.focus) : look.style(.dim))
        KeyFooter(keys.dropFirst().map(\.item), look: look.keys).draw(
            on: &canvas, in: area.split(left: used + 3).right)
    }

    /// What a click there presses.
    func key(at point: Point, in area: Rect) -> Key? {
        var scratch = Canvas(size: size)
        let button = keys[0].item
        let used = TextWidth.of(" \(button.key)  \(button.label) ")
        if area.split(left: used).left.contains(point) { return keys[0].key }
        let drawn = KeyFooter(keys.dropFirst().map(\.item), look: look.keys).draw(
            on: &scratch, in: area.split(left: used + 3).right)
        let hit = drawn.first { $0.area.contains(point) }?.item
        return keys.first { $0.item == hit }?.key
    }
}
