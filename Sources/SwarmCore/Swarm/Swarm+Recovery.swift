extension Swarm {
    /// Takes up where the events end: whatever was under way when the process died is tried again.
    ///
    /// `now` is the latest event's time, so that the time the process was gone does not count as waiting.
    public init(recovering state: SwarmState, into out: inout Decision) {
        self.state = state
        let now = state.now
        signs = state.liveAttempts.map { _ in Sign(heard: now, recorded: now) }
        rebuildTimers()
        for key in state.liveAttempts.sorted(by: Self.isEarlier) {
            _ = close(key, .failed(.interrupted), now, &out)
        }
        settleLostCalls(now, &out)
        for task in state.tasks.all where task.status == nil {
            resume(task.id, now, &out)
        }
        scale(now, &out)
    }

    private mutating func rebuildTimers() {
        for fault in state.faults where fault.isActive {
            if let end = fault.endsAt { schedule(.endFault(fault.id), at: end) }
        }
        for agent in state.agents {
            if case .open(let until) = agent.breaker { schedule(.probe(agent.id), at: until) }
        }
    }

    /// What waits for a person, for reviewers or for a time goes on doing so.
    private mutating func resumeWaits(_ id: TaskID, _ out: inout Decision) {
        let task = state.tasks[checked: id]
        if let due = task.brief.due { schedule(.deadline(id), at: due) }
        for (index, subtask) in task.subtasks.enumerated() {
            if case .awaitingApproval(let until?) = subtask.phase {
                schedule(.approval(SubtaskKey(task: id, index: index)), at: until)
            }
        }
        for review in task.reviews where review.note == nil {
            guard task.subtasks[Int(review.attempt.subtask)].phase == .inReview,
                task.subtasks[Int(review.attempt.subtask)].attempts == review.attempt.number
            else { continue }
            out.effects.append(.review(review.attempt, review.reviewer))
            schedule(.reviews(review.attempt), at: review.until)
        }
        for (place, group) in (task.brief.plan?.groups ?? []).enumerated() {
            guard let within = group.rule.within, task.consensus[place] == nil,
                let begun = task.attempts.first(where: {
                    group.members.contains(Int($0.key.subtask))
                })?.awardedAt
            else { continue }
            schedule(.answers(id, group: place), at: begun + within)
        }
    }

    private mutating func resume(_ id: TaskID, _ now: Instant, _ out: inout Decision) {
        resumeWaits(id, &out)
        if state.tasks[checked: id].phase == .waiting {
            if let missing = place(id, isFirst: false, now, &out) {
                wait(id, for: missing)
            }
            return
        }
        for index in state.tasks[checked: id].subtasks.indices {
            resume(SubtaskKey(task: id, index: index), now, &out)
        }
        advance(id, now, &out)
    }

    private mutating func resume(_ key: SubtaskKey, _ now: Instant, _ out: inout Decision) {
        let subtask = state.tasks[checked: key.task].subtasks[Int(key.index)]
        let policy = state.policies.attempts
        switch subtask.phase {
        case .planned where subtask.isNew: break
        case .planned:
            let isSpent =
                Int(subtask.failures) >= policy.most
                || Int(subtask.interruptions) >= policy.mostInterruptions
            if isSpent {
                emit(.subtaskFailed(key), now, &out)
            } else {
                placeOrPark(key, now, &out)
            }
        case .waiting:
            if !placeAgain(key, now, &out) {
                waiting.add(entry(key.task, key.index), for: subtask.skill)
            }
        case .backingOff(let until): schedule(.retry(key), at: until)
        case .running, .inReview, .awaitingApproval, .succeeded, .failed, .cancelled, .skipped:
            break
        }
    }

    private static func isEarlier(_ a: AttemptKey, _ b: AttemptKey) -> Bool {
        (a.task.number, a.subtask, a.number) < (b.task.number, b.subtask, b.number)
    }
}
