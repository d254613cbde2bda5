import SwarmCore
import TerminalUI

/// What moved a reputation: the change under the cursor in figures, its reason, and what came of it.
struct ReasonCard {
    let agent: AgentState
    let change: ReputationChange
    /// Its place among the tasks drawn, from 1.
    let place: Int?
    let glance: Glance

    static let rows = 5
    private static let labelCells = 11
    private var look: Look { glance.look }
    private var swarm: SwarmState { glance.swarm }

    func draw(on canvas: inout Canvas, in area: Rect) {
        let panel = area.split(top: Self.rows).above
        canvas.fill(panel, style: look.style(.panel))
        for row in panel.top..<panel.bottom {
            canvas.glyph(
                look.cursorBar, at: Point(column: panel.left, row: row), style: look.style(.focus))
        }
        let inner = panel.inset(columns: 2)
        let lines: [(String, StyledText)] = [
            ("", head), ("Why", StyledText(why, look.style(.text))),
            (others.isEmpty ? "" : "With it", StyledText(others, look.style(.text))),
            ("After", StyledText(after, look.style(.text))), ("", keys),
        ]
        for (row, line) in lines.enumerated() where row < inner.height {
            let left = line.0.isEmpty ? 0 : Self.labelCells
            canvas.text(
                line.0, at: inner.origin.moved(rows: row), style: look.style(.secondary))
            canvas.text(
                line.1, at: inner.origin.moved(columns: left, rows: row),
                width: max(0, inner.width - left))
        }
    }

    private var head: StyledText {
        let points = (change.after - change.before).value
        let isGain = points >= 0
        let sign = Glyph(unicode: isGain ? "▲" : "▼", ascii: isGain ? "+" : "-")
        let tone: Role = isGain ? .gain : .failed
        let figures =
            "\(agent.card.shortName) \(Figures.reputation(change.before)) → "
            + Figures.reputation(change.after)
        let (was, is_) = (Tier(change.before), Tier(change.after))
        let tiers = was == is_ ? "stays \(is_.rawValue)" : "\(was.rawValue) to \(is_.rawValue)"
        let which = place.map { "   task \($0)" } ?? ""
        return [
            Span(figures, look.strong(.name)), Span("  ", look.style(.text)),
            Span(sign, look.style(tone)),
            Span(Figures.decimal(abs(points), places: 0), look.style(tone)),
            Span(
                "\(which)   \(glance.times.clock(change.at, decimals: 3))   \(tiers)",
                look.style(.secondary)),
        ]
    }

    private var task: TaskState? { swarm.tasks[change.task] }

    /// `Budget review failed: 3 attempts, the last hung`.
    private var why: String {
        let text = ReputationPane.why(change, glance)
        guard change.reason == .failure, let task else { return text }
        let own = task.attempts.filter { $0.agent == agent.id && $0.failure != nil }
        guard let last = own.last, let words = last.failure?.words else { return text }
        let count = Figures.count(own.count, "attempt")
        return "\(task.brief.title) failed: \(count), \(own.count == 1 ? "" : "the last ")\(words)"
    }

    /// Who else the task moved: `Marketing ▲7, Insights ▲5`.
    private var others: String {
        swarm.agents.compactMap { other in
            guard other.id != agent.id,
                let same = other.history.last(where: { $0.task == change.task })
            else { return nil }
            let points = (same.after - same.before).value
            let sign = points < 0 ? "−" : "+"
            return "\(other.card.shortName) \(sign)\(Figures.decimal(abs(points), places: 0))"
        }.joined(separator: ", ")
    }

    /// `five successes in a row, 127 now; 130 makes Elite`.
    private var after: String {
        let later = agent.history.drop { $0.at <= change.at }
        let now = Figures.reputation(agent.reputation)
        let next = Tier.allCases.last { $0.lowerBound > agent.reputation }
        let goal =
            next.map { "; \(Figures.reputation($0.lowerBound)) makes \($0.rawValue)" } ?? ""
        guard !later.isEmpty else { return "nothing yet, \(now) now\(goal)" }
        let failed = later.count { $0.reason == .failure }
        let course: String
        if failed == 0 {
            let word = Figures.word(later.count)
            course = later.count == 1 ? "one success" : "\(word) successes in a row"
        } else {
            course = "\(later.count - failed) of \(later.count) succeeded"
        }
        return "\(course), \(now) now\(goal)"
    }

    private var keys: StyledText {
        func key(_ id: ActionID, _ other: ActionID? = nil, _ label: String) -> [Span] {
            let names = [id, other].compactMap { $0 }.map(glance.key).joined(separator: " ")
            return [
                Span(names, look.strong(.focus)), Span(" \(label)   ", look.style(.secondary)),
            ]
        }
        return StyledText(
            key(.open, nil, "open the task") + key(.earlier, .later, "move along")
                + key(.down, .up, "other agent"))
    }
}
