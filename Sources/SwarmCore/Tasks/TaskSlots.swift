import DequeModule

/// The tasks in memory: those not ended, and the latest that did.
///
/// Slots are reused once a task has left; a `TaskID` also holds a number that is not, so an old id finds nothing.
public struct TaskSlots: Sendable {
    var slots: [TaskState] = []
    var free: [UInt32] = []
    var ended: Deque<TaskID> = []
    var numbers: [String: TaskID] = [:]
    var nextNumber: UInt32 = 1

    /// The id the next submitted task gets.
    public var nextID: TaskID {
        TaskID(slot: free.last ?? UInt32(truncatingIfNeeded: slots.count), number: nextNumber)
    }

    public subscript(id: TaskID) -> TaskState? {
        guard contains(id) else { return nil }
        return slots[Int(id.slot)]
    }

    public func contains(_ id: TaskID) -> Bool {
        Int(id.slot) < slots.count && slots[Int(id.slot)].id == id
    }

    /// Shows a task to `body` where it is; a copy would retain all its arrays. Nil when it has left memory.
    @discardableResult
    public func withTask<Result>(_ id: TaskID, _ body: (TaskState) -> Result) -> Result? {
        contains(id) ? body(slots[Int(id.slot)]) : nil
    }

    /// The task's brief, without touching the rest of its state.
    public func brief(of id: TaskID) -> TaskBrief? {
        contains(id) ? slots[Int(id.slot)].brief : nil
    }

    /// What was submitted and when, without touching the rest of its state.
    public func submission(of id: TaskID) -> (brief: TaskBrief, at: Instant)? {
        guard contains(id) else { return nil }
        return (slots[Int(id.slot)].brief, slots[Int(id.slot)].submittedAt)
    }

    /// How far the task is, without touching the rest of its state; nil when it has left memory.
    public func phase(of id: TaskID) -> TaskState.Phase? {
        contains(id) ? slots[Int(id.slot)].phase : nil
    }

    /// How far one of its subtasks is; nil when there is none.
    public func phase(of id: TaskID, subtask: Int) -> Subtask.Phase? {
        guard contains(id), slots[Int(id.slot)].subtasks.indices.contains(subtask) else {
            return nil
        }
        return slots[Int(id.slot)].subtasks[subtask].phase
    }

    public func team(of id: TaskID) -> [AgentID] { contains(id) ? slots[Int(id.slot)].team : [] }

    public func id(named name: String) -> TaskID? { numbers[name] }

    /// The tasks in memory in order of submission.
    public var all: [TaskState] {
        slots.filter { numbers[$0.brief.name] == $0.id }.sorted { $0.id.number < $1.id.number }
    }

    /// The task submitted last among those in memory.
    public var latest: TaskState? {
        slots.lazy.filter { numbers[$0.brief.name] == $0.id }.max { $0.id.number < $1.id.number }
    }

    /// Reads and changes a task in place; the caller has checked `contains`.
    package subscript(checked id: TaskID) -> TaskState {
        _read { yield slots[Int(id.slot)] }
        _modify { yield &slots[Int(id.slot)] }
    }

    mutating func insert(_ id: TaskID, brief: TaskBrief, at now: Instant) {
        if free.last == id.slot {
            free.removeLast()
            slots[Int(id.slot)].reuse(id: id, brief: brief, at: now)
        } else {
            slots.append(TaskState(id: id, brief: brief, submittedAt: now))
        }
        numbers[brief.name] = id
        nextNumber = id.number &+ 1
    }

    /// Notes that a task ended, and lets go of the oldest ended one beyond `retained`.
    mutating func noteEnded(_ id: TaskID, retained: Int) {
        ended.append(id)
        guard ended.count > retained, let oldest = ended.popFirst() else { return }
        numbers[slots[Int(oldest.slot)].brief.name] = nil
        // From now on nobody finds it: a reader of the journal would not either.
        slots[Int(oldest.slot)].id = TaskID(slot: oldest.slot, number: 0)
        // Its products go now, not when another task takes the slot: that may be never.
        if free.count < Self.roomsKept {
            slots[Int(oldest.slot)].empty()
        } else {
            slots[Int(oldest.slot)] = .free(oldest.slot)
        }
        free.append(oldest.slot)
    }

    /// So many free slots keep the room of their arrays: enough for tasks that come as others end, and little where a
    /// long queue is worked off and no task comes.
    private static let roomsKept = 16
}

extension TaskState {
    init(id: TaskID, brief: TaskBrief, submittedAt: Instant) {
        self.id = id
        self.brief = brief
        self.submittedAt = submittedAt
        planSubtasks()
    }

    /// A slot without a task.
    static func free(_ slot: UInt32) -> TaskState {
        TaskState(id: TaskID(slot: slot, number: 0), brief: noBrief, submittedAt: .zero)
    }

    /// One for all free slots.
    private static let noBrief = TaskBrief(
        name: "", title: "", type: "", complexity: .simple, skills: [])

    /// Makes the slot a new task and keeps its arrays' room, so that a busy swarm does not allocate.
    mutating func reuse(id: TaskID, brief: TaskBrief, at now: Instant) {
        self.id = id
        self.brief = brief
        phase = .waiting
        submittedAt = now
        startedAt = nil
        endedAt = nil
        ranAsTeam = false
        census = Census()
        empty()
        isExpired = false
        messages = 0
        quality = 0
        planSubtasks()
    }

    /// Lets go of all that came of it; its arrays keep their room.
    mutating func empty() {
        bids.empty()
        team.empty()
        reviewers.empty()
        subtasks.empty()
        attempts.empty()
        if !calls.isEmpty { calls = [] }
        if !toolCalls.isEmpty { toolCalls = [] }
        if !recalls.isEmpty { recalls = [] }
        if !reviews.isEmpty { reviews = [] }
        if !warnings.isEmpty { warnings = [] }
    }

    private mutating func planSubtasks() {
        for skill in brief.skills { subtasks.append(Subtask(skill: skill)) }
        openSubtasks = subtasks.count
        let groups = brief.plan?.groups.count ?? 0
        if groups != consensus.count || groups > 0 {
            consensus = [Consensus?](repeating: nil, count: groups)
        }
    }
}

extension Array {
    /// Removes everything and keeps the room; measured faster than `removeAll(keepingCapacity:)` when empty.
    mutating func empty() {
        if !isEmpty { removeLast(count) }
    }
}
