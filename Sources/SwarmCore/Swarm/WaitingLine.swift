/// Tasks and subtasks that wait for an agent with one skill, in the order they will be served (spec §3).
///
/// By priority, raised one level for each `ageing` waited, then earliest deadline, then age. A line is scanned,
/// which beats an index below some ten thousand waiting; entries whose task moved on are dropped as they come up.
package struct WaitingLine: Sendable {
    struct Entry: Sendable {
        let task: TaskID
        /// Nil: the whole task.
        let subtask: UInt8?
        var level: Int
        let deadline: WallTime?
        let since: Instant
    }

    package init() {}

    private var lines = [[Entry]](repeating: [], count: SkillSet.capacity)
    private(set) var skills = SkillSet()

    mutating func add(_ entry: Entry, for skill: SkillID) {
        lines[Int(skill.index)].append(entry)
        skills.insert(skill)
    }

    mutating func change(_ task: TaskID, toLevel level: Int) {
        for line in lines.indices {
            for place in lines[line].indices where lines[line][place].task == task {
                lines[line][place].level = level
            }
        }
    }

    /// Takes the entry to serve next out of the line; nil when nobody waits there any more.
    mutating func takeNext(
        for skill: SkillID, at now: Instant, ageing: TimeSpan, isWaiting: (Entry) -> Bool
    ) -> Entry? {
        let line = Int(skill.index)
        while let best = best(of: line, now, ageing) {
            let entry = lines[line][best]
            // Its place says nothing: the rank orders the line.
            lines[line].swapAt(best, lines[line].count - 1)
            lines[line].removeLast()
            if isWaiting(entry) { return entry }
        }
        skills = skills.subtracting(SkillSet([skill]))
        return nil
    }

    private func best(of line: Int, _ now: Instant, _ ageing: TimeSpan) -> Int? {
        guard let first = lines[line].first else { return nil }
        var best = (place: 0, rank: Rank(first, at: now, ageing: ageing))
        for place in lines[line].indices.dropFirst() {
            let rank = Rank(lines[line][place], at: now, ageing: ageing)
            if rank < best.rank { best = (place, rank) }
        }
        return best.place
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
