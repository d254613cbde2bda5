import Testing

@testable import SwarmCore

@Suite struct CostTests {
    private static let day: Int32 = 20_000

    private func cent(_ count: Int64) -> Money { Money(nanodollars: count * 10_000_000) }

    /// One live attempt of one agent, with the budgets given.
    private func working(
        task: Money? = nil, agent: Money? = nil, day: Money? = nil, unknown: Bool = false
    ) throws -> (Rehearsal, AttemptKey) {
        var policies = Policies()
        policies.budgets.task = task
        policies.budgets.agent = agent
        policies.budgets.day = day
        policies.budgets.allowsUnknownPrices = unknown
        var rehearsal = Rehearsal(policies: policies)
        rehearsal.submit(["finance"], .simple)
        return (rehearsal, try #require(rehearsal.running.first))
    }

    private func request(_ key: AttemptKey, _ worst: Money?, day: Int32 = day) -> CallRequest {
        CallRequest(purpose: .work(key, AgentID(1)), model: "m", worst: worst, day: day)
    }

    private func granted(_ rehearsal: Rehearsal) -> CallID? {
        guard case .grantCall(_, let id)? = rehearsal.effects.last else { return nil }
        return id
    }

    private func refusal(_ rehearsal: Rehearsal) -> BudgetRefusal? {
        guard case .refuseCall(_, let refusal)? = rehearsal.effects.last else { return nil }
        return refusal
    }

    @Test func moneyIsSetAsideBeforeACallAndSettledFromItsUsage() throws {
        var (rehearsal, key) = try working(task: cent(10))
        rehearsal.step(.reserve(request(key, cent(6)), token: 7))
        let call = try #require(granted(rehearsal))
        #expect(rehearsal.state.tasks[key.task]?.costs().reserved == cent(6))
        let usage = CallUsage(input: 100, output: 20)
        rehearsal.step(
            .settle(
                call, Settlement(amount: cent(2), usage: usage, basis: .usage, largest: cent(5))))
        let costs = try #require(rehearsal.state.tasks[key.task]?.costs())
        #expect(costs.spent == cent(2))
        #expect(costs.reserved == .zero)
        #expect(costs.saved == cent(3))
        #expect(costs.input == 100)
        #expect(rehearsal.state.ledger.total == costs)
        #expect(rehearsal.state.agents[1].today.costs == costs)
        #expect(rehearsal.state.ledger.costs(on: Self.day) == costs)
        #expect(rehearsal.state.ledger.models.map(\.costs) == [costs])
        #expect(rehearsal.state.tasks[key.task]?.costs(of: 0, attempt: 1) == costs)
        #expect(rehearsal.state.tasks[key.task]?.costs(of: 1).isEmpty == true)
    }

    @Test func whatDoesNotFitTheTasksBudgetIsRefusedWithBothFigures() throws {
        var (rehearsal, key) = try working(task: cent(10))
        rehearsal.step(.reserve(request(key, cent(6)), token: 1))
        rehearsal.step(.reserve(request(key, cent(5)), token: 2))
        let refused = try #require(refusal(rehearsal))
        #expect(
            refused
                == BudgetRefusal(
                    scope: .task, limit: cent(10), committed: cent(6), asked: cent(5)))
        #expect(refused.sentence.contains("$0.10 has $0.04 left"))
        #expect(rehearsal.state.ledger.refused == 1)
        rehearsal.step(.reserve(request(key, cent(4)), token: 3))
        #expect(granted(rehearsal) != nil)
    }

    @Test func anAgentsBudgetBeginsAnewWithTheDay() throws {
        var (rehearsal, key) = try working(agent: cent(5))
        rehearsal.step(.reserve(request(key, cent(5)), token: 1))
        #expect(granted(rehearsal) != nil)
        rehearsal.step(.reserve(request(key, cent(1)), token: 2))
        #expect(refusal(rehearsal)?.scope == .agent)
        rehearsal.step(.reserve(request(key, cent(5), day: Self.day + 1), token: 3))
        #expect(granted(rehearsal) != nil)
    }

    @Test func theDaysBudgetHoldsForAllAgentsAndForPlanning() throws {
        var (rehearsal, key) = try working(day: cent(5))
        rehearsal.step(.reserve(request(key, cent(3)), token: 1))
        rehearsal.step(
            .reserve(
                CallRequest(purpose: .planning, model: "m", worst: cent(3), day: Self.day), token: 2
            ))
        #expect(refusal(rehearsal)?.scope == .day)
    }

    @Test func aModelWithoutAPriceIsRefusedUnlessThatIsAllowed() throws {
        var (strict, key) = try working()
        strict.step(.reserve(request(key, nil), token: 1))
        #expect(refusal(strict)?.scope == .price)
        var (open, other) = try working(unknown: true)
        open.step(.reserve(request(other, nil), token: 1))
        #expect(granted(open) != nil)
    }

