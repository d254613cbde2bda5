import SwarmCore
import SwarmRuntime
import Synchronization
import Testing

/// Follows a running swarm through a feed, folds what it hears, and wakes who waits for something.
final class Watcher: Sendable {
    typealias Predicate = @Sendable (SwarmState) -> Bool

    private struct State {
        var swarm: SwarmState?
        var events: [Envelope] = []
        var troubles: [String?] = []
        var waiters: [Int: (Predicate, CheckedContinuation<Bool, Never>)] = [:]
        var nextWaiter = 0
    }

    private let state = Mutex(State())
    private let feeds = Mutex<Feed?>(nil)

    /// Attaches before the swarm runs, so that nothing is missed.
    init(_ runtime: SwarmRuntime) {
        let feed = Feed { [weak self] in self?.drain() }
        feeds.withLock { $0 = feed }
        runtime.attach(feed) { [weak self] attachment in
            self?.state.withLock { $0.swarm = attachment.state }
            self?.drain()
        }
    }

    /// The fold of everything heard so far.
    var swarm: SwarmState { state.withLock { $0.swarm ?? SwarmState() } }
    var events: [Event] { state.withLock { $0.events.map(\.event) } }
    var sequences: [UInt64] { state.withLock { $0.events.map(\.sequence) } }
    var troubles: [String?] { state.withLock { $0.troubles } }

    /// Waits until the swarm is as wanted; false when it was not within the time.
    func wait(atMost time: Duration = .seconds(20), until holds: @escaping Predicate) async -> Bool
    {
        let number = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        let deadline = Task {
            try await Task.sleep(for: time)
            self.resume(number, false)
        }
        defer { deadline.cancel() }
        return await withCheckedContinuation { continuation in
            let holdsNow = state.withLock { state in
                if let swarm = state.swarm, holds(swarm) { return true }
                state.waiters[number] = (holds, continuation)
                return false
            }
            if holdsNow { continuation.resume(returning: true) }
        }
    }

    /// Waits until that many tasks have ended.
    func wait(forEnded count: Int) async -> Bool { await wait { $0.totals.ended >= count } }

    private func drain() {
        let resumed = state.withLock { state -> [CheckedContinuation<Bool, Never>] in
            guard var swarm = state.swarm, let feed = feeds.withLock({ $0 }) else { return [] }
            state.swarm = nil  // one reference, so that the fold does not copy
            var resumed: Set<Int> = []
            func look() {
                for (number, waiter) in state.waiters where waiter.0(swarm) {
                    resumed.insert(number)
                }
            }
            look()
            for item in feed.take() {
                switch item {
                case .events(let envelopes):
                    for envelope in envelopes {
                        swarm.apply(envelope.event, at: envelope.at)
                        state.events.append(envelope)
                        look()
                    }
                case .gap(let fresh): swarm = fresh
                case .trouble(let reason): state.troubles.append(reason)
                }
            }
            state.swarm = swarm
            return resumed.compactMap { state.waiters.removeValue(forKey: $0)?.1 }
        }
        for continuation in resumed { continuation.resume(returning: true) }
    }

    private func resume(_ number: Int, _ answer: Bool) {
        let waiter = state.withLock { $0.waiters.removeValue(forKey: number) }
        waiter?.1.resume(returning: answer)
    }
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
        for count: Int, atMost time: Duration = .seconds(20),
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
