/// Every number the swarm decides by, in one place.
public struct Policies: Hashable, Codable, Sendable {
    public var scoring = ScoringPolicy.documents
    public var reputation = ReputationPolicy.additive
    public var attempts = AttemptPolicy()
    public var breaker = BreakerPolicy()
    public var teams = TeamPolicy()
    /// An agent bids while its load is below this share of its most, in thousandths (spec §4: 0.8).
    public var willingBelowPermille: Int32 = 800
    /// Bids written in full for each announcement; any other follows from the state (spec §4).
    public var recordedBids = 5
    /// Waiting this long raises a task by one priority level, so nothing starves (spec §3).
    public var ageing = TimeSpan.seconds(30)
    /// Finished tasks kept in memory for the screens; the journal keeps all.
    public var retainedTasks = 100
    /// Reputation changes kept in memory for each of up to 32 agents, as many in all for more; the journal keeps all.
    public var retainedChanges = 512
    /// Progress facts for one attempt are at least this far apart (architecture: at most 4 a second).
    public var progressInterval = TimeSpan.milliseconds(250)
    public var limits = TaskLimits()
    public var health = HealthPolicy()
    public var scaling = ScalingPolicy()
    public var budgets = BudgetPolicy()
    /// Notes kept for each agent; the oldest go first.
    public var retainedNotes = 200
    /// Without an answer within this a tool that needs approval is not called.
    public var toolApprovalWithin = TimeSpan.seconds(300)

    public init() {}

    /// How many changes of its reputation each of so many agents keeps.
    public func changesKept(ofEachOf agents: Int) -> Int {
        max(1, retainedChanges / 16, retainedChanges * 32 / max(32, agents))
    }
}

/// When an attempt is given up, and how often and how soon it is tried again (spec §6).
public struct AttemptPolicy: Hashable, Codable, Sendable {
    /// Without a sign of life for this long an attempt counts as hung.
    public var idleTimeout = TimeSpan.seconds(2)
    public var hardTimeout = TimeSpan.seconds(120)
    public var most = 3
    /// Attempts an end of the process may interrupt before the subtask is given up as poison.
    public var mostInterruptions = 10
    /// Backoff before attempt n+1 is drawn from 0...base·2^(n−1), "full jitter".
    public var backoffBase = TimeSpan.milliseconds(400)
    public var backoffCap = TimeSpan.seconds(10)
    /// The same action with the same arguments so often in one attempt, and it counts as stuck.
    public var stuckAfter = 5

    public init() {}
}

extension AttemptPolicy {
    /// How long an agent may be silent, and how long it may work: models and programs think longer than rules.
    public func patience(with card: AgentCard) -> (idle: TimeSpan, hard: TimeSpan) {
        let isSlow = card.driver == .model || card.driver == .command
        let idle = card.idleTimeout ?? (isSlow ? max(idleTimeout, .seconds(60)) : idleTimeout)
        let hard = card.hardTimeout ?? (isSlow ? max(hardTimeout, .seconds(600)) : hardTimeout)
        return (idle, hard)
    }
}

/// How large a task may grow (spec §5).
public struct TaskLimits: Hashable, Codable, Sendable {
    /// Subtasks of one task; at most 32.
    public var subtasks = 32
    /// The longest chain of subtasks that wait for each other.
    public var depth = 16
    /// How many subtasks may wait for the same one.
    public var fanOut = 16
    /// Messages one task may send before further ones are refused.
    public var messages = 200
    /// Model calls one task may make.
    public var calls = 200
    /// Tool calls one task may make.
    public var toolCalls = 200

    public init() {}
}

/// When an agent's health falls and when it is well again; the two differ, so that it never flickers (spec §2).
public struct HealthPolicy: Hashable, Codable, Sendable {
    /// Successes in a row that mend an agent whose attempt failed.
    public var recoversAfter = 2
    /// Degraded when its latest four take so many times as long as its history...
    public var slowFactor = 3
    /// ...and well again below so many times.
    public var steadyFactor = 2

    public init() {}
}

/// How many agents of a kind the load asks for (the documents' scaling table).
public struct ScalingPolicy: Hashable, Codable, Sendable {
    /// Up to so many tasks a minute the documents' four agents are enough: one of each kind.
    public var quietPerMinute = 10
    /// From here on each kind has as many agents as it may; between the two in proportion.
    public var busyPerMinute = 100
    /// An agent beyond those needed is retired once that has held so long and it is idle.
    public var retiresAfter = TimeSpan.seconds(60)

    public init() {}
}

/// When an agent's circuit breaker opens and is probed (spec §6).
public struct BreakerPolicy: Hashable, Codable, Sendable {
    public var opensAfter = 5
    public var openFor = TimeSpan.seconds(60)
    /// A probe that has not ended by then counts as failed.
    public var probeWithin = TimeSpan.seconds(30)

    public init() {}
}

/// How many agents a team has (spec §5).
public struct TeamPolicy: Hashable, Codable, Sendable {
    public var mostForModerate = 3
    public var mostForComplex = 5
    public var leastForModerate = 2
    public var leastForComplex = 3

    public init() {}

    public func most(for complexity: Complexity) -> Int {
        switch complexity {
        case .simple: 1
        case .moderate: mostForModerate
        case .complex: mostForComplex
        }
    }

    public func least(for complexity: Complexity) -> Int {
        switch complexity {
        case .simple: 1
        case .moderate: leastForModerate
        case .complex: leastForComplex
        }
    }
}
