import SwarmCore
import SwarmRuntime
import Synchronization

/// How an endpoint stands, to be shown.
public struct EndpointStatus: Hashable, Sendable {
    public enum Breaker: Hashable, Sendable {
        case closed(failures: Int)
        case open(TimeSpan)
        case probing
    }

    public let name: String
    public let breaker: Breaker
    /// Calls that wait for its limits.
    public let waiting: Int
    /// Requests under way.
    public let underWay: Int
}

/// The way to one endpoint: its key, its breaker and its pace. One for all calls.
final class EndpointGate: Sendable {
    /// Lets one request go; to be given back once.
    struct Ticket: Sendable {
        fileprivate let pass: CircuitBreaker.Pass
        fileprivate let pace: Pace.Ticket
    }

    private struct State {
        var breaker = CircuitBreaker()
        var pace: Pace
        var waiting = 0
        var underWay = 0
    }

    let endpoint: Endpoint
    let key: APIKey?
    let provider: any Provider
    let transport: any ModelTransport
    private let time: CallTime
    private let state: Mutex<State>

    init(_ endpoint: Endpoint, key: APIKey?, time: CallTime, transport: any ModelTransport) {
        self.endpoint = endpoint
        self.key = key
        self.time = time
        self.transport = transport
        provider = endpoint.provider
        state = Mutex(State(pace: Pace(callsPerMinute: endpoint.callsPerMinute)))
    }

    var status: EndpointStatus {
        let now = time.now
        return state.withLock { state in
            let breaker: EndpointStatus.Breaker =
                switch state.breaker.state {
                case .closed(let failures): .closed(failures: failures)
                case .open(let until): .open(until - now)
                case .probing: .probing
                }
            return EndpointStatus(
                name: endpoint.name, breaker: breaker, waiting: state.waiting,
                underWay: state.underWay)
        }
    }

    /// Waits until a request may go. Throws `BREAKER_OPEN`, `RATE_LIMITED` when the limits want a longer wait than
    /// `longest`, and `CANCELLED`; each with nothing sent. A wait for the calls per minute may take as long as it takes.
    func enter(
        _ weight: CallWeight, longest: TimeSpan, note: @Sendable (String) async -> Void
    ) async throws(ModelFault) -> Ticket {
        if let until = state.withLock({ $0.breaker.opens(after: time.now) }) { throw isOpen(until) }
        let allowed = endpoint.callsPerMinute.map { "\($0) calls a minute allowed" } ?? ""
        while true {
            // Booked anew after a wait for the limits: a moment that went by unused counts for nobody.
            let slot = state.withLock { $0.pace.book(at: time.now) }
            var hasGone = false
            defer { if !hasGone { state.withLock { $0.pace.unbook(slot) } } }
            try await wait(until: slot, why: allowed, note)
            switch state.withLock({ admit(&$0, weight) }) {
            case .go(let ticket):
                hasGone = true
                return ticket
            case .refused(let until): throw isOpen(until)
            case .wait(let until, let why):
                guard until - time.now <= longest else { throw isSpent(until, why) }
                try await wait(until: until, why: why, note)
            }
        }
    }

    /// Takes what the head of an answer says of the endpoint's limits.
    func learn(_ head: TransportHead, from ticket: Ticket) {
        let moment = time.moment
        let limits = provider.rateLimits(in: head, at: moment)
        state.withLock { $0.pace.learn(limits, from: ticket.pace, at: moment.now) }
    }

    /// Gives the ticket back with what came of its request. A wait the endpoint asked for holds all its calls.
    func leave(_ ticket: Ticket, _ fault: ModelFault?) {
        let now = time.now
        let outcome: CircuitBreaker.Outcome =
            switch fault {
            case nil: .alive
            case .some(let fault):
                switch fault.code {
                case .cancelled, .budget: .unknown
                default: fault.countsAgainstBreaker ? .failed : .alive
                }
            }
        state.withLock { state in
            state.underWay -= 1
            state.breaker.ended(ticket.pass, outcome, at: now)
            guard let fault, let span = fault.retryAfter else { return }
            if fault.code == .rateLimited || fault.code == .overloaded {
                state.pace.hold(until: now + span)
            }
        }
    }

    private enum Admission {
        case go(Ticket)
        case wait(until: Instant, why: String)
        case refused(until: Instant)
    }

    /// The pace first: a breaker's probe that then had to wait would be none.
    private func admit(_ state: inout State, _ weight: CallWeight) -> Admission {
        let now = time.now
        if let until = state.breaker.opens(after: now) { return .refused(until: until) }
        switch state.pace.admit(weight, at: now) {
        case .wait(let until, let why): return .wait(until: until, why: why)
        case .go(let pace):
            switch state.breaker.admit(at: now) {
            case .refused(let until): return .refused(until: until)
            case .pass(let pass):
                state.underWay += 1
                return .go(Ticket(pass: pass, pace: pace))
            }
        }
    }

    private func wait(
        until: Instant, why: String, _ note: @Sendable (String) async -> Void
    ) async throws(ModelFault) {
        let span = until - time.now
        guard span > .zero else { return }
        await note("\(Excerpt.of(endpoint.name, most: 60)): \(why); waits \(span.inWords)")
        state.withLock { $0.waiting += 1 }
        defer { state.withLock { $0.waiting -= 1 } }
        try await time.wait(span)
    }

    private func isOpen(_ until: Instant) -> ModelFault { parked(.breakerOpen, until, "") }

    private func isSpent(_ until: Instant, _ why: String) -> ModelFault {
        parked(.rateLimited, until, why)
    }

    private func parked(_ code: ModelFault.Code, _ until: Instant, _ why: String) -> ModelFault {
        var fault = ModelFault(code, why)
        fault.retryAfter = max(until - time.now, .milliseconds(1))
        fault.shouldRetry = false
        fault.endpoint = endpoint.name
        return fault
    }
}

/// The clocks of a client, and its way to wait.
struct CallTime: Sendable {
    let clock: any SwarmClock
    let sleep: @Sendable (TimeSpan) async throws -> Void

    var now: Instant { Instant(microseconds: clock.monotonic()) }
    var moment: HeaderMoment { HeaderMoment(now: now, wall: clock.wall()) }

    /// Throws `CANCELLED` only.
    func wait(_ span: TimeSpan) async throws(ModelFault) {
        do { try await sleep(span) } catch { throw ModelFault(.cancelled) }
        if Task.isCancelled { throw ModelFault(.cancelled) }
    }
}
