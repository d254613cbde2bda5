import DequeModule
import SwarmCore
import Synchronization

/// A question in an agent's mailbox, with the task it is about.
public struct Question: Sendable {
    public let message: Message
    public let brief: TaskBrief?
}

/// Carries messages between agents and to whoever listens (spec §9).
public protocol MessageBus: Sendable {
    /// Listens to a topic; ends when the subscription is cancelled.
    func subscribe(topic: String) -> Subscription
    /// Listens to the announcements of tasks that need a skill.
    func subscribe(skill: SkillID) -> Subscription
    /// Hands a message to the subscribers of its topic.
    func publish(_ message: Message)
    /// Hands an announcement to the subscribers of the skills, each once.
    func announce(_ message: Message, to skills: SkillSet)
    /// Puts a question into an agent's mailbox; false when it is full.
    func deliver(_ question: Question, to agent: AgentID) -> Bool
    /// Takes the oldest question out of an agent's mailbox.
    func takeNext(for agent: AgentID) -> Question?
}

/// A listener's queue: at most `Subscription.most` messages; the oldest go first when it is full, and are counted.
public final class Subscription: Sendable {
    public static let most = 1_000

    private struct State {
        var queue: Deque<Message> = []
        var dropped = 0
        var isCancelled = false
    }

    private let state = Mutex(State())

    init() {}

    public var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Everything that has come since the last call, and how many were dropped before it.
    public func take() -> (messages: [Message], dropped: Int) {
        state.withLock { state in
            defer {
                state.queue.removeAll()
                state.dropped = 0
            }
            return (Array(state.queue), state.dropped)
        }
    }

    public func cancel() {
        state.withLock { state in
            state.isCancelled = true
            state.queue.removeAll()
        }
    }

    func push(_ message: Message) {
        state.withLock { state in
            guard !state.isCancelled else { return }
            if state.queue.count == Self.most {
                state.queue.removeFirst()
                state.dropped += 1
            }
            state.queue.append(message)
        }
    }
}

/// The bus within one process.
public final class InProcessBus: MessageBus {
    /// Questions one agent may have unanswered; one more is refused, and its asker told at once.
    public static let mailboxSize = 64

    private struct State {
        var topics: [String: [Subscription]] = [:]
        var skills: [SkillID: [Subscription]] = [:]
        var mailboxes: [AgentID: Deque<Question>] = [:]
    }

    private let state = Mutex(State())

    public init() {}

    public func subscribe(topic: String) -> Subscription {
        let subscription = Subscription()
        state.withLock { $0.topics[topic, default: []].append(subscription) }
        return subscription
    }

    public func subscribe(skill: SkillID) -> Subscription {
        let subscription = Subscription()
        state.withLock { $0.skills[skill, default: []].append(subscription) }
        return subscription
    }

    public func publish(_ message: Message) {
        let listeners = state.withLock { state -> [Subscription] in
            guard state.topics[message.topic] != nil else { return [] }
            state.topics[message.topic]?.removeAll(where: \.isCancelled)
            return state.topics[message.topic] ?? []
        }
        for listener in listeners { listener.push(message) }
    }

    public func announce(_ message: Message, to skills: SkillSet) {
        let listeners = state.withLock { state -> [Subscription] in
            guard !state.skills.isEmpty else { return [] }
            var seen = Set<ObjectIdentifier>()
            return skills.flatMap { state.skills[$0] ?? [] }.filter {
                !$0.isCancelled && seen.insert(ObjectIdentifier($0)).inserted
            }
        }
        for listener in listeners { listener.push(message) }
    }

    public func deliver(_ question: Question, to agent: AgentID) -> Bool {
        state.withLock { state in
            guard state.mailboxes[agent]?.count ?? 0 < Self.mailboxSize else { return false }
            state.mailboxes[agent, default: []].append(question)
            return true
        }
    }

    public func takeNext(for agent: AgentID) -> Question? {
        state.withLock { $0.mailboxes[agent]?.popFirst() }
    }
}
