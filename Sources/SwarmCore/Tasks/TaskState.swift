/// What a subtask's agent made; immutable, shared by reference.
public final class Product: Sendable {
    public let json: JSONObject
    public init(_ json: JSONObject) { self.json = json }
}

/// Why an attempt did not succeed.
public enum AttemptFailure: Hashable, Codable, Sendable {
    /// The agent's process ended under it.
    case crashed
    /// No sign of life for the idle timeout.
    case hung
    /// Ran past the hard timeout.
    case ranTooLong
    /// The driver gave up, with its reason.
    case gaveUp(String)
    /// The product's quality, 0...100, was below the recipe's threshold.
    case poorQuality(Int)
    /// swarmtop itself ended; the agent is not to blame.
    case interrupted
    /// The task was cancelled.
    case cancelled
    /// The same action again and again, which is named.
    case stuck(String)
    /// Reviewers found its quality, 0...100, too low.
    case rejected(Int)
    /// A deadline passed while it ran.
    case expired
    /// The operator gave the subtask to somebody else.
    case reassigned
    /// What the agent works with, such as a model's endpoint, would not serve; not the agent's fault.
    case unavailable(String)
    /// It cannot be done this way, however often it is tried.
    case refused(String)
    /// A call would not have fitted a budget.
    case overBudget(String)

    /// Whether trying again would end the same way.
    var isFinal: Bool {
        switch self {
        case .refused, .overBudget: true
        default: false
        }
    }

    var isRejection: Bool { if case .rejected = self { true } else { false } }

    /// Whether it counts against the agent.
    public var isAgents: Bool {
        switch self {
        case .crashed, .hung, .ranTooLong, .gaveUp, .poorQuality, .stuck, .rejected: true
        case .interrupted, .cancelled, .expired, .reassigned, .unavailable, .refused, .overBudget:
            false
        }
    }
}

public enum AttemptOutcome: Sendable {
    case succeeded(Product, quality: UInt8)
    case failed(AttemptFailure)
}

/// One execution of a subtask by one agent, with its times.
public struct Attempt: Codable, Sendable {
    public let key: AttemptKey
    public let agent: AgentID
    /// The agent's score when it was chosen.
    public let score: Points
    public let awardedAt: Instant
    public internal(set) var startedAt: Instant?
    public internal(set) var endedAt: Instant?
    public internal(set) var failure: AttemptFailure?
    /// The share done as last reported, in thousandths; never goes back.
    public internal(set) var permille: UInt16 = 0
    /// What the agent said it does now.
    public internal(set) var note: String?
    var livePosition: Int32 = -1

    public var isLive: Bool { endedAt == nil }
    /// Its agent, if the failure was the agent's.
    var failedAgent: AgentID? { failure?.isAgents == true ? agent : nil }
    /// Its agent, if somebody else is to be preferred now.
    var avoidedAgent: AgentID? { failure == .reassigned ? agent : failedAgent }
    public var succeeded: Bool { endedAt != nil && failure == nil }
}

/// One node of a task's plan.
public struct Subtask: Codable, Sendable {
    public enum Phase: Hashable, Codable, Sendable {
        case planned
        /// No agent with its skill is willing.
        case waiting
        case backingOff(until: Instant)
        case running
        /// Its result is with reviewers.
        case inReview
        /// The operator has been asked whether it may begin; without an answer until then it is a no.
        case awaitingApproval(until: Instant?)
        case succeeded
        case failed
        case cancelled
        case skipped(SkipReason)

        /// Whether nothing more comes of it.
        public var isClosed: Bool {
            switch self {
            case .succeeded, .failed, .cancelled, .skipped: true
            case .planned, .waiting, .backingOff, .running, .inReview, .awaitingApproval: false
            }
        }
    }

    public let skill: SkillID
    public internal(set) var phase = Phase.planned
    public internal(set) var attempts: UInt8 = 0
    public package(set) var failures: UInt8 = 0
    public package(set) var interruptions: UInt8 = 0
    /// The agent of the latest attempt.
    public internal(set) var agent: AgentID?
    public internal(set) var product: Product?
    public internal(set) var quality: UInt8 = 0
    public internal(set) var isApproved = false
    /// How often reviewers sent it back.
    public internal(set) var reworks: UInt8 = 0
    /// What the latest reviews came to.
    public internal(set) var verdict: Verdict?
    /// Place of the latest attempt in `TaskState.attempts`.
    var current: Int32 = -1
}

/// A task as the events so far have made it.
public struct TaskState: Codable, Sendable {
    public enum Phase: Hashable, Codable, Sendable {
        /// Needs skills no willing agent has.
        case waiting
        case running
        case ended(TaskStatus)
    }

    public internal(set) var id: TaskID
    public internal(set) var brief: TaskBrief
    public internal(set) var phase = Phase.waiting
    public internal(set) var submittedAt: Instant
    public internal(set) var startedAt: Instant?
    public internal(set) var endedAt: Instant?
    /// A simple task ran as a moderate one, because no agent has all its skills.
    public internal(set) var ranAsTeam = false
    public internal(set) var census = Census()
    /// The bids recorded in full at the award, best first.
    public internal(set) var bids: [Bid] = []
    public internal(set) var team: [AgentID] = []
    public internal(set) var reviewers: [AgentID] = []
    public package(set) var subtasks: [Subtask] = []
    /// Model calls made for it, in order.
    public internal(set) var calls: [Call] = []
    public internal(set) var toolCalls: [ToolCall] = []
    /// What its attempts were reminded of.
    public internal(set) var recalls: [AttemptRecall] = []
    /// All attempts of all subtasks in order of award.
    public internal(set) var attempts: [Attempt] = []
    public internal(set) var reviews: [Review] = []
    /// What the answers of each of the plan's groups came to; nil while open.
    public internal(set) var consensus: [Consensus?] = []
    /// The deadline passed before the task was done.
    public internal(set) var isExpired = false
    public internal(set) var messages = 0
    /// 0...100, set at the end.
    public internal(set) var quality: UInt8 = 0
    public internal(set) var warnings: [String] = []
    var openSubtasks = 0

    public var status: TaskStatus? { if case .ended(let status) = phase { status } else { nil } }
    public var isRunning: Bool { phase == .running }

    /// The subtasks the operator has been asked about.
    public var awaitingApproval: [Int] {
        subtasks.indices.filter {
            if case .awaitingApproval = subtasks[$0].phase { true } else { false }
        }
    }

    /// The skills of the subtasks that have not ended.
    public var openSkills: SkillSet {
        guard openSubtasks < subtasks.count else { return brief.skillSet }
        return SkillSet(subtasks.lazy.filter { !$0.phase.isClosed }.map(\.skill))
    }

    /// Who offered to do it, those that have had a part in it first.
    var biddersTeamFirst: [AgentID] {
        let bidders = bids.map(\.agent)
        return bidders.filter(team.contains) + bidders.filter { !team.contains($0) }
    }

    /// The latest attempt of a subtask; nil before its first award.
    public func currentAttempt(of subtask: Int) -> Attempt? {
        guard subtasks.indices.contains(subtask) else { return nil }
        let place = Int(subtasks[subtask].current)
        return attempts.indices.contains(place) ? attempts[place] : nil
    }

    /// `<task>_subtask_<n>`, n from 1 (spec §5).
    public func subtaskName(_ index: Int) -> String { "\(brief.name)_subtask_\(index + 1)" }
}
