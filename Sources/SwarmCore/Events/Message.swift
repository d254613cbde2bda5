/// Who sends or receives a message.
public enum Party: Hashable, Sendable {
    case agent(AgentID)
    case orchestrator
    case `operator`
    /// Everybody subscribed to the topic.
    case everyone
}

/// One message on the bus (spec §9); immutable.
public final class Message: Sendable {
    public enum Kind: String, CaseIterable, Sendable { case question, answer, note }

    /// Its place among the messages of the swarm, from 1.
    public let number: UInt64
    public let kind: Kind
    public let topic: String
    public let sender: Party
    public let recipient: Party
    /// The task it is about: the correlation id.
    public let task: TaskID?
    /// The message it answers.
    public let causation: UInt64?
    public let payload: JSONValue
    /// When an answer stops being useful; only questions have one.
    public let replyBy: Instant?

    /// The topic of what an operator asks an agent; the answer's ends in `reply`.
    public static let operatorTopic = "operator.ask"

    public init(
        number: UInt64, kind: Kind, topic: String, sender: Party, recipient: Party,
        task: TaskID? = nil, causation: UInt64? = nil, payload: JSONValue, replyBy: Instant? = nil
    ) {
        self.number = number
        self.kind = kind
        self.topic = topic
        self.sender = sender
        self.recipient = recipient
        self.task = task
        self.causation = causation
        self.payload = payload
        self.replyBy = replyBy
    }
}
