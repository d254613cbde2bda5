/// A moment on the swarm's own monotonic clock: microseconds since its data folder was first opened.
///
/// The core never sees the wall clock, so a clock that jumps cannot time out an attempt. The shell keeps the
/// count going across restarts and adds the wall time when an event leaves for a screen or a file.
public struct Instant: Hashable, Comparable, Sendable {
    public var microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    public static let zero = Instant(microseconds: 0)

    public static func < (a: Instant, b: Instant) -> Bool { a.microseconds < b.microseconds }
    public static func - (a: Instant, b: Instant) -> TimeSpan {
        TimeSpan(microseconds: a.microseconds &- b.microseconds)
    }
    public static func + (a: Instant, b: TimeSpan) -> Instant {
        let (sum, overflow) = a.microseconds.addingReportingOverflow(b.microseconds)
        return Instant(microseconds: overflow ? .max : sum)
    }
}

/// A length of time in microseconds. Conversions from outside numbers clamp instead of trapping.
public struct TimeSpan: Hashable, Comparable, Sendable {
    public var microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    public static let zero = TimeSpan(microseconds: 0)
    public static func milliseconds(_ n: Int) -> TimeSpan {
        let (product, overflow) = Int64(n).multipliedReportingOverflow(by: 1_000)
        return TimeSpan(microseconds: overflow ? .max : product)
    }

    /// `n` seconds; not a number is zero, anything past ±100 years is clamped to that.
    public static func seconds(_ n: Double) -> TimeSpan {
        guard n.isFinite else { return n > 0 ? .century : .zero }
        let clamped = min(max(n, -century.seconds), century.seconds)
        return TimeSpan(microseconds: Int64((clamped * 1_000_000).rounded()))
    }

    public static let century = TimeSpan(microseconds: 3_155_760_000_000_000)

    public var seconds: Double { Double(microseconds) / 1_000_000 }
    public var milliseconds: Int64 { microseconds / 1_000 }

    public static func < (a: TimeSpan, b: TimeSpan) -> Bool { a.microseconds < b.microseconds }
    public static func + (a: TimeSpan, b: TimeSpan) -> TimeSpan {
        let (sum, overflow) = a.microseconds.addingReportingOverflow(b.microseconds)
        return TimeSpan(microseconds: overflow ? .max : sum)
    }
}

/// Milliseconds since 1970-01-01T00:00:00Z: deadlines and the times shown to people, never a timer.
public struct WallTime: Hashable, Comparable, Sendable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    public static func < (a: WallTime, b: WallTime) -> Bool { a.milliseconds < b.milliseconds }
}
