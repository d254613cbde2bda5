import SwarmCore
import TerminalUI

/// Pane 7: everything about what is selected, an agent or a task with its award.
///
/// Shows whichever of the two was selected last; Left and Right switch between them.
struct DetailPane: Pane {
    static let id = PaneID.detail
    /// From here on an award shows every check and every term.
    static let wideWidth = 90

    private enum Subject { case agent, task }

    private var subject = Subject.task
    private var selection = Selection()
    private var page: Page?
    private var scroll = PageScroll()

    init() {}

    mutating func update(_ key: Key, _ glance: Glance) -> [Action]? {
        switch key.code {
        case .left, .right:
            guard glance.selection.agent != nil, glance.task != nil else {
                return [.notice("Only one thing is selected.", tone: .secondary)]
            }
            subject = subject == .agent ? .task : .agent
            scroll = PageScroll()
            return []
        default:
            return scroll.update(Keymap.standard.binding(for: key, in: .detail)?.id) ? [] : nil
        }
    }

    mutating func settle(_ area: Rect, _ glance: Glance) {
        follow(glance)
        switch subject {
        case .agent:
            page = agent(glance).map { AgentDetail(agent: $0, glance: glance).page(area.width) }
        case .task:
            page = glance.task.map { TaskDetail(task: $0, glance: glance).page(area.width) }
        }
        let lines = page?.lines.count ?? 0
        let isLong = lines > area.height && area.height > 4
        scroll.settle(lines: lines, height: area.height - (isLong ? 1 : 0))
    }

    /// Turns to what was selected since the last frame; a task before an agent.
    private mutating func follow(_ glance: Glance) {
        let now = glance.selection
        let before = subject
        if now.task != selection.task || now.subtask != selection.subtask, now.task != nil {
            subject = .task
        } else if now.agent != selection.agent, now.agent != nil {
            subject = .agent
        }
        if subject == .task, glance.task == nil, now.agent != nil { subject = .agent }
        if subject == .agent, agent(glance) == nil { subject = .task }
        if now != selection || subject != before { scroll = PageScroll() }
        selection = now
    }

    private func agent(_ glance: Glance) -> AgentState? {
        guard let id = glance.selection.agent, glance.swarm.agents.indices.contains(id.position)
        else { return nil }
        return glance.swarm.agent(id)
    }

    func title(_ glance: Glance) -> PaneTitle {
        switch subject {
        case .agent:
            return PaneTitle("Detail", subject: agent(glance)?.card.name ?? "")
        case .task:
            guard let task = glance.task else { return PaneTitle("Detail") }
            return PaneTitle(
                "Detail", subject: "award of \(task.brief.title)  \(task.brief.name)")
        }
    }

    func view(_ canvas: inout Canvas, _ area: Rect, _ glance: Glance) {
        guard let page else {
            canvas.text(
                "Nothing selected. Enter on an agent or a row of the bus opens it here.",
                at: area.origin.moved(columns: 1), style: glance.look.style(.dim),
                width: max(0, area.width - 2))
            return
        }
        let body = scroll.isWhole ? area : area.split(bottom: 1).above
        page.draw(on: &canvas, in: body, from: scroll.offset)
        guard !scroll.isWhole else { return }
        canvas.text(
            scroll.position, at: area.row(area.height - 1).origin, style: glance.look.style(.dim),
            width: area.width, alignment: .right)
    }
}
