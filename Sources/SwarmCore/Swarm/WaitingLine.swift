/// Tasks and subtasks that wait for an agent with one skill, in the order they will be served (spec §3).
///
/// By priority, raised one level for each `ageing` waited, then earliest deadline, then age. A line is scanned,
/// which beats an index below some ten thousand waiting; entries whose task moved on are dropped on the way.
struct WaitingLine: Sendable {
    struct Entry: Sendable {
        let task: TaskID
        /// Nil: the whole task.
        let subtask: UInt8?
        let level: Int
        let deadline: WallTime?
        let since: Instant
    }

    private var lines = [[Entry]](repeating: [], count: SkillSet.capacity)
    private(set) var skills = SkillSet()

    mutating func add(_ entry: Entry, for skill: SkillID) {
        lines[Int(skill.index)].append(entry)
        skills.insert(skill)
    }

    /// Takes the entry to serve next out of the line; nil when nobody waits there any more.
    mutating func takeNext(
        for skill: SkillID, at now: Instant, ageing: TimeSpan, isWaiting: (Entry) -> Bool
    ) -> Entry? {
        let line = Int(skill.index)
        lines[line].removeAll { !isWaiting($0) }
        let rank = { (entry: Entry) in Rank(entry, at: now, ageing: ageing) }
        guard
            let best = lines[line].indices.min(by: { rank(lines[line][$0]) < rank(lines[line][$1]) }
            )
        else {
            skills = skills.subtracting(SkillSet([skill]))
            return nil
        }
        return lines[line].remove(at: best)
    }

    private struct Rank: Comparable {
        let level: Int64
        let deadline: Int64
        let order: UInt32
        let subtask: UInt8

        init(_ entry: Entry, at now: Instant, ageing: TimeSpan) {
            let waited = (now - entry.since).microseconds / max(1, ageing.microseconds)
            level = Int64(entry.level) - waited
            deadline = entry.deadline?.milliseconds ?? .max
            order = entry.task.number
            subtask = entry.subtask ?? 0
        }

        static func < (a: Rank, b: Rank) -> Bool {
            (a.level, a.deadline, a.order, a.subtask) < (b.level, b.deadline, b.order, b.subtask)
        }
    }
}
