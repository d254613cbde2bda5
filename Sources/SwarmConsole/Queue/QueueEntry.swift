import SwarmCore

/// One row of the queue: who waits, for whom, why, and whose turn it is.
struct QueueEntry: Sendable {
    /// What a row of the queue stands for, however the order changes.
    struct ID: Hashable, Sendable {
        let task: TaskID
        let subtask: Int?
    }

    let wait: Wait
    let title: String
    /// `analytics`: the step or, of a whole task, nothing.
    let step: String
    let priority: Priority
    /// The priority it has by now: waiting raises it one level at a time (spec §3).
    let level: Int
    /// Until it is raised again; nil at the top.
    let risesIn: TimeSpan?
    /// 1 is served next among those that wait for the same skill.
    let place: Int
    let skill: String
    /// `Insights at 90%`; nil when it is about to be served.
    let reason: String?

    var id: ID { ID(task: wait.task, subtask: wait.subtask) }

    var priorityWords: String { Self.words(of: priority, level) }

    /// `normal`, or with its age `normal, now high`.
    static func words(of priority: Priority, _ level: Int) -> String {
        guard level < priority.level else { return priority.rawValue }
        let now = Priority.allCases.first { $0.level == max(0, level) } ?? .critical
        return "\(priority.rawValue), now \(now.rawValue)"
    }
}

/// Everything that waits, in the order it will be served for each skill.
struct QueueOrder {
    /// One thing that waits and its turn; what is shown of it is made when it is shown.
    struct Line: Sendable {
        let wait: Wait
        /// The priority it has by now.
        let level: Int
        /// 1 is served next among those that wait for the same skill.
        let place: Int

        var id: QueueEntry.ID { QueueEntry.ID(task: wait.task, subtask: wait.subtask) }
    }

    let lines: [Line]
    private let glance: Glance
    private var reasons: [SkillID: String?] = [:]

    /// Lines that are in order already.
    init(_ lines: [Line], _ glance: Glance) {
        self.lines = lines
        self.glance = glance
    }

    /// The same order as the swarm's own line: by priority raised with age, then earliest deadline, then age.
    init(_ glance: Glance) {
        self.glance = glance
        let ageing = Self.ageing(glance)
        let waits = glance.overview.waits
        var ranks: [Rank] = []
        ranks.reserveCapacity(waits.count)
        for (index, wait) in waits.enumerated() {
            glance.swarm.tasks.withTask(wait.task) { task in
                let waited = max(0, (glance.now - task.submittedAt).microseconds) / ageing
                ranks.append(Rank(task, wait, index, waited: waited))
            }
        }
        ranks.sort()
        var places = [Int](repeating: 0, count: Int(UInt8.max) + 1)
        lines = ranks.map { rank in
            let wait = waits[rank.index]
            places[Int(wait.skill.index)] += 1
            return Line(
                wait: wait, level: Int(clamping: rank.level),
                place: places[Int(wait.skill.index)])
        }
    }

    private static func ageing(_ glance: Glance) -> Int64 {
        max(1, glance.swarm.policies.ageing.microseconds)
    }

    /// All that is shown of a line; nil when its task has left memory.
    mutating func entry(_ line: Line) -> QueueEntry? {
        let wait = line.wait
        let reason = reasons[wait.skill] ?? glance.swarm.whyNobodyTakes(wait.skill)
        reasons[wait.skill] = .some(reason)
        let ageing = Self.ageing(glance)
        var entry: QueueEntry?
        glance.swarm.tasks.withTask(wait.task) { task in
            let age = max(0, (glance.now - task.submittedAt).microseconds)
            entry = QueueEntry(
                wait: wait, title: task.brief.title,
                step: wait.subtask.map { glance.swarm.stepLabel(task, $0) } ?? "",
                priority: task.brief.priority, level: line.level,
                risesIn: line.level > 0 ? TimeSpan(microseconds: ageing - age % ageing) : nil,
                place: line.place, skill: glance.swarm.skillLabel(wait.skill), reason: reason)
        }
        return entry
    }

    /// Every line as it is shown.
    var entries: [QueueEntry] {
        var order = self
        return lines.compactMap { order.entry($0) }
    }

    private struct Rank: Comparable {
        let level: Int64
        let deadline: Int64
        let order: UInt32
        let subtask: Int
        /// Among all that wait.
        let index: Int

        init(_ task: TaskState, _ wait: Wait, _ index: Int, waited: Int64) {
            level = Int64(task.brief.priority.level) - waited
            deadline = task.brief.deadline?.milliseconds ?? .max
            order = wait.task.number
            subtask = wait.subtask ?? 0
            self.index = index
        }

        static func < (a: Rank, b: Rank) -> Bool {
            (a.level, a.deadline, a.order, a.subtask) < (b.level, b.deadline, b.order, b.subtask)
        }
    }
}
