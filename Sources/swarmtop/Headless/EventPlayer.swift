import Dispatch
import SwarmCore
import SwarmRuntime

/// Prints recorded events as the JSON lines they were, each when its time comes.
struct EventPlayer {
    let recording: Recording
    /// What had happened by then is not printed.
    let from: ReplayStart?
    let speed: PlaybackSpeed
    private let clock = SystemClock()

    init(recording: Recording, from: ReplayStart?, speed: PlaybackSpeed) {
        self.recording = recording
        self.from = from
        self.speed = speed
    }

    /// Returns when the last one is printed; a signal ends the process.
    func play() throws {
        let signals = SignalWatch { StandardStreams.exit(128 + $0) }
        defer { signals.cancel() }
        let moment = from?.moment(in: recording)
        var place = moment.map(recording.place(at:)) ?? recording.places.lowerBound
        var swarm = recording.state(at: place)
        var playback = Playback(from: recording.start, to: recording.end)
        playback.move(to: moment ?? recording.start, at: clock.monotonic())
        if case .times(let speed) = speed {
            playback.setSpeed(speed, at: clock.monotonic())
            playback.play(at: clock.monotonic())
        }
        while place < recording.places.upperBound {
            let now = clock.monotonic()
            let due =
                speed == .atOnce
                ? recording.places.upperBound : recording.place(at: playback.time(at: now))
            if due > place { try print(place..<due, &swarm) }
            place = max(place, due)
            guard place < recording.places.upperBound else { return }
            Self.pause(playback.wait(until: recording.time(at: place + 1), at: now) ?? .zero)
        }
    }

    private func print(_ places: Range<Int>, _ swarm: inout SwarmState) throws {
        var writer = EventWriter()
        for envelope in recording.events[places] {
            swarm.apply(envelope.event, at: envelope.at)
            writer.append(envelope, state: swarm)
        }
        guard StandardStreams.write(writer.bytes) else {
            throw Stop(.inputOutput, "Standard output was closed.")
        }
    }

    private static func pause(_ span: TimeSpan) {
        let never = DispatchSemaphore(value: 0)
        _ = never.wait(timeout: .now() + .microseconds(Int(clamping: span.microseconds)))
    }
}
