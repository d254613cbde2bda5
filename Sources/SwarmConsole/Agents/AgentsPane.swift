import SwarmCore
import TerminalUI

/// Pane 1: every agent with its health, work, load and reputation.
///
/// Two rows an agent while all fit, one otherwise. Sorted anew at most every two seconds, so that
/// rows do not jump under the eye.
struct AgentsPane: Pane {
    static let id = PaneID.agents
    static let sortInterval = TimeSpan.seconds(2)

    private(set) var order = AgentOrder()
    private var ids: [AgentID] = []
    private var sortedAt: Instant?
    private var filter = ""
    private var agentCount = 0
    private var scroll = ScrollState<AgentID>(staysAtTop: true)
    private var signs = SteadySigns()
    /// What the agents in view worked on when the pane was settled.
    private var work = LiveWork()

    init() {}

    var cursor: AgentID? { scroll.cursor }

    mutating func update(_ id: ActionID, _ glance: Glance) -> [Action]? {
        if scroll.move(id, in: ids) { return chosen(glance).map { [.select($0)] } ?? [] }
        switch id {
        case .sort:
            order.next()
            sortedAt = nil
            return []
        case .reverse:
            order.isReversed.toggle()
            sortedAt = nil
            return []
        case .open:
            guard let agent = scroll.cursor else { return [] }
            return [.go(.agent(agent, from: chosen(glance) ?? glance.selection))]
        default: return nil
        }
    }

    var cursorRow: AnyHashable? { scroll.cursor }

    mutating func click(_ row: Int, _ area: Rect, _ glance: Glance) -> Bool {
        let shape = Self.shape(of: area, count: ids.count)
        let index = scroll.visible.lowerBound + (row - shape.headRows) / shape.rowsEach
        guard row >= shape.headRows, scroll.visible.contains(index), ids.indices.contains(index)
        else { return false }
        return scroll.select(ids[index], in: ids)
    }

    func chosen(_ glance: Glance) -> Selection? {
        Selection(agent: scroll.cursor, task: glance.selection.task, subtask: nil)
    }

    mutating func settle(_ area: Rect, _ glance: Glance) {
        sort(glance)
        if let id = glance.selection.agent, id != scroll.cursor { scroll.select(id, in: ids) }
        scroll.update(ids, height: Self.shape(of: area, count: ids.count).capacity(area))
        let shown = scroll.visible.map { ids[$0] }
        work = LiveWork(glance.swarm, of: Set(shown))
        settleSigns(shown, glance)
    }

    /// When something that is held back wants to be drawn.
    var due: Instant? { signs.due }

    private mutating func settleSigns(_ shown: [AgentID], _ glance: Glance) {
        guard glance.replay == nil else { return signs.forget() }
        let agents = glance.swarm.agents
        signs.settle(
            shown.compactMap { id in
                guard agents.indices.contains(id.position) else { return nil }
                return (
                    id, .init(state: work[id]?.sign ?? .idle, health: Sign(agents[id.position]))
                )
            }, at: glance.now)
    }

    private mutating func sort(_ glance: Glance) {
        // Who is retired is out of sight; the filter finds them by that word.
        let showsRetired = !glance.filter.isEmpty && glance.isShown(Sign.retired.word)
        let all = glance.swarm.agents
        let count = all.indices.count { all[$0].isRetired == showsRetired }
        let isDue = sortedAt.map { glance.now - $0 >= Self.sortInterval } ?? true
        guard isDue || agentCount != count || filter != glance.filter else { return }
        sortedAt = glance.now
        agentCount = count
        let agents = all.filter { $0.isRetired == showsRetired }
        filter = glance.filter
        ids = order.sorted(agents)
        if !filter.isEmpty {
            ids.removeAll { id in
                let card = glance.swarm.agent(id).card
                return !glance.isShown(card.name)
                    && !card.skills.contains { glance.isShown($0.name) }
                    && !glance.isShown(Sign(glance.swarm.agent(id)).word)
            }
        }
    }

    func title(_ glance: Glance) -> PaneTitle {
        let count = ids.count == agentCount ? "" : "\(ids.count) of \(agentCount) match  "
        return PaneTitle(
            "Agents",
            note: [
                Span(glance.marks.agents.isEmpty ? "" : marked(glance), glance.look.style(.focus)),
                Span("\(count)by \(order.column.rawValue) ", glance.look.style(.dim)),
                Span(order.isDescending ? "▾" : "▴", glance.look.style(.dim)),
            ], inView: RowsInView(scroll.visible, of: ids.count))
    }

    private func marked(_ glance: Glance) -> String {
        "\(Figures.count(glance.marks.agents.count, "agent")) marked  "
    }

    func view(_ canvas: inout Canvas, _ area: Rect, _ glance: Glance) {
        guard !ids.isEmpty else {
            drawEmpty(on: &canvas, in: area, glance)
            return
        }
        let shape = Self.shape(of: area, count: ids.count)
        let shown = scroll.visible.map { ids[$0] }
        let agents = glance.swarm.agents
        let table = AgentTable(shape: shape, area: area, glance: glance, names: nameWidth(glance))
        if shape != .bare { table.drawHead(on: &canvas) }
        for (index, id) in shown.enumerated() {
            guard agents.indices.contains(id.position) else { continue }
            let row = AgentRow(agents[id.position], work[id], signs[id], glance)
            table.draw(row, at: index, isCursor: id == glance.selection.agent, on: &canvas)
        }
    }

    /// Names decide the width of their column, up to twenty cells; they never change while we look.
    private func nameWidth(_ glance: Glance) -> Int {
        let agents = glance.swarm.agents
        let longest = agents.indices.prefix(256).map { agents[$0].card.shortName.count }.max() ?? 0
        return min(20, max(9, longest))
    }

    private func drawEmpty(on canvas: inout Canvas, in area: Rect, _ glance: Glance) {
        let text =
            glance.filter.isEmpty
            ? "No agents yet. A swarm file names them."
            : glance.noMatch
        canvas.text(
            text, at: Point(column: area.left + 1, row: area.top + (area.height > 1 ? 1 : 0)),
            style: glance.look.style(.secondary), width: max(0, area.width - 1))
    }

    private static func shape(of area: Rect, count: Int) -> AgentTable.Shape {
        if area.height >= 3 * count, area.width >= 50 { return .comfortable }
        return area.height > count && count > 0 ? .compact : .bare
    }
}
