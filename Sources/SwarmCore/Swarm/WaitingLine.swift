internal import HeapModule

/// Tasks and subtasks that wait for an agent with one skill, in the order they will be served (spec §3).
///
/// By priority, raised one level for each `ageing` waited, then earliest deadline, then age. Who has no deadline is
/// never overtaken from behind in its level, so of those only the first of each level is looked at; who has one is
/// scanned. Entries whose task moved on are dropped as they come up.
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

    private var lines = [Line](repeating: Line(), count: SkillSet.capacity)
    private(set) var skills = SkillSet()

    mutating func add(_ entry: Entry, for skill: SkillID) {
        lines[Int(skill.index)].add(entry)
        skills.insert(skill)
    }

    mutating func change(_ task: TaskID, toLevel level: Int) {
        for line in lines.indices { lines[line].change(task, toLevel: level) }
    }

    /// Takes the entry to serve next out of the line; nil when nobody waits there any more.
    mutating func takeNext(
        for skill: SkillID, at now: Instant, ageing: TimeSpan, isWaiting: (Entry) -> Bool
    ) -> Entry? {
        let line = Int(skill.index)
        while let entry = lines[line].takeFirst(at: now, ageing: ageing) {
            if isWaiting(entry) { return entry }
        }
        skills = skills.subtracting(SkillSet([skill]))
        return nil
    }
}

extension WaitingLine {
    /// Those who wait for one skill.
    private struct Line {
        /// Without a deadline, by level. A task with a lower number has waited at least as long, so that of two in
        /// one level it is always the lower that comes first.
        private var undated: [(level: Int, entries: Heap<ByAge>)] = []
        /// With one, in no order: when they were submitted says nothing about their deadlines.
        private var dated: [Entry] = []

        mutating func add(_ entry: Entry) {
            guard entry.deadline == nil else { return dated.append(entry) }
            if let place = undated.firstIndex(where: { $0.level == entry.level }) {
                undated[place].entries.insert(ByAge(entry))
            } else {
                undated.append((entry.level, [ByAge(entry)]))
            }
        }

        mutating func change(_ task: TaskID, toLevel level: Int) {
            for place in dated.indices where dated[place].task == task {
                dated[place].level = level
            }
            var moved: [Entry] = []
            for place in undated.indices {
                let all = undated[place].entries.unordered
                guard all.contains(where: { $0.entry.task == task }) else { continue }
                moved += all.lazy.map(\.entry).filter { $0.task == task }
                undated[place].entries = Heap(all.filter { $0.entry.task != task })
            }
            for var entry in moved {
                entry.level = level
                add(entry)
            }
        }

        mutating func takeFirst(at now: Instant, ageing: TimeSpan) -> Entry? {
            var best: (place: Place, rank: Rank)?
            func look(at entry: Entry, _ place: Place) {
                let rank = Rank(entry, at: now, ageing: ageing)
                if best.map({ rank < $0.rank }) ?? true { best = (place, rank) }
            }
            for place in undated.indices {
                if let first = undated[place].entries.min { look(at: first.entry, .undated(place)) }
            }
            for place in dated.indices { look(at: dated[place], .dated(place)) }
            switch best?.place {
            case .undated(let place): return undated[place].entries.removeMin().entry
            case .dated(let place):
                // Its place says nothing: the rank orders them.
                dated.swapAt(place, dated.count - 1)
                return dated.removeLast()
            case nil: return nil
            }
        }
    }

    private enum Place {
        case undated(Int)
        case dated(Int)
    }

    private struct ByAge: Comparable {
        let entry: Entry

        init(_ entry: Entry) { self.entry = entry }

        private var age: (UInt32, UInt8) { (entry.task.number, entry.subtask ?? 0) }

        static func < (a: ByAge, b: ByAge) -> Bool { a.age < b.age }
        static func == (a: ByAge, b: ByAge) -> Bool { a.age == b.age }
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
