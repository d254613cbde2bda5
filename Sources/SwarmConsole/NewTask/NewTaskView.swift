import SwarmCore
import TerminalUI

/// Draws the form for a task, line by line, with less air where the screen is low.
struct NewTaskView {
    let form: NewTaskForm
    let glance: Glance

    static let width = 86
    static let label = 13
    private static let mostTextRows = 6

    var look: Look { glance.look }

    /// One row of the form: drawn at a place; `air` rows go first when the screen is low.
    struct Row {
        var field: NewTaskForm.Field?
        var isAir = false
        var isActive = false
        var parts: [Page.Part] = []
        var edit: Editing?
    }

    /// A text under edit that begins in a row, and the rows it takes.
    struct Editing {
        var text: TextEdit
        var column: Int
        var rows: Int
        var placeholder = ""

        init(_ text: TextEdit, column: Int, rows: Int = 1) {
            self.text = text
            self.column = column
            self.rows = rows
        }
    }

    func draw(on canvas: inout Canvas) {
        let inner = min(Self.width - 6, max(20, canvas.size.columns - 6))
        var rows = rows(width: inner)
        let size = Size(columns: Self.width, rows: min(canvas.size.rows, rows.count + 6))
        let dialog = Dialog(title: "New task", size: size, look: look.dialog)
        let area = dialog.draw(on: &canvas)
        let room = max(0, area.height - 2)
        while rows.count > room, let air = rows.lastIndex(where: { $0.isAir }) {
            rows.remove(at: air)
        }
        canvas.withClip(area.inset(columns: -1)) { canvas in
            for (place, row) in rows.prefix(room).enumerated() {
                draw(row, on: &canvas, in: area.row(place))
            }
            for (place, row) in rows.prefix(room).enumerated() {
                guard let edit = row.edit else { continue }
                draw(edit, isActive: row.isActive, on: &canvas, in: area.row(place))
            }
            drawKeys(on: &canvas, in: area.row(area.height - 1))
        }
    }

    private func draw(_ row: Row, on canvas: inout Canvas, in area: Rect) {
        if row.isActive {
            canvas.setBackground(area, look.color(.cursorRow))
            canvas.glyph(
                look.cursorBar, at: area.origin.moved(columns: -1), style: look.style(.focus))
        }
        for part in row.parts {
            canvas.text(
                part.text, at: area.origin.moved(columns: part.column),
                width: part.width ?? max(0, area.width - part.column), alignment: part.alignment)
        }
    }

    private func draw(_ editing: Editing, isActive: Bool, on canvas: inout Canvas, in area: Rect) {
        let width = max(0, area.width - editing.column - 2)
        TextField(
            editing.text, placeholder: editing.placeholder, isActive: isActive,
            look: TextField.Look(
                text: look.style(isActive ? .bright : .text), placeholder: look.style(.dim),
                cursor: look.strong(.focus))
        ).draw(
            on: &canvas,
            in: Rect(
                column: area.left + editing.column, row: area.top, width: width,
                height: editing.rows))
    }

    private func drawKeys(on canvas: inout Canvas, in area: Rect) {
        let used = canvas.text(" Enter  Submit ", at: area.origin, style: look.badge(.focus))
        var items = [
            KeyFooter.Item("Esc", "close, keeps the draft"), KeyFooter.Item("Tab", "next line"),
        ]
        switch form.field {
        case .recipe, .complexity, .priority: items.append(KeyFooter.Item("Left Right", "choose"))
        case .skills: items.append(KeyFooter.Item("Space", "take or leave it"))
        case .text, .data, .deadline: break
        }
        KeyFooter(items, look: look.keys).draw(
            on: &canvas, in: area.split(left: used + 3).right)
    }

    // MARK: Rows

    private func rows(width: Int) -> [Row] {
        var rows = [Row(parts: [Page.Part(0, "What should the swarm do?", look.strong(.name))])]
        rows += textRows(width)
        rows.append(Row(isAir: true))
        rows.append(
            Row(parts: [
                Page.Part(0, "Understood as", look.strong(.name)),
                Page.Part(
                    width - 24, "Tab to change any line", look.style(.dim), width: 24,
                    alignment: .right),
            ]))
        rows += recipeRows() + [Row(isAir: true)] + skillRows(width) + [Row(isAir: true)]
        rows += complexityRows(width) + priorityRows() + [Row(isAir: true)]
        rows += dataRows(width) + deadlineRows(width) + [Row(isAir: true)]
        rows += placementRows(width)
        return rows
    }

    private func textRows(_ width: Int) -> [Row] {
        let needed = TextField.height(of: form.text, width: width - 3)
        let count = min(Self.mostTextRows, max(2, needed))
        var rows = (0..<count).map { _ in Row(field: .text, isActive: form.field == .text) }
        rows[0].edit = Editing(form.text, column: 1, rows: count)
        rows[0].edit?.placeholder = "Launch our Q1 product with a budget of 50000"
        return rows + faultRows(.text, at: 1, width)
    }

    func faultRows(_ field: NewTaskForm.Field, at column: Int, _ width: Int) -> [Row] {
        form.sentences(under: field).flatMap { sentence in
            TextWidth.wrapped(sentence, to: width - column, maximumLines: 3).map {
                Row(parts: [Page.Part(column, $0, look.style(.failed))])
            }
        }
    }

    func labelled(_ field: NewTaskForm.Field, _ label: String, _ parts: [Page.Part]) -> Row {
        Row(
            field: field, isActive: form.field == field,
            parts: [Page.Part(0, label, look.style(.secondary), width: Self.label - 1)] + parts)
    }
}

extension NewTaskForm {
    func view(_ canvas: inout Canvas, _ glance: Glance) {
        NewTaskView(form: self, glance: glance).draw(on: &canvas)
    }
}
