import SwarmCore
import TerminalUI

/// Lays the form for a task out, line by line, and draws it.
///
/// Where the screen is low the air goes first, then the explanations; then the lines scroll with the active one.
struct NewTaskView {
    let form: NewTaskForm
    let glance: Glance
    let size: Size

    static let width = 86
    static let narrowWidth = 60
    private static let lowHeight = 20
    private static let mostTextRows = 6

    var look: Look { glance.look }

    /// Where values begin.
    var label: Int { isNarrow ? 11 : 13 }
    var isNarrow: Bool { size.columns < Self.narrowWidth }
    private var isLow: Bool { size.rows < Self.lowHeight }
    /// Not everything fits; a sentence of others gets a line.
    var isShort: Bool { size.rows < 30 }

    /// One row of the form.
    struct Row {
        var field: NewTaskForm.Field?
        /// Left out first on a low screen.
        var isAir = false
        /// Left out next.
        var isSpare = false
        /// A click on it asks the planner.
        var isPlanning = false
        var isActive = false
        var parts: [Page.Part] = []
        var edit: Editing?
        /// The cells of each option in a line of choices.
        var options: [Int: Range<Int>] = [:]
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

    /// The rows that are shown, with their places.
    struct Layout {
        var area: Rect
        var rows: [(row: Row, area: Rect)]
        /// Rows that were laid out; those left out for want of room beside the air.
        var count: Int
        var hiddenRows: Int
        var keys: Rect
    }

    // MARK: Layout

    private func dialog(rows: Int, note: String = "") -> Dialog {
        Dialog(
            title: title, note: note,
            size: Size(columns: Self.width, rows: min(size.rows, rows + 6)), look: look.dialog)
    }

    private var title: String {
        switch form.cover {
        case nil: "New task"
        case .recall: "Begin from"
        case .mending: "What the editor left"
        }
    }

    func layout() -> Layout {
        let padding = isNarrow ? 2 : 3
        let width = min(Self.width, size.columns) - 2 * padding
        var rows = rows(width: max(1, width))
        let count = rows.count
        let frame = dialog(rows: count).frame(on: size)
        let area = frame.inset(columns: padding, rows: isLow ? 1 : 2)
        let room = max(1, area.height - (isLow ? 1 : 2))
        while rows.count > room, let air = rows.lastIndex(where: \.isAir) { rows.remove(at: air) }
        while rows.count > room, let spare = rows.lastIndex(where: \.isSpare) {
            rows.remove(at: spare)
        }
        let first = firstShown(rows, room)
        let shown = rows.dropFirst(first).prefix(room)
        let placed = shown.enumerated().map { (row: $1, area: area.row($0)) }
        return Layout(
            area: area, rows: placed, count: count, hiddenRows: rows.count - shown.count,
            keys: area.row(area.height - 1))
    }

    /// The active rows are in view, with the row before them where there is room.
    private func firstShown(_ rows: [Row], _ room: Int) -> Int {
        guard rows.count > room, let first = rows.firstIndex(where: \.isActive),
            let last = rows.lastIndex(where: \.isActive)
        else { return 0 }
        let under = rows[(last + 1)...].prefix { $0.field == nil && $0.isFault }.count
        let wanted = max(0, last + under + 2 - room)
        return min(wanted, max(0, first - 1), rows.count - room)
    }

    // MARK: Drawing

    func draw(on canvas: inout Canvas) {
        let layout = layout()
        let note = layout.hiddenRows == 0 ? "" : Figures.count(layout.hiddenRows, "more line")
        dialog(rows: layout.count, note: note).draw(on: &canvas)
        canvas.withClip(layout.area.inset(columns: -1)) { canvas in
            for placed in layout.rows { draw(placed.row, on: &canvas, in: placed.area) }
            for placed in layout.rows {
                guard let edit = placed.row.edit else { continue }
                draw(edit, isActive: placed.row.isActive, on: &canvas, in: placed.area)
            }
            drawKeys(on: &canvas, in: layout.keys)
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
                width: max(0, min(part.width ?? area.width, area.width - part.column)),
                alignment: part.alignment)
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

    // MARK: Rows

    private func rows(width: Int) -> [Row] {
        switch form.cover {
        case .recall(let list): return recallRows(list, width)
        case .mending(let sentences): return mendingRows(sentences, width)
        case nil: break
        }
        var rows = [Row(parts: [Page.Part(0, "What should the swarm do?", look.strong(.name))])]
        rows += textRows(width)
        rows.append(Row(isAir: true))
        rows.append(
            Row(
                isSpare: isNarrow,
                parts: [
                    Page.Part(0, "Understood as", look.strong(.name)),
                    Page.Part(
                        max(0, width - 24), "Tab to change any line", look.style(.dim), width: 24,
                        alignment: .right),
                ]))
        rows += planRows(width) + recipeRows(width) + stepRows(width) + [Row(isAir: true)]
        rows += skillRows(width) + [Row(isAir: true)]
        rows += complexityRows(width) + priorityRows(width) + [Row(isAir: true)]
        rows +=
            dataRows(width) + deadlineRows(width) + moneyRows(width) + restRows() + [
                Row(isAir: true)
            ]
        rows += placementRows(width)
        return rows
    }

    private func textRows(_ width: Int) -> [Row] {
        let needed = TextField.height(of: form.text, width: width - 3)
        let count = min(isLow ? 3 : Self.mostTextRows, max(isLow ? 1 : 2, needed))
        var rows = (0..<count).map { _ in Row(field: .text, isActive: form.field == .text) }
        rows[0].edit = Editing(form.text, column: 1, rows: count)
        rows[0].edit?.placeholder = "Launch our Q1 product with a budget of 50000"
        return rows + remarkRows(width) + faultRows(.text, at: 1, width)
    }

    func remarkRows(_ width: Int) -> [Row] {
        guard let remark = form.remark else { return [] }
        return TextWidth.wrapped(remark.text, to: width - 1, maximumLines: 2).map {
            Row(parts: [Page.Part(1, $0, look.style(remark.tone))])
        }
    }

    func faultRows(_ field: NewTaskForm.Field, at column: Int, _ width: Int) -> [Row] {
        let room = max(1, width - column)
        // Breaking at blanks costs a line some of its cells.
        let cells = mostFaultRows * max(1, room - 12)
        return form.sentences(under: field, within: cells).flatMap { sentence in
            TextWidth.wrapped(sentence, to: room, maximumLines: mostFaultRows).map {
                Row(parts: [Page.Part(column, $0, look.style(.failed))])
            }
        }
    }

    /// A sentence has a third of the screen.
    private var mostFaultRows: Int { max(3, size.rows / 3) }

    func labelled(_ field: NewTaskForm.Field?, _ name: String, _ parts: [Page.Part]) -> Row {
        Row(
            field: field, isActive: field.map { form.field == $0 } ?? false,
            parts: [Page.Part(0, name, look.style(.secondary), width: label - 1)] + parts)
    }
}

extension NewTaskView.Row {
    /// A sentence under the line before.
    fileprivate var isFault: Bool { !isAir && edit == nil && options.isEmpty && parts.count == 1 }
}

extension NewTaskForm {
    func view(_ canvas: inout Canvas, _ glance: Glance) {
        NewTaskView(form: self, glance: glance, size: canvas.size).draw(on: &canvas)
    }
}
