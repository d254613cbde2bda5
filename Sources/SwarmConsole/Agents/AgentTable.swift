import SwarmCore
import TerminalUI

/// Lays agents out in two rows each, or in one (visual language, section 3).
struct AgentTable {
    enum Shape {
        /// Two rows and an empty one an agent, under a head row.
        case comfortable
        /// One row an agent under a head row.
        case compact
        /// One row an agent and no head.
        case bare

        var rowsEach: Int { self == .comfortable ? 3 : 1 }
        var headRows: Int { self == .bare ? 0 : 1 }

        /// How many agents fit; the last one of the comfortable shape needs no empty row.
        func capacity(_ area: Rect) -> Int {
            let spare = self == .comfortable ? 1 : 0
            return max(0, (area.height - headRows + spare) / rowsEach)
        }
    }

    let shape: Shape
    let area: Rect
    let glance: Glance
    let layout: TableLayout
    private let gradient: Gradient
    private var look: Look { glance.look }

    private enum Column: Int {
        case name, state, subtask, load, tier, reputation
    }

    init(shape: Shape, area: Rect, glance: Glance, names: Int) {
        self.shape = shape
        self.area = area
        self.glance = glance
        gradient = glance.look.loadGradient
        let start = area.left + 3
        let width = max(0, area.width - 3)
        layout =
            shape == .comfortable
            ? Self.comfortable(start, width, names) : Self.compact(start, width, names)
    }

    /// Bars grow to fourteen squares first, then the texts.
    private static func comfortable(_ start: Int, _ width: Int, _ names: Int) -> TableLayout {
        let base = names + 2 + 12 + 2 + 14 + 2 + 14
        let bar = min(5, max(0, width - base))
        let text = min(10, max(0, width - base - 5))
        let reputation = width >= base ? 14 : 7
        return TableLayout(
            [
                TableLayout.Column("agent", width: names),
                TableLayout.Column("state", width: 12 + text),
                TableLayout.Column("load", width: 14 + bar),
                TableLayout.Column("reputation", width: reputation...1_000, alignment: .right),
            ], start: start, width: width)
    }

    /// What is left after subtask and tier word have gone makes the bars longer.
    private static func compact(_ start: Int, _ width: Int, _ names: Int) -> TableLayout {
        let all = names + 2 + 11 + 2 + 12 + 2 + 10 + 2 + 12 + 2 + 7
        let withoutSubtask = all - 14
        let withoutTier = withoutSubtask - 12
        let room = [all, withoutSubtask, withoutTier].first { width >= $0 } ?? withoutTier
        let bar = min(5, max(0, width - room))
        let word = width - all >= 13 ? 7 : 0
        let text = min(10, max(0, width - all - bar - word))
        return TableLayout(
            [
                TableLayout.Column("agent", width: names),
                TableLayout.Column("state", width: 11),
                TableLayout.Column("subtask", width: 12 + text, leaving: 3),
                TableLayout.Column("load", width: 10 + bar),
                TableLayout.Column("tier", width: 12 + word, leaving: 2),
                TableLayout.Column("reputation", width: 7...1_000, alignment: .right, leaving: 1),
            ], start: start, width: width)
    }

    private func place(_ column: Column) -> TableLayout.Place? {
        guard shape == .comfortable else { return layout.place(of: column.rawValue) }
        switch column {
        case .name: return layout.place(of: 0)
        case .state: return layout.place(of: 1)
        case .load: return layout.place(of: 2)
        case .reputation: return layout.place(of: 3)
        case .subtask, .tier: return nil
        }
    }

    func drawHead(on canvas: inout Canvas) {
        let titles: [(Column, String)] = [
            (.name, "agent"), (.state, "state"), (.subtask, "subtask"), (.load, "load"),
            (.tier, "tier"), (.reputation, "reputation"),
        ]
        for (column, title) in titles {
            guard let place = place(column) else { continue }
            guard column != .reputation else {
                // Wider than its figures; the column before it is ragged there.
                canvas.text(
                    title, at: Point(column: place.column + place.width, row: area.top),
                    style: look.style(.dim), alignment: .right)
                continue
            }
            canvas.text(
                title, at: Point(column: place.column, row: area.top), style: look.style(.dim),
                width: place.width)
        }
    }

    func draw(_ row: AgentRow, at index: Int, isCursor: Bool, on canvas: inout Canvas) {
        let top = area.top + shape.headRows + index * shape.rowsEach
        let height = shape == .comfortable ? 2 : 1
        if isCursor {
            let cells = Rect(column: area.left, row: top, width: area.width + 1, height: height)
            drawCursor(on: &canvas, in: cells)
        }
        if glance.marks.agents.contains(row.id) {
            canvas.text(
                "+", at: Point(column: area.left, row: top), style: look.strong(.focus))
        }
        canvas.glyph(
            row.health.glyph, at: Point(column: area.left + 1, row: top),
            style: look.style(row.health.role))
        if row.isFaulted {
            canvas.glyph(
                Sign.fault.glyph, at: Point(column: area.left + 2, row: top),
                style: look.style(.failed))
        }
        let name = look.strong(.name)
        text(row.name, .name, top, row.isStruck ? name.underlined : name, on: &canvas)
        drawState(row, top, on: &canvas)
        drawLoad(row, top, on: &canvas)
        drawReputation(row, top, isCursor: isCursor, on: &canvas)
        if shape == .comfortable {
            drawSecond(row, top + 1, on: &canvas)
        } else {
            text(row.subtask ?? "–", .subtask, top, look.style(.secondary), on: &canvas)
            drawTier(row, top, on: &canvas)
        }
    }

