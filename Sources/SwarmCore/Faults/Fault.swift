/// A failure injected on purpose (spec §11).
public enum FaultKind: Hashable, Codable, Sendable {
    /// The agent's process ends: what it was doing is lost, and it is offline until the fault ends.
    case crash
    /// No sign of life comes back.
    case hang
    /// Every step takes `factor` times as long; 2...100.
    case slow(factor: Int)
    /// This share of finished work fails instead; percent, 1...100.
    case flaky(percent: Int)
    /// Products come back with parts missing.
    case poorQuality
    /// Products come back with their values scrambled.
    case corrupt
    /// This share of the messages from and to the agent is lost; percent, 1...100.
    case dropMessages(percent: Int)
    /// Messages from and to the agent come so much later.
    case delayMessages(TimeSpan)
    /// Nothing passes between the agent and the rest: no message, no report.
    case partition
    /// Its health reads unhealthy, so that it takes no work.
    case healthDrop
    /// Model calls are answered 429: too many requests.
    case rateLimit
    /// Model calls are answered 529: overloaded.
    case overloaded
    /// A model's stream ends in the middle.
    case truncatedStream
    /// A model's words come `factor` times as slowly; 2...100.
    case slowTokens(factor: Int)
    /// A model's stream is full of bytes that mean nothing.
    case garbage
    /// A model's count of tokens cannot be right.
    case wrongUsage
    /// Every write of the journal takes so much longer, for the whole swarm.
    case journalStall(TimeSpan)

    /// Whether the agent is silent under it.
    public var silences: Bool { self == .hang || self == .partition }

    /// Whether it happens to model calls, inside the client that makes them.
    public var isOfModels: Bool {
        switch self {
        case .rateLimit, .overloaded, .truncatedStream, .slowTokens, .garbage, .wrongUsage: true
        default: false
        }
    }

    public var name: String {
        switch self {
        case .crash: "crash"
        case .hang: "hang"
        case .slow: "slow"
        case .flaky: "flaky"
        case .poorQuality: "poor_quality"
        case .corrupt: "corrupt"
        case .dropMessages: "drop_messages"
        case .delayMessages: "delay_messages"
        case .partition: "partition"
        case .healthDrop: "health_drop"
        case .rateLimit: "rate_limit"
        case .overloaded: "overloaded"
        case .truncatedStream: "truncated_stream"
        case .slowTokens: "slow_tokens"
        case .garbage: "garbage"
        case .wrongUsage: "wrong_usage"
        case .journalStall: "journal_stall"
        }
    }
}

/// Whom a fault hits.
public enum FaultTarget: Hashable, Codable, Sendable {
    case agent(AgentID)
    case skill(SkillID)
    case everyone
}

/// A fault as the operator asks for it.
public struct FaultSpec: Hashable, Codable, Sendable {
    public var kind: FaultKind
    public var target: FaultTarget
    /// Nil: until it is reverted.
    public var duration: TimeSpan?
    /// Ends after it has hit so many attempts; nil: any number.
    public var count: Int?
    public var seed: UInt64

    public init(
        kind: FaultKind, target: FaultTarget, duration: TimeSpan?, count: Int? = nil, seed: UInt64
    ) {
        self.kind = kind
        self.target = target
        self.duration = duration
        self.count = count
        self.seed = seed
    }
}

/// An injected fault and what came of it.
public struct FaultState: Codable, Sendable {
    public let id: FaultID
    public let spec: FaultSpec
    public let injectedAt: Instant
    public internal(set) var endedAt: Instant?
    /// Attempts that ended on a target while the fault was on.
    public internal(set) var hits = 0
    /// When the first attempt it broke was found broken, and which.
    public internal(set) var detectedAt: Instant?
    public internal(set) var broken: AttemptKey?
    /// Messages it lost or held up.
    public internal(set) var messages = 0
    /// When that attempt's subtask had succeeded after all.
    public internal(set) var recoveredAt: Instant?

    public var isActive: Bool { endedAt == nil }

    /// When it ends by itself; nil when only a revert ends it.
    public var endsAt: Instant? { spec.duration.map { injectedAt + $0 } }
}