    @Test func anUnknownUsageKeepsTheReservation() throws {
        var (rehearsal, key) = try working()
        rehearsal.step(.reserve(request(key, cent(6)), token: 1))
        rehearsal.step(.settle(try #require(granted(rehearsal)), .unknown))
        #expect(rehearsal.state.ledger.total.spent == cent(6))
        #expect(rehearsal.state.ledger.total.saved == .zero)
    }

    @Test func aCallIsSettledOnce() throws {
        var (rehearsal, key) = try working()
        rehearsal.step(.reserve(request(key, cent(6)), token: 1))
        let call = try #require(granted(rehearsal))
        rehearsal.step(.settle(call, Settlement(amount: cent(1), basis: .usage)))
        rehearsal.step(.settle(call, .unknown))
        rehearsal.step(.settle(CallID(99), .unknown))
        #expect(rehearsal.state.ledger.total.spent == cent(1))
        #expect(rehearsal.count(.costSettled) == 1)
    }

    @Test func aCallUnderWayWhenTheProcessDiesIsPaidAsReserved() throws {
        var (rehearsal, key) = try working(task: cent(10))
        rehearsal.step(.reserve(request(key, cent(6)), token: 1))
        rehearsal.restart()
        #expect(rehearsal.state.ledger.open.isEmpty)
        #expect(rehearsal.state.ledger.total.spent == cent(6))
        #expect(rehearsal.state.tasks[key.task]?.costs().spent == cent(6))
        #expect(rehearsal.shadow.digest == rehearsal.state.digest)
    }

    @Test func aCallForWorkThatIsOverIsWithdrawn() throws {
        var (rehearsal, key) = try working()
        rehearsal.finish(key)
        rehearsal.step(.reserve(request(key, cent(1)), token: 5))
        guard case .withdrawCall(token: 5)? = rehearsal.effects.last else {
            Issue.record("\(rehearsal.effects)")
            return
        }
        #expect(rehearsal.count(.costReserved) == 0)
    }

    @Test func aTaskMakesOnlySoManyCalls() throws {
        var policies = Policies()
        policies.limits.calls = 2
        var rehearsal = Rehearsal(policies: policies)
        rehearsal.submit(["finance"], .simple)
        let key = try #require(rehearsal.running.first)
        for token in 1...3 { rehearsal.step(.reserve(request(key, cent(1)), token: UInt64(token))) }
        #expect(refusal(rehearsal)?.scope == .calls)
    }

    // MARK: Failures that money and endpoints bring

    @Test(arguments: [AttemptFailure.refused("no"), .overBudget("no money")])
    func aFinalFailureIsNotTriedAgainAndCostsNoReputation(failure: AttemptFailure) throws {
        var (rehearsal, key) = try working()
        rehearsal.fail(key, failure)
        #expect(rehearsal.status(key.task) == .failed)
        #expect(rehearsal.state.agents[1].reputation == ReputationPolicy.start)
        #expect(rehearsal.count(.retryScheduled) == 0)
    }

    @Test func whatIsPostponedIsTriedAgainWhenItsTimeHasCome() throws {
        var (rehearsal, key) = try working()
        rehearsal.step(.report(key, .postponed("rate limit", by: .seconds(200))))
        rehearsal.advance(.seconds(199))
        #expect(rehearsal.running.isEmpty)
        rehearsal.advance(.seconds(1))
        #expect(rehearsal.running.map(\.number) == [2])
        #expect(rehearsal.state.agents[1].reputation == ReputationPolicy.start)
    }

    @Test func anAgentsOwnPatienceCounts() throws {
        var limits = AgentLimits()
        limits.idleTimeout = .seconds(9)
        let card = AgentCard(
            name: "Slow", skills: [.init("thinking")], loadPerSubtask: 10, limits: limits)
        var rehearsal = Rehearsal([card])
        rehearsal.submit(["thinking"], .simple)
        for _ in 1...8 { rehearsal.advance(.seconds(1)) }
        #expect(rehearsal.running.count == 1)
        rehearsal.advance(.seconds(1))
        #expect(rehearsal.running.isEmpty)
    }
}

@Suite struct MoneyTests {
    @Test(arguments: [
        ("2", "2", "$2.00"), ("0.05", "0.05", "$0.05"),
        ("$0.000000001", "0.000000001", "$0.000000"),
        ("0.0000305", "0.0000305", "$0.000031"), ("12.345", "12.345", "$12.35"),
    ])
    func amountsReadBackExactly(text: String, definition: String, shown: String) throws {
        let money = try #require(Money(definition: text))
        #expect(money.definition == definition)
        #expect(money.text == shown)
    }

    @Test(arguments: ["", "-1", "1.0000000001", "1e3", ".5", "5.", "ten", "99999999999"])
    func whatIsNoAmountIsRefused(text: String) {
        #expect(Money(definition: text) == nil)
    }

    @Test func sumsStayWithinWhatThereIs() {
        let most = Money(nanodollars: .max)
        #expect(most + most == most)
        #expect(Money(nanodollars: .min) - most == Money(nanodollars: .min))
        #expect(Money(dollars: .nan) == nil)
        #expect(Money(dollars: .infinity) == nil)
        #expect(Money(dollars: 0.03) == Money(nanodollars: 30_000_000))
    }
}
