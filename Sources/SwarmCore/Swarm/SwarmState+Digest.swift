/// Folds numbers into one: the same numbers in the same order give the same 64 bits in every process.
///
/// A multiply and a shift for each number, after Knuth's multiplicative hashing. Not for secrets.
public struct Digest: Sendable {
    public private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    public init() {}

    @inline(__always)
    public mutating func add(_ number: UInt64) {
        value = (value ^ number) &* 0x9E37_79B9_7F4A_7C15
        value ^= value >> 32
    }

    @inline(__always)
    public mutating func add(_ number: some BinaryInteger) {
        add(UInt64(truncatingIfNeeded: number))
    }

    @inline(__always)
    public mutating func add(_ flag: Bool) { add(flag ? 1 as UInt64 : 2) }

    public mutating func add(_ text: String) { add(KeyedRandom.hash(text)) }

    @inline(__always)
    public mutating func add(_ id: TaskID) { add(UInt64(id.slot) << 32 | UInt64(id.number)) }

    @inline(__always)
    public mutating func add(_ key: AttemptKey) {
        add(key.task)
        add(UInt64(key.subtask) << 8 | UInt64(key.number))
    }
}

extension SwarmState {
    /// A hash of all that the events made: two states with the same one decide alike.
    ///
    /// What follows from the rest (the ranking, the tables of names) is left out. Costs about as much as
    /// a few events; for the journal's check and the simulation.
    public var digest: UInt64 {
        var digest = Digest()
        digest.add(sequence)
        digest.add(now.microseconds)
        digest.add(run)
        digest.add(seed)
        digest.add(messageCount)
        digest.add(activeFaultCount)
        if let caption { digest.add(caption) }
        for agent in agents { agent.add(to: &digest) }
        for key in liveAttempts { digest.add(key) }
        for fault in faults { fault.add(to: &digest) }
        totals.add(to: &digest)
        ledger.add(to: &digest)
        digest.add(noteCount)
        tasks.add(to: &digest)
        return digest.value
    }
}

extension SwarmState.Totals {
    fileprivate func add(to digest: inout Digest) {
        for count in [
            submitted, succeeded, partial, failed, cancelled, running, waiting, qualitySum,
        ] {
            digest.add(count)
        }
    }
}

extension Costs {
    fileprivate func add(to digest: inout Digest) {
        guard calls > 0 else { return }
        for figure in [
            Int64(calls), Int64(cached), reserved.nanodollars, spent.nanodollars,
            saved.nanodollars, Int64(input), Int64(output),
        ] {
            digest.add(figure)
        }
    }
}

extension Ledger {
    fileprivate func add(to digest: inout Digest) {
        digest.add(latest)
        digest.add(refused)
        for call in open { digest.add(call.id.number) }
        total.add(to: &digest)
        planning.add(to: &digest)
        for model in models { model.costs.add(to: &digest) }
        for day in days { day.costs.add(to: &digest) }
    }
}

extension ToolCall {
    fileprivate func add(to digest: inout Digest) {
        digest.add(attempt)
        digest.add(number)
        digest.add(output)
        switch phase {
        case .awaitingApproval(let until): digest.add(until.microseconds)
        case .running: digest.add(1 as UInt64)
        case .denied: digest.add(2 as UInt64)
        case .finished(let isError): digest.add(isError ? 3 as UInt64 : 4)
        }
    }
}

extension AgentState {
    fileprivate func add(to digest: inout Digest) {
        for note in memory { digest.add(note.number) }
        costs.add(to: &digest)
        for day in days { day.costs.add(to: &digest) }
        digest.add(load)
        digest.add(liveAttempts)
        digest.add(isPaused)
        digest.add(isRetired)
        if let degradedBecause { digest.add(degradedBecause.rawValue) }
        digest.add(droppedBecause?.number ?? 0)
        digest.add(skills.count)
        digest.add(maxLoad)
        digest.add(loadPerSubtask)
        digest.add(offlineBecause?.number ?? 0)
        breaker.add(to: &digest)
        digest.add(reputation.raw)
        digest.add(willingness.rawValue)
        for points in skillReputation { digest.add(points.raw) }
        for change in history {
            digest.add(change.task)
            digest.add(change.after.raw)
            digest.add(change.at.microseconds)
        }
        digest.add(completed)
        digest.add(failed)
        digest.add(failuresInARow)
        digest.add(collaborations)
        digest.add(qualitySum)
        digest.add(recentFailures)
        times.add(to: &digest)
    }
}

