import SwarmCore
import TerminalUI

/// Pane 7: everything about what is selected, an agent or a task with its award.
///
/// Shows whichever of the two was selected last; Left and Right switch between them.
struct DetailPane: Pane {
    static let id = PaneID.detail
    /// From here on an award shows every check and every term.
    static let wideWidth = 90

    private var subject = Selection.Subject.task
    private var selection = Selection()
    private var page: Page?
    private var scroll = PageScroll()
    private var wraps = false

    init() {}

    mutating func update(_ id: ActionID, _ glance: Glance) -> [Action]? {
        switch id {
        case .otherSubject:
            guard glance.selection.agent != nil, glance.task != nil else {
                return [.notice("Only one thing is selected.", tone: .secondary)]
            }
            var chosen = glance.selection
            chosen.about = subject == .agent ? .task : .agent
            return [.select(chosen)]
        case .open:
            guard let link = page?.link(at: scroll.cursor) else { return [] }
            return [.select(Self.named(glance.selection, subject)), .go(link)]
        case .forget, .forgetAll: return forget(all: id == .forgetAll, glance)
        default: return scroll.update(id) ? [] : nil
        }
    }

    /// Asks before the agent that is shown forgets the note under the cursor, or all.
    private func forget(all: Bool, _ glance: Glance) -> [Action] {
        guard subject == .agent, let agent = agent(glance) else {
            return [.notice("Only an agent remembers. Show one here first.", tone: .secondary)]
        }
        let number = page?.note(at: scroll.cursor)
        guard all || number != nil else {
            return [.notice("Put the cursor on a note of its memory first.", tone: .secondary)]
        }
        guard let question = Confirmation.forgetting(all ? nil : number, of: agent) else {
            return [.notice("\(agent.card.shortName) remembers nothing.", tone: .secondary)]
        }
        return [.open(.confirm(question))]
    }

    var cursorRow: AnyHashable? { scroll.cursor }

    mutating func click(_ row: Int, _ area: Rect, _ glance: Glance) -> Bool {
        scroll.click(row)
    }

    /// The way back leads to what is shown, which only this pane knows.
    private static func named(_ selection: Selection, _ subject: Selection.Subject) -> Selection {
        var chosen = selection
        chosen.about = subject
        return chosen
    }

    var position: Int { scroll.cursor ?? scroll.offset }
    mutating func restore(_ position: Int) { scroll.select(position) }

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
        let number = wraps == glance.wrapped.contains(.detail) ? nil : scroll.linkNumber
        wraps = glance.wrapped.contains(.detail)
        scroll.settle(
            lines: lines, height: area.height - (isLong ? 1 : 0), links: page?.links ?? [])
        if let number { scroll.select(linkNumber: number) }
    }

    /// Turns to what was selected since the last frame; a task before an agent.
    private mutating func follow(_ glance: Glance) {
        let now = glance.selection
        let before = subject
        if let about = now.about, now != selection {
            subject = about
        } else if now.task != selection.task || now.subtask != selection.subtask, now.task != nil {
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

    /// All of it: cells, not styles.
    func copied(_ glance: Glance) -> String? { page?.text }

    func exported(_ glance: Glance) -> PaneExport? {
        page.map { PaneExport(name: "detail.txt", text: Sanitiser.lines($0.text)) }
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
        page.draw(
            on: &canvas, in: body, from: scroll.offset,
            cursor: glance.isFocused(.detail) ? scroll.cursor : nil)
        guard !scroll.isWhole else { return }
        canvas.text(
            scroll.position, at: area.row(area.height - 1).origin, style: glance.look.style(.dim),
            width: area.width, alignment: .right)
    }
}
