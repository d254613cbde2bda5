import SwarmCore

/// A recording with its playing head: the pure part of a replay.
struct Tape: Sendable {
    /// What readers have to be told after a change.
    enum Change {
        case nothing
        /// These happened, in order.
        case events(ArraySlice<Envelope>)
        /// The swarm is another one now.
        case jump(SwarmState)
    }

    /// Up to so many events forward are told one by one; farther, a checkpoint is nearer.
    private static let mostTold = 1_024

    let recording: Recording
    private(set) var playback: Playback
    /// The events that have happened, and the swarm they made.
    private(set) var place: Int
    private(set) var state: SwarmState

    init(_ recording: Recording) {
        self.recording = recording
        playback = Playback(from: recording.start, to: recording.end)
        place = recording.places.lowerBound
        state = recording.state(at: place)
    }

    func position(at reading: Int64) -> ReplayPosition {
        let time = playback.time(at: reading)
        let events = recording.eventNumbers
        return ReplayPosition(
            event: state.sequence, events: events, time: time,
            wall: recording.wall(at: time), from: recording.start, to: recording.end,
            speed: playback.speed, isPlaying: playback.isPlaying, loops: playback.loops,
            part: playback.part)
    }

    // MARK: As time passes

    /// Takes in what is due; at the end it pauses, or starts again when it loops.
    mutating func advance(at reading: Int64) -> Change {
        guard playback.isPlaying else { return .nothing }
        if playback.wantsRestart(at: reading) {
            return restart(at: reading)
        }
        let now = playback.time(at: reading)
        let change = show(max(place, recording.place(at: now)))
        if now >= recording.end, !playback.loops { playback.pause(at: reading) }
        return change
    }

    /// The real time until `advance` has something to do; nil while only a move can change anything.
    func wait(at reading: Int64) -> TimeSpan? {
        if place < recording.places.upperBound {
            let next = recording.time(at: place + 1)
            if next <= playback.last { return playback.wait(until: next, at: reading) }
        }
        return playback.waitForRestart(at: reading)
    }

    private mutating func restart(at reading: Int64) -> Change {
        guard let part = playback.part else {
            return go(to: recording.places.lowerBound, time: recording.start, at: reading)
        }
        return go(
            to: recording.place(at: part.lowerBound), time: part.lowerBound, at: reading)
    }

    // MARK: As somebody wishes

    mutating func perform(_ move: ReplayMove, at reading: Int64) -> Change {
        let begun = advance(at: reading)
        let change = carryOut(move, at: reading)
        return switch (begun, change) {
        case (.nothing, let only), (let only, .nothing): only
        default: .jump(state)
        }
    }

    private mutating func carryOut(_ move: ReplayMove, at reading: Int64) -> Change {
        switch move {
        case .play:
            let wasAtEnd = !playback.isPlaying && playback.time(at: reading) >= playback.last
            playback.play(at: reading)
            guard wasAtEnd else { return advance(at: reading) }
            return restart(at: reading)
        case .pause: playback.pause(at: reading)
        case .toggle: return carryOut(playback.isPlaying ? .pause : .play, at: reading)
        case .speed(let speed): playback.setSpeed(speed, at: reading)
        case .loop(let loops): playback.setLoop(loops)
        case .loopBetweenMarkers: playback.setLoop(true, part: partBetweenMarkers(at: reading))
        case .seek(let target): return seek(target, at: reading)
        case .step(let count):
            playback.pause(at: reading)
            let (sum, overflow) = place.addingReportingOverflow(count)
            return go(toPlace: overflow ? (count > 0 ? .max : 0) : sum, at: reading)
        case .nextMarker: return go(to: nextMarker { _ in true }, at: reading)
        case .previousMarker:
            guard let marker = previousMarker(at: reading, where: { _ in true }) else {
                return go(toPlace: recording.places.lowerBound, at: reading)
            }
            return go(to: marker, at: reading)
        case .nextTrouble: return go(to: nextMarker(where: \.isTrouble), at: reading)
        case .previousTrouble:
            return go(to: previousMarker(at: reading, where: \.isTrouble), at: reading)
        }
        return .nothing
    }

    private mutating func seek(_ target: ReplayTarget, at reading: Int64) -> Change {
        switch target {
        case .event(let event):
            return go(toPlace: recording.place(after: event), at: reading)
        case .time(let time):
            return go(to: recording.place(at: time), time: time, at: reading)
        case .share(let share):
            let time = recording.moment(share: share.isNaN ? 0 : share)
            return go(to: recording.place(at: time), time: time, at: reading)
        }
    }

    /// At least so long is a part that loops, so that it can be watched.
    private static let shortestPart = TimeSpan.milliseconds(500)

    /// From the marker before to the next one, or to the ends; longer where they nearly meet.
    private func partBetweenMarkers(at reading: Int64) -> ClosedRange<Instant> {
        let now = playback.time(at: reading)
        let first = recording.markers.last { $0.at <= now }?.at ?? recording.start
        let next = recording.markers.first { $0.at > now && $0.at - first >= Self.shortestPart }
        let last = next?.at ?? recording.end
        guard last - first < Self.shortestPart else { return first...last }
        let before = recording.markers.last { last - $0.at >= Self.shortestPart }?.at
        return (before ?? recording.start)...last
    }

    /// Nothing happens where there is no such marker.
    private mutating func go(to marker: ReplayMarker?, at reading: Int64) -> Change {
        guard let marker else { return .nothing }
        return go(toPlace: recording.place(after: marker.event), at: reading)
    }

    private func nextMarker(where isMeant: (ReplayMarker.Kind) -> Bool) -> ReplayMarker? {
        recording.markers.first { $0.event > state.sequence && isMeant($0.kind) }
    }

    /// While it plays, the marker just passed does not count: else nobody would get past it.
    private func previousMarker(
        at reading: Int64, where isMeant: (ReplayMarker.Kind) -> Bool
    ) -> ReplayMarker? {
        let grace = playback.isPlaying ? TimeSpan.seconds(playback.speed) : .zero
        let limit = playback.time(at: reading) + TimeSpan(microseconds: -grace.microseconds)
        return recording.markers.last {
            $0.event < state.sequence && (grace == .zero || $0.at < limit) && isMeant($0.kind)
        }
    }

    // MARK: Going there

    private mutating func go(toPlace wanted: Int, at reading: Int64) -> Change {
        let target = min(
            max(wanted, recording.places.lowerBound), recording.places.upperBound)
        return go(to: target, time: recording.time(at: target), at: reading)
    }

    private mutating func go(to target: Int, time: Instant, at reading: Int64) -> Change {
        playback.move(to: time, at: reading)
        return show(target)
    }

    private mutating func show(_ target: Int) -> Change {
        let last = place
        place = target
        if target == last { return .nothing }
        if target > last, target - last <= Self.mostTold {
            let events = recording.events[last..<target]
            for envelope in events { state.apply(envelope.event, at: envelope.at) }
            return .events(events)
        }
        state = recording.state(at: target)
        return .jump(state)
    }
}
