import Synchronization

/// Messages from any thread to the one that draws.
///
/// Bounded: when `capacity` messages wait, the policy makes room. The wake closure is called once
/// when the mailbox goes from empty to not empty, outside the lock, on the sender's thread.
public final class Mailbox<Message: Sendable>: Sendable {
    /// What happens to a message that finds the mailbox full.
    public enum Overflow: Sendable {
        /// The oldest message goes; `droppedCount` tells how many did.
        case dropOldest
        /// The closure makes the waiting messages fewer; if it does not, the oldest goes.
        case coalesce(@Sendable (inout [Message]) -> Void)
    }

    private struct State {
        var messages: [Message] = []
        var droppedCount = 0
        var wake: (@Sendable () -> Void)?
    }

    public let capacity: Int
    private let overflow: Overflow
    /// Guards everything that changes.
    private let state = Mutex(State())

    public init(capacity: Int = 16_384, whenFull overflow: Overflow = .dropOldest) {
        self.capacity = max(1, capacity)
        self.overflow = overflow
    }

    /// Sets what is called when the first message arrives; at once when messages wait already.
    public func onWake(_ wake: (@Sendable () -> Void)?) {
        let hasMessages = state.withLock { state in
            state.wake = wake
            return !state.messages.isEmpty
        }
        if hasMessages { wake?() }
    }

    public func post(_ message: Message) {
        let wake = state.withLock { state -> (@Sendable () -> Void)? in
            let wasEmpty = state.messages.isEmpty
            if state.messages.count >= capacity { makeRoom(&state) }
            state.messages.append(message)
            return wasEmpty ? state.wake : nil
        }
        wake?()
    }

    /// Takes all messages, oldest first.
    public func drain() -> [Message] {
        state.withLock { state in
            let messages = state.messages
            state.messages = []
            return messages
        }
    }

    public var isEmpty: Bool { state.withLock { $0.messages.isEmpty } }

    /// Messages lost because the mailbox was full.
    public var droppedCount: Int { state.withLock { $0.droppedCount } }

    /// Drops in blocks of a sixteenth, so that a full mailbox does not shift on every message.
    private func makeRoom(_ state: inout State) {
        if case .coalesce(let merge) = overflow { merge(&state.messages) }
        guard state.messages.count >= capacity else { return }
        let excess = state.messages.count - capacity + max(1, capacity / 16)
        let count = min(state.messages.count, excess)
        state.messages.removeFirst(count)
        state.droppedCount += count
    }
}
