import SwarmCore
import Synchronization

/// How a console sees and steers a swarm: embedded now, attached or replayed later; screens cannot tell.
public protocol SwarmLink: Sendable {
    /// The swarm as it is, and everything that happens from then on.
    func attach(_ feed: Feed) async -> Attachment
    /// Carries a command out; the reply comes once it is durable.
    func send(_ command: Command) async -> CommandReply
}

/// One moment of a swarm with its clocks.
public struct Attachment: Sendable {
    public let state: SwarmState
    public let now: Instant
    public let wall: WallTime
    /// The latest events before it, as far as they are at hand; the state holds them.
    public let recent: [Envelope]
}

/// Events on their way to one reader.
///
/// At most `most` wait; when a reader falls behind further, what waits is dropped, and it is told to take a fresh
/// snapshot, so that a slow reader never slows the swarm.
public final class Feed: Sendable {
    public enum Item: Sendable {
        case events([Envelope])
        /// Some were dropped; this is the swarm after them.
        case gap(SwarmState)
        /// The journal cannot write, with the reason; nil when it can again.
        case trouble(String?)
    }

    private struct State {
        var waiting: [Item] = []
        var count = 0
    }

    private let state = Mutex(State())
    private let most: Int
    private let wake: @Sendable () -> Void

    /// `wake` is called from any thread when something came into an empty feed.
    public init(most: Int = 50_000, wake: @escaping @Sendable () -> Void) {
        self.most = most
        self.wake = wake
    }

    /// Everything that waits, oldest first.
    public func take() -> [Item] {
        state.withLock { state in
            defer {
                state.waiting = []
                state.count = 0
            }
            return state.waiting
        }
    }

    func push(_ envelopes: [Envelope], snapshot: () -> SwarmState) {
        add(count: envelopes.count, .events(envelopes)) { .gap(snapshot()) }
    }

    /// The swarm is another one now; what waits of the one before is dropped.
    func jump(to state: SwarmState) {
        let wasEmpty = self.state.withLock { own -> Bool in
            defer {
                own.waiting = [.gap(state)]
                own.count = 1
            }
            return own.waiting.isEmpty
        }
        if wasEmpty { wake() }
    }

    func push(trouble: String?) { add(count: 0, .trouble(trouble)) { nil } }

    /// Adds the item; when it finds no room, what waits goes, but for the latest trouble, and `insteadOfAll` takes
    /// its place.
    private func add(count: Int, _ item: Item, insteadOfAll: () -> Item?) {
        let wasEmpty = state.withLock { state -> Bool in
            let wasEmpty = state.waiting.isEmpty
            if state.count + count > most, !wasEmpty, let all = insteadOfAll() {
                let trouble = state.waiting.last { if case .trouble = $0 { true } else { false } }
                state.waiting = (trouble.map { [$0] } ?? []) + [all]
                state.count = 1
            } else {
                state.waiting.append(item)
                state.count += count
            }
            return wasEmpty
        }
        if wasEmpty { wake() }
    }
}
