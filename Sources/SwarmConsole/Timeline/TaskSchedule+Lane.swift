import SwarmCore

extension TaskSchedule.Lane {
    init(_ task: TaskState, _ index: Int, _ clock: TaskSchedule.Clock, _ glance: Glance) {
        let subtask = task.subtasks[index]
        let attempts = task.attempts.filter { Int($0.key.subtask) == index }
        let latest = attempts.last
        key = SubtaskKey(task: task.id, index: index)
        name = glance.swarm.skillLabel(subtask.skill)
        sign = Sign(subtask)
        isLive = latest?.isLive ?? false
        permille = subtask.phase == .succeeded ? 1_000 : Int(isLive ? latest?.permille ?? 0 : 0)
        let expected = latest.flatMap { Self.expected($0.agent, glance) }
        parts = Self.parts(attempts, subtask, clock, glance)
        switch subtask.phase {
        case .running:
            let start = latest.map { clock.seconds($0.awardedAt) } ?? 0
            cap = expected.map { start + $0 }
            end = cap.map { max($0, clock.elapsed) }
            work = expected.map { max($0, clock.elapsed - start) }
        case .backingOff(let until):
            cap = nil
            end = expected.map { clock.seconds(until) + $0 }
            work = expected
        case .succeeded, .failed, .cancelled:
            cap = nil
            end = latest?.endedAt.map { clock.seconds($0) }
            work =
                subtask.phase == .succeeded
                ? latest.flatMap { attempt in
                    attempt.endedAt.map { ($0 - attempt.awardedAt).seconds }
                }
                : nil
        case .skipped, .planned, .waiting:
            cap = nil
            end = nil
            work = nil
        }
        note = Self.note(subtask, attempts, clock, glance)
    }

    /// The mean of what this agent took lately, else what its card says.
    private static func expected(_ id: AgentID, _ glance: Glance) -> Double? {
        guard glance.swarm.agents.indices.contains(id.position) else { return nil }
        let agent = glance.swarm.agent(id)
        return (agent.times.mean ?? agent.card.expectedWork)?.seconds
    }

    private static func parts(
        _ attempts: [Attempt], _ subtask: Subtask, _ clock: TaskSchedule.Clock, _ glance: Glance
    ) -> [TaskSchedule.Part] {
        var parts: [TaskSchedule.Part] = []
        var free: Double?
        for attempt in attempts {
            let start = clock.seconds(attempt.awardedAt)
            let end = attempt.endedAt.map { clock.seconds($0) } ?? clock.elapsed
            if let free, start > free {
                parts.append(.init(kind: .wait, from: free, to: start, role: .waiting))
            }
            parts.append(.init(kind: .work, from: start, to: end, role: role(attempt)))
            for fault in faults(on: attempt, glance) {
                let at = clock.seconds(fault.injectedAt)
                parts.append(.init(kind: .fault, from: at, to: end, role: .failed))
            }
            if attempt.failure?.isAgents == true {
                parts.append(.init(kind: .failure, from: end, to: end, role: .failed))
            }
            free = end
        }
        switch subtask.phase {
        case .backingOff, .waiting, .planned:
            guard clock.end == nil else { break }
            parts.append(
                .init(kind: .wait, from: free ?? 0, to: clock.elapsed, role: .waiting))
        case .running, .succeeded, .failed, .cancelled, .skipped: break
        }
        return parts
    }

    private static func role(_ attempt: Attempt) -> Role {
        if attempt.isLive { return attempt.key.number > 1 ? .degraded : .focus }
        guard let failure = attempt.failure else { return .healthy }
        return failure.isAgents ? .failed : .retired
    }

    /// Faults that began while the attempt ran, on the agent that ran it.
    private static func faults(on attempt: Attempt, _ glance: Glance) -> [FaultState] {
        guard !glance.swarm.faults.isEmpty else { return [] }
        return glance.swarm.faults.suffix(32).filter { fault in
            fault.injectedAt >= attempt.awardedAt
                && fault.injectedAt < attempt.endedAt ?? glance.now
                && glance.swarm.does(fault.spec.target, include: attempt.agent)
        }
    }

    private static func note(
        _ subtask: Subtask, _ attempts: [Attempt], _ clock: TaskSchedule.Clock, _ glance: Glance
    ) -> String {
        let times = glance.times
        let latest = attempts.last
        switch subtask.phase {
        case .running:
            guard let latest, latest.key.number > 1,
                let failed = attempts.last(where: { $0.failure != nil })
            else { return latest?.note ?? "" }
            return "\(Self.past(failed, clock, glance)), attempt \(latest.key.number) runs"
        case .backingOff(let until):
            guard let latest else { return "" }
            let wait = times.span(until - glance.now)
            return
                "\(Self.past(latest, clock, glance)), again in \(wait)"
        case .succeeded:
            guard let latest, let end = latest.endedAt else { return "" }
            return "in \(times.span(end - latest.awardedAt)), quality \(subtask.quality)"
        case .failed:
            let why = latest?.failure?.words ?? "gave up"
            return "\(why), \(Figures.count(Int(subtask.failures), "failed attempt"))"
        case .waiting, .planned:
            guard let why = glance.swarm.whyNobodyTakes(subtask.skill) else { return "" }
            return "for \(glance.swarm.skillLabel(subtask.skill)): \(why)"
        case .cancelled: return "its work was stopped"
        case .skipped: return "nobody willing has the skill"
        }
    }

    /// `crashed at 0.6 s`.
    private static func past(
        _ attempt: Attempt, _ clock: TaskSchedule.Clock, _ glance: Glance
    ) -> String {
        let word: String
        switch attempt.failure {
        case .crashed: word = "crashed"
        case .hung: word = "hung, given up"
        case .ranTooLong: word = "ran too long, given up"
        case .gaveUp: word = "gave up"
        case .poorQuality(let quality): word = "quality \(quality)"
        case .interrupted: word = "interrupted"
        case .cancelled, nil: word = "stopped"
        }
        let at = attempt.endedAt.map { clock.seconds($0) } ?? 0
        return "\(word) at \(Figures.decimal(at, places: 1)) s"
    }
}
