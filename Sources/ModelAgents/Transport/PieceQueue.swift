import Synchronization

/// What came of an exchange and was not taken yet: the curl thread puts, one task takes.
///
/// It holds `mostHeldBytes` and one write of libcurl's at most; then `put` refuses, and `makesRoom` says when the
/// sender may go on.
final class PieceQueue: Sendable {
    typealias Taken = Result<TransportPiece?, TransportFault>

    static let mostHeldBytes = 256 << 10

    private struct State {
        var head: TransportHead?
        var bytes: [UInt8] = []
        /// What is taken from here on, once the end is known.
        var end: Taken?
        var isSenderHeld = false
        var contentAt: ContinuousClock.Instant
        var waiter: CheckedContinuation<Taken, Never>?

        mutating func taken() -> Taken? {
            if let head {
                self.head = nil
                return .success(.head(head))
            }
            if !bytes.isEmpty {
                var piece: [UInt8] = []
                swap(&piece, &bytes)
                return .success(.bytes(piece))
            }
            return end
        }

        /// The waiter with what it gets, if there is both.
        mutating func served() -> (CheckedContinuation<Taken, Never>, Taken)? {
            guard let waiter, let taken = taken() else { return nil }
            self.waiter = nil
            return (waiter, taken)
        }
    }

    private let state: Mutex<State>

    init(since: ContinuousClock.Instant) { state = Mutex(State(contentAt: since)) }

    // MARK: The curl thread

    func put(_ head: TransportHead, at now: ContinuousClock.Instant) {
        change { state in
            guard state.end == nil else { return }
            state.head = head
            state.contentAt = now
        }
    }

    /// False when the taker must take first.
    func put(_ bytes: UnsafeRawBufferPointer) -> Bool {
        change { state in
            guard state.end == nil else { return true }
            state.isSenderHeld = state.bytes.count >= Self.mostHeldBytes
            if !state.isSenderHeld { state.bytes += bytes }
            return !state.isSenderHeld
        }
    }

    /// Ends the exchange, with nil as a complete one. The first end counts; what came before it can still be taken.
    func end(_ fault: TransportFault?) {
        change { state in
            if state.end == nil { state.end = fault.map(Taken.failure) ?? .success(nil) }
        }
    }

    /// When content came last; nil while the taker holds the sender up.
    var contentAt: ContinuousClock.Instant? {
        state.withLock { $0.isSenderHeld ? nil : $0.contentAt }
    }

    // MARK: The taker

    func take() async -> Taken {
        await withCheckedContinuation { continuation in
            change { state in
                precondition(state.waiter == nil, "One task at a time takes from an exchange.")
                state.waiter = continuation
            }
        }
    }

    /// True once after the queue was full and has been emptied.
    func makesRoom() -> Bool {
        state.withLock { state in
            guard state.isSenderHeld, state.bytes.isEmpty else { return false }
            state.isSenderHeld = false
            state.contentAt = .now
            return true
        }
    }

    func noteContent(at now: ContinuousClock.Instant) {
        state.withLock { $0.contentAt = now }
    }

    /// Drops what came and ends the exchange as cancelled. True when the curl thread does not know of an end yet.
    func cancel() -> Bool {
        change { state in
            let wasUnderWay = state.end == nil
            state.end = .failure(.cancelled)
            state.head = nil
            state.bytes = []
            return wasUnderWay
        }
    }

    /// Changes the state, then wakes the waiter outside the lock if there is something for it.
    private func change<Value: Sendable>(_ body: (inout State) -> Value) -> Value {
        let (value, served) = state.withLock { state in
            let value = body(&state)
            return (value, state.served())
        }
        if let (waiter, taken) = served { waiter.resume(returning: taken) }
        return value
    }
}
