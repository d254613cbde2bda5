import SwarmCore
import TerminalUI

/// The sums of all costs in a line, and today's spending against the day's budget in a second.
struct CostsHead {
    let glance: Glance
    private var look: Look { glance.look }
    private var ledger: Ledger { glance.swarm.ledger }

    func draw(on canvas: inout Canvas, in area: Rect) {
        var column = 0
        for group in sums {
            let width = group.columns
            guard column + width <= area.width else { break }
            canvas.text(group, at: area.origin.moved(columns: column))
            column += width + 3
        }
        drawToday(on: &canvas, in: area.row(1))
    }

    private var sums: [StyledText] {
        let total = ledger.total
        let open = ledger.open.count
        var groups = [figure(total.spent.text, "spent", .bright)]
        if open > 0 || total.reserved != .zero {
            let calls = "reserved for \(Figures.count(open, "open call"))"
            groups.append(figure(total.reserved.text, calls, .waiting))
        }
        groups.append(figure(total.saved.text, "saved", total.saved > .zero ? .healthy : .dim))
        groups.append(figure(Figures.grouped(total.calls), total.calls == 1 ? "call" : "calls"))
        if total.cached > 0 {
            groups.append(figure(Figures.grouped(total.cached), "from earlier answers"))
        }
        if ledger.refused > 0 {
            groups.append(figure(Figures.grouped(ledger.refused), "refused", .failed))
        }
        return groups
    }

    private func figure(_ number: String, _ word: String, _ role: Role = .name) -> StyledText {
        [Span(number, look.strong(role)), Span(" " + word, look.style(.secondary))]
    }

    private func drawToday(on canvas: inout Canvas, in area: Rect) {
        let today = DaySpending(glance)
        canvas.text("today", at: area.origin, style: look.style(.secondary), width: area.width)
        let words = today.costs.committed.text + today.ofBudget
        guard let budget = today.budget else {
            let line: StyledText = [
                Span(words, look.strong(.name)), Span(", no budget for a day", look.style(.dim)),
            ]
            canvas.text(
                line, at: area.origin.moved(columns: 7), width: max(0, area.width - 7))
            return
        }
        let width = min(40, max(0, area.width - 9 - TextWidth.of(words)))
        let share = today.costs.committed.share(of: budget)
        ValueBar(
            fraction: share, gradient: look.loadGradient, track: look.style(.dim)
        ).draw(
            on: &canvas,
            in: Rect(column: area.left + 7, row: area.top, width: width, height: 1))
        canvas.text(
            words, at: area.origin.moved(columns: 7 + width + 2), style: look.strong(today.role),
            width: max(0, area.width - 9 - width))
    }
}
