/// How many agents an announcement reached, and what they answered; exact (spec §4).
public struct Census: Hashable, Codable, Sendable {
    public var asked: Int32 = 0
    public var willing: Int32 = 0
    public var overloaded: Int32 = 0
    /// Paused, offline, or with an open breaker.
    public var unavailable: Int32 = 0
    public var offDomain: Int32 = 0

    public init() {}
}

/// An agent's answer to an announcement: every check with its value, and the three score terms.
public struct Bid: Hashable, Codable, Sendable {
    public let agent: AgentID
    /// How many of the required skills it has.
    public let sharedSkills: UInt8
    public let health: Health
    public let loadPermille: Int16
    /// Nil when one of the two sides names no domain, so that nothing was checked.
    public let domainMatches: Bool?
    public let isWilling: Bool
    public let reputation: Points
    public let reputationTerm: Points
    public let skillTerm: Points
    public let loadTerm: Points

    public var score: Points { reputationTerm + skillTerm + loadTerm }
}
