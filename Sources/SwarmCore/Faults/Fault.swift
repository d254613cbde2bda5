/// A failure injected on purpose (spec §11).
public enum FaultKind: Hashable, Sendable {
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

    public var name: String {
        switch self {
        case .crash: "crash"
        case .hang: "hang"
        case .slow: "slow"
        case .flaky: "flaky"
        case .poorQuality: "poor_quality"
        }
    }
}

/// Whom a fault hits.
public enum FaultTarget: Hashable, Sendable {
    case agent(AgentID)
    case skill(SkillID)
    case everyone
}

/// A fault as the operator asks for it.
public struct FaultSpec: Hashable, Sendable {
    public var kind: FaultKind
    public var target: FaultTarget
    /// Nil: until it is reverted.
    public var duration: TimeSpan?
    public var seed: UInt64

    public init(kind: FaultKind, target: FaultTarget, duration: TimeSpan?, seed: UInt64) {
        self.kind = kind
        self.target = target
        self.duration = duration
        self.seed = seed
    }
}

/// An injected fault and what came of it.
public struct FaultState: Sendable {
    public let id: FaultID
    public let spec: FaultSpec
    public let injectedAt: Instant
    public internal(set) var endedAt: Instant?
    /// Attempts that ended on a target while the fault was on.
    public internal(set) var hits = 0
    /// When the first attempt it broke was found broken, and which.
    public internal(set) var detectedAt: Instant?
    public internal(set) var broken: AttemptKey?
    /// When that attempt's subtask had succeeded after all.
    public internal(set) var recoveredAt: Instant?

    public var isActive: Bool { endedAt == nil }

    /// When it ends by itself; nil when only a revert ends it.
    public var endsAt: Instant? { spec.duration.map { injectedAt + $0 } }
}
