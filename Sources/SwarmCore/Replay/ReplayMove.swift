/// What a person can tell a replay. It changes what is shown, never what was recorded.
public enum ReplayMove: Hashable, Sendable {
    /// Plays on; at the end from the start again.
    case play
    case pause
    /// Pauses when it plays, else plays.
    case toggle
    /// How many times faster than life; clamped to `ReplaySpeed.range`.
    case speed(Double)
    case seek(ReplayTarget)
    /// So many events forward, or back when negative; pauses.
    case step(Int)
    case nextMarker
    case previousMarker
    /// To the next fault or failed attempt.
    case nextTrouble
    case previousTrouble
    /// Whether it starts again after the end; all of it is played again.
    case loop(Bool)
    /// Plays what lies between the markers around this moment again and again.
    case loopBetweenMarkers
}

/// A place in a recording; one outside is clamped to its ends.
public enum ReplayTarget: Hashable, Sendable {
    /// Just after the event with this number.
    case event(UInt64)
    /// A moment on the swarm's clock.
    case time(Instant)
    /// A share of the recorded time, 0...1.
    case share(Double)
}

/// The speeds a replay plays at, in multiples of life.
public enum ReplaySpeed {
    public static let range = 0.1...1_000.0
    static let steps = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000]

    /// The next speed of the ladder; the fastest stays.
    public static func faster(than speed: Double) -> Double {
        steps.first { $0 > speed } ?? range.upperBound
    }

    public static func slower(than speed: Double) -> Double {
        steps.last { $0 < speed } ?? range.lowerBound
    }

    /// Not a number counts as 1.
    public static func clamped(_ speed: Double) -> Double {
        speed.isNaN ? 1 : min(max(speed, range.lowerBound), range.upperBound)
    }
}
