import Synchronization

/// Wakes all who wait for the same moment together: one timer for them all.
final class Beat: Sendable {
    private typealias Waiter = (token: UInt64, continuation: CheckedContinuation<Bool, Never>)

    private struct State {
        var latestToken: UInt64 = 0
        /// Each moment that has a timer.
        var waiters: [ContinuousClock.Instant: [Waiter]] = [:]
    }

    private let state = Mutex(State())

    /// Waits for the moment; false when the task was cancelled before.
    func wait(until moment: ContinuousClock.Instant) async -> Bool {
        let token = state.withLock { state in
            state.latestToken += 1
            return state.latestToken
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let hasTimer = state.withLock { state in
                    defer { state.waiters[moment, default: []].append((token, continuation)) }
                    return state.waiters[moment] != nil
                }
                if !hasTimer { wakeAll(at: moment) }
                if Task.isCancelled { giveUp(token, moment) }
            }
        } onCancel: {
            giveUp(token, moment)
        }
    }

    private func wakeAll(at moment: ContinuousClock.Instant) {
        // Owned by nobody: ends by itself at its moment.
        Task {
            try? await Task.sleep(until: moment, clock: .continuous)
            let waiters = state.withLock { $0.waiters.removeValue(forKey: moment) } ?? []
            for waiter in waiters { waiter.continuation.resume(returning: true) }
        }
    }

    private func giveUp(_ token: UInt64, _ moment: ContinuousClock.Instant) {
        let waiter = state.withLock { state -> Waiter? in
            guard let place = state.waiters[moment]?.firstIndex(where: { $0.token == token })
            else { return nil }
            return state.waiters[moment]?.remove(at: place)
        }
        waiter?.continuation.resume(returning: false)
    }
}
