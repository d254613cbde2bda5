import Synchronization

/// Holds wake-ups back until there is something to wake.
final class Gate: Sendable {
    private let body = Mutex<(@Sendable () -> Void)?>(nil)

    /// Calls `body` now and on every wake-up that follows; one call at a time.
    func open(_ body: @escaping @Sendable () -> Void) {
        self.body.withLock { $0 = body }
        wake()
    }

    /// Holds wake-ups back again, once a call under way has ended.
    func close() { body.withLock { $0 = nil } }

    func wake() {
        body.withLock { $0?() }
    }
}
