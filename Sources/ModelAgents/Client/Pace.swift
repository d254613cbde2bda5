import SwarmCore

/// Decides when an endpoint may be asked next, so that its limits are kept before it has to say so.
///
/// Three things hold a call: the operator's calls per minute, a limit of which nothing is left until its reset, and a
/// wait the endpoint asked for. Each call takes its share the moment it goes, so calls at the same time cannot all
/// take the last one; what answers say replaces what was reckoned.
struct Pace: Sendable {
    static let mostCallsPerMinute = 10_000
    static let minute = TimeSpan.seconds(60)

    /// A call that went: its place in the order of going, and what had gone with it.
    struct Ticket: Sendable {
        fileprivate let sequence: Int
        fileprivate let taken: [Int64]
    }

    enum Admission: Sendable {
        case go(Ticket)
        case wait(until: Instant, why: String)
    }

    private struct Window {
        var limit: Int64
        var remaining: Int64
        var resetsAt: Instant
        /// The youngest call whose answer told it.
        var sequence: Int
    }

    private let callsPerMinute: Int?
    /// When the calls of the last minute went and the booked ones will; ascending.
    private var slots: [Instant] = []
    private var windows = [Window?](repeating: nil, count: RateLimit.Unit.allCases.count)
    private var taken = [Int64](repeating: 0, count: RateLimit.Unit.allCases.count)
    private var sequence = 0
    private var held: Instant?

    init(callsPerMinute: Int? = nil) {
        self.callsPerMinute = callsPerMinute.map { min(max($0, 1), Self.mostCallsPerMinute) }
    }

    // MARK: Calls per minute

    /// The moment this call may go by the calls per minute, booked for it: first come, first served.
    mutating func book(at now: Instant) -> Instant {
        guard let callsPerMinute else { return now }
        slots.removeAll { $0 + Self.minute <= now }
        var slot = now
        if slots.count >= callsPerMinute {
            slot = max(now, slots[slots.count - callsPerMinute] + Self.minute)
        }
        slots.append(slot)
        return slot
    }

    /// Gives a booked moment back: its call never went.
    mutating func unbook(_ slot: Instant) {
        if let place = slots.lastIndex(of: slot) { slots.remove(at: place) }
    }

    // MARK: Limits the endpoint tells

    /// Lets the call go now, or says until when to wait before asking again.
    mutating func admit(_ weight: CallWeight, at now: Instant) -> Admission {
        if let held, now < held { return .wait(until: held, why: "asked to wait") }
        for unit in RateLimit.Unit.allCases {
            guard let window = windows[unit.rawValue] else { continue }
            if now >= window.resetsAt {
                // Full again, and by the endpoints' custom for a minute, until an answer says otherwise.
                windows[unit.rawValue]?.remaining = window.limit
                windows[unit.rawValue]?.resetsAt = now + Self.minute
            } else if window.remaining <= 0 {
                return .wait(until: window.resetsAt, why: "no \(unit.words) left")
            }
        }
        for unit in RateLimit.Unit.allCases {
            windows[unit.rawValue]?.remaining -= weight[unit]
            taken[unit.rawValue] += weight[unit]
        }
        sequence += 1
        return .go(Ticket(sequence: sequence, taken: taken))
    }

    /// Takes what an answer's headers say; calls that went after the answered one are not in its figures yet.
    mutating func learn(_ limits: [RateLimit], from ticket: Ticket, at now: Instant) {
        for limit in limits {
            let place = limit.unit.rawValue
            if let known = windows[place], known.sequence > ticket.sequence { continue }
            let since = taken[place] - ticket.taken[place]
            windows[place] = Window(
                limit: limit.limit, remaining: limit.remaining - since,
                resetsAt: min(limit.resetsAt ?? now + Self.minute, now + HeaderTime.longest),
                sequence: ticket.sequence)
        }
    }

    /// Keeps every call back until then.
    mutating func hold(until moment: Instant) { held = max(held ?? moment, moment) }
}
