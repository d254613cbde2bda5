import SwarmCore

/// What agents show, held long enough to be read (visual language, section 7).
///
/// A state stays at least 400 ms. A health that is better, or worse by a little, is shown once it has lasted two
/// seconds; offline and unhealthy at once.
struct SteadySigns {
    static let leastState = TimeSpan.milliseconds(400)
    static let leastHealth = TimeSpan.seconds(2)

    struct Shown: Hashable {
        var state: Sign
        var health: Sign
    }

    private struct Held {
        var shown: Shown
        /// When the state that is shown came.
        var since: Instant
        /// What the health has been meanwhile, and since when.
        var coming: (health: Sign, since: Instant)?
    }

    private var held: [AgentID: Held] = [:]
    /// When something that is held back is due; nil when all is shown as it is.
    private(set) var due: Instant?

    subscript(id: AgentID) -> Shown? { held[id]?.shown }

    /// Takes in what the agents on screen are; who left the screen starts anew.
    mutating func settle(_ current: [(AgentID, Shown)], at now: Instant) {
        var next: [AgentID: Held] = [:]
        due = nil
        for (id, shown) in current {
            guard var known = held[id], known.since <= now else {
                next[id] = Held(shown: shown, since: now)
                continue
            }
            settleState(&known, shown.state, now)
            settleHealth(&known, shown.health, now)
            next[id] = known
        }
        held = next
    }

    /// What is shown jumps to what is: time did not pass, it was moved.
    mutating func forget() { (held, due) = ([:], nil) }

    private mutating func settleState(_ known: inout Held, _ state: Sign, _ now: Instant) {
        guard state != known.shown.state else { return }
        let end = known.since + Self.leastState
        guard end <= now else { return wait(until: end) }
        known.shown.state = state
        known.since = now
    }

    private mutating func settleHealth(_ known: inout Held, _ health: Sign, _ now: Instant) {
        guard health != known.shown.health else {
            known.coming = nil
            return
        }
        if known.coming?.health != health { known.coming = (health, now) }
        let end = (known.coming?.since ?? now) + Self.leastHealth
        guard Self.isUrgent(health) || Self.isUrgent(known.shown.health) || end <= now else {
            return wait(until: end)
        }
        known.shown.health = health
        known.coming = nil
    }

    private mutating func wait(until end: Instant) { due = min(due ?? end, end) }

    /// A crash is shown at once, and so is the way back; what the operator did, too.
    private static func isUrgent(_ health: Sign) -> Bool {
        switch health {
        case .offline, .unhealthy, .paused, .retired: true
        default: false
        }
    }
}
