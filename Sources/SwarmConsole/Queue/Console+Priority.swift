import SwarmCore

/// Changing where tasks stand in the queue.
extension Console {
    /// Moves the task under the cursor, or all marked, by one level; -1 is earlier.
    mutating func changePriority(by step: Int) -> [ConsoleEffect] {
        let tasks = glance().tasksToMove(by: step)
        let commands = tasks.compactMap { task in
            task.brief.priority.moved(by: step).map { Command.prioritize(task.id, $0) }
        }
        guard let first = tasks.first, let level = first.brief.priority.moved(by: step) else {
            return []
        }
        guard tasks.count > 1 else {
            return perform([
                .send(
                    .prioritize(first.id, level),
                    done: "\(first.brief.title) is \(level.rawValue) now.")
            ])
        }
        let way = step < 0 ? "raised" : "lowered"
        return perform([
            .sendAll(
                commands, done: "\(Figures.count(tasks.count, "marked task")) \(way) by one level.")
        ])
    }
}

extension Glance {
    /// What of the marked tasks, else of the chosen one, can be moved by a level: it has not ended.
    func tasksToMove(by step: Int) -> [TaskState] {
        let chosen = marks.tasks.isEmpty ? task.map { [$0] } ?? [] : marked
        return chosen.filter { $0.status == nil && $0.brief.priority.moved(by: step) != nil }
    }

    private var marked: [TaskState] { marks.tasks.compactMap { swarm.tasks[$0] } }
}

extension Priority {
    /// The next one towards critical (-1) or low (1); nil at the end.
    func moved(by step: Int) -> Priority? {
        Priority.allCases.first { $0.level == level + step }
    }
}

extension Keymap {
    static func noPriority(_ glance: Glance, by step: Int) -> String? {
        guard glance.tasksToMove(by: step).isEmpty else { return nil }
        guard glance.marks.tasks.isEmpty else { return "nothing marked can move" }
        guard let task = glance.task else { return "no task" }
        return task.status == nil ? "\(task.brief.priority.rawValue) already" : "already ended"
    }
}
