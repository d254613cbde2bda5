/// A fact: something that happened to the swarm. The state is the fold of these (architecture: one idea).
///
/// Names in files are those of spec §12, in `EventType`.
public enum Event: Sendable {
    case runStarted(number: Int, seed: UInt64)
    case agentRegistered(AgentID, AgentCard)
    case agentChanged(AgentID, AgentChange)
    /// The agent has another card from now on.
    case agentEdited(AgentID, AgentCard)
    case recipeDefined(Recipe)
    case recipeRemoved(String)
    case policiesChanged(Policies)
    case taskSubmitted(TaskID, TaskBrief)
    case taskChanged(TaskID, TaskChange)
    /// The task, or one subtask of it, waits until an agent with this skill is willing.
    case taskQueued(TaskID, subtask: UInt8?, skill: SkillID)
    case taskAnnounced(TaskID, Census, ranAsTeam: Bool)
    case bidReceived(TaskID, Bid)
    case reviewSeated(TaskID, AgentID)
    case subtaskSkipped(SubtaskKey, SkipReason)
    /// A result of an earlier task stands in for this subtask's.
    case subtaskReused(SubtaskKey, Product, quality: UInt8)
    case subtaskAwarded(AttemptKey, AgentID, score: Points)
    case attemptStarted(AttemptKey)
    case attemptProgressed(AttemptKey, permille: UInt16, note: String?)
    case attemptFinished(AttemptKey, AttemptOutcome)
    /// A late report of an attempt that is no longer the current one; it changed nothing.
    case attemptFenced(AttemptKey)
    case retryScheduled(SubtaskKey, until: Instant)
    case subtaskFailed(SubtaskKey)
    case approvalAsked(SubtaskKey, until: Instant?)
    case approvalGiven(SubtaskKey, granted: Bool, by: ApprovalSource)
    case reviewAsked(AttemptKey, AgentID, until: Instant)
    case reviewGiven(AttemptKey, AgentID, ReviewNote)
    case reviewDecided(AttemptKey, Verdict)
    case consensusReached(TaskID, group: UInt8, Consensus)
    /// The task's deadline passed before it was done.
    case deadlinePassed(TaskID)
    case messageSent(Message)
    /// A fault lost the message of that number.
    case messageDropped(UInt64, FaultID)
    /// A fault holds the message of that number up.
    case messageDelayed(UInt64, FaultID, until: Instant)
    /// The amount is set aside before the call is made.
    case costReserved(CallID, CallRequest)
    case costSettled(CallID, Settlement)
    /// A call that was not made, because no budget has room for it.
    case costRefused(CallRequest, BudgetRefusal)
    case toolCalled(ToolCall)
    /// The operator, or the deadline, answered whether the tool may be called.
    case toolAnswered(AttemptKey, number: UInt16, granted: Bool, by: ApprovalSource)
    case toolFinished(AttemptKey, number: UInt16, isError: Bool, output: String)
    case memoryKept(AgentID, MemoryNote)
    /// Nil: everything the agent remembers.
    case memoryForgotten(AgentID, note: UInt32?)
    case memoryRecalled(AttemptKey, [Recall])
    /// What a presenter or a scenario says to whoever watches; nil takes it away.
    case captionShown(String?)
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
    case taskChanged = "task.changed"
    case taskQueued = "task.queued"
    case taskAnnounced = "task.announced"
    case bidReceived = "bid.received"
    case reviewSeated = "review.seated"
    case agentEdited = "agent.edited"
    case recipeDefined = "recipe.defined"
    case recipeRemoved = "recipe.removed"
    case policiesChanged = "policies.changed"
    case subtaskSkipped = "subtask.skipped"
    case subtaskReused = "subtask.reused"
    case approvalAsked = "approval.asked"
    case approvalGiven = "approval.given"
    case reviewAsked = "review.asked"
    case reviewGiven = "review.given"
    case reviewDecided = "review.decided"
    case consensusReached = "consensus.reached"
    case deadlinePassed = "task.deadline_passed"
    case messageDropped = "message.dropped"
    case messageDelayed = "message.delayed"
    case subtaskAwarded = "subtask.awarded"
    case attemptStarted = "attempt.started"
    case attemptProgressed = "attempt.progressed"
    case attemptFinished = "attempt.finished"
    case attemptFenced = "attempt.fenced"
    case retryScheduled = "retry.scheduled"
    case subtaskFailed = "subtask.failed"
    case messageSent = "message.sent"
    case costReserved = "cost.reserved"
    case costSettled = "cost.settled"
    case costRefused = "cost.refused"
    case toolCalled = "tool.called"
    case toolAnswered = "tool.answered"
    case toolFinished = "tool.finished"
    case memoryKept = "memory.kept"
    case memoryForgotten = "memory.forgotten"
    case memoryRecalled = "memory.recalled"
    case captionShown = "caption.shown"
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
        case .taskChanged: .taskChanged
        case .taskQueued: .taskQueued
        case .taskAnnounced: .taskAnnounced
        case .bidReceived: .bidReceived
        case .reviewSeated: .reviewSeated
        case .agentEdited: .agentEdited
        case .recipeDefined: .recipeDefined
        case .recipeRemoved: .recipeRemoved
        case .policiesChanged: .policiesChanged
        case .subtaskSkipped: .subtaskSkipped
        case .subtaskReused: .subtaskReused
        case .approvalAsked: .approvalAsked
        case .approvalGiven: .approvalGiven
        case .reviewAsked: .reviewAsked
        case .reviewGiven: .reviewGiven
        case .reviewDecided: .reviewDecided
        case .consensusReached: .consensusReached
        case .deadlinePassed: .deadlinePassed
        case .messageDropped: .messageDropped
        case .messageDelayed: .messageDelayed
        case .subtaskAwarded: .subtaskAwarded
        case .attemptStarted: .attemptStarted
        case .attemptProgressed: .attemptProgressed
        case .attemptFinished: .attemptFinished
        case .attemptFenced: .attemptFenced
        case .retryScheduled: .retryScheduled
        case .subtaskFailed: .subtaskFailed
        case .messageSent: .messageSent
        case .costReserved: .costReserved
        case .costSettled: .costSettled
        case .costRefused: .costRefused
        case .toolCalled: .toolCalled
        case .toolAnswered: .toolAnswered
        case .toolFinished: .toolFinished
        case .memoryKept: .memoryKept
        case .memoryForgotten: .memoryForgotten
        case .memoryRecalled: .memoryRecalled
        case .captionShown: .captionShown
        case .faultInjected: .faultInjected
        case .faultReverted: .faultReverted
        case .reputationChanged: .reputationChanged
        case .taskFinished: .taskFinished
        }
    }
}
