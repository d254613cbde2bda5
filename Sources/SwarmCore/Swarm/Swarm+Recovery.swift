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
            guard let agent = close(key, .failed(.interrupted), now, &out) else { continue }
            _ = agent
        }
        for task in state.tasks.all where task.status == nil {
            resume(task.id, now, &out)
        }
    }

    private mutating func rebuildTimers() {
        for fault in state.faults where fault.isActive {
            if let end = fault.endsAt { schedule(.endFault(fault.id), at: end) }
        }
        for agent in state.agents {
            if case .open(let until) = agent.breaker { schedule(.probe(agent.id), at: until) }
        }
    }

    private mutating func resume(_ id: TaskID, _ now: Instant, _ out: inout Decision) {
        if state.tasks[checked: id].phase == .waiting {
            if let missing = place(id, isFirst: false, now, &out) {
                waiting.add(entry(id, nil), for: missing)
            }
            return
        }
        for index in state.tasks[checked: id].subtasks.indices {
            resume(SubtaskKey(task: id, index: index), now, &out)
        }
        endTaskIfDone(id, now, &out)
    }

    private mutating func resume(_ key: SubtaskKey, _ now: Instant, _ out: inout Decision) {
        let subtask = state.tasks[checked: key.task].subtasks[Int(key.index)]
        let policy = state.policies.attempts
        switch subtask.phase {
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
        case .running, .succeeded, .failed, .cancelled, .skipped: break
        }
    }

    private static func isEarlier(_ a: AttemptKey, _ b: AttemptKey) -> Bool {
        (a.task.number, a.subtask, a.number) < (b.task.number, b.subtask, b.number)
    }
}
