/// What an agent is fit for right now; the reason is its flags (spec §2).
public enum Health: String, CaseIterable, Sendable {
    case healthy, degraded, unhealthy, paused, offline
}

/// An agent's circuit breaker (spec §6).
public enum Breaker: Hashable, Sendable {
    case closed
    case open(until: Instant)
    /// One probe may run; a second is refused until it ends.
    case halfOpen
}

/// Why an agent takes no bid, or that it does.
public enum Willingness: UInt8, Sendable {
    case willing, overloaded, unavailable
}

/// A change of an agent that is not a consequence of one of its attempts.
public enum AgentChange: Hashable, Sendable {
    case paused
    case resumed
    case wentOffline(FaultID)
    case cameBack
    /// Its latest attempt failed; two successes in a row mend it.
    case degraded
    case recovered
    case breakerOpened(until: Instant)
    case breakerHalfOpened
    case breakerClosed
}

/// One step of an agent's reputation with its reason (spec §8).
public struct ReputationChange: Hashable, Sendable {
    public enum Reason: String, CaseIterable, Sendable {
        case success
        case highQuality = "high_quality"
        case failure
    }

    public let task: TaskID
    /// The task's name, kept because the task itself leaves memory before the history does.
    public let taskName: String
    public let before: Points
    public let after: Points
    public let reason: Reason
    /// 0...100; 0 on failure.
    public let quality: UInt8
    /// The skills it worked with in that task.
    public let skills: SkillSet
    public internal(set) var at = Instant.zero
}

/// What a bid is made from: plain figures, so that ranking an agent copies and retains nothing.
struct Standing: Sendable {
    let skills: SkillSet
    let domains: SkillSet
    let maxLoad: Int32
    let loadPerSubtask: Int32
    var load: Int32 = 0
    var liveAttempts: Int32 = 0
    var isPaused = false
    var isDegraded = false
    var offlineBecause: FaultID?
    var breaker = Breaker.closed
    var reputation = ReputationPolicy.start
    /// Its place in the ranking.
    var profile: Int32 = -1
    var leaf: Int32 = 0
    var willingness = Willingness.willing

    var health: Health {
        if isPaused { return .paused }
        if offlineBecause != nil { return .offline }
        if breaker != .closed { return .unhealthy }
        return isDegraded ? .degraded : .healthy
    }

    var loadPermille: Int32 { maxLoad > 0 ? load &* 1000 / maxLoad : 0 }
}

/// An agent as the events so far have made it.
public struct AgentState: Sendable {
    public let id: AgentID
    public let card: AgentCard
    /// `card.skills` as the swarm numbers them.
    public let skillIDs: [SkillID]
    var standing: Standing
    /// Reputation for each of `card.skills`, in that order.
    public internal(set) var skillReputation: [Points]
    /// The latest changes, oldest first, at most `Policies.retainedChanges`.
    public internal(set) var history: [ReputationChange] = []
    public internal(set) var completed = 0
    public internal(set) var failed = 0
    public internal(set) var failuresInARow = 0
    public internal(set) var collaborations = 0
    public internal(set) var times = ResponseTimes()
    public internal(set) var qualitySum = 0
    /// The last eight attempts, newest in bit 0; 1 is a failure.
    var recentFailures: UInt8 = 0

    public var skills: SkillSet { standing.skills }
    /// Domains as bits of the swarm's domain table; empty when it names none.
    public var domains: SkillSet { standing.domains }
    public var maxLoad: Int32 { standing.maxLoad }
    public var loadPerSubtask: Int32 { standing.loadPerSubtask }
    public var load: Int32 { standing.load }
    public var loadPermille: Int32 { standing.loadPermille }
    public var liveAttempts: Int32 { standing.liveAttempts }
    public var isPaused: Bool { standing.isPaused }
    public var isDegraded: Bool { standing.isDegraded }
    /// The fault that keeps it offline.
    public var offlineBecause: FaultID? { standing.offlineBecause }
    public var breaker: Breaker { standing.breaker }
    public var health: Health { standing.health }
    public var willingness: Willingness { standing.willingness }
    public var reputation: Points { standing.reputation }
    public var tier: Tier { Tier(reputation) }
    public var successRate: Double? {
        completed + failed == 0 ? nil : Double(completed) / Double(completed + failed)
    }
    public var meanQuality: Double? {
        completed == 0 ? nil : Double(qualitySum) / Double(completed)
    }
    public var lastChange: ReputationChange? { history.last }
}

/// The latest response times of an agent: a ring of 32.
public struct ResponseTimes: Sendable {
    private static let most = 32
    private var spans: [Int64] = []
    private var next = 0

    mutating func add(_ span: TimeSpan) {
        if spans.count < ResponseTimes.most {
            spans.append(span.microseconds)
        } else {
            spans[next] = span.microseconds
            next = (next + 1) % ResponseTimes.most
        }
    }

    /// The mean of the latest 32; nil before the first.
    public var mean: TimeSpan? {
        guard !spans.isEmpty else { return nil }
        return TimeSpan(microseconds: spans.reduce(0, &+) / Int64(spans.count))
    }

    /// The 95th percentile (nearest rank) of the latest 32.
    public var p95: TimeSpan? {
        guard !spans.isEmpty else { return nil }
        let rank = (spans.count * 95 + 99) / 100
        return TimeSpan(microseconds: spans.sorted()[rank - 1])
    }
}
