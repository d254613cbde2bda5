/// The figures themselves; a fraction appears only here.
extension Statistics {
    /// Tasks ended and not cancelled, for each second in which there was a task; nil before the first.
    public func tasksPerSecond(now: Instant? = nil) -> Double? {
        let time = activeTime(now: now)
        return judged > 0 && time > .zero ? Double(judged) / time.seconds : nil
    }

    /// Agents for each task; nil before the first task ended.
    public var meanTeamSize: Double? { share(teamMembers) }

    /// The share of tasks with two or more subtasks running at once, 0...1; nil before the first ended.
    public var parallelRate: Double? { share(parallel) }

    private func share(_ count: Int) -> Double? {
        judged == 0 ? nil : Double(count) / Double(judged)
    }
}

/// The reputations of a swarm's agents in two figures.
public struct ReputationSpread: Hashable, Sendable {
    /// Rounded down to 0.00001 points.
    public let mean: Points
    /// The standard deviation over all agents (not a sample's), rounded to 0.00001 points.
    public let deviation: Points

    /// Nil without agents.
    public init?(_ reputations: some Collection<Points>) {
        guard !reputations.isEmpty else { return nil }
        let count = Int128(reputations.count)
        var sum = Int128(0)
        var squares = Int128(0)
        for reputation in reputations {
            sum += Int128(reputation.raw)
            squares += Int128(reputation.raw) * Int128(reputation.raw)
        }
        let variance = Double(squares * count - sum * sum) / Double(count * count)
        mean = Points(raw: Int32(truncatingIfNeeded: sum / count))
        deviation = Points(raw: Int32(variance.squareRoot().rounded()))
    }
}

/// What faults did, from the state's own record of each.
public struct FaultFigures: Hashable, Sendable {
    public private(set) var injected = 0
    public private(set) var active = 0
    /// From the injection to the first attempt found broken by it.
    public private(set) var detection = SpanTally()
    /// From the injection until that attempt's subtask had succeeded after all.
    public private(set) var recovery = SpanTally()

    public init(_ faults: [FaultState]) {
        for fault in faults {
            injected += 1
            if fault.isActive { active += 1 }
            if let found = fault.detectedAt { detection.add(found - fault.injectedAt) }
            if let mended = fault.recoveredAt { recovery.add(mended - fault.injectedAt) }
        }
    }
}
