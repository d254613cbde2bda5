/// What a subtask's agent made; immutable, shared by reference.
public final class Product: Sendable {
    public let json: JSONObject
    public init(_ json: JSONObject) { self.json = json }
}

/// Why an attempt did not succeed.
public enum AttemptFailure: Hashable, Sendable {
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

    /// Whether it counts against the agent.
    public var isAgents: Bool { self != .interrupted && self != .cancelled }
}

public enum AttemptOutcome: Sendable {
    case succeeded(Product, quality: UInt8)
    case failed(AttemptFailure)
}

/// One execution of a subtask by one agent, with its times.
public struct Attempt: Sendable {
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
    public var succeeded: Bool { endedAt != nil && failure == nil }
}

/// One node of a task's plan.
public struct Subtask: Sendable {
    public enum Phase: Hashable, Sendable {
        case planned
        /// No agent with its skill is willing.
        case waiting
        case backingOff(until: Instant)
        case running
        case succeeded
        case failed
        case cancelled
        /// Best effort: no willing agent had the skill.
        case skipped
    }

    public let skill: SkillID
    public internal(set) var phase = Phase.planned
    public internal(set) var attempts: UInt8 = 0
    public internal(set) var failures: UInt8 = 0
    public internal(set) var interruptions: UInt8 = 0
    /// The agent of the latest attempt.
    public internal(set) var agent: AgentID?
    public internal(set) var product: Product?
    public internal(set) var quality: UInt8 = 0
    /// Place of the latest attempt in `TaskState.attempts`.
    var current: Int32 = -1
}

/// A task as the events so far have made it.
public struct TaskState: Sendable {
    public enum Phase: Hashable, Sendable {
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
    public internal(set) var subtasks: [Subtask] = []
    /// All attempts of all subtasks in order of award.
    public internal(set) var attempts: [Attempt] = []
    public internal(set) var messages = 0
    /// 0...100, set at the end.
    public internal(set) var quality: UInt8 = 0
    public internal(set) var warnings: [String] = []
    var openSubtasks = 0

    public var status: TaskStatus? { if case .ended(let status) = phase { status } else { nil } }
    public var isRunning: Bool { phase == .running }

    /// The latest attempt of a subtask; nil before its first award.
    public func currentAttempt(of subtask: Int) -> Attempt? {
        guard subtasks.indices.contains(subtask) else { return nil }
        let place = Int(subtasks[subtask].current)
        return attempts.indices.contains(place) ? attempts[place] : nil
    }

    /// `<task>_subtask_<n>`, n from 1 (spec §5).
    public func subtaskName(_ index: Int) -> String { "\(brief.name)_subtask_\(index + 1)" }
}
