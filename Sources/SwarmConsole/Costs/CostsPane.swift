import SwarmCore
import TerminalUI

/// Pane 9: what model calls cost, by agent, model, task or day, and what budgets leave.
struct CostsPane: Pane {
    static let id = PaneID.costs

    private(set) var grouping = CostGrouping.agent
    private var rows: [CostRow] = []
    private var scroll = ScrollState<CostRow.ID>(staysAtTop: true)
    /// Rows above the table: the sums, today's budget, and an empty one where there is room.
    private var headRows = 2

    init() {}

    mutating func update(_ id: ActionID, _ glance: Glance) -> [Action]? {
        let ids = rows.map(\.id)
        if scroll.move(id, in: ids) { return chosen(glance).map { [.select($0)] } ?? [] }
        switch id {
        case .costsBy:
            grouping = grouping.next
            scroll = ScrollState(staysAtTop: true)
            return []
        case .open:
            guard let chosen = chosen(glance) else {
                guard scroll.cursor != nil else { return [] }
                let key = glance.key(.costsBy)
                return [
                    .notice(
                        "This leads nowhere. \(key) adds up by agent or task, which do.",
                        tone: .secondary)
                ]
            }
            switch scroll.cursor {
            case .agent(let agent): return [.go(.agent(agent, from: chosen))]
            case .task(let task): return [.go(.award(task, from: chosen))]
            case .planning, .model, .day, nil: return []
            }
        default: return nil
        }
    }

    /// What the cursor is on.
    var cursor: CostRow.ID? { scroll.cursor }

    var cursorRow: AnyHashable? { scroll.cursor }

    mutating func click(_ row: Int, _ area: Rect, _ glance: Glance) -> Bool {
        let index = scroll.visible.lowerBound + row - headRows - 1
        guard row > headRows, scroll.visible.contains(index), rows.indices.contains(index) else {
            return false
        }
        return scroll.select(rows[index].id, in: rows.map(\.id))
    }

    func chosen(_ glance: Glance) -> Selection? {
        var chosen = glance.selection
        switch scroll.cursor {
        case .agent(let id): chosen.agent = id
        case .task(let id):
            if chosen.task != id { (chosen.task, chosen.subtask) = (id, nil) }
        case .planning, .model, .day, nil: return nil
        }
        return chosen
    }

    mutating func settle(_ area: Rect, _ glance: Glance) {
        rows = CostRow.all(by: grouping, glance).filter {
            glance.filter.isEmpty || glance.isShown($0.name) || glance.isShown($0.note)
        }
        let ids = rows.map(\.id)
        if let chosen = selected(glance.selection), chosen != scroll.cursor, ids.contains(chosen) {
            scroll.select(chosen, in: ids)
        }
        headRows = area.height >= 10 ? 3 : 2
        scroll.update(ids, height: max(0, area.height - headRows - 1))
    }

    private func selected(_ selection: Selection) -> CostRow.ID? {
        switch grouping {
        case .agent where scroll.cursor != .planning: selection.agent.map { .agent($0) }
        case .task where scroll.cursor != .planning: selection.task.map { .task($0) }
        case .agent, .task, .model, .day: nil
        }
    }

    func copied(_ glance: Glance) -> String? {
        rows.first { $0.id == scroll.cursor }?.name
    }

    /// The rows as CSV (RFC 4180), amounts in dollars.
    func exported(_ glance: Glance) -> PaneExport? {
        guard !rows.isEmpty else { return PaneExport(name: "costs.csv", text: "") }
        let head = [
            grouping.rawValue, "note", "calls", "input_tokens", "output_tokens", "spent_usd",
            "reserved_usd", "saved_usd", "budget_usd",
        ]
        let lines = rows.map { row in
            [
                Sanitiser.line(row.name), Sanitiser.line(row.note), String(row.costs.calls),
                String(row.costs.input), String(row.costs.output), row.costs.spent.definition,
                row.costs.reserved.definition, row.costs.saved.definition,
                row.budget?.definition ?? "",
            ]
        }
        let text = ([head] + lines).map { fields in
            fields.map(CostReport.quoted).joined(separator: ",") + "\r\n"
        }
        return PaneExport(name: "costs.csv", text: text.joined())
    }

    func title(_ glance: Glance) -> PaneTitle {
        let today = DaySpending(glance)
        var note = StyledText()
        if !today.costs.isEmpty {
            note.append(today.costs.committed.text, glance.look.strong(today.role))
            note.append(today.ofBudget + " today", glance.look.style(.secondary))
        }
        return PaneTitle(
            "Costs", subject: "by \(grouping.rawValue)", note: note,
            inView: RowsInView(scroll.visible, of: rows.count))
    }

    // MARK: Drawing

    func view(_ canvas: inout Canvas, _ area: Rect, _ glance: Glance) {
        guard !glance.swarm.ledger.total.isEmpty || glance.swarm.ledger.refused > 0 else {
            canvas.hint(
                "No model call has been made: offline agents cost nothing.", in: area, glance.look)
            return
        }
        canvas.withClip(area) { canvas in
            CostsHead(glance: glance).draw(on: &canvas, in: area.inset(columns: 1))
            let body = area.split(top: headRows).below
            guard !rows.isEmpty else {
                canvas.text(
                    glance.filter.isEmpty
                        ? "Nothing to add up by \(grouping.rawValue)." : glance.noMatch,
                    at: body.origin.moved(columns: 1), style: glance.look.style(.dim),
                    width: max(0, body.width - 2))
                return
            }
            let table = CostTable(grouping, rows, glance, area: body)
            table.drawHead(on: &canvas)
            for (place, index) in scroll.visible.enumerated() where rows.indices.contains(index) {
                table.draw(
                    rows[index], at: place + 1, isCursor: index == scroll.cursorIndex, on: &canvas)
            }
        }
    }
}
