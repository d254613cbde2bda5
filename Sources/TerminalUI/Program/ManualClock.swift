import Synchronization

/// A clock that stands still until it is moved; for tests and replays.
public final class ManualClock: Clock, Sendable {
    public struct Instant: InstantProtocol {
        public let offset: Duration

        public func advanced(by duration: Duration) -> Instant {
            Instant(offset: offset + duration)
        }

        public func duration(to other: Instant) -> Duration {
            other.offset - offset
        }

        public static func < (left: Instant, right: Instant) -> Bool {
            left.offset < right.offset
        }
    }

    private let current = Mutex(Duration.zero)

    public init() {}

    public var now: Instant { Instant(offset: current.withLock { $0 }) }
    public var minimumResolution: Duration { .zero }

    public func advance(by duration: Duration) {
        current.withLock { $0 += duration }
    }

    /// Moves the clock to the deadline at once.
    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        current.withLock { $0 = max($0, deadline.offset) }
    }
}
