/// What an agent is fit for right now; the reason is its flags (spec §2).
public enum Health: String, CaseIterable, Sendable {
    case healthy, degraded, unhealthy, paused, offline
}

/// An agent's circuit breaker (spec §6).
public enum Breaker: Hashable, Codable, Sendable {
    case closed
    case open(until: Instant)
    /// One probe may run; a second is refused until it ends.
    case halfOpen
}

/// Why an agent takes no bid, or that it does.
public enum Willingness: UInt8, Sendable {
    case willing, overloaded, unavailable
}

/// Why an agent is degraded.
public enum HealthReason: String, CaseIterable, Sendable {
    /// Its latest attempt failed; two successes in a row mend it.
    case failing
    /// It has become much slower than it used to be.
    case slow
}

/// A change of an agent that is not a consequence of one of its attempts.
public enum AgentChange: Hashable, Sendable {
    case paused
    case resumed
    case wentOffline(FaultID)
    case cameBack
    case degraded(HealthReason)
    case recovered
    /// A fault takes its health away until it ends.
    case healthDropped(FaultID)
    case healthRestored
    /// It takes no more work; what it has it finishes.
    case retired
    /// A retired one is back.
    case reinstated
    case breakerOpened(until: Instant)
    case breakerHalfOpened
    case breakerClosed
}

/// One step of an agent's reputation with its reason (spec §8).
public struct ReputationChange: Hashable, Codable, Sendable {
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
package struct Standing: Codable, Sendable {
    var skills: SkillSet
    var domains: SkillSet
    var maxLoad: Int32
    var loadPerSubtask: Int32
    package var load: Int32 = 0
    var liveAttempts: Int32 = 0
    var isPaused = false
    var isRetired = false
    var degradedBecause: HealthReason?
    var offlineBecause: FaultID?
    var droppedBecause: FaultID?
    package var breaker = Breaker.closed
    var reputation = ReputationPolicy.start
    /// Its place in the ranking.
    var profile: Int32 = -1
    var leaf: Int32 = 0
    var willingness = Willingness.willing

    var health: Health {
        if isPaused { return .paused }
        if offlineBecause != nil { return .offline }
        if breaker != .closed || droppedBecause != nil { return .unhealthy }
        return degradedBecause == nil ? .healthy : .degraded
    }

    var loadPermille: Int32 { maxLoad > 0 ? load &* 1000 / maxLoad : 0 }
}

/// An agent as the events so far have made it.
public struct AgentState: Codable, Sendable {
    public let id: AgentID
    public internal(set) var card: AgentCard
    /// `card.skills` as the swarm numbers them.
    public internal(set) var skillIDs: [SkillID]
    package var standing: Standing
    /// Reputation for each of `card.skills`, in that order.
    public internal(set) var skillReputation: [Points]
    /// The latest changes, oldest first, at most `Policies.changesKept`.
    public internal(set) var history: [ReputationChange] = []
    /// What it keeps from its work, oldest first, at most `Policies.retainedNotes`.
    public internal(set) var memory: [MemoryNote] = []
    public internal(set) var costs = Costs()
    /// Costs of the latest eight days it made calls on, the latest last.
    public internal(set) var days: [Ledger.Day] = []
    public internal(set) var completed = 0
    public internal(set) var failed = 0
    public internal(set) var failuresInARow = 0
    public internal(set) var collaborations = 0
    public internal(set) var times = ResponseTimes()
    public internal(set) var qualitySum = 0
    /// The last eight attempts, newest in bit 0; 1 is a failure.
    var recentFailures: UInt8 = 0

    /// Costs of the latest day it made a call.
    public var today: Ledger.Day { days.last ?? Ledger.Day(day: .min) }
    public var skills: SkillSet { standing.skills }
    /// Domains as bits of the swarm's domain table; empty when it names none.
    public var domains: SkillSet { standing.domains }
    public var maxLoad: Int32 { standing.maxLoad }
    public var loadPerSubtask: Int32 { standing.loadPerSubtask }
    public var load: Int32 { standing.load }
    public var loadPermille: Int32 { standing.loadPermille }
    public var liveAttempts: Int32 { standing.liveAttempts }
    public var isPaused: Bool { standing.isPaused }
    /// Takes no more work; kept because its name and history stay.
    public var isRetired: Bool { standing.isRetired }
    public var isDegraded: Bool { standing.degradedBecause != nil }
    public var degradedBecause: HealthReason? { standing.degradedBecause }
    /// The fault that takes its health away.
    public var droppedBecause: FaultID? { standing.droppedBecause }
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
    /// Whether its latest four attempts took more than `factor` times its usual; never before it has a history.
    func isSlower(than factor: Int) -> Bool {
        guard times.count >= 8, let recent = times.recentMean, let usual = times.median else {
            return false
        }
        return recent.microseconds > usual.microseconds &* Int64(factor)
    }

    public var lastChange: ReputationChange? { history.last }
}

/// The latest response times of an agent: a ring of 32.
public struct ResponseTimes: Codable, Sendable {
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

    public var count: Int { spans.count }

    /// The mean of the latest four; nil before so many.
    var recentMean: TimeSpan? {
        guard spans.count >= 4 else { return nil }
        let newest = spans.count < ResponseTimes.most ? spans.count : next + ResponseTimes.most
        let sum = (1...4).reduce(Int64(0)) { $0 &+ spans[(newest - $1) % spans.count] }
        return TimeSpan(microseconds: sum / 4)
    }

    /// The median of the latest 32; nil before the first.
    var median: TimeSpan? {
        spans.isEmpty ? nil : TimeSpan(microseconds: spans.sorted()[spans.count / 2])
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
