import SwarmCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Tells the time to the shell; the core is only ever told.
public protocol SwarmClock: Sendable {
    /// Monotonic microseconds since some fixed moment.
    func monotonic() -> Int64
    func wall() -> WallTime
}

/// The machine's clocks.
public struct SystemClock: SwarmClock {
    public init() {}

    public func monotonic() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_nsec) / 1_000
    }

    public func wall() -> WallTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return WallTime(
            milliseconds: Int64(time.tv_sec) &* 1_000 &+ Int64(time.tv_nsec) / 1_000_000)
    }
}

/// A clock that stands until a test moves it.
public final class ManualClock: SwarmClock {
    private let now = Mutex<Int64>(0)

    public init() {}

    public func monotonic() -> Int64 { now.withLock { $0 } }
    public func wall() -> WallTime {
        WallTime(milliseconds: 1_700_000_000_000 + monotonic() / 1_000)
    }

    public func advance(by span: TimeSpan) { now.withLock { $0 += span.microseconds } }
}
