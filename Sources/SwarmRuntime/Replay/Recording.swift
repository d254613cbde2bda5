import SwarmCore

/// A run that was recorded: every event, what to go to in it, and the swarm at any place of it.
///
/// A value read once; it never changes, even while the journal it came from is written on. A place is a number of
/// events: at place n the first n events have happened.
public struct Recording: Sendable {
    /// All events from the first one of the data folder on; an event's place before it is its index.
    public private(set) var events: [Envelope] = []
    /// What is shown of them; all unless one run was chosen.
    public private(set) var places = 0...0
    /// In order of time.
    public private(set) var markers: [ReplayMarker] = []
    private var runs: [(number: Int, first: Int)] = []
    private var checkpoints: Checkpoints

    /// Reads what a journal holds now. Another process may write it meanwhile.
    public init(_ journal: any Journal) throws(RecordingFault) {
        var fold = Fold()
        var fault: RecordingFault?
        do throws(JournalFault) {
            _ = try JournalReader().fold(journal) { envelope in
                fault = fault ?? fold.take(envelope)
                return fault == nil
            }
        } catch {
            throw .journal(error)
        }
        if let fault { throw fault }
        try self.init(fold)
    }

    /// Reads the JSON lines that `swarmtop export` and `--events` write.
    public init(lines: [UInt8]) throws(RecordingFault) {
        var fold = Fold()
        let reader = EventReader()
        let all = lines.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (index, line) in all.enumerated() where !line.isEmpty {
            let envelope: Envelope
            do {
                envelope = try reader.read(Array(line), state: fold.state)
            } catch {
                throw .line(index + 1, error)
            }
            if let fault = fold.take(envelope) { throw fault }
        }
        try self.init(fold)
    }

    private init(_ fold: Fold) throws(RecordingFault) {
        guard !fold.events.isEmpty else { throw .empty }
        events = fold.events
        markers = fold.markers
        runs = fold.runs
        checkpoints = fold.checkpoints
        places = 0...events.count
    }

    /// The numbers of the runs it holds, in order.
    public var runNumbers: [Int] { runs.map(\.number) }

    /// The part of one run; nil when there is none with this number.
    public func only(run number: Int) -> Recording? {
        guard let index = runs.firstIndex(where: { $0.number == number }) else { return nil }
        let end = index + 1 < runs.count ? runs[index + 1].first : events.count
        var part = self
        part.places = runs[index].first...end
        part.markers = markers.filter { place(after: $0.event) > part.places.lowerBound }
            .filter { place(after: $0.event) <= part.places.upperBound }
        return part
    }

    // MARK: Places and times

    /// The time of the first event, on the swarm's clock.
    public var start: Instant { events[places.lowerBound].at }
    public var end: Instant { events[places.upperBound - 1].at }

    /// The numbers of the first and the last event shown.
    public var eventNumbers: ClosedRange<UInt64> {
        events[places.lowerBound].sequence...events[places.upperBound - 1].sequence
    }

    /// How many of the events shown had happened by then.
    public func place(at time: Instant) -> Int {
        var low = places.lowerBound
        var high = places.upperBound
        while low < high {
            let middle = (low + high) / 2
            if events[middle].at <= time { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The place just after an event, clamped to what is shown.
    public func place(after event: UInt64) -> Int {
        min(max(Int(clamping: event), places.lowerBound), places.upperBound)
    }

    /// The moment of a place: that of its latest event.
    public func time(at place: Int) -> Instant {
        place > places.lowerBound ? events[min(place, places.upperBound) - 1].at : start
    }

    /// The moment when a share of the recorded time, 0...1, has passed.
    public func moment(share: Double) -> Instant {
        guard share < 1 else { return end }
        return start + .seconds((end - start).seconds * max(0, share))
    }

    /// The wall's time at a moment, by the event before it.
    public func wall(at time: Instant) -> WallTime {
        let event = events[max(place(at: time) - 1, places.lowerBound)]
        return WallTime(
            milliseconds: event.time.milliseconds &+ (time - event.at).milliseconds)
    }

    // MARK: The swarm

    /// The swarm at a place: folded from the nearest checkpoint before it.
    public func state(at place: Int) -> SwarmState {
        let place = min(max(place, places.lowerBound), places.upperBound)
        var state = checkpoints.nearest(place)
        for envelope in events[Int(clamping: state.sequence)..<place] {
            state.apply(envelope.event, at: envelope.at)
        }
        return state
    }

    /// The latest events before a place, at most `most`.
    public func recent(before place: Int, most: Int) -> [Envelope] {
        Array(events[..<min(max(0, place), events.count)].suffix(most))
    }

    /// All that reading collects; folds as it goes.
    private struct Fold {
        var state = SwarmState()
        var events: [Envelope] = []
        var markers: [ReplayMarker] = []
        var runs: [(number: Int, first: Int)] = []
        var checkpoints = Checkpoints(SwarmState())

        /// Time never goes back in a journal; where it does, somebody changed the lines.
        mutating func take(_ envelope: Envelope) -> RecordingFault? {
            guard envelope.at >= state.now else { return .timeGoesBack(event: envelope.sequence) }
            if case .runStarted(let number, _) = envelope.event {
                runs.append((number, events.count))
            }
            state.apply(envelope.event, at: envelope.at)
            events.append(envelope)
            if let marker = ReplayMarker(envelope, state) { markers.append(marker) }
            checkpoints.note(state)
            return nil
        }
    }
}

/// Why a recording cannot be replayed.
public enum RecordingFault: Error, Hashable, Sendable {
    case journal(JournalFault)
    /// No event at all.
    case empty
    /// A line of an export cannot be read; lines count from 1.
    case line(Int, EventFault)
    /// An event happened before the one in front of it: the lines were changed.
    case timeGoesBack(event: UInt64)
}
