import SwarmCore

extension TaskSchedule {
    /// The same work with a lane for each agent that had a part in it, in the order of their first awards.
    func byAgent(_ task: TaskState, _ glance: Glance) -> [Lane] {
        var order: [AgentID] = []
        for attempt in task.attempts where !order.contains(attempt.agent) {
            order.append(attempt.agent)
        }
        return order.map { lane(of: $0, task, glance) }
    }

    private func lane(of agent: AgentID, _ task: TaskState, _ glance: Glance) -> Lane {
        let own = task.attempts.filter { $0.agent == agent }
        let subtasks = Set(own.map { Int($0.key.subtask) })
        let parts = lanes.indices.filter(subtasks.contains).flatMap { index in
            lanes[index].parts.filter { part in
                part.kind != .wait && own.contains { covers($0, part, index, task) }
            }
        }.sorted { $0.from < $1.from }
        let live = own.filter(\.isLive)
        let latest = live.last ?? own.last
        let index = latest.map { Int($0.key.subtask) } ?? 0
        let words = live.map { glance.swarm.attemptLabel($0.key) }
        let done = own.count { $0.succeeded }
        let sign: Sign =
            live.isEmpty
            ? done > 0 ? .done : .failed : lanes[index].sign
        return Lane(
            key: SubtaskKey(task: task.id, index: index), name: glance.swarm.shortName(agent),
            sign: sign, parts: parts,
            end: live.isEmpty
                ? parts.map(\.to).max() : live.compactMap { lanes[Int($0.key.subtask)].end }.max(),
            cap: live.compactMap { lanes[Int($0.key.subtask)].cap }.max(), isLive: !live.isEmpty,
            permille: live.isEmpty
                ? 1_000 * done / max(1, own.count)
                : live.reduce(0) { $0 + Int($1.permille) } / live.count,
            note: words.isEmpty
                ? "\(done) of \(Figures.count(own.count, "attempt")) good"
                : Figures.list(words),
            isFinished: live.isEmpty && done > 0, isQuiet: live.isEmpty && done == 0, plan: "",
            work: nil)
    }

    /// Whether a part of a subtask's lane is this attempt's.
    private func covers(
        _ attempt: Attempt, _ part: Part, _ index: Int, _ task: TaskState
    ) -> Bool {
        guard Int(attempt.key.subtask) == index else { return false }
        let origin = task.attempts.first?.awardedAt ?? task.submittedAt
        let from = max(0, (attempt.awardedAt - origin).seconds)
        let to = attempt.endedAt.map { max(0, ($0 - origin).seconds) } ?? elapsed
        return part.from >= from - 0.000_5 && part.to <= to + 0.000_5
    }
}
