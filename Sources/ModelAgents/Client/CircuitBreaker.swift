import SwarmCore

/// Leaves an endpoint alone after repeated failures, then asks it once before trusting it again.
///
/// Closed → open after `mostFailures` in a row → after `rest` half-open with one probe → closed or open again. A probe
/// that says nothing for `probeTime` no longer keeps the next one out, and what it says then changes nothing. A pass
/// counts only in the state that gave it: answers to calls begun before the breaker opened do not move it.
struct CircuitBreaker: Sendable {
    enum State: Hashable, Sendable {
        case closed(failures: Int)
        case open(until: Instant)
        case probing(until: Instant)
    }

    enum Admission: Sendable {
        case pass(Pass)
        case refused(until: Instant)
    }

    struct Pass: Hashable, Sendable {
        fileprivate let generation: Int
    }

    enum Outcome: Sendable {
        /// The endpoint answered, if only to say no.
        case alive
        case failed
        /// Nothing was learned: cancelled, or never sent.
        case unknown
    }

    static let mostFailures = 5
    static let rest = TimeSpan.seconds(60)
    static let probeTime = TimeSpan.seconds(60)

    private(set) var state = State.closed(failures: 0)
    private var generation = 0

    mutating func admit(at now: Instant) -> Admission {
        if let until = opens(after: now) { return .refused(until: until) }
        switch state {
        case .closed: break
        case .open, .probing: enter(.probing(until: now + Self.probeTime))
        }
        return .pass(Pass(generation: generation))
    }

    /// Until when nothing may pass; nil when something may.
    func opens(after now: Instant) -> Instant? {
        switch state {
        case .closed: nil
        case .open(let until), .probing(let until): now < until ? until : nil
        }
    }

    mutating func ended(_ pass: Pass, _ outcome: Outcome, at now: Instant) {
        guard pass.generation == generation else { return }
        switch (state, outcome) {
        case (.closed, .alive): state = .closed(failures: 0)
        case (.closed(let failures), .failed):
            if failures + 1 < Self.mostFailures {
                state = .closed(failures: failures + 1)
            } else {
                enter(.open(until: now + Self.rest))
            }
        case (.closed, .unknown), (.open, _): break
        case (.probing, .alive): enter(.closed(failures: 0))
        case (.probing, .failed): enter(.open(until: now + Self.rest))
        case (.probing, .unknown): enter(.open(until: now))
        }
    }

    private mutating func enter(_ next: State) {
        state = next
        generation &+= 1
    }
}
