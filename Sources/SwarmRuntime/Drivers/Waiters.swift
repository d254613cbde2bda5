import Synchronization

/// Those who asked the swarm something and wait, each by a token.
final class Waiters<Answer: Sendable>: Sendable {
    private enum Wait {
        /// Asked, and not waiting yet.
        case announced
        case waiting(CheckedContinuation<Answer?, Never>)
        /// Answered before the wait began; nil: given up.
        case answered(Answer?)
    }

    private struct State {
        var next: UInt64 = 1
        var waits: [UInt64: Wait] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Asks under a token of its own and waits; nil when the task is cancelled or the swarm ends first.
    func wait(_ ask: (_ token: UInt64) -> Void) async -> Answer? {
        let token = state.withLock { state -> UInt64? in
            guard !state.isClosed else { return nil }
            defer { state.next &+= 1 }
            state.waits[state.next] = .announced
            return state.next
        }
        guard let token else { return nil }
        ask(token)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let early = state.withLock { state -> Answer?? in
                    if case .announced? = state.waits[token] {
                        state.waits[token] = .waiting(continuation)
                        return nil
                    }
                    guard case .answered(let answer)? = state.waits.removeValue(forKey: token)
                    else { return .some(nil) }
                    return .some(answer)
                }
                if let early { continuation.resume(returning: early) }
            }
        } onCancel: {
            answer(token, with: nil)
        }
    }

    /// Ends one wait; false when nobody waits with that token any more.
    @discardableResult
    func answer(_ token: UInt64, with answer: Answer?) -> Bool {
        let wait = state.withLock { state -> Wait? in
            switch state.waits[token] {
            case .announced:
                state.waits[token] = .answered(answer)
                return .announced
            case .waiting: return state.waits.removeValue(forKey: token)
            case .answered, nil: return nil
            }
        }
        if case .waiting(let continuation)? = wait { continuation.resume(returning: answer) }
        return wait != nil
    }

    /// Nobody waits any longer, now or later.
    func close() {
        let tokens = state.withLock { state in
            state.isClosed = true
            return state.waits.keys.sorted()
        }
        for token in tokens { answer(token, with: nil) }
    }
}
