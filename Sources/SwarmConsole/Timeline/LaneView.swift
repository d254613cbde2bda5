import SwarmCore
import TerminalUI

/// Where names, bars, states and percents stand in the timeline.
struct LaneColumns {
    let area: Rect
    let name: Rect
    let bar: Rect
    /// Only when notes are left out: glyph and word right of the bars.
    let state: Rect?
    let axis: TimeAxis
    /// Where the grid stands.
    private let ticks: [(cell: Int, label: String)]

    private static let grid = Symbol("┊")
    private static let percentCells = 4
    private static let stateCells = 11

    /// - Parameters:
    ///   - names: The longest lane name; cut past sixteen cells.
    ///   - sharesScale: Dense lanes of other tasks stand below, on the same scale.
    init(
        area: Rect, names: Int, isDense: Bool, seconds: Double, sharesScale: Bool = false,
        window: TimeAxis.Window = .whole, gaps: [ClosedRange<Double>] = []
    ) {
        self.area = area
        let nameCells = min(min(16, max(9, names)), max(4, area.width / 4))
        let start = area.left + 3 + nameCells + 1
        var end = area.right - Self.percentCells - 1
        if isDense {
            let cells = area.width >= 50 ? Self.stateCells : 1
            let column = end - cells
            state = Rect(column: column, row: area.top, width: cells, height: 1)
            end = column - 2
        } else {
            state = nil
        }
        name = Rect(column: area.left + 3, row: area.top, width: nameCells, height: 1)
        bar = Rect(column: start, row: area.top, width: max(0, end - start), height: 1)
        let room = bar.width - (sharesScale && !isDense ? Self.stateCells + 2 : 0)
        axis = TimeAxis(
            seconds: seconds, width: bar.width, room: room, isShared: sharesScale, window: window,
            gaps: gaps)
        ticks = axis.ticks
    }

    func bar(at row: Int) -> Rect { Rect(column: bar.left, row: row, width: bar.width, height: 1) }

    /// Head row with the seconds.
    func drawAxis(at row: Int, on canvas: inout Canvas, _ look: Look) {
        for tick in ticks where tick.cell + tick.label.utf8.count <= bar.width {
            canvas.text(
                tick.label, at: Point(column: bar.left + tick.cell, row: row),
                style: look.style(.dim))
        }
        for cut in axis.cuts {
            canvas.glyph(
                Glyph(unicode: "≈", ascii: "~"), at: Point(column: bar.left + cut, row: row),
                style: look.strong(.waiting))
        }
    }

    /// The grid of one row, drawn before anything else in it.
    func drawGrid(at row: Int, on canvas: inout Canvas, _ look: Look) {
        let style = look.style(.rule)
        for tick in ticks where tick.cell > 0 {
            canvas.put(Self.grid, column: bar.left + tick.cell, row: row, style: style)
        }
    }
}

/// One subtask's bar, and under it or beside it what it does.
struct LaneView {
    let lane: TaskSchedule.Lane
    let isLongest: Bool
    /// It is one of those that decide when the task ends.
    let isCritical: Bool
    /// Where now is, in seconds; nil once the task has ended.
    let now: Double?
    let columns: LaneColumns
    let look: Look

    /// The bar's row; with a state column also the state.
    func draw(at row: Int, on canvas: inout Canvas) {
        let area = columns.area
        columns.drawGrid(at: row, on: &canvas, look)
        if isCritical {
            canvas.glyph(
                Glyph(unicode: "◆", ascii: "^"), at: Point(column: area.left + 1, row: row),
                style: look.style(.bright))
        }
        canvas.text(
            lane.name, at: Point(column: columns.name.left, row: row),
            style: isCritical
                ? look.strong(.bright) : look.style(lane.isQuiet || isPlanned ? .secondary : .text),
            width: columns.name.width)
        drawBar(in: columns.bar(at: row), on: &canvas)
        if columns.state != nil { drawPlan(in: columns.bar(at: row), on: &canvas) }
        let percent = Figures.percent(permille: lane.permille)
        canvas.text(
            percent, at: Point(column: area.right, row: row),
            style: lane.isLive
                ? look.strong(.name) : look.style(lane.permille > 0 ? .secondary : .dim),
            alignment: .right)
        if let state = columns.state {
            canvas.text(
                state.width > 1 ? stateLine : [Span(lane.sign.glyph, look.style(lane.sign.role))],
                at: Point(column: state.left, row: row), width: state.width)
        }
    }

