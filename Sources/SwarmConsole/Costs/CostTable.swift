import SwarmCore
import TerminalUI

/// Draws the rows of the costs pane: calls, tokens, money, each row's share, and its budget.
struct CostTable {
    private let grouping: CostGrouping
    private let glance: Glance
    private let area: Rect
    private let layout: TableLayout
    /// What a whole bar stands for.
    private let dearest: Money
    private var look: Look { glance.look }

    private enum Column: Int, CaseIterable {
        case name, note, calls, tokens, saved, reserved, cost, share, budget
    }

    /// - Parameter area: The head's row and those of the table.
    init(_ grouping: CostGrouping, _ rows: [CostRow], _ glance: Glance, area: Rect) {
        self.grouping = grouping
        self.glance = glance
        self.area = area
        dearest = rows.map(\.costs.committed).max() ?? .zero
        let shown = rows.prefix(64)
        let name = shown.map { TextWidth.of($0.name, upTo: 28) }.max() ?? 0
        let note = shown.map { TextWidth.of($0.note, upTo: 24) }.max() ?? 0
        let budget = shown.map { TextWidth.of($0.budgetWords ?? "", upTo: 26) }.max() ?? 0
        let columns: [TableLayout.Column] = [
            .init("", width: max(8, name)),
            .init("", width: note, leaving: 6),
            .init("", width: 6, alignment: .right, leaving: 2),
            .init("", width: 7, alignment: .right, leaving: 3),
            .init("", width: 9, alignment: .right, leaving: 7),
            .init("", width: 9, alignment: .right, leaving: 8),
            .init("", width: 9, alignment: .right),
            .init("", width: 8...20, leaving: 5),
            .init(
                "", width: budget > 0 ? max(12, budget) : 0, alignment: .right,
                leaving: budget > 0 ? 4 : 99),
        ]
        layout = TableLayout(columns, start: area.left + 1, width: max(0, area.width - 1))
    }

    private func title(_ column: Column) -> String {
        switch column {
        case .name: grouping.rawValue
        case .note:
            switch grouping {
            case .agent: "model"
            case .task: "name"
            case .model, .day: ""
            }
        case .calls: "calls"
        case .tokens: "tokens"
        case .saved: "saved"
        case .reserved: "reserved"
        case .cost: "cost"
        case .share: "share"
        case .budget: grouping == .agent ? "budget today" : "budget"
        }
    }

    private static func isNumber(_ column: Column) -> Bool {
        switch column {
        case .name, .note, .share: false
        case .calls, .tokens, .saved, .reserved, .cost, .budget: true
        }
    }

    func drawHead(on canvas: inout Canvas) {
        for place in layout.places {
            guard let column = Column(rawValue: place.index) else { continue }
            canvas.text(
                title(column), at: Point(column: place.column, row: area.top),
                style: look.style(.dim), width: place.width,
                alignment: Self.isNumber(column) ? .right : .left)
        }
    }

    /// - Parameter place: The row in the area; 0 is the head's.
    func draw(_ row: CostRow, at place: Int, isCursor: Bool, on canvas: inout Canvas) {
        let line = area.row(place)
        guard !line.isEmpty else { return }
        if isCursor {
            let isFocused = glance.isFocused(.costs)
            canvas.setBackground(line, look.color(isFocused ? .cursorRow : .panel))
            if isFocused {
                canvas.glyph(look.cursorBar, at: line.origin, style: look.style(.focus))
            }
        }
        for place in layout.places {
            guard let column = Column(rawValue: place.index) else { continue }
            let point = Point(column: place.column, row: line.top)
            guard column != .share else {
                drawShare(
                    row, on: &canvas,
                    in: Rect(column: point.column, row: point.row, width: place.width, height: 1))
                continue
            }
            canvas.text(
                cell(row, column), at: point, width: place.width,
                alignment: Self.isNumber(column) ? .right : .left)
        }
    }

    private func drawShare(_ row: CostRow, on canvas: inout Canvas, in area: Rect) {
        let color = look.color(.focus).map { Gradient([$0]) } ?? Gradient([])
        ValueBar(
            fraction: dearest > .zero ? row.costs.committed.share(of: dearest) : 0,
            gradient: color, track: look.style(.dim)
        ).draw(on: &canvas, in: area)
    }

    private func cell(_ row: CostRow, _ column: Column) -> StyledText {
        func money(_ amount: Money, _ role: Role) -> StyledText {
            StyledText(
                amount == .zero ? "–" : amount.text, look.style(amount == .zero ? .dim : role))
        }
        switch column {
        case .name: return StyledText(row.name, look.strong(.name))
        case .note: return StyledText(row.note, look.style(.secondary))
        case .calls: return StyledText(Figures.grouped(row.costs.calls), look.style(.text))
        case .tokens:
            return StyledText(
                Figures.tokens(row.costs.input &+ row.costs.output), look.style(.text))
        case .saved: return money(row.costs.saved, .healthy)
        case .reserved: return money(row.costs.reserved, .waiting)
        case .cost: return StyledText(row.costs.committed.text, look.strong(.name))
        case .share: return StyledText()
        case .budget:
            guard let budget = row.budget, let words = row.budgetWords else {
                return StyledText("–", look.style(.dim))
            }
            return StyledText(words, look.style(.spending(row.counted, of: budget)))
        }
    }
}
