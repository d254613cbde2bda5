/// Where a replay stands in its recording, and how it goes on.
public struct ReplayPosition: Hashable, Sendable {
    /// The number of the latest event shown; `firstEvent - 1` before the first.
    public var event: UInt64
    public var firstEvent: UInt64
    public var lastEvent: UInt64
    /// The moment shown, on the swarm's clock, and the wall's time at it.
    public var time: Instant
    public var wall: WallTime
    /// When the recording starts and ends, on the swarm's clock.
    public var start: Instant
    public var end: Instant
    public var speed: Double
    public var isPlaying: Bool
    public var loops: Bool
    /// What a loop plays again and again; nil: all of it.
    public var part: ClosedRange<Instant>?

    public init(
        event: UInt64, events: ClosedRange<UInt64>, time: Instant, wall: WallTime,
        from start: Instant, to end: Instant, speed: Double = 1, isPlaying: Bool = false,
        loops: Bool = false, part: ClosedRange<Instant>? = nil
    ) {
        self.event = event
        firstEvent = events.lowerBound
        lastEvent = events.upperBound
        self.time = time
        self.wall = wall
        self.start = start
        self.end = end
        self.speed = speed
        self.isPlaying = isPlaying
        self.loops = loops
        self.part = part
    }

    public var elapsed: TimeSpan { time - start }
    public var length: TimeSpan { end - start }
    /// The share of the recorded time that has passed, 0...1; 1 for a recording of one moment.
    public var share: Double {
        length > .zero ? elapsed.seconds / length.seconds : 1
    }
}

/// Something in a recording worth going to.
public struct ReplayMarker: Hashable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case award, failure, faultInjected, faultReverted, result

        /// Something went wrong, or was made to.
        public var isTrouble: Bool { self == .failure || self == .faultInjected }
    }

    /// The event's number.
    public let event: UInt64
    public let at: Instant
    public let kind: Kind
    /// A few words with names as they were recorded, such as `Finance Agent crashed`.
    public let label: String
    /// How the task ended, for a result.
    public let status: TaskStatus?

    public init(
        event: UInt64, at: Instant, kind: Kind, label: String, status: TaskStatus? = nil
    ) {
        self.event = event
        self.at = at
        self.kind = kind
        self.label = label
        self.status = status
    }
}