    private func drawCursor(on canvas: inout Canvas, in cells: Rect) {
        let isFocused = glance.isFocused(.agents)
        canvas.fill(cells, style: look.style(isFocused ? .cursorRow : .panel))
        guard isFocused || look.isMono else { return }
        for row in cells.top..<cells.bottom {
            canvas.glyph(
                look.cursorBar, at: Point(column: cells.left, row: row),
                style: look.style(.focus))
        }
    }

    /// In one row the breaker takes the state's place, as there is no word for the health.
    private func drawState(_ row: AgentRow, _ top: Int, on canvas: inout Canvas) {
        guard let place = place(.state) else { return }
        let takesOver =
            shape != .comfortable && row.state == .idle && row.health != .healthy
        let sign = takesOver ? row.health : row.state
        let role = takesOver ? row.healthRole : row.state.role
        let style = row.state == .idle && !takesOver ? look.style(.dim) : look.strong(role)
        let line: StyledText = [
            Span(sign.glyph, look.style(role)),
            Span(" " + (takesOver ? row.healthWord : row.stateWord), style),
        ]
        canvas.text(line, at: Point(column: place.column, row: top), width: place.width)
    }

    private func drawLoad(_ row: AgentRow, _ top: Int, on canvas: inout Canvas) {
        guard let place = place(.load) else { return }
        let isHigh = row.loadPermille >= 800
        let number =
            row.loadPermille == 0
            ? look.style(.dim) : isHigh ? look.strong(.failed) : look.style(.text)
        ValueBar(
            fraction: Double(row.loadPermille) / 1_000,
            label: Figures.percent(permille: row.loadPermille), labelWidth: 4,
            gradient: gradient, track: look.faded(.dim, share: 0.55), number: number
        ).draw(on: &canvas, in: Rect(column: place.column, row: top, width: place.width, height: 1))
    }

    private func drawReputation(
        _ row: AgentRow, _ top: Int, isCursor: Bool, on canvas: inout Canvas
    ) {
        guard let place = place(.reputation) else { return }
        let end = place.column + place.width
        var change = StyledText()
        let role = row.change.role
        let style = row.isChanged ? look.strong(role) : look.style(role)
        if let glyph = row.change.glyph { change.append(glyph, style) }
        change.append(row.change.text, style)
        canvas.text(change, at: Point(column: end, row: top), alignment: .right)
        canvas.text(
            row.reputation, at: Point(column: end - 4, row: top), style: look.strong(.name),
            alignment: .right)
        if shape != .comfortable, self.place(.tier) == nil {
            canvas.glyph(
                Sign.glyph(of: row.tier), at: Point(column: end - 9, row: top),
                style: look.style(Sign.role(of: row.tier)))
        }
        guard shape == .comfortable, place.width >= 14 else { return }
        let width = place.width >= 17 ? 9 : 6
        Sparkline(
            values: row.past, range: 85...140,
            style: isCursor ? look.style(.gain) : look.faded(.gain, share: 0.6)
        ).draw(on: &canvas, in: Rect(column: end - 8 - width, row: top, width: width, height: 1))
    }

    private func drawSecond(_ row: AgentRow, _ top: Int, on canvas: inout Canvas) {
        text(row.healthWord, .name, top, look.style(row.healthRole), on: &canvas)
        text(
            row.subtask ?? "–", .state, top, look.style(row.subtask == nil ? .dim : .secondary),
            on: &canvas)
        drawModel(row, top, on: &canvas)
        guard let place = place(.reputation) else { return }
        let line: StyledText = [
            Span(Sign.glyph(of: row.tier), look.style(Sign.role(of: row.tier))),
            Span(" " + row.tier.rawValue, look.style(.secondary)),
        ]
        canvas.text(
            line, at: Point(column: place.column + place.width, row: top), alignment: .right)
    }

    /// The model, and where there is room what it has cost.
    private func drawModel(_ row: AgentRow, _ top: Int, on canvas: inout Canvas) {
        guard let place = place(.load) else { return }
        guard area.width >= 62, let cost = row.cost else {
            return text(row.model, .load, top, look.style(.secondary), on: &canvas)
        }
        canvas.text(
            row.model, at: Point(column: place.column, row: top), style: look.style(.secondary),
            width: max(0, place.width - TextWidth.of(cost) - 1))
        canvas.text(
            cost, at: Point(column: place.column + place.width, row: top),
            style: look.style(.secondary), alignment: .right)
    }

    /// A tier word is never cut: where it does not fit, the bound says the same.
    private func drawTier(_ row: AgentRow, _ top: Int, on canvas: inout Canvas) {
        guard let place = place(.tier) else { return }
        let fits = row.tier.rawValue.count + 2 <= place.width
        let line: StyledText = [
            Span(Sign.glyph(of: row.tier), look.style(Sign.role(of: row.tier))),
            Span(" " + (fits ? row.tier.rawValue : "below 70"), look.style(.secondary)),
        ]
        canvas.text(line, at: Point(column: place.column, row: top), width: place.width)
    }

    private func text(
        _ text: String, _ column: Column, _ row: Int, _ style: Style, on canvas: inout Canvas
    ) {
        guard let place = place(column) else { return }
        canvas.text(
            text, at: Point(column: place.column, row: row), style: style, width: place.width)
    }
}
