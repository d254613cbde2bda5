import SwarmCore
import TerminalUI

/// Pane 8: what waits, for whom and why, in the order it will be served.
struct QueuePane: Pane {
    static let id = PaneID.queue

    private var lines: [QueueOrder.Line] = []
    private var scroll = ScrollState<QueueEntry.ID>(staysAtTop: true)

    init() {}

    mutating func update(_ id: ActionID, _ glance: Glance) -> [Action]? {
        let ids = lines.map(\.id)
        if scroll.move(id, in: ids) { return chosen(glance).map { [.select($0)] } ?? [] }
        switch id {
        case .open:
            guard let chosen = chosen(glance), let task = chosen.task else { return [] }
            return [
                .select(chosen), .go(.award(task, subtask: chosen.subtask, from: chosen)),
            ]
        default: return nil
        }
    }

    /// What the cursor is on.
    var cursor: QueueEntry.ID? { scroll.cursor }

    var cursorRow: AnyHashable? { scroll.cursor }

    mutating func click(_ row: Int, _ area: Rect, _ glance: Glance) -> Bool {
        let index = scroll.visible.lowerBound + row - 1
        guard row > 0, scroll.visible.contains(index), lines.indices.contains(index) else {
            return false
        }
        return scroll.select(lines[index].id, in: lines.map(\.id))
    }

    func chosen(_ glance: Glance) -> Selection? {
        guard let id = scroll.cursor else { return nil }
        return Selection(agent: glance.selection.agent, task: id.task, subtask: id.subtask)
    }

    mutating func settle(_ area: Rect, _ glance: Glance) {
        var order = QueueOrder(glance)
        lines = order.lines
        if !glance.filter.isEmpty {
            lines.removeAll { line in
                guard let entry = order.entry(line) else { return true }
                return !glance.isShown(entry.title) && !glance.isShown(entry.step)
                    && !glance.isShown(entry.skill)
            }
        }
        let ids = lines.lazy.map { $0.id }
        if let task = glance.selection.task,
            let id = lines.first(where: {
                $0.wait.task == task
                    && ($0.wait.subtask == glance.selection.subtask || $0.wait.subtask == nil)
            })?.id, id != scroll.cursor
        {
            scroll.select(id, in: ids)
        }
        scroll.update(ids, height: max(0, area.height - 1))
    }

    func title(_ glance: Glance) -> PaneTitle {
        let count = glance.overview.waits.count
        let most = Overview.mostWaits
        let words =
            lines.count < count
            ? "\(lines.count) of \(count) match"
            : count < most ? "\(count) waiting" : "\(most) or more"
        return PaneTitle(
            "Queue",
            note: StyledText(
                count == 0 ? "" : words, glance.look.style(count > 0 ? .waiting : .dim)),
            inView: RowsInView(scroll.visible, of: lines.count))
    }

    // MARK: Drawing

    func view(_ canvas: inout Canvas, _ area: Rect, _ glance: Glance) {
        let look = glance.look
        guard !lines.isEmpty else {
            canvas.text(
                glance.filter.isEmpty || glance.overview.waits.isEmpty
                    ? "Nothing waits." : glance.noMatch,
                at: area.origin.moved(columns: 1), style: look.style(.dim),
                width: max(0, area.width - 2))
            return
        }
        var order = QueueOrder(lines, glance)
        let layout = TableLayout(
            Self.columns(lines.prefix(64), glance), start: area.left + 3,
            width: max(0, area.width - 3))
        for place in layout.places {
            canvas.text(
                Self.heads[place.index], at: Point(column: place.column, row: area.top),
                style: look.style(.dim), width: place.width,
                alignment: Self.isNumber(place.index) ? .right : .left)
        }
        let body = area.split(top: 1).below
        canvas.withClip(area) { canvas in
            for (row, index) in scroll.visible.enumerated() where lines.indices.contains(index) {
                guard let entry = order.entry(lines[index]) else { continue }
                draw(
                    entry, isCursor: index == scroll.cursorIndex, on: &canvas,
                    in: body.row(row), layout, glance)
            }
        }
    }

