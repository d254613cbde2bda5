import SwarmCore
import Synchronization

/// Where everything that happens to the swarm arrives, from any thread, and waits for the runtime's next turn.
///
/// Not bounded by count: what may come in is bounded by the live attempts and their sampled reports; an operator's
/// commands wait for their reply. One lock for a batch, no hop for an event.
public final class Inbox: Sendable {
    /// An input, or a command with somebody waiting for its reply.
    enum Item: Sendable {
        case input(Input)
        indirect case command(Command, @Sendable (CommandReply) -> Void)
        case attach(Feed, @Sendable (Attachment) -> Void)
        /// A question for whoever has the skill.
        indirect case question(MessageDraft, skill: String)
        /// The task that ran an attempt's work has returned.
        case workEnded(AttemptKey)
        /// What was encoded beside the turns; nil when it could not be.
        case encoded(JournalSnapshot?)
        case stop
    }

    private struct State {
        var items: [Item] = []
        var wake: (@Sendable () -> Void)?
        var isStopAsked = false
        var turnAway: (@Sendable (Item) -> Void)?
    }

    private let state = Mutex(State())

    init() {}

    func post(_ input: Input) { post(.input(input)) }

    func post(_ item: Item) {
        let (wake, turnAway) = state.withLock { state in
            if state.turnAway == nil { state.items.append(item) }
            if case .stop = item { state.isStopAsked = true }
            defer { state.wake = nil }
            return (state.wake, state.turnAway)
        }
        turnAway?(item)
        wake?()
    }

    /// Whether the swarm was asked to stop, taken in or not.
    var isStopAsked: Bool { state.withLock { $0.isStopAsked } }

    /// Nothing more is taken in: what waits, and what still comes, goes to `turnAway`.
    func close(_ turnAway: @escaping @Sendable (Item) -> Void) {
        let left = state.withLock { state in
            state.turnAway = turnAway
            defer { state.items = [] }
            return state.items
        }
        for item in left { turnAway(item) }
    }

    /// Swaps what has come in into `items`, which must be empty.
    func take(into items: inout [Item]) {
        state.withLock { swap(&$0.items, &items) }
    }

    /// Waits until something is there.
    func filled() async {
        await withCheckedContinuation { continuation in
            let isFilled = state.withLock { state -> Bool in
                if state.items.isEmpty { state.wake = { continuation.resume() } }
                return !state.items.isEmpty
            }
            if isFilled { continuation.resume() }
        }
    }
}