extension Breaker {
    fileprivate func add(to digest: inout Digest) {
        switch self {
        case .closed: digest.add(1 as UInt64)
        case .halfOpen: digest.add(2 as UInt64)
        case .open(let until): digest.add(until.microseconds)
        }
    }
}

extension FaultState {
    fileprivate func add(to digest: inout Digest) {
        digest.add(id.number)
        digest.add(injectedAt.microseconds)
        digest.add(endedAt?.microseconds ?? -1)
        digest.add(hits)
        digest.add(messages)
        digest.add(detectedAt?.microseconds ?? -1)
        digest.add(recoveredAt?.microseconds ?? -1)
        if let broken { digest.add(broken) }
    }
}

extension TaskSlots {
    fileprivate func add(to digest: inout Digest) {
        digest.add(nextNumber)
        digest.add(nextID)
        for place in free { digest.add(place) }
        for id in ended { digest.add(id) }
        // What a free slot held means nothing any more.
        for place in slots.indices where slots[place].id.number != 0 {
            slots[place].add(to: &digest)
        }
    }
}

extension TaskState {
    fileprivate func add(to digest: inout Digest) {
        digest.add(id)
        digest.add(brief.name)
        digest.add(brief.priority.level)
        digest.add(brief.budget?.nanodollars ?? -1)
        phase.add(to: &digest)
        digest.add(submittedAt.microseconds)
        digest.add(startedAt?.microseconds ?? -1)
        digest.add(endedAt?.microseconds ?? -1)
        digest.add(ranAsTeam)
        digest.add(census.asked)
        digest.add(census.willing)
        for bid in bids {
            digest.add(bid.agent.index)
            digest.add(bid.score.raw)
        }
        for agent in team { digest.add(agent.index) }
        for agent in reviewers { digest.add(agent.index) }
        for subtask in subtasks { subtask.add(to: &digest) }
        for attempt in attempts { attempt.add(to: &digest) }
        for review in reviews {
            digest.add(review.attempt)
            digest.add(review.reviewer.index)
            digest.add(review.until.microseconds)
            digest.add(review.note?.score ?? 255)
        }
        for case let decided? in consensus {
            digest.add(decided.winner ?? 255)
            digest.add(decided.votes.count)
        }
        for call in calls {
            digest.add(call.id.number)
            digest.add(call.committed.nanodollars)
            digest.add(call.settlement != nil)
        }
        for call in toolCalls { call.add(to: &digest) }
        for recall in recalls {
            digest.add(recall.attempt)
            for note in recall.recalls { digest.add(note.note) }
        }
        digest.add(isExpired)
        digest.add(messages)
        digest.add(quality)
        for warning in warnings { digest.add(warning) }
        digest.add(openSubtasks)
    }
}

extension TaskState.Phase {
    fileprivate func add(to digest: inout Digest) {
        switch self {
        case .waiting: digest.add(1 as UInt64)
        case .running: digest.add(2 as UInt64)
        case .ended(let status): digest.add(status.rawValue)
        }
    }
}

extension Subtask {
    fileprivate func add(to digest: inout Digest) {
        digest.add(skill.index)
        switch phase {
        case .planned: digest.add(1 as UInt64)
        case .waiting: digest.add(2 as UInt64)
        case .backingOff(let until): digest.add(until.microseconds)
        case .running: digest.add(4 as UInt64)
        case .succeeded: digest.add(5 as UInt64)
        case .failed: digest.add(6 as UInt64)
        case .cancelled: digest.add(7 as UInt64)
        case .skipped(let reason): digest.add(reason.rawValue)
        case .inReview: digest.add(9 as UInt64)
        case .awaitingApproval(let until): digest.add(until?.microseconds ?? -2)
        }
        digest.add(UInt64(attempts) << 16 | UInt64(failures) << 8 | UInt64(interruptions))
        digest.add(agent?.index ?? -1)
        digest.add(product != nil)
        digest.add(isApproved)
        digest.add(reworks)
        digest.add(verdict?.quality ?? 255)
        digest.add(quality)
        digest.add(current)
    }
}

extension Attempt {
    fileprivate func add(to digest: inout Digest) {
        digest.add(key)
        digest.add(agent.index)
        digest.add(score.raw)
        digest.add(awardedAt.microseconds)
        digest.add(startedAt?.microseconds ?? -1)
        digest.add(endedAt?.microseconds ?? -1)
        if let failure { digest.add(failure.name) }
        digest.add(permille)
        if let note { digest.add(note) }
        digest.add(livePosition)
    }
}

extension ResponseTimes {
    fileprivate func add(to digest: inout Digest) {
        digest.add(mean?.microseconds ?? -1)
        digest.add(p95?.microseconds ?? -1)
    }
}
