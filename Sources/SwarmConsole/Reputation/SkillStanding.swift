import SwarmCore
import TerminalUI

/// Who is how good at what: every skill whose reputation has moved, the best of each first.
struct SkillStanding {
    private let look: Look
    private let rows: [Table.Row]

    init(_ glance: Glance) {
        look = glance.look
        let look = glance.look
        var bySkill: [String: [(name: String, value: Points)]] = [:]
        for agent in glance.swarm.agents {
            for (skill, value) in zip(agent.card.skills, agent.skillReputation)
            where value != ReputationPolicy.start {
                bySkill[skill.name, default: []].append((agent.card.shortName, value))
            }
        }
        rows = bySkill.sorted { $0.key < $1.key }.map { skill, agents in
            let ranked = agents.sorted { $0.value > $1.value }
            let names = ranked.map { "\($0.name) \(Figures.reputation($0.value))" }
            return Table.Row([
                StyledText(skill, look.strong(.name)),
                StyledText(names.joined(separator: ", "), look.style(.secondary)),
            ])
        }
    }

    func draw(on canvas: inout Canvas, in area: Rect) {
        canvas.text("By skill", at: area.origin.moved(columns: 1), style: look.strong(.name))
        let inner = area.split(top: 1).below.split(left: 2).right
        guard !rows.isEmpty else {
            canvas.text(
                "No skill has moved yet.", at: inner.origin, style: look.style(.secondary))
            return
        }
        Table(
            columns: [
                TableLayout.Column("skill", width: 22),
                TableLayout.Column("agents", width: 14...80),
            ], rows: rows,
            look: Table.Look(
                head: look.style(.dim), bar: look.style(.focus), cursorBackground: nil,
                mark: look.style(.focus))
        ).draw(on: &canvas, in: inner)
    }
}