    private static let heads = [
        "task", "step", "priority", "waits", "next", "for and why", "rises",
    ]

    private static func isNumber(_ column: Int) -> Bool {
        column == 3 || column == 4 || column == 6
    }

    /// Titles and steps are as wide as the widest that waits, so that no column moves while rows do.
    private static func columns(
        _ lines: some Sequence<QueueOrder.Line>, _ glance: Glance
    ) -> [TableLayout.Column] {
        var (title, step, priority) = (8, 4, 8)
        for line in lines {
            guard let brief = glance.swarm.tasks.brief(of: line.wait.task) else { continue }
            title = max(title, TextWidth.of(brief.title, upTo: 24))
            if let label = glance.swarm.stepLabel(line.wait, brief) {
                step = max(step, TextWidth.of(label, upTo: 14))
            }
            let words = QueueEntry.words(of: brief.priority, line.level)
            priority = max(priority, words.utf8.count)
        }
        return [
            TableLayout.Column("task", width: title),
            TableLayout.Column("step", width: step, leaving: 4),
            TableLayout.Column("priority", width: priority, leaving: 2),
            TableLayout.Column("waits", width: 8, alignment: .right, leaving: 1),
            TableLayout.Column("next", width: 4, alignment: .right, leaving: 3),
            TableLayout.Column("why", width: 20...60),
            TableLayout.Column("rises", width: 5, alignment: .right, leaving: 5),
        ]
    }

    private func draw(
        _ entry: QueueEntry, isCursor: Bool, on canvas: inout Canvas, in line: Rect,
        _ layout: TableLayout, _ glance: Glance
    ) {
        let look = glance.look
        let isFocused = glance.isFocused(.queue)
        if isCursor {
            canvas.setBackground(line, look.color(isFocused ? .cursorRow : .panel))
            if isFocused {
                canvas.glyph(look.cursorBar, at: line.origin, style: look.style(.focus))
            }
        }
        if glance.marks.tasks.contains(entry.wait.task) {
            canvas.text("+", at: line.origin, style: look.strong(.focus))
        }
        canvas.glyph(
            Sign.waiting.glyph, at: line.origin.moved(columns: 1), style: look.style(.waiting))
        let isWide = (layout.place(of: 5)?.width ?? 0) >= 32
        for (index, text) in cells(entry, namesSkill: isWide, glance).enumerated() {
            guard let place = layout.place(of: index) else { continue }
            canvas.text(
                text, at: Point(column: place.column, row: line.top), width: place.width,
                alignment: Self.isNumber(index) ? .right : .left)
        }
    }

    /// Where there is little room the reason goes before the skill it is about.
    private func cells(
        _ entry: QueueEntry, namesSkill: Bool, _ glance: Glance
    ) -> [StyledText] {
        let look = glance.look
        var why = StyledText(
            namesSkill || entry.reason == nil ? entry.skill + ": " : "", look.style(.topic))
        why.append(
            entry.reason ?? "its turn is next",
            look.style(entry.reason == nil ? .healthy : .secondary))
        let isRaised = entry.level < entry.priority.level
        return [
            StyledText(entry.title, look.strong(.name)),
            StyledText(entry.step.isEmpty ? "all" : entry.step, look.style(.secondary)),
            StyledText(entry.priorityWords, look.style(isRaised ? .waiting : .text)),
            StyledText(
                glance.times.span(glance.now - entry.wait.since), look.style(.text)),
            StyledText("\(entry.place)", look.style(entry.place == 1 ? .name : .secondary)),
            why,
            StyledText(
                entry.risesIn.map { Figures.countdown($0) } ?? "top", look.style(.dim)),
        ]
    }
}
