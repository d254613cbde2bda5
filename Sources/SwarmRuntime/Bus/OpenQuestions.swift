import SwarmCore
import Synchronization

/// What came back to a question.
public struct Answer: Sendable {
    public let payload: JSONValue
    /// The name of the agent that answered.
    public let by: String
}

/// Questions between agents that have no answer yet, each with its deadline.
///
/// At most `most` are open; one more is answered nil at once, as if nobody had replied in time.
final class OpenQuestions: Sendable {
    private static let most = 10_000

    private struct State {
        var next: UInt64 = 1
        /// Asked, but not waited for yet: its deadline or cancellation may come first.
        var announced: Set<UInt64> = []
        var waiting: [UInt64: CheckedContinuation<Answer?, Never>] = [:]
        /// The question's message number to its asker's token.
        var tokens: [UInt64: UInt64] = [:]
    }

    private let state = Mutex(State())
    private let clock: any SwarmClock
    /// The clock's reading at the swarm's instant 0.
    private let epoch: Int64

    init(clock: any SwarmClock, epoch: Int64) {
        self.clock = clock
        self.epoch = epoch
    }

    /// Sends the question and waits for its answer or its deadline.
    func ask(
        _ draft: MessageDraft, skill: String, within: TimeSpan, inbox: Inbox
    ) async -> Answer? {
        let token = state.withLock { state -> UInt64 in
            defer { state.next &+= 1 }
            state.announced.insert(state.next)
            return state.next
        }
        var draft = draft
        draft.token = token
        let now = Instant(microseconds: clock.monotonic() &- epoch)
        draft.replyBy = now + within
        let sent = draft
        // Ends with the question: cancelled below once an answer came, else it closes the question itself.
        let deadline = Task {
            try await Task.sleep(for: .microseconds(max(0, within.microseconds)))
            self.close(token, with: nil)
        }
        defer { deadline.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if open(token, continuation) {
                    inbox.post(.question(sent, skill: skill))
                } else {
                    continuation.resume(returning: nil)
                }
            }
        } onCancel: {
            close(token, with: nil)
        }
    }

    /// Notes under which number the question went out.
    func sent(token: UInt64, as number: UInt64) {
        state.withLock { state in
            if state.waiting[token] != nil { state.tokens[number] = token }
        }
    }

    func answer(to number: UInt64, _ answer: Answer) {
        guard let token = state.withLock({ $0.tokens[number] }) else { return }
        close(token, with: answer)
    }

    func close(_ token: UInt64, with answer: Answer?) {
        let continuation = state.withLock { state in
            if let number = state.tokens.first(where: { $0.value == token })?.key {
                state.tokens[number] = nil
            }
            state.announced.remove(token)
            return state.waiting.removeValue(forKey: token)
        }
        continuation?.resume(returning: answer)
    }

    private func open(
        _ token: UInt64, _ continuation: CheckedContinuation<Answer?, Never>
    ) -> Bool {
        state.withLock { state in
            let isOpen = state.announced.remove(token) != nil
            guard isOpen, state.waiting.count < Self.most else { return false }
            state.waiting[token] = continuation
            return true
        }
    }
}
