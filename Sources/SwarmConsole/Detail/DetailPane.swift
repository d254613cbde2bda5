import SwarmCore
import TerminalUI

/// Pane 7: everything about what is selected, an agent or a task with its award.
///
/// Shows whichever of the two was selected last; Left and Right switch between them. Among other panes, where there is
/// room, one subtask takes their place: the selected one, or the one under way.
struct DetailPane: Pane {
    static let id = PaneID.detail
    /// From here on an award shows every check and every term.
    static let wideWidth = 90

    private var subject = Selection.Subject.task
    private var selection = Selection()
    private var page: Page?
    private var scroll = PageScroll()
    /// Its last row says which of its lines are seen; where it has few, the title does.
    private var saysRows = false
    private var wraps = false
    /// The subtask that is shown in place of the subject.
    private var subtask: SubtaskKey?
    /// The task that was shown when the operator moved to another agent.
    private var movedDuring: TaskID?
    /// The award under other weights, and whose.
    private var whatIf: (task: TaskID, weights: WhatIf)?

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
        case .raiseWeight, .lowerWeight, .resetWeights, .scoreRule: return weigh(id, glance)
        default:
            guard scroll.update(id) else { return nil }
            if let weight = page?.weight(at: scroll.cursor).flatMap(WhatIf.Weight.init) {
                whatIf?.weights.focused = weight
            }
            return []
        }
    }

    /// Looks at the award under other weights.
    private mutating func weigh(_ id: ActionID, _ glance: Glance) -> [Action] {
        guard var weights = whatIf?.weights, let page,
            let line = page.links.first(where: {
                page.weight(at: $0) == weights.focused.rawValue
            })
        else {
            return [
                .notice("Only the award of a task has weights. Show one first.", tone: .secondary)
            ]
        }
        switch id {
        case .raiseWeight: weights.move(up: true)
        case .lowerWeight: weights.move(up: false)
        case .resetWeights: weights.reset()
        default: weights.turnMatch()
        }
        whatIf?.weights = weights
        scroll.select(line)
        return []
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
        page = written(area, glance)
        let lines = page?.lines.count ?? 0
        saysRows = lines > area.height && area.height > 4
        let number = wraps == glance.wrapped.contains(.detail) ? nil : scroll.linkNumber
        wraps = glance.wrapped.contains(.detail)
        scroll.settle(
            lines: lines, height: area.height - (saysRows ? 1 : 0), links: page?.links ?? [])
        if let number { scroll.select(linkNumber: number) }
    }

    private mutating func written(_ area: Rect, _ glance: Glance) -> Page? {
        let before = subtask
        subtask = Self.hasRoom(area, glance) ? chosenSubtask(glance) : nil
        if subtask != before { scroll = PageScroll() }
        if let subtask, let detail = SubtaskDetail(subtask, glance: glance) {
            return detail.page(area.width)
        }
        if subject == .agent {
            whatIf = nil
            return agent(glance).map { AgentDetail(agent: $0, glance: glance).page(area.width) }
        }
        guard let task = glance.task else { return nil }
        if !glance.isZoomed {
            whatIf = nil
        } else if whatIf?.task != task.id {
            whatIf = (task.id, WhatIf(glance.swarm.policies.scoring))
        }
        return TaskDetail(task: task, glance: glance).page(area.width, whatIf: whatIf?.weights)
    }

    // MARK: One subtask

    /// Between other panes of a large screen a subtask says more than the head of a long page.
    private static func hasRoom(_ area: Rect, _ glance: Glance) -> Bool {
        !glance.isZoomed && area.width < wideWidth && area.width >= 50 && area.height >= 14
    }

    /// The selected subtask, or the one the selected agent works on, else one under way.
    ///
    /// Nil where the agent or the whole task was asked for.
    private func chosenSubtask(_ glance: Glance) -> SubtaskKey? {
        let now = glance.selection
        if subject == .task {
            if let task = glance.task, let index = now.subtask,
                task.subtasks.indices.contains(index)
            {
                return SubtaskKey(task: task.id, index: index)
            }
            return now.about == .task ? nil : underWay(glance)
        }
        guard now.about != .agent, let agent = agent(glance) else { return nil }
        if let own = working(agent.id, glance) { return own }
        return movedDuring == glance.task?.id ? nil : underWay(glance)
    }

    private func working(_ agent: AgentID, _ glance: Glance) -> SubtaskKey? {
        guard glance.swarm.agent(agent).liveAttempts > 0 else { return nil }
        let all = glance.swarm.liveAttempts.filter { glance.swarm.agent(working: $0) == agent }
            .map(\.subtaskKey)
        return all.first { $0 == subtask } ?? all.first
    }

    /// The one that was shown while it goes on, else of the chosen task the one tried most often.
    private func underWay(_ glance: Glance) -> SubtaskKey? {
        if let subtask, let task = glance.swarm.tasks[subtask.task], task.status == nil,
            glance.selection.task == nil || glance.selection.task == subtask.task,
            !task.subtasks[Int(subtask.index)].phase.isClosed
        {
            return subtask
        }
        guard let task = glance.task, task.status == nil else { return nil }
        let live = task.attempts.filter(\.isLive)
        let most = live.map(\.key.number).max()
        return live.first { $0.key.number == most }?.key.subtaskKey
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
            if selection.agent != nil { movedDuring = glance.task?.id }
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
        var title = subjectTitle(glance)
        title.inView = saysRows || page == nil ? nil : scroll.inView
        return title
    }

    private func subjectTitle(_ glance: Glance) -> PaneTitle {
        if let title = subtask.flatMap({ SubtaskDetail.title($0, glance.swarm) }) {
            let note = glance.isFocused(.detail) ? "\(glance.key(.zoom)) the whole" : ""
            return PaneTitle(
                "Detail", subject: title, note: StyledText(note, glance.look.style(.dim)))
        }
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
        let body = area.split(bottom: saysRows ? 1 : 0).above
        page.draw(
            on: &canvas, in: body, from: scroll.offset,
            cursor: glance.isFocused(.detail) ? scroll.cursor : nil)
        guard saysRows else { return }
        canvas.text(
            scroll.position, at: area.row(area.height - 1).origin, style: glance.look.style(.dim),
            width: area.width, alignment: .right)
    }
}
