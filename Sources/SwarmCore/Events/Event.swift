/// A fact: something that happened to the swarm. The state is the fold of these (architecture: one idea).
///
/// Names in files are those of spec §12, in `EventType`.
public enum Event: Sendable {
    case runStarted(number: Int, seed: UInt64)
    case agentRegistered(AgentID, AgentCard)
    case agentChanged(AgentID, AgentChange)
    case taskSubmitted(TaskID, TaskBrief)
    /// The task, or one subtask of it, waits until an agent with this skill is willing.
    case taskQueued(TaskID, subtask: UInt8?, skill: SkillID)
    case taskAnnounced(TaskID, Census, ranAsTeam: Bool)
    case bidReceived(TaskID, Bid)
    case reviewSeated(TaskID, AgentID)
    /// Best effort: this skill is left out because no willing agent has it.
    case skillLeftOut(SubtaskKey)
    case subtaskAwarded(AttemptKey, AgentID, score: Points)
    case attemptStarted(AttemptKey)
    case attemptProgressed(AttemptKey, permille: UInt16, note: String?)
    case attemptFinished(AttemptKey, AttemptOutcome)
    /// A late report of an attempt that is no longer the current one; it changed nothing.
    case attemptFenced(AttemptKey)
    case retryScheduled(SubtaskKey, until: Instant)
    case subtaskFailed(SubtaskKey)
    case messageSent(Message)
    case faultInjected(FaultID, FaultSpec)
    case faultReverted(FaultID)
    case reputationChanged(AgentID, ReputationChange)
    case taskFinished(TaskID, TaskStatus, quality: UInt8, warnings: [String])
}

/// An event with its place and times, as it leaves the core.
public struct Envelope: Sendable {
    /// From 1, without gaps.
    public let sequence: UInt64
    public let at: Instant
    public let time: WallTime
    public let event: Event

    public init(sequence: UInt64, at: Instant, time: WallTime, event: Event) {
        self.sequence = sequence
        self.at = at
        self.time = time
        self.event = event
    }
}

/// The names of spec §12: what a journal line, an export and the bus pane call an event.
public enum EventType: String, CaseIterable, Sendable {
    case runStarted = "run.started"
    case agentRegistered = "agent.registered"
    case agentChanged = "agent.changed"
    case taskSubmitted = "task.submitted"
    case taskQueued = "task.queued"
    case taskAnnounced = "task.announced"
    case bidReceived = "bid.received"
    case reviewSeated = "review.seated"
    case skillLeftOut = "skill.left_out"
    case subtaskAwarded = "subtask.awarded"
    case attemptStarted = "attempt.started"
    case attemptProgressed = "attempt.progressed"
    case attemptFinished = "attempt.finished"
    case attemptFenced = "attempt.fenced"
    case retryScheduled = "retry.scheduled"
    case subtaskFailed = "subtask.failed"
    case messageSent = "message.sent"
    case faultInjected = "fault.injected"
    case faultReverted = "fault.reverted"
    case reputationChanged = "reputation.changed"
    case taskFinished = "task.finished"
}

extension Event {
    public var type: EventType {
        switch self {
        case .runStarted: .runStarted
        case .agentRegistered: .agentRegistered
        case .agentChanged: .agentChanged
        case .taskSubmitted: .taskSubmitted
        case .taskQueued: .taskQueued
        case .taskAnnounced: .taskAnnounced
        case .bidReceived: .bidReceived
        case .reviewSeated: .reviewSeated
        case .skillLeftOut: .skillLeftOut
        case .subtaskAwarded: .subtaskAwarded
        case .attemptStarted: .attemptStarted
        case .attemptProgressed: .attemptProgressed
        case .attemptFinished: .attemptFinished
        case .attemptFenced: .attemptFenced
        case .retryScheduled: .retryScheduled
        case .subtaskFailed: .subtaskFailed
        case .messageSent: .messageSent
        case .faultInjected: .faultInjected
        case .faultReverted: .faultReverted
        case .reputationChanged: .reputationChanged
        case .taskFinished: .taskFinished
        }
    }
}
