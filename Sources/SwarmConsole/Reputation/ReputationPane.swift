import SwarmCore
import TerminalUI

/// Pane 6: how the reputations moved, task by task, and why.
struct ReputationPane: Pane {
    static let id = PaneID.reputation
    /// 150 down to 60 at five points a row.
    private static let largeRows = 18

    /// The task under the cursor, counted back from the latest; nil follows the latest.
    private var stepsBack: Int?
    /// Whether the table tells of skills instead of agents.
    private var showsSkills = false

    init() {}

    mutating func update(_ id: ActionID, _ glance: Glance) -> [Action]? {
        switch id {
        case .earlier:
            move(by: 1, glance)
            return []
        case .later:
            move(by: -1, glance)
            return []
        case .resetTime:
            stepsBack = nil
            return []
        case .bySkill:
            showsSkills.toggle()
            return glance.isZoomed ? [] : [.perform(.zoom)]
        case .up: return [.select(agent(by: -1, glance))]
        case .down: return [.select(agent(by: 1, glance))]
        case .first: return [.select(agent(by: -glance.swarm.agents.count, glance))]
        case .last: return [.select(agent(by: glance.swarm.agents.count, glance))]
        case .open: return open(glance)
        default: return nil
        }
    }

    private mutating func move(by step: Int, _ glance: Glance) {
        let history = Self.subject(glance)?.history ?? []
        guard !history.isEmpty else { return }
        let next = (stepsBack ?? 0) + step
        stepsBack = next <= 0 ? nil : min(next, history.count - 1)
    }

    private mutating func agent(by step: Int, _ glance: Glance) -> Selection {
        stepsBack = nil
        var chosen = glance.selection
        guard !glance.swarm.agents.isEmpty else { return chosen }
        let current = Self.subject(glance)?.id.position ?? 0
        let next = min(max(0, current + step), glance.swarm.agents.count - 1)
        chosen.agent = AgentID(next)
        return chosen
    }

    private func open(_ glance: Glance) -> [Action] {
        guard let change = change(glance) else { return [] }
        guard glance.swarm.tasks.contains(change.task) else {
            return [
                .notice("\(change.taskName) has left memory; the journal has it.", tone: .secondary)
            ]
        }
        var chosen = glance.selection
        (chosen.task, chosen.subtask) = (change.task, nil)
        return [.go(Place(.timeline, chosen, isZoomed: false))]
    }

    /// The chosen agent, else the one whose reputation moved last.
    static func subject(_ glance: Glance) -> AgentState? {
        let agents = glance.swarm.agents
        if let id = glance.selection.agent, agents.indices.contains(id.position) {
            return agents[id.position]
        }
        return agents.indices.filter { !agents[$0].history.isEmpty }
            .max { (agents[$0].lastChange?.at ?? .zero) < (agents[$1].lastChange?.at ?? .zero) }
            .map { agents[$0] }
    }

    private func change(_ glance: Glance) -> ReputationChange? {
        guard let history = Self.subject(glance)?.history, !history.isEmpty else { return nil }
        return history[max(0, history.count - 1 - (stepsBack ?? 0))]
    }

    func title(_ glance: Glance) -> PaneTitle {
        let count = ReputationSeries.taskCount(glance, most: 200)
        return PaneTitle(
            "Reputation",
            subject: glance.isZoomed ? Self.rule(glance.swarm.policies.reputation) : "",
            note: StyledText(
                count == 0 ? "" : count == 1 ? "one task" : "last \(count) tasks",
                glance.look.style(.dim)))
    }

