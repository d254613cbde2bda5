import SwarmCore
import TerminalUI

/// The chosen agent's changes, newest first, two rows each.
struct ChangeList {
    let agent: AgentState
    /// The change under the cursor, as a place in `agent.history`.
    let cursor: Int?
    let glance: Glance
    private var look: Look { glance.look }

    func draw(on canvas: inout Canvas, in area: Rect) {
        let head: StyledText = [
            Span("Changes of \(agent.card.shortName)", look.strong(.name)),
            Span("  newest first", look.style(.dim)),
        ]
        canvas.text(head, at: area.origin.moved(columns: 1, rows: 1), width: area.width - 1)
        let room = max(1, (area.height - 3) / 2)
        let newest = min(agent.history.count - 1, (cursor ?? .max - room) + room / 2)
        var row = area.top + 3
        for place in stride(
            from: max(newest, min(room, agent.history.count) - 1), through: 0, by: -1)
        where row + 1 < area.bottom {
            draw(agent.history[place], isCursor: place == cursor, at: row, on: &canvas, in: area)
            row += 2
        }
        guard row < area.bottom else { return }
        let start: StyledText = [
            Span(Figures.reputation(ReputationPolicy.start), look.strong(.name)),
            Span("    –  ", look.style(.dim)), Span("start", look.style(.secondary)),
        ]
        canvas.text(start, at: Point(column: area.left + 1, row: row), width: area.width - 1)
    }

    private func draw(
        _ change: ReputationChange, isCursor: Bool, at row: Int, on canvas: inout Canvas,
        in area: Rect
    ) {
        if isCursor {
            canvas.fill(
                Rect(column: area.left, row: row, width: area.width, height: 2),
                style: look.style(.cursorRow))
            for line in row...row + 1 {
                canvas.glyph(
                    look.cursorBar, at: Point(column: area.left, row: line),
                    style: look.style(.focus))
            }
        }
        let points = (change.after - change.before).value
        let isGain = points >= 0
        let sign = Glyph(unicode: isGain ? "▲" : "▼", ascii: isGain ? "+" : "-")
        let tone: Role = isGain ? .gain : .failed
        canvas.text(
            Figures.decimal(change.after.value, places: 0),
            at: Point(column: area.left + 4, row: row),
            style: look.strong(Sign.role(of: Tier(change.after))), alignment: .right)
        let step: StyledText = [
            Span(sign, look.style(tone)),
            Span(Figures.decimal(abs(points), places: 0), look.style(tone)),
        ]
        canvas.text(step, at: Point(column: area.left + 8, row: row), alignment: .right)
        let title = glance.swarm.tasks.brief(of: change.task)?.title ?? change.taskName
        let room = max(0, area.width - 10)
        canvas.text(
            title, at: Point(column: area.left + 10, row: row), style: look.style(.text),
            width: room)
        let why = change.reason == .failure ? "its part failed" : "quality \(change.quality)"
        canvas.text(
            why, at: Point(column: area.left + 10, row: row + 1),
            style: look.style(change.reason == .failure ? .failed : .secondary), width: room)
    }
}
