import SwarmCore

/// What was spent and reserved today, against the day's budget.
struct DaySpending {
    let costs: Costs
    /// Nil: no limit.
    let budget: Money?

    init(_ glance: Glance) {
        costs = glance.today.map { glance.swarm.ledger.costs(on: $0) } ?? Costs()
        budget = glance.swarm.policies.budgets.day
    }

    var role: Role { budget.map { .spending(costs.committed, of: $0) } ?? .name }

    /// ` of $5.00`; empty without a budget.
    var ofBudget: String { budget.map { " of \($0.text)" } ?? "" }
}

extension Role {
    /// How a budget is told: past three quarters it is worth a look, used up it stops work.
    static func spending(_ committed: Money, of budget: Money) -> Role {
        if committed >= budget { return .failed }
        return committed.dollars > budget.dollars * 0.75 ? .waiting : .name
    }
}

extension Money {
    /// How much of a budget it is, 0...1; nothing of no budget is all of it.
    func share(of budget: Money) -> Double {
        budget > .zero ? min(1, max(0, dollars / budget.dollars)) : 1
    }
}
