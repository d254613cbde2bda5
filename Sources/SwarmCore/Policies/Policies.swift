/// Every number the swarm decides by, in one place.
public struct Policies: Sendable {
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
    /// Reputation changes kept in memory for each agent; the journal keeps all.
    public var retainedChanges = 512
    /// Progress facts for one attempt are at least this far apart (architecture: at most 4 a second).
    public var progressInterval = TimeSpan.milliseconds(250)
    /// Messages one task may send before further ones are refused (spec §5).
    public var messagesPerTask = 200
    public var seed: UInt64 = 1

    public init() {}
}

/// When an attempt is given up, and how often and how soon it is tried again (spec §6).
public struct AttemptPolicy: Sendable {
    /// Without a sign of life for this long an attempt counts as hung.
    public var idleTimeout = TimeSpan.seconds(2)
    public var hardTimeout = TimeSpan.seconds(120)
    public var most = 3
    /// Attempts an end of the process may interrupt before the subtask is given up as poison.
    public var mostInterruptions = 10
    /// Backoff before attempt n+1 is drawn from 0...base·2^(n−1), "full jitter".
    public var backoffBase = TimeSpan.milliseconds(400)
    public var backoffCap = TimeSpan.seconds(10)

    public init() {}
}

/// When an agent's circuit breaker opens and is probed (spec §6).
public struct BreakerPolicy: Sendable {
    public var opensAfter = 5
    public var openFor = TimeSpan.seconds(60)

    public init() {}
}

/// How many agents a team has (spec §5).
public struct TeamPolicy: Sendable {
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
