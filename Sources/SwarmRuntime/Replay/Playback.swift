import SwarmCore

/// How recorded time passes while it plays: the arithmetic of play, pause, speed and loop, without a clock.
///
/// `reading` is a monotonic clock's, in microseconds; recorded time is anchored to it anew by every change.
public struct Playback: Sendable {
    /// How long the end is shown before a loop starts again, in real time.
    static let restAtEnd = TimeSpan.seconds(1)

    public let start: Instant
    public let end: Instant
    public private(set) var speed = 1.0
    public private(set) var isPlaying = false
    public private(set) var loops = false
    /// What is played again and again; nil: all of it.
    public private(set) var part: ClosedRange<Instant>?
    private var anchor: Instant
    private var anchorReading: Int64 = 0

    public init(from start: Instant, to end: Instant) {
        self.start = start
        self.end = max(start, end)
        anchor = start
    }

    /// Where it starts again from, and where it stops or starts again.
    public var first: Instant { part?.lowerBound ?? start }
    public var last: Instant { part?.upperBound ?? end }

    /// The moment shown at a reading; never past the end.
    public func time(at reading: Int64) -> Instant {
        min(last, unbounded(reading))
    }

    private func unbounded(_ reading: Int64) -> Instant {
        guard isPlaying else { return anchor }
        return anchor + .seconds(Double(max(0, reading &- anchorReading)) / 1_000_000 * speed)
    }

    /// Whether it plays and a loop is to start again.
    public func wantsRestart(at reading: Int64) -> Bool {
        guard isPlaying, loops else { return false }
        return unbounded(reading) >= last + .seconds(Self.restAtEnd.seconds * speed)
    }

    /// The real time until a moment comes; nil while it does not play.
    public func wait(until moment: Instant, at reading: Int64) -> TimeSpan? {
        guard isPlaying else { return nil }
        let left = (moment - unbounded(reading)).seconds / speed
        return TimeSpan(microseconds: max(0, Int64((left * 1_000_000).rounded(.up))))
    }

    /// The real time until a loop starts again; nil when it does not.
    public func waitForRestart(at reading: Int64) -> TimeSpan? {
        guard loops else { return nil }
        return wait(until: last + .seconds(Self.restAtEnd.seconds * speed), at: reading)
    }

    /// Plays on; at the end from the start.
    public mutating func play(at reading: Int64) {
        if !isPlaying, anchor >= last { anchor = first }
        hold(at: reading)
        isPlaying = true
    }

    public mutating func pause(at reading: Int64) {
        hold(at: reading)
        isPlaying = false
    }

    public mutating func setSpeed(_ speed: Double, at reading: Int64) {
        hold(at: reading)
        self.speed = ReplaySpeed.clamped(speed)
    }

    /// Goes to a moment and plays on from there if it played; outside the part that loops, the loop ends.
    public mutating func move(to moment: Instant, at reading: Int64) {
        anchor = min(max(moment, start), end)
        anchorReading = reading
        if let part, !part.contains(anchor) { setLoop(false) }
    }

    /// Whether it starts again after its end; nil as part: after the end of all.
    public mutating func setLoop(_ loops: Bool, part: ClosedRange<Instant>? = nil) {
        self.loops = loops
        self.part = loops ? part : nil
    }

    private mutating func hold(at reading: Int64) {
        move(to: time(at: reading), at: reading)
    }
}
