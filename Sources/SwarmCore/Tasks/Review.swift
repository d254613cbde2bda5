/// What a reviewer says of a result: a score and what to mend.
public struct ReviewNote: Hashable, Codable, Sendable {
    /// 0...100.
    public let score: UInt8
    public let comment: String

    /// A score outside of 0...100 is clamped.
    public init(score: Int, comment: String) {
        self.score = UInt8(clamping: min(max(score, 0), 100))
        self.comment = comment
    }
}

/// One agent's check of one attempt's result.
public struct Review: Hashable, Codable, Sendable {
    public let attempt: AttemptKey
    public let reviewer: AgentID
    public let askedAt: Instant
    public let until: Instant
    public internal(set) var givenAt: Instant?
    /// Nil until it came, and for ever when it never did.
    public internal(set) var note: ReviewNote?
}

/// What the reviews of a result came to.
public struct Verdict: Hashable, Codable, Sendable {
    public enum Outcome: String, CaseIterable, Sendable {
        case accepted
        /// To be done once more with the reviewers' comments.
        case rework
        case rejected
        /// Too few reviews came; the result stands by its checks.
        case unreviewed
    }

    public let outcome: Outcome
    /// The median of the scores, at most what the checks gave.
    public let quality: UInt8
    public let approvals: UInt8
    public let refusals: UInt8
    public let missing: UInt8

    public init(outcome: Outcome, quality: UInt8, approvals: Int, refusals: Int, missing: Int) {
        self.outcome = outcome
        self.quality = quality
        self.approvals = UInt8(clamping: approvals)
        self.refusals = UInt8(clamping: refusals)
        self.missing = UInt8(clamping: missing)
    }
}

/// What several answers to the same question came to.
public struct Consensus: Hashable, Codable, Sendable {
    /// Answers that are the same, and who gave them.
    public struct Vote: Hashable, Codable, Sendable {
        public let answer: JSONValue
        public let members: StepSet
        /// The reputation of those who gave it, together.
        public let reputation: Points

        public init(answer: JSONValue, members: StepSet, reputation: Points) {
            self.answer = answer
            self.members = members
            self.reputation = reputation
        }
    }

    /// The subtask whose product counts; nil when the rule or the quorum was not met.
    public let winner: UInt8?
    /// Most agreed on first; all but the first are dissent when there is a winner.
    public let votes: [Vote]
    public let missing: UInt8

    public init(winner: Int?, votes: [Vote], missing: Int) {
        self.winner = winner.map { UInt8(clamping: $0) }
        self.votes = votes
        self.missing = UInt8(clamping: missing)
    }
}

/// Who answered when an approval was asked.
public enum ApprovalSource: String, CaseIterable, Sendable {
    case `operator`
    /// Nobody did in time, which is a no.
    case deadline
}

/// Why a subtask was not done though nobody failed at it.
public enum SkipReason: String, CaseIterable, Sendable {
    /// Best effort: no willing agent has the skill.
    case leftOut = "left_out"
    /// Its condition does not hold.
    case notNeeded = "not_needed"
    /// The operator said no.
    case denied
    /// What it depends on has no result.
    case blocked
    /// The task's deadline, or that of several answers, passed.
    case expired
}
