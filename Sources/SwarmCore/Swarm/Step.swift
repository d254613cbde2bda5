/// What a driver says of an attempt.
public enum Report: Sendable {
    case started
    /// The share done, 0...1, and what it does now; anything else is clamped.
    case progressed(Double, note: String?)
    case finished(Product)
    case failed(AttemptFailure)
    /// It does something, such as a tool call; `fingerprint` is the same for the same action and arguments.
    case acted(fingerprint: UInt64, String)
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
