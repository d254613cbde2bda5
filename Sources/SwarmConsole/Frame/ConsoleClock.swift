import SwarmCore

/// The swarm's clock and the wall's as far as the console knows them.
///
/// The console reads no clock: events and `ConsoleMessage.clock` carry the time. Never goes back.
struct ConsoleClock: Sendable {
    private(set) var now = Instant.zero
    /// When the latest event happened.
    private(set) var lastEvent = Instant.zero
    /// Wall time minus swarm time, in milliseconds; nil until the first message.
    private var wallOffset: Int64?

    mutating func set(_ instant: Instant, _ wall: WallTime) {
        if instant > now { now = instant }
        wallOffset = wall.milliseconds - instant.microseconds / 1_000
    }

    mutating func note(_ envelope: Envelope) {
        if envelope.at > now { now = envelope.at }
        if envelope.at > lastEvent { lastEvent = envelope.at }
        wallOffset = envelope.time.milliseconds - envelope.at.microseconds / 1_000
    }

    mutating func attach(_ swarm: SwarmState) {
        if swarm.now > now { now = swarm.now }
        lastEvent = swarm.now
    }

    /// The wall's time at a moment of the swarm; nil while unknown.
    func wall(at instant: Instant) -> WallTime? {
        wallOffset.map { WallTime(milliseconds: $0 + instant.microseconds / 1_000) }
    }
}
