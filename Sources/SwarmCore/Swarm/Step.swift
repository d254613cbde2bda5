/// What a driver says of an attempt.
public enum Report: Sendable {
    case started
    /// The share done, 0...1, and what it does now; anything else is clamped.
    case progressed(Double, note: String?)
    case finished(Product)
    case failed(AttemptFailure)
    /// It does something, such as a tool call; `fingerprint` is the same for the same action and arguments.
    case acted(fingerprint: UInt64, String)
    /// What it works with will not serve before so long.
    case postponed(String, by: TimeSpan)
    case callsTool(ToolDraft)
    case toolFinished(number: UInt16, isError: Bool, output: String)
    case recalls([Recall])
}

/// A tool an attempt wants to call.
public struct ToolDraft: Sendable {
    public var name: String
    /// As JSON text.
    public var arguments: String
    public var needsApproval: Bool
    /// The caller's own mark, handed back with the effect; never recorded.
    public var token: UInt64

    public init(name: String, arguments: String, needsApproval: Bool, token: UInt64) {
        self.name = name
        self.arguments = arguments
        self.needsApproval = needsApproval
        self.token = token
    }
}

/// Something an agent is to keep.
public struct NoteDraft: Sendable {
    public var agent: AgentID
    public var kind: MemoryNote.Kind
    public var source: String
    public var skill: String
    public var text: String

    public init(
        agent: AgentID, kind: MemoryNote.Kind, source: String, skill: String, text: String
    ) {
        self.agent = agent
        self.kind = kind
        self.source = source
        self.skill = skill
        self.text = text
    }
}

/// A message somebody wants sent.
public struct MessageDraft: Sendable {
    public var kind: Message.Kind
    public var topic: String
    public var sender: Party
    public var recipient: Party
    public var task: TaskID?
    public var causation: UInt64?
    public var payload: JSONValue
    public var replyBy: Instant?
    /// The sender's own mark, handed back with the effect; never recorded.
    public var token: UInt64?

    public init(
        kind: Message.Kind, topic: String, sender: Party, recipient: Party, task: TaskID? = nil,
        causation: UInt64? = nil, payload: JSONValue, replyBy: Instant? = nil, token: UInt64? = nil
    ) {
        self.kind = kind
        self.topic = topic
        self.sender = sender
        self.recipient = recipient
        self.task = task
        self.causation = causation
        self.payload = payload
        self.replyBy = replyBy
        self.token = token
    }
}

/// The result of an earlier task's subtask that a new one begins with.
public struct KeptResult: Sendable {
    public let subtask: UInt8
    public let product: Product
    public let quality: UInt8

    public init(subtask: Int, product: Product, quality: UInt8) {
        self.subtask = UInt8(clamping: subtask)
        self.product = product
        self.quality = quality
    }
}

/// What can happen to a swarm from outside.
public enum Input: Sendable {
    case startRun(seed: UInt64)
    case register(AgentCard)
    /// `kept` are results of an earlier task that stand in for its subtasks'.
    case submit(TaskBrief, kept: [KeptResult] = [])
    case report(AttemptKey, Report)
    indirect case message(MessageDraft)
    case pause(AgentID)
    case resume(AgentID)
    case cancel(TaskID)
    case change(TaskID, TaskChange)
    case inject(FaultSpec)
    case revert(FaultID)
    case answerApproval(SubtaskKey, granted: Bool)
    case reviewed(AttemptKey, AgentID, ReviewNote)
    /// Nil: to whoever is best.
    case reassign(SubtaskKey, to: AgentID?)
    case edit(AgentID, AgentCard)
    case retire(AgentID)
    case define(Recipe)
    case removeRecipe(String)
    case setPolicies(Policies)
    case caption(String?)
    /// Somebody wants to make a model call.
    indirect case reserve(CallRequest, token: UInt64)
    indirect case settle(CallID, Settlement)
    case answerTool(AttemptKey, number: UInt16, granted: Bool)
    indirect case remember(NoteDraft)
    /// Nil: everything.
    case forget(AgentID, note: UInt32?)
    /// Nothing but the time has changed.
    case tick
}

/// What the shell has to do once the events of the step are durable.
public enum Effect: Sendable {
    case acknowledge(TaskID)
    case start(AttemptKey, AgentID)
    /// Stop the work itself; whatever it still says is late.
    case cancel(AttemptKey, AgentID)
    /// A crash was injected: end what the agent runs, and report it.
    case strike(AgentID)
    case faultsChanged
    /// Ask the agent what it thinks of the attempt's result.
    case review(AttemptKey, AgentID)
    case deliver(Message, token: UInt64?)
    case refuseMessage(token: UInt64?)
    case grantCall(token: UInt64, CallID)
    case refuseCall(token: UInt64, BudgetRefusal)
    /// The attempt that wanted it is over.
    case withdrawCall(token: UInt64)
    /// Number 0: the attempt is over, or has called as many tools as it may.
    case answerTool(token: UInt64, number: UInt16, granted: Bool)
    case ended(TaskID)
}

/// What one or more steps decided; kept and emptied by the shell, so that a step does not allocate.
public struct Decision: Sendable {
    public var events: [Event] = []
    public var effects: [Effect] = []

    public init() {}

    public mutating func empty() {
        events.empty()
        effects.empty()
    }
}