    func view(_ canvas: inout Canvas, _ area: Rect, _ glance: Glance) {
        guard !glance.swarm.agents.isEmpty, area.height > 1 else {
            reason(glance).map { line in
                _ = canvas.text(
                    line, at: Point(column: area.left + 1, row: area.top), width: area.width - 1)
            }
            return
        }
        var (chartArea, below) = (area.split(bottom: 1).above, area.split(bottom: 1).below)
        let isLarge = area.width >= 100 && area.height >= Self.largeRows + 2
        if isLarge {
            let parts = area.split(right: 36)
            drawChanges(on: &canvas, in: parts.right, glance)
            let upper = parts.left.split(right: 3).left.split(top: 1).below
                .split(top: Self.largeRows + 1)
            (chartArea, below) = (upper.above, upper.below.row(0))
            drawBelow(on: &canvas, in: upper.below.split(top: 1).below, glance)
        }
        let chart = ReputationChart(
            glance: glance, subject: Self.subject(glance)?.id, cursor: change(glance)?.task,
            showsCursor: isLarge || stepsBack != nil, isLarge: isLarge)
        let unnamed = chart.draw(on: &canvas, in: chartArea)
        let reason = isLarge ? nil : reason(glance)
        if unnamed > 0 {
            // Under the names; what is said of the cursor goes before it.
            let room = below.width - 5 - 2 - (reason?.columns ?? 0)
            let words = ["and \(unnamed) more", "+\(unnamed)"]
            let rest = words.first { max($0.count, ReputationChart.nameCells) <= room } ?? words[1]
            let cells = rest == words[0] ? ReputationChart.nameCells : rest.count
            let parts = below.split(right: cells)
            canvas.text(rest, at: parts.right.origin, style: glance.look.style(.dim))
            below = parts.left.split(right: 2).left
        }
        if let reason {
            canvas.text(
                reason, at: below.origin.moved(columns: 5), width: max(0, below.width - 5))
        }
    }

    /// The reason card, and under it who stands where, or what each is best at.
    private func drawBelow(on canvas: inout Canvas, in area: Rect, _ glance: Glance) {
        var rest = area
        if let agent = Self.subject(glance), let change = change(glance) {
            let tasks = ReputationSeries(glance, most: 200).tasks
            let place = tasks.firstIndex(of: change.task).map { $0 + 1 }
            ReasonCard(agent: agent, change: change, place: place, glance: glance)
                .draw(on: &canvas, in: area)
            rest = area.split(top: ReasonCard.rows + 1).below
        } else {
            canvas.text(
                "Nobody's reputation has moved yet.", at: area.origin.moved(columns: 1),
                style: glance.look.style(.secondary))
            rest = area.split(top: 2).below
        }
        if showsSkills {
            SkillStanding(glance).draw(on: &canvas, in: rest)
        } else {
            StandingTable(glance).draw(on: &canvas, in: rest)
        }
    }

    /// `Finance 122 → 127  Ticket 117 done, quality 88`.
    private func reason(_ glance: Glance) -> StyledText? {
        let look = glance.look
        guard let agent = Self.subject(glance), let change = change(glance) else {
            return StyledText(
                "Everyone starts at 100. "
                    + (glance.swarm.policies.reputation == .additive
                        ? "Success +5, failure −10."
                        : "Each task moves it a fifth of the way to its quality."),
                look.style(.secondary))
        }
        return [
            Span(agent.card.shortName, look.strong(.name)),
            Span(
                " \(Figures.reputation(change.before)) → \(Figures.reputation(change.after))",
                look.strong(.name)),
            Span("  " + Self.why(change, glance), look.style(.secondary)),
        ]
    }

    static func why(_ change: ReputationChange, _ glance: Glance) -> String {
        let title = glance.swarm.tasks.brief(of: change.task)?.title ?? change.taskName
        switch change.reason {
        case .success, .highQuality: return "\(title) done, quality \(change.quality)"
        case .failure: return "\(title): its part failed"
        }
    }

    private static func rule(_ policy: ReputationPolicy) -> String {
        switch policy {
        case .additive: "additive: success +5, quality over 90 +2, failure −10"
        case .ema: "ema: each task moves it a fifth of the way to its quality"
        }
    }

    private func drawChanges(on canvas: inout Canvas, in area: Rect, _ glance: Glance) {
        guard let agent = Self.subject(glance) else { return }
        ChangeList(
            agent: agent, cursor: max(0, agent.history.count - 1 - (stepsBack ?? 0)),
            glance: glance
        ).draw(on: &canvas, in: area)
    }
}
