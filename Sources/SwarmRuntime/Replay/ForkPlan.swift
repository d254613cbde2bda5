import SwarmCore

/// A recorded task to be submitted again from one of its steps, with other data.
public struct ForkPlan: Sendable {
    /// The task as it was recorded, under a name of its own and with the changes.
    public let draft: TaskDraft
    /// The results that were there at the step. The subtasks that are not among them run again.
    public let kept: [KeptResult]
    /// The names of the subtasks, in order; `KeptResult.subtask` is a place among them.
    public let subtasks: [String]

    /// Plans a fork of the task of that name, the latest one if there were several.
    public init(
        of name: String, at step: ForkStep = .start, changing changes: JSONObject = JSONObject(),
        in recording: Recording
    ) throws(ForkFault) {
        let past = try Past(of: name, in: recording)
        let task = try past.task(at: step)
        kept = task.keptResults
        guard kept.count < task.subtasks.count else { throw .nothingLeft(name) }
        subtasks = task.subtasks.indices.map(task.subtaskName)
        draft = past.draft(changing: changes)
    }
}

/// From where on a fork runs again.
public enum ForkStep: Hashable, Sendable {
    /// Everything runs again.
    case start
    /// What had finished by that event is kept.
    case event(UInt64)
    /// What had finished when that subtask was first awarded is kept: `<task>_subtask_<n>`, or its skill.
    case subtask(String)
}

/// Why a task cannot be forked there.
public enum ForkFault: Error, Hashable, Sendable {
    case noSuchTask(String, nearest: String?)
    case noSuchSubtask(String, known: [String])
    /// The subtask was never awarded, so there is no such step.
    case neverAwarded(String)
    /// Before the task was submitted, or after the last event.
    case noSuchEvent(UInt64, allowed: ClosedRange<UInt64>)
    /// Every subtask had succeeded by then.
    case nothingLeft(String)
}

/// What a recording holds of one task.
private struct Past {
    let recording: Recording
    let id: TaskID
    let brief: TaskBrief
    /// The places just after its submission and its end, or the recording's.
    let submitted: Int
    let ended: Int
    private let names: Set<String>

    init(of name: String, in recording: Recording) throws(ForkFault) {
        var found: (place: Int, id: TaskID, brief: TaskBrief)?
        var names: [String] = []
        for (index, envelope) in recording.events.enumerated() {
            guard case .taskSubmitted(let id, let brief) = envelope.event else { continue }
            names.append(brief.name)
            if brief.name == name { found = (index + 1, id, brief) }
        }
        guard let found else {
            throw .noSuchTask(name, nearest: NearestName.nearest(to: name, in: names))
        }
        self.recording = recording
        self.names = Set(names)
        (submitted, id, brief) = (found.place, found.id, found.brief)
        let end = recording.events[found.place...].firstIndex { envelope in
            if case .taskFinished(found.id, _, _, _) = envelope.event { true } else { false }
        }
        ended = end.map { $0 + 1 } ?? recording.events.count
    }

    func task(at step: ForkStep) throws(ForkFault) -> TaskState {
        let place =
            switch step {
            case .start: submitted
            case .event(let event): try self.place(after: event)
            case .subtask(let name): try self.place(before: name)
            }
        guard let task = recording.state(at: place).tasks[id] else {
            throw .noSuchTask(brief.name, nearest: nil)
        }
        return task
    }

    /// A task that has ended stays as it ended, however long ago.
    private func place(after event: UInt64) throws(ForkFault) -> Int {
        let allowed = UInt64(submitted)...UInt64(recording.events.count)
        guard allowed.contains(event) else { throw .noSuchEvent(event, allowed: allowed) }
        return min(Int(event), ended)
    }

    private func place(before name: String) throws(ForkFault) -> Int {
        let state = recording.state(at: submitted)
        guard let task = state.tasks[id] else { throw .noSuchTask(brief.name, nearest: nil) }
        let index = task.subtasks.indices.first {
            task.subtaskName($0) == name || state.skillName(task.subtasks[$0].skill) == name
        }
        guard let index else {
            throw .noSuchSubtask(name, known: task.subtasks.indices.map(task.subtaskName))
        }
        let award = recording.events[submitted..<ended].firstIndex { envelope in
            guard case .subtaskAwarded(let key, _, _) = envelope.event else { return false }
            return key.task == id && Int(key.subtask) == index
        }
        guard let award else { throw .neverAwarded(task.subtaskName(index)) }
        return award
    }

    func draft(changing changes: JSONObject) -> TaskDraft {
        var draft = TaskDraft(
            forking: brief, in: recording.state(at: submitted), isTaken: names.contains)
        for change in changes.members { draft.data[change.key] = change.value }
        return draft
    }
}
