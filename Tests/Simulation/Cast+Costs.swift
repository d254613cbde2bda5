import SwarmCore

/// Money, tools, patience and replicas of a cast, drawn from dice of their own.
extension Cast {
    /// So many units or fewer; a unit is a thousandth of a cent.
    static func money(_ most: Int, _ dice: inout Dice) -> Money {
        Money(nanodollars: Int64(dice.within(0...most)) * 10_000)
    }

    static func extend(_ policies: Policies, _ dice: inout Dice) -> Policies {
        var policies = policies
        setBudgets(&policies, &dice)
        policies.limits.toolCalls = dice.within(1...6)
        policies.retainedNotes = dice.within(1...5)
        policies.toolApprovalWithin = .milliseconds(dice.within(100...9_000))
        policies.scaling.quietPerMinute = dice.within(0...2)
        policies.scaling.busyPerMinute =
            policies.scaling.quietPerMinute + dice.within(1...4)
        policies.scaling.retiresAfter = .milliseconds(dice.within(0...15_000))
        return policies
    }

    private static func setBudgets(_ policies: inout Policies, _ dice: inout Dice) {
        policies.budgets.task = dice.chance(500) ? money(60, &dice) : nil
        policies.budgets.agent = dice.chance(500) ? money(80, &dice) : nil
        policies.budgets.day = dice.chance(400) ? money(150, &dice) : nil
        policies.budgets.allowsUnknownPrices = dice.chance(300)
        policies.limits.calls = dice.chance(500) ? dice.within(1...8) : 200
    }

    /// Other numbers to decide by; teams stay, so that who is feasible stays so.
    static func change(_ policies: Policies, _ dice: inout Dice) -> Policies {
        var other = policies
        setBudgets(&other, &dice)
        other.attempts.idleTimeout = .milliseconds(dice.within(300...3_000))
        other.attempts.hardTimeout = .milliseconds(dice.within(1_000...12_000))
        other.attempts.most = dice.within(1...4)
        other.attempts.backoffCap = .milliseconds(dice.within(0...10_000))
        other.breaker.opensAfter = dice.within(1...4)
        other.breaker.probeWithin = .milliseconds(dice.within(500...8_000))
        other.willingBelowPermille = Int32(dice.within(300...1_000))
        other.reputation = dice.chance(300) ? .ema : .additive
        other.ageing = .milliseconds(dice.within(100...30_000))
        other.limits.messages = dice.within(1...3)
        other.limits.toolCalls = dice.within(0...6)
        other.retainedNotes = dice.within(1...5)
        other.retainedTasks = dice.within(1...12)
        other.toolApprovalWithin = .milliseconds(dice.within(100...9_000))
        other.scaling.quietPerMinute = dice.within(0...4)
        other.scaling.busyPerMinute = other.scaling.quietPerMinute + dice.within(1...4)
        return other
    }

    static func extend(_ card: AgentCard, _ scales: Bool, _ dice: inout Dice) -> AgentCard {
        let replicas = scales && dice.chance(400) ? replicas(&dice) : 1...1
        let drivers: [DriverKind] = [.model, .command]
        let isSlow = dice.chance(80)
        return AgentCard(
            name: card.name, skills: card.skills, domains: card.domains,
            driver: isSlow ? drivers[dice.below(2)] : card.driver, maxLoad: card.maxLoad,
            loadPerSubtask: card.loadPerSubtask, replicas: replicas,
            limits: dice.chance(250) ? limits(&dice) : AgentLimits())
    }

    static func replicas(_ dice: inout Dice) -> ClosedRange<Int> {
        let least = dice.chance(250) ? 2 : 1
        return least...dice.within(2...3)
    }

    static func limits(_ dice: inout Dice) -> AgentLimits {
        var limits = AgentLimits()
        if dice.chance(500) { limits.idleTimeout = .milliseconds(dice.within(100...3_000)) }
        if dice.chance(400) { limits.hardTimeout = .milliseconds(dice.within(200...8_000)) }
        if dice.chance(500) { limits.budget = money(40, &dice) }
        return limits
    }
}

extension TaskBrief {
    /// The same task with a budget of its own.
    func with(budget: Money) -> TaskBrief {
        TaskBrief(
            name: name, title: title, type: type, complexity: complexity, skills: skills,
            domain: domain, domains: domains, priority: priority, bestEffort: bestEffort,
            plan: plan, due: due, budget: budget)
    }
}
