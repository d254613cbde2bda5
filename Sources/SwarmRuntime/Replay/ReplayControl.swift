import SwarmCore

/// Drives a replay: what a scrubber needs, and no more. Safe from any thread.
public protocol ReplayControl: Sendable {
    var position: ReplayPosition { get }
    /// In order of time; they never change.
    var markers: [ReplayMarker] { get }
    /// Does it before it returns: `position` is the new one, and every reader has been told.
    func perform(_ move: ReplayMove)
}

extension ReplayControl {
    public func play() { perform(.play) }
    public func pause() { perform(.pause) }
    public func setSpeed(_ speed: Double) { perform(.speed(speed)) }
    public func seek(to target: ReplayTarget) { perform(.seek(target)) }
    public func step(by events: Int) { perform(.step(events)) }
    public func setLooping(_ loops: Bool) { perform(.loop(loops)) }
}
