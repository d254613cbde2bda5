import SwarmCore
import Synchronization

/// Follows a swarm through a link, folds what it hears, and wakes who waits for something.
public final class Follower: Sendable {
    public typealias Predicate = @Sendable (SwarmState) -> Bool

    private struct State {
        var swarm: SwarmState?
        var waiters: [Int: (Predicate, CheckedContinuation<Bool, Never>)] = [:]
        var nextWaiter = 0
    }

    private let state = Mutex(State())
    private let feeds = Mutex<Feed?>(nil)
    private let heard: @Sendable (Feed.Item) -> Void

    /// Follows nothing yet. `heard` is told all that comes, before anybody is woken by it.
    public init(heard: @escaping @Sendable (Feed.Item) -> Void = { _ in }) { self.heard = heard }

    /// Takes the swarm as it is, and follows it from then on.
    public func follow(_ link: any SwarmLink) async { begin(await link.attach(newFeed())) }

    /// Follows a swarm that does not run yet, from its first turn on.
    public func follow(_ runtime: SwarmRuntime) {
        runtime.attach(newFeed()) { [weak self] in self?.begin($0) }
    }

    private func newFeed() -> Feed {
        let feed = Feed { [weak self] in self?.drain() }
        feeds.withLock { $0 = feed }
        return feed
    }

    private func begin(_ attachment: Attachment) {
        state.withLock { $0.swarm = attachment.state }
        drain()
    }

    /// The fold of everything heard so far.
    public var swarm: SwarmState { state.withLock { $0.swarm ?? SwarmState() } }

    /// Waits until the swarm is as wanted; false when it was not within the time.
    public func wait(atMost time: TimeSpan, until holds: @escaping Predicate) async -> Bool {
        let number = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        // Owned by this wait; ends with it.
        let deadline = Task {
            try await Task.sleep(for: .microseconds(time.microseconds))
            self.resume(number, false)
        }
        defer { deadline.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let holdsNow = state.withLock { state in
                    if let swarm = state.swarm, holds(swarm) { return true }
                    state.waiters[number] = (holds, continuation)
                    return false
                }
                if holdsNow { continuation.resume(returning: true) }
                if Task.isCancelled { resume(number, false) }
            }
        } onCancel: {
            resume(number, false)
        }
    }

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
                heard(item)
                switch item {
                case .events(let envelopes):
                    for envelope in envelopes {
                        swarm.apply(envelope.event, at: envelope.at)
                        look()
                    }
                case .gap(let fresh): swarm = fresh
                case .trouble: break
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
