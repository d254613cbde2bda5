/// Money: an amount is set aside before a call is made, so that no budget is exceeded (spec §10).
extension Swarm {
    /// Reserves the call's worst case, or refuses it.
    mutating func reserve(
        _ request: CallRequest, token: UInt64, _ now: Instant, _ out: inout Decision
    ) {
        if !isOpen(request.purpose) {
            out.effects.append(.withdrawCall(token: token))
        } else if let refusal = refusal(of: request) {
            emit(.costRefused(request, refusal), now, &out)
            out.effects.append(.refuseCall(token: token, refusal))
        } else {
            let id = CallID(state.ledger.latest &+ 1)
            emit(.costReserved(id, request), now, &out)
            out.effects.append(.grantCall(token: token, id))
        }
    }

    /// Whether what the call is for still goes on.
    private func isOpen(_ purpose: CallPurpose) -> Bool {
        switch purpose {
        case .work(let key, _): state.isLive(key)
        case .review(let key, _): state.isOpen(key.task)
        case .answer(let id, _): id.map { state.tasks.contains($0) } ?? true
        case .planning: true
        }
    }

    /// What the call came to; one that is not under way changes nothing.
    mutating func settle(
        _ id: CallID, _ settlement: Settlement, _ now: Instant, _ out: inout Decision
    ) {
        guard state.ledger.open.contains(where: { $0.id == id }) else { return }
        emit(.costSettled(id, settlement), now, &out)
    }

    /// The first budget that has no room for it; nil when all have.
    private func refusal(of request: CallRequest) -> BudgetRefusal? {
        let budgets = state.policies.budgets
        guard request.worst != nil || budgets.allowsUnknownPrices else {
            return BudgetRefusal(scope: .price, limit: .zero, committed: .zero, asked: .zero)
        }
        let asked = request.worst ?? .zero
        func check(
            _ scope: BudgetRefusal.Scope, _ limit: Money?, _ committed: Money
        ) -> BudgetRefusal? {
            guard let limit, committed + asked > limit else { return nil }
            return BudgetRefusal(scope: scope, limit: limit, committed: committed, asked: asked)
        }
        if let id = request.purpose.task, state.tasks.contains(id) {
            let made = state.tasks[checked: id].calls
            let most = state.policies.limits.calls
            if made.count >= most {
                return BudgetRefusal(
                    scope: .calls, limit: Money(nanodollars: Int64(most)),
                    committed: Money(nanodollars: Int64(made.count)), asked: asked)
            }
            let limit = state.tasks[checked: id].brief.budget ?? budgets.task
            let refused = check(.task, limit, made.reduce(.zero) { $0 + $1.committed })
            if let refused { return refused }
        }
        if let agent = request.purpose.agent {
            let limit = state.agents[agent.position].card.limits.budget ?? budgets.agent
            let committed = state.agents[agent.position].costs(on: request.day).committed
            if let refused = check(.agent, limit, committed) { return refused }
        }
        return check(.day, budgets.day, state.ledger.costs(on: request.day).committed)
    }

    /// Calls that were under way when the process died: nobody knows what they cost.
    mutating func settleLostCalls(_ now: Instant, _ out: inout Decision) {
        for call in state.ledger.open { emit(.costSettled(call.id, .unknown), now, &out) }
    }
}
