import SwarmCore
import TerminalUI

/// Pane 2: one lane a subtask on one clock, what is left of it, and what working at once gains.
///
/// Shows the chosen task in full and other running tasks under it while there is room.
struct TimelinePane: Pane {
    static let id = PaneID.timeline
    /// Other tasks looked at for a place under the chosen one.
    static let mostOthers = 12

    private(set) var foldsDone = false
    /// A lane an agent instead of a lane a subtask.
    private(set) var isByAgent = false
    /// The seconds the axis holds for a task, and whether others stood below it: neither is taken back.
    private var reach: (task: TaskID, seconds: Double, isShared: Bool)?
    private(set) var time = TimeWindow()
    /// The first lane in view when not all fit.
    private var offset = 0
    private var inView: RowsInView?
    /// The lane that is chosen, or was clicked.
    private var cursor: Lane?
    /// The chosen task as it was when the pane was settled, for its title and its view.
    private var settled: TaskSchedule?

    private struct Lane: Hashable {
        let task: TaskID
        let subtask: Int
    }

    init() {}

    mutating func update(_ id: ActionID, _ glance: Glance) -> [Action]? {
        switch id {
        case .up: return [.select(moved(by: -1, glance))]
        case .down: return [.select(moved(by: 1, glance))]
        case .first: return [.select(lane(0, glance))]
        case .last: return [.select(lane(.max, glance))]
        case .pageUp: return [.select(otherTask(by: 1, glance))]
        case .pageDown: return [.select(otherTask(by: -1, glance))]
        case .zoomIn: return zoom(by: 1)
        case .zoomOut: return zoom(by: -1)
        case .resetTime:
            time.reset()
            return []
        case .panEarlier: return pan(by: -1, glance)
        case .panLater: return pan(by: 1, glance)
        case .lanes:
            isByAgent.toggle()
            offset = 0
            return []
        case .hideDone:
            foldsDone.toggle()
            return []
        case .open:
            let chosen = lane(glance.selection.subtask ?? 0, glance)
            if let asks = asking(chosen, glance) {
                return [.select(chosen), .open(.approvals(asks))]
            }
            guard let task = chosen.task else { return [] }
            return [.select(chosen), .go(.award(task, subtask: chosen.subtask, from: chosen))]
        default: return nil
        }
    }

    private mutating func zoom(by step: Int) -> [Action] {
        time.zoom(by: step)
        return []
    }

    private mutating func pan(by step: Int, _ glance: Glance) -> [Action] {
        guard time.isWhole else {
            time.pan(by: step)
            return []
        }
        return [
            .notice("All of it is shown. \(glance.key(.zoomIn)) zooms in.", tone: .secondary)
        ]
    }

    var cursorRow: AnyHashable? { cursor }

    mutating func click(_ row: Int, _ area: Rect, _ glance: Glance) -> Bool {
        guard let task = glance.task,
            let subtask = view(task, area, glance, others: []).subtask(atRow: row)
        else { return false }
        cursor = Lane(task: task.id, subtask: subtask)
        return true
    }

    func chosen(_ glance: Glance) -> Selection? {
        cursor.map { Selection(agent: glance.selection.agent, task: $0.task, subtask: $0.subtask) }
    }

    /// The chosen subtask, when it asks the operator.
    private func asking(_ chosen: Selection, _ glance: Glance) -> Question? {
        guard let id = chosen.task, let task = glance.swarm.tasks[id] else { return nil }
        return Question.all(of: task).first { $0.subtask == chosen.subtask }
    }

    private func lane(_ index: Int, _ glance: Glance) -> Selection {
        guard let task = glance.task, !task.subtasks.isEmpty else { return glance.selection }
        return Selection(
            agent: glance.selection.agent, task: task.id,
            subtask: min(max(0, index), task.subtasks.count - 1))
    }

    /// Past the first or last lane the neighbouring task begins.
    private func moved(by step: Int, _ glance: Glance) -> Selection {
        guard let task = glance.task else { return glance.selection }
        guard let current = glance.selection.subtask else { return lane(0, glance) }
        let next = current + step
        guard !task.subtasks.indices.contains(next) else { return lane(next, glance) }
        var other = otherTask(by: step > 0 ? -1 : 1, glance)
        guard other.task != task.id, let id = other.task else { return glance.selection }
        let count = glance.swarm.tasks[id]?.subtasks.count ?? 1
        other.subtask = step > 0 ? 0 : max(0, count - 1)
        return other
    }

    /// The task submitted after (1) or before (-1) the chosen one.
    private func otherTask(by step: Int, _ glance: Glance) -> Selection {
        let known = glance.overview.recent.filter { glance.swarm.tasks.contains($0) }
        guard let task = glance.task, let place = known.firstIndex(of: task.id) else {
            return glance.selection
        }
        let next = min(max(0, place + step), known.count - 1)
        return Selection(agent: glance.selection.agent, task: known[next], subtask: 0)
    }

