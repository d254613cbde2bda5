import SwarmCore
import TerminalUI

/// All agents by reputation, with what it rests on.
struct StandingTable {
    private let look: Look
    private let rows: [Table.Row]
    private let names: Int

    init(_ glance: Glance) {
        look = glance.look
        let look = glance.look
        names = min(20, max(9, glance.swarm.agents.map { $0.card.shortName.count }.max() ?? 0))
        rows = glance.swarm.agents
            .sorted {
                $0.reputation == $1.reputation ? $0.id < $1.id : $0.reputation > $1.reputation
            }
            .map { agent in
                let role = Sign.role(of: agent.tier)
                let best = Self.best(agent)
                return Table.Row([
                    StyledText(agent.card.shortName, look.strong(.name)),
                    [
                        Span(Sign.glyph(of: agent.tier), look.style(role)),
                        Span(" " + agent.tier.rawValue, look.style(role)),
                    ],
                    StyledText(
                        Figures.decimal(agent.reputation.value, places: 0), look.strong(role)),
                    Self.figure(agent.successRate.map { $0 * 100 }, "%", look),
                    Self.figure(agent.meanQuality, "", look),
                    StyledText("\(agent.collaborations)", look.style(.secondary)),
                    StyledText(best, look.style(.secondary)),
                ])
            }
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        canvas.text("Standing", at: area.origin.moved(columns: 1), style: look.strong(.name))
        Table(
            columns: [
                TableLayout.Column("agent", width: names), TableLayout.Column("tier", width: 19),
                TableLayout.Column("now", width: 3, alignment: .right),
                TableLayout.Column("success", width: 7, alignment: .right),
                TableLayout.Column("quality", width: 7, alignment: .right),
                TableLayout.Column("together", width: 8, alignment: .right, leaving: 1),
                TableLayout.Column("best at", width: 14...60, leaving: 2),
            ], rows: rows,
            look: Table.Look(
                head: look.style(.dim), bar: look.style(.focus), cursorBackground: nil,
                mark: look.style(.focus))
        ).draw(on: &canvas, in: area.split(top: 1).below.split(left: 2).right)
    }

    private static func figure(_ value: Double?, _ unit: String, _ look: Look) -> StyledText {
        guard let value else { return StyledText("–", look.style(.dim)) }
        return StyledText(Figures.decimal(value, places: 0) + unit, look.style(.text))
    }

    /// Its two best skills that have moved from the start.
    private static func best(_ agent: AgentState) -> String {
        let moved = zip(agent.card.skills, agent.skillReputation)
            .filter { $0.1 != ReputationPolicy.start }
            .sorted { $0.1 > $1.1 }.prefix(2)
        guard !moved.isEmpty else { return "–" }
        return moved.map { "\($0.0.name) \(Figures.decimal($0.1.value, places: 0))" }
            .joined(separator: ", ")
    }
}