    /// The row under the bar: glyph, word and what it does now.
    func drawNote(at row: Int, on canvas: inout Canvas) {
        columns.drawGrid(at: row, on: &canvas, look)
        var line = stateLine
        if !lane.note.isEmpty { line.append("  " + lane.note, look.style(.secondary)) }
        let room = columns.area.right - columns.bar.left
        let addition = lane.note.isEmpty ? "  longest path" : ", longest path"
        if isLongest, lane.isLive, line.columns + addition.count <= room {
            line.append(addition, look.style(.secondary))
        }
        let used = canvas.text(
            line, at: Point(column: columns.bar.left, row: row), width: room)
        // The grid does not show between the words, and keeps a blank's distance.
        blank(after: used, at: row, on: &canvas)
    }

    private var isPlanned: Bool { lane.sign == .planned }

    /// Without notes under the bars, a step that has not begun says in its bar what it waits for.
    private func drawPlan(in bar: Rect, on canvas: inout Canvas) {
        guard !lane.plan.isEmpty, lane.parts.isEmpty, bar.width >= 12 else { return }
        let used = canvas.text(
            lane.plan, at: bar.origin, style: look.style(.dim), width: bar.width)
        guard used < bar.width else { return }
        canvas.put(.blank, column: bar.left + used, row: bar.top, style: look.style(.text))
    }

    private var stateLine: StyledText {
        [
            Span(lane.sign.glyph, look.style(lane.sign.role)),
            Span(" " + lane.sign.word, look.style(lane.sign.role)),
        ]
    }

    private func blank(after used: Int, at row: Int, on canvas: inout Canvas) {
        let column = columns.bar.left + used
        guard column < columns.area.right else { return }
        canvas.put(.blank, column: column, row: row, style: look.style(.text))
    }

    private func drawBar(in area: Rect, on canvas: inout Canvas) {
        guard !area.isEmpty else { return }
        let axis = columns.axis
        var solidEnd = -1
        let parts = lane.parts.map { part -> WorkBar.Part in
            let from = axis.cells(part.from)
            let to = axis.cells(part.to)
            switch part.kind {
            case .work:
                // In ASCII a bar's last cell shows from half a cell on.
                let least = look.glyphs == .ascii ? 0.56 : 0.94
                solidEnd = max(solidEnd, Int(from.rounded() + (to - from + least).rounded(.down)))
                return WorkBar.Part(
                    .solid, from: from, to: max(to, from + 0.125), style: look.style(part.role))
            case .wait:
                return WorkBar.Part(.wait, from: from, to: to, style: look.style(part.role))
            case .question:
                let place = max(from, to.rounded() - 1)
                return WorkBar.Part(.wait, from: from, to: place, style: look.style(part.role))
            case .review:
                return WorkBar.Part(
                    .planned, from: from, to: max(to, from + 2), style: look.style(part.role))
            case .failure:
                let place = max(0, to.rounded() - 1)
                return WorkBar.Part(
                    .glyph(Sign.failed.glyph), from: place, to: place, style: look.strong(.failed))
            case .fault:
                // One cell before the cross of the attempt it broke.
                let place = max(0, min(from.rounded(), to.rounded() - 2))
                return WorkBar.Part(
                    .glyph(Sign.fault.glyph), from: place, to: place, style: look.strong(.failed))
            }
        }
        let questions = lane.parts.filter { $0.kind == .question }.map { part in
            let place = max(axis.cells(part.from), axis.cells(part.to).rounded() - 1)
            return WorkBar.Part(
                .glyph(Sign.asks.glyph), from: place, to: place, style: look.strong(part.role))
        }
        WorkBar(
            parts: (parts + questions).compactMap { Self.seen($0, width: area.width) }, rest: rest,
            restStyle: look.style(isCritical ? .name : .secondary)
        )
        .draw(on: &canvas, in: area)
        guard let now, let place = axis.seen(now), place >= solidEnd, place < area.width else {
            return
        }
        canvas.put(
            Symbol("│"), column: area.left + place, row: area.top,
            style: look.style(.bright))
    }

    /// The part of a part that is in the window; nil when none is.
    private static func seen(_ part: WorkBar.Part, width: Int) -> WorkBar.Part? {
        guard part.end > 0 || part.start >= 0, part.start < Double(width) else { return nil }
        if case .glyph = part.kind, part.start < 0 { return nil }
        var part = part
        part.start = max(0, part.start)
        part.end = min(part.end, Double(width))
        return part
    }

    private var rest: WorkBar.Rest {
        guard lane.isLive else { return .none }
        guard let cap = lane.cap else { return .unknown }
        let place = columns.axis.cells(cap)
        return place < 0 ? .none : .until(place)
    }
}
