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

    /// `normal`, or with its age `normal, now high`.
    var priorityWords: String {
        guard level < priority.level else { return priority.rawValue }
        let now = Priority.allCases.first { $0.level == max(0, level) } ?? .critical
        return "\(priority.rawValue), now \(now.rawValue)"
    }
}

/// Everything that waits, in the order it will be served for each skill.
struct QueueOrder {
    let entries: [QueueEntry]

    /// The same order as the swarm's own line: by priority raised with age, then earliest deadline, then age.
    init(_ glance: Glance) {
        let swarm = glance.swarm
        let ageing = max(1, swarm.policies.ageing.microseconds)
        var rows: [(rank: Rank, wait: Wait, task: TaskState)] = []
        for wait in glance.overview.waits {
            guard let task = swarm.tasks[wait.task] else { continue }
            let waited = max(0, (glance.now - task.submittedAt).microseconds) / ageing
            rows.append((Rank(task, wait, waited: waited), wait, task))
        }
        rows.sort { $0.rank < $1.rank }
        var places: [SkillID: Int] = [:]
        var reasons: [SkillID: String?] = [:]
        entries = rows.map { rank, wait, task in
            places[wait.skill, default: 0] += 1
            if reasons[wait.skill] == nil {
                reasons[wait.skill] = .some(swarm.whyNobodyTakes(wait.skill))
            }
            let level = Int(clamping: rank.level)
            let age = max(0, (glance.now - task.submittedAt).microseconds)
            return QueueEntry(
                wait: wait, title: task.brief.title,
                step: wait.subtask.map { swarm.stepLabel(task, $0) } ?? "",
                priority: task.brief.priority, level: level,
                risesIn: level > 0 ? TimeSpan(microseconds: ageing - age % ageing) : nil,
                place: places[wait.skill] ?? 1, skill: swarm.skillLabel(wait.skill),
                reason: reasons[wait.skill] ?? nil)
        }
    }

    private struct Rank: Comparable {
        let level: Int64
        let deadline: Int64
        let order: UInt32
        let subtask: Int

        init(_ task: TaskState, _ wait: Wait, waited: Int64) {
            level = Int64(task.brief.priority.level) - waited
            deadline = task.brief.deadline?.milliseconds ?? .max
            order = task.id.number
            subtask = wait.subtask ?? 0
        }

        static func < (a: Rank, b: Rank) -> Bool {
            (a.level, a.deadline, a.order, a.subtask) < (b.level, b.deadline, b.order, b.subtask)
        }
    }
}
