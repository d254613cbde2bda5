import SwarmCore

/// Defects of budgets, tools and retries.
extension Simulator {
    /// Takes an input in the way a defect would; false when the defect leaves it alone.
    mutating func stepAsMutant(_ input: Input, at clock: Instant) -> Bool {
        switch (options.mutant, input) {
        case (.budgetForgetsReservations, .reserve(let request, let token)):
            return reserveAnyway(request, token, at: clock)
        case (.postponedRetriedEarly, .report(let key, .postponed(let reason, _))):
            swarm.step(
                .report(key, .failed(.unavailable(reason))), at: clock, into: &decision)
            return true
        case (.refusedRetried, .report(let key, .failed(.refused(let reason)))):
            swarm.step(
                .report(key, .failed(.unavailable(reason))), at: clock, into: &decision)
            return true
        case (.settledTwice, .settle(let id, let settlement)):
            guard id.number <= swarm.state.ledger.latest, !checker.isReserved(id) else {
                return false
            }
            insist(.costSettled(id, settlement), at: clock)
            return true
        case (.deadAttemptCalls, .answerTool(let key, let number, let granted)):
            guard !swarm.state.isLive(key),
                case .awaitingApproval? = swarm.state.toolCall(key, number)?.phase
            else { return false }
            insist(.toolAnswered(key, number: number, granted: granted, by: .operator), at: clock)
            return true
        default: return false
        }
    }

    private mutating func insist(_ event: Event, at clock: Instant) {
        swarm.state.apply(event, at: max(clock, swarm.state.now))
        decision.events.append(event)
    }

    /// Grants what only open reservations left no room for.
    private mutating func reserveAnyway(
        _ request: CallRequest, _ token: UInt64, at clock: Instant
    ) -> Bool {
        let before = swarm
        swarm.step(.reserve(request, token: token), at: clock, into: &decision)
        guard case .costRefused(_, let refusal)? = decision.events.first,
            refusal.scope == .task || refusal.scope == .day, refusal.asked <= refusal.limit,
            swarm.state.ledger.total.reserved > .zero
        else { return true }
        swarm = before
        decision.empty()
        let id = CallID(swarm.state.ledger.latest &+ 1)
        insist(.costReserved(id, request), at: clock)
        decision.effects.append(.grantCall(token: token, id))
        return true
    }

    mutating func sayYes(_ cause: Checker.Cause) {
        guard case .time = cause else { return }
        for place in decision.events.indices {
            if case .toolAnswered(let key, let number, _, .deadline) = decision.events[place] {
                decision.events[place] = .toolAnswered(
                    key, number: number, granted: true, by: .deadline)
            }
        }
    }

    /// The core was told of something passing; the journal says what it really was.
    mutating func retryRefused() {
        for place in decision.events.indices {
            if case .attemptFinished(let key, .failed(.unavailable("no"))) = decision.events[place]
            {
                decision.events[place] = .attemptFinished(key, .failed(.refused("no")))
            }
        }
    }
}
