import SwarmCore

extension TaskSchedule.Lane {
    init(_ task: TaskState, _ index: Int, _ clock: TaskSchedule.Clock, _ glance: Glance) {
        let subtask = task.subtasks[index]
        let attempts = task.attempts.filter { Int($0.key.subtask) == index }
        let latest = attempts.last
        key = SubtaskKey(task: task.id, index: index)
        name = glance.swarm.stepLabel(task, index)
        sign = Sign(task, index)
        isFinished = subtask.phase == .succeeded
        isLive = latest?.isLive ?? false
        permille =
            isFinished || subtask.phase == .inReview
            ? 1_000 : Int(isLive ? latest?.permille ?? 0 : 0)
        let expected = latest.flatMap { Self.expected($0.agent, glance) }
        parts = Self.parts(task, index, attempts, clock, glance)
        let ended = latest?.endedAt.map { clock.seconds($0) }
        switch subtask.phase {
        case .running:
            let start = latest.map { clock.seconds($0.awardedAt) } ?? 0
            cap = expected.map { start + $0 }
            end = cap.map { max($0, clock.elapsed) }
            work = expected.map { max($0, clock.elapsed - start) }
            isQuiet = false
        case .backingOff(let until):
            cap = nil
            end = expected.map { clock.seconds(until) + $0 }
            work = expected
            isQuiet = false
        case .succeeded:
            cap = nil
            end = ended
            work = latest.flatMap { attempt in
                attempt.endedAt.map { ($0 - attempt.awardedAt).seconds }
            }
            isQuiet = work == nil
        case .failed, .cancelled, .skipped:
            (cap, end, work, isQuiet) = (nil, ended, nil, true)
        case .planned, .waiting, .inReview, .awaitingApproval:
            (cap, end, work, isQuiet) = (nil, nil, nil, false)
        }
        plan = Self.dependencies(task, index)
        note =
            LaneNote(task: task, index: index, after: plan, clock: clock, glance: glance).text
    }

    /// `after policy, diagnosis`: what a step that has not begun still waits for; empty when for nothing.
    ///
    /// What another of those waits for anyway goes without saying.
    static func dependencies(_ task: TaskState, _ index: Int) -> String {
        guard let plan = task.brief.plan, task.subtasks[index].phase == .planned,
            task.subtasks[index].attempts == 0
        else { return "" }
        var names: [String] = []
        let open = plan.steps[index].after.filter { !task.isSettled($0) }
        let implied = StepSet(open.flatMap { plan.everything(before: $0) })
        for before in open where !implied.contains(before) {
            let name = plan.recipeStep(of: before)
            if !names.contains(name) { names.append(name) }
        }
        return names.isEmpty ? "" : "after \(names.joined(separator: ", "))"
    }

    /// The mean of what this agent took lately, else what its card says.
    private static func expected(_ id: AgentID, _ glance: Glance) -> Double? {
        guard glance.swarm.agents.indices.contains(id.position) else { return nil }
        let agents = glance.swarm.agents
        return (agents[id.position].times.mean ?? agents[id.position].card.expectedWork)?.seconds
    }

    private static func parts(
        _ task: TaskState, _ index: Int, _ attempts: [Attempt], _ clock: TaskSchedule.Clock,
        _ glance: Glance
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
        guard clock.end == nil else { return parts }
        let begin = free ?? task.turn(of: index).map { clock.seconds($0) } ?? 0
        switch task.subtasks[index].phase {
        case .planned where task.brief.plan != nil && attempts.isEmpty: break
        case .backingOff, .waiting, .planned:
            parts.append(.init(kind: .wait, from: begin, to: clock.elapsed, role: .waiting))
        case .awaitingApproval:
            parts.append(.init(kind: .question, from: begin, to: clock.elapsed, role: .waiting))
        case .inReview:
            parts.append(.init(kind: .review, from: begin, to: clock.elapsed, role: .gain))
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
}

extension Plan {
    /// All the steps a step waits for, also by way of others.
    func everything(before index: Int) -> StepSet {
        var found = StepSet()
        var rest = Array(steps[index].after)
        while let next = rest.popLast() {
            guard !found.contains(next) else { continue }
            found.insert(next)
            rest += steps[next].after
        }
        return found
    }
}

extension TaskState {
    /// Whether nothing more comes of a step, of several answers: of all.
    func isSettled(_ index: Int) -> Bool {
        guard subtasks[index].phase.isClosed else { return false }
        return brief.plan?.steps[index].group.map { consensus[Int($0)] != nil } ?? true
    }

    /// When the last of what a step waits for had ended; nil when it waits for nothing.
    func turn(of index: Int) -> Instant? {
        guard let plan = brief.plan else { return nil }
        return plan.steps[index].after.compactMap { currentAttempt(of: $0)?.endedAt }.max()
    }
}
