import SwarmCore
import TerminalUI

/// Who else may have a subtask: whoever is best, or one of the agents with its skill.
///
/// Everything is held by id. Nothing happens but on `y`.
struct ReassignMenu: OverlayScreen {
    let key: SubtaskKey?
    /// Nil: whoever is best.
    private(set) var choice: AgentID?
    private static let width = 76
    private static let mostRows = 10

    /// Begins on `whoever is best` for the selected subtask.
    init(_ glance: Glance) {
        key = glance.task.flatMap { task in
            glance.selection.subtask.map { SubtaskKey(task: task.id, index: $0) }
        }
    }

    /// The agents with the skill, those that can take it first, best reputation first.
    static func capable(_ key: SubtaskKey, _ swarm: SwarmState) -> [AgentState] {
        guard let task = swarm.tasks[key.task], task.subtasks.indices.contains(Int(key.index))
        else { return [] }
        let all = swarm.bestAgents(skill: task.subtasks[Int(key.index)].skill, swarm.agents.count)
            .filter { !$0.isRetired }
        return all.filter { $0.willingness == .willing } + all.filter { $0.willingness != .willing }
    }

    /// Why the agent cannot take the subtask now; nil when it can.
    static func refusal(_ agent: AgentState, _ key: SubtaskKey, _ swarm: SwarmState) -> String? {
        switch agent.willingness {
        case .willing: return nil
        case .overloaded: return "load \(Figures.percent(permille: Int(agent.loadPermille)))"
        case .unavailable: return agent.breaker == .closed ? agent.health.rawValue : "breaker open"
        }
    }

    // MARK: Keys

    mutating func update(_ key: Key, _ glance: Glance) -> [Action] {
        switch key.code {
        case .escape, .enter, .character("n"), .character("N"), .character("q"): return [.close]
        case .up, .character("k"): move(by: -1, glance)
        case .down, .character("j"): move(by: 1, glance)
        case .character("y"): return assign(glance)
        default: break
        }
        return []
    }

    private mutating func move(by step: Int, _ glance: Glance) {
        guard let key else { return }
        let rows = [nil] + Self.capable(key, glance.swarm).map { Optional($0.id) }
        let place = rows.firstIndex { $0 == choice } ?? 0
        choice = rows[min(max(0, place + step), rows.count - 1)]
    }

    private func assign(_ glance: Glance) -> [Action] {
        guard let key else { return [.close] }
        let name = choice.map(glance.swarm.shortName) ?? "whoever is best"
        if let choice, let why = Self.refusal(glance.swarm.agent(choice), key, glance.swarm) {
            return [.notice("\(name) cannot take it: \(why).", tone: .waiting)]
        }
        let label = glance.swarm.subtaskLabel(key)
        return [.close, .send(.reassign(key, to: choice), done: "\(label) goes to \(name).")]
    }

    // MARK: Drawing

    func view(_ canvas: inout Canvas, _ glance: Glance) {
        guard let key, let task = glance.swarm.tasks[key.task] else { return }
        let look = glance.look
        let swarm = glance.swarm
        let agents = Self.capable(key, swarm)
        let rows = min(Self.mostRows, agents.count + 1)
        let dialog = Dialog(
            title: "Give to another agent", note: task.brief.title,
            size: Size(columns: Self.width, rows: rows + 8), look: look.dialog)
        let area = dialog.draw(on: &canvas)
        let consequence =
            task.currentAttempt(of: Int(key.index)).flatMap { $0.isLive ? $0 : nil }.map {
                "\(swarm.attemptLabel($0.key)) at \(Int($0.permille) / 10) % with "
                    + "\(swarm.shortName($0.agent)) is stopped; nobody is blamed."
            } ?? "\(swarm.subtaskLabel(key)) waits; nothing is stopped."
        canvas.withClip(area.inset(columns: -1)) { canvas in
            let words = TextWidth.wrapped(consequence, to: area.width, maximumLines: 3)
            for (row, line) in words.enumerated() {
                canvas.text(line, at: area.row(row).origin, style: look.style(.text))
            }
            // An empty row before the list and one after it, where there is room.
            let gap = area.height >= words.count + 5 ? 1 : 0
            let list = area.split(top: words.count + gap).below.split(bottom: 1 + gap).above
            let rows = min(rows, max(1, list.height))
            let choices: [AgentState?] = [nil] + agents
            let place = choices.firstIndex { $0?.id == choice } ?? 0
            let first = max(0, place - rows + 1)
            for (row, agent) in choices.dropFirst(first).prefix(rows).enumerated() {
                draw(agent, key, on: &canvas, in: list.row(row), glance)
            }
            drawQuestion(on: &canvas, in: area.row(area.height - 1), glance)
        }
    }

    private func draw(
        _ agent: AgentState?, _ key: SubtaskKey, on canvas: inout Canvas, in line: Rect,
        _ glance: Glance
    ) {
        let look = glance.look
        let isChosen = agent?.id == choice
        if isChosen {
            canvas.setBackground(line, look.color(.cursorRow))
            canvas.glyph(
                look.cursorBar, at: line.origin.moved(columns: -1), style: look.style(.focus))
        }
        let style = isChosen ? look.strong(.bright) : look.style(.text)
        guard let agent else {
            canvas.text("whoever is best", at: line.origin, style: style, width: line.width)
            return
        }
        let why = Self.refusal(agent, key, glance.swarm)
        let isRoomy = line.width >= 64
        let reputation = Figures.reputation(agent.reputation)
        let columns = isRoomy ? (figure: 22, state: 41) : (figure: 17, state: 23)
        canvas.text(
            agent.card.shortName, at: line.origin, style: style, width: columns.figure - 2)
        canvas.text(
            isRoomy ? "reputation \(reputation)" : reputation,
            at: line.origin.moved(columns: columns.figure), style: look.style(.secondary),
            width: columns.state - columns.figure - 2)
        let room = max(0, line.width - columns.state)
        let load = Figures.percent(permille: Int(agent.loadPermille))
        let words =
            why.map { ["takes no work: \($0)", $0] } ?? ["takes bids, load \(load)", "takes bids"]
        canvas.text(
            words.first { TextWidth.of($0) <= room } ?? words[1],
            at: line.origin.moved(columns: columns.state),
            style: look.style(why == nil ? .healthy : .waiting), width: room)
    }

    private func drawQuestion(on canvas: inout Canvas, in area: Rect, _ glance: Glance) {
        let look = glance.look
        let name = choice.map(glance.swarm.shortName) ?? "whoever is best"
        let used = canvas.text(" N  No ", at: area.origin, style: look.badge(.focus))
        let room = max(0, area.width - used - 3)
        // The list shows to whom, where the name has no room.
        let verb = ["yes, give it to \(name)", "yes, give it"].first {
            TextWidth.of($0) + 2 <= room
        }
        let yes: StyledText = [
            Span("y", look.strong(.failed)), Span(" " + (verb ?? "yes"), look.style(.text)),
        ]
        canvas.text(
            yes, at: area.origin.moved(columns: used + 3), width: room)
    }
}

extension Subtask.Phase {
    /// Whether the subtask may be given to another agent.
    var canMove: Bool {
        switch self {
        case .running, .waiting, .backingOff: true
        case .planned, .inReview, .awaitingApproval, .succeeded, .failed, .cancelled, .skipped:
            false
        }
    }
}
