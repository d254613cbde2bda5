import SwarmCore
import SwarmRuntime
import Synchronization
import Testing

/// Follows a running swarm and keeps what it hears.
final class Watcher: Sendable {
    private let follower: Follower
    private let envelopes = Record<Envelope>()
    private let told = Record<String?>()

    /// Attaches before the swarm runs, so that nothing is missed.
    init(_ runtime: SwarmRuntime) {
        follower = Follower { [envelopes, told] item in
            switch item {
            case .events(let new): for envelope in new { envelopes.add(envelope) }
            case .trouble(let reason): told.add(reason)
            case .gap: break
            }
        }
        follower.follow(runtime)
    }

    /// The fold of everything heard so far.
    var swarm: SwarmState { follower.swarm }
    var events: [Event] { envelopes.elements.map(\.event) }
    var sequences: [UInt64] { envelopes.elements.map(\.sequence) }
    var troubles: [String?] { told.elements }

    /// Waits until the swarm is as wanted; false when it was not within the time.
    func wait(
        atMost time: TimeSpan = .seconds(50), until holds: @escaping Follower.Predicate
    ) async -> Bool {
        await follower.wait(atMost: time, until: holds)
    }

    /// Waits until that many tasks have ended.
    func wait(forEnded count: Int) async -> Bool { await wait { $0.totals.ended >= count } }
}

/// A list that many write.
final class Record<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var waiters: [Int: (count: Int, continuation: CheckedContinuation<Bool, Never>)] = [:]
        var nextWaiter = 0
    }

    private let state = Mutex(State())

    var elements: [Element] { state.withLock { $0.elements } }

    func add(_ element: Element) {
        let ready = state.withLock { state in
            state.elements.append(element)
            let count = state.elements.count
            let ready = state.waiters.filter { $0.value.count <= count }
            for number in ready.keys { state.waiters[number] = nil }
            return ready.values.map(\.continuation)
        }
        for continuation in ready { continuation.resume(returning: true) }
    }

    /// Waits until it holds that many; not to get there in time is an issue.
    func wait(
        for count: Int, atMost time: Duration = .seconds(50),
        _ sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        let number = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        let deadline = Task {
            try await Task.sleep(for: time)
            let waiter = self.state.withLock { $0.waiters.removeValue(forKey: number) }
            waiter?.continuation.resume(returning: false)
        }
        defer { deadline.cancel() }
        let isThere = await withCheckedContinuation { continuation in
            let isReady = state.withLock { state in
                if state.elements.count >= count { return true }
                state.waiters[number] = (count, continuation)
                return false
            }
            if isReady { continuation.resume(returning: true) }
        }
        #expect(isThere, "\(count) were waited for", sourceLocation: sourceLocation)
    }
}