    mutating func settle(_ area: Rect, _ glance: Glance) {
        guard let task = glance.task else {
            (reach, cursor, settled, inView) = (nil, nil, nil, nil)
            return
        }
        cursor = glance.selection.subtask.map { Lane(task: task.id, subtask: $0) }
        let schedule = TaskSchedule(task, glance)
        settled = schedule
        let seconds = TimelineView.reach(schedule)
        let isShared = !others(than: task.id, glance).isEmpty
        if let known = reach, known.task == task.id {
            reach = (task.id, max(known.seconds, seconds), known.isShared || isShared)
        } else {
            reach = (task.id, seconds, isShared)
            offset = 0
            time.reset()
        }
        let view = TimelineView(
            main: schedule, others: [], area: area, glance: glance,
            seconds: reach?.seconds ?? seconds, offset: 0, foldsDone: foldsDone,
            window: time.window,
            isByAgent: isByAgent, sharesScale: reach?.isShared ?? isShared)
        time.settle(now: schedule.shown(schedule.elapsed), span: view.span)
        let lanes = view.shownIndices
        let rows = view.laneRows
        let chosen = view.lane(of: glance.selection.subtask ?? 0)
        // Of a lane that is folded away the place where it would be.
        let cursor = lanes.firstIndex { $0 >= chosen } ?? max(0, lanes.count - 1)
        offset = max(0, min(max(offset, cursor - rows + 1), cursor, lanes.count - rows))
        inView = RowsInView(offset..<min(lanes.count, offset + rows), of: lanes.count)
    }

    /// Another task may have been chosen by the cursor of another pane since this one was settled.
    private func schedule(of task: TaskState, _ glance: Glance) -> TaskSchedule {
        if let settled, settled.id == task.id { return settled }
        return TaskSchedule(task, glance)
    }

    func title(_ glance: Glance) -> PaneTitle {
        guard let task = glance.task else { return PaneTitle("Timeline") }
        let schedule = schedule(of: task, glance)
        var text = StyledText()
        if glance.marks.tasks.contains(task.id) {
            text.append("+ marked  ", glance.look.style(.focus))
        }
        text.append(note(schedule, glance), glance.look.style(.dim))
        return PaneTitle("Timeline", subject: task.brief.title, note: text, inView: inView)
    }

    private func note(_ schedule: TaskSchedule, _ glance: Glance) -> String {
        let words = progress(schedule, glance)
        let lanes = isByAgent ? "by agent  " : ""
        return lanes + (time.isWhole ? words : "zoom \(1 << time.window.level)×  \(words)")
    }

    private func progress(_ schedule: TaskSchedule, _ glance: Glance) -> String {
        let elapsed = glance.times.span(.seconds(schedule.elapsed))
        switch schedule.status {
        case .succeeded: return "done in \(elapsed)"
        case .partial: return "partial after \(elapsed)"
        case .failed: return "failed after \(elapsed)"
        case .cancelled: return "cancelled after \(elapsed)"
        case nil:
            if let due = glance.task?.brief.due, glance.task?.id == schedule.id {
                return "\(elapsed), deadline in \(Figures.countdown(due - glance.now))"
            }
            guard let end = schedule.end else { return elapsed }
            return "\(elapsed) of ≈\(glance.times.span(.seconds(end)))"
        }
    }

    func view(_ canvas: inout Canvas, _ area: Rect, _ glance: Glance) {
        guard let task = glance.task else {
            canvas.text(
                glance.noTask,
                at: Point(column: area.left + 1, row: area.top + (area.height > 1 ? 1 : 0)),
                style: glance.look.style(.secondary), width: max(0, area.width - 1))
            return
        }
        view(task, area, glance, others: others(than: task.id, glance)).draw(on: &canvas)
    }

    private func view(
        _ task: TaskState, _ area: Rect, _ glance: Glance, others: [TaskState]
    ) -> TimelineView {
        let main = schedule(of: task, glance)
        let known = reach.flatMap { $0.task == task.id ? $0 : nil }
        return TimelineView(
            main: main, others: others, area: area, glance: glance,
            seconds: max(known?.seconds ?? 0, TimelineView.reach(main)), offset: offset,
            foldsDone: foldsDone, window: time.window, isByAgent: isByAgent,
            sharesScale: known?.isShared ?? !others.isEmpty)
    }

    /// Tasks that run or wait, newest first.
    private func others(than id: TaskID, _ glance: Glance) -> [TaskState] {
        var found: [TaskState] = []
        for other in glance.overview.recent.reversed() where other != id {
            guard found.count < Self.mostOthers else { break }
            switch glance.swarm.tasks.phase(of: other) {
            case .waiting, .running: if let task = glance.swarm.tasks[other] { found.append(task) }
            case .ended, nil: break
            }
        }
        return found
    }
}
