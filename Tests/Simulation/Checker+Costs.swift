import SwarmCore

/// Reservations, settlements and budgets, in figures of the checker's own.
extension Checker {
    /// A reservation that was made.
    struct Reservation {
        let task: Int?
        let agent: Int?
        let day: Int32
        let amount: Money
        var isOpen = true
        var committed: Money
    }

    /// What is spent and reserved on a day, by one agent or by all.
    struct DayAccount {
        let agent: Int?
        let day: Int32
        var committed = Money.zero
    }

    /// What all calls come to.
    struct Books {
        var reservations: [Reservation] = []
        var days: [DayAccount] = []
        var reserved = Money.zero
        var spent = Money.zero
        var open = 0
        /// The reservations that changed in this step begin here, or are the one settled.
        var touched: [Int] = []

        func committed(_ agent: Int?, on day: Int32) -> Money {
            days.first { $0.agent == agent && $0.day == day }?.committed ?? .zero
        }

        mutating func add(_ amount: Money, _ agent: Int?, on day: Int32) {
            if let place = days.firstIndex(where: { $0.agent == agent && $0.day == day }) {
                days[place].committed += amount
            } else {
                days.append(DayAccount(agent: agent, day: day, committed: amount))
            }
        }

        mutating func empty() {
            if reservations.isEmpty { return }
            self = Books()
        }
    }

    mutating func reserve(_ id: CallID, _ request: CallRequest, _ cause: Cause) {
        checkMoneyCause("a reservation", cause)
        expect(
            Int(id.number) == books.reservations.count + 1, .sequence,
            "call \(id.number) after \(books.reservations.count)")
        expect(
            isOpen(request.purpose), .budget,
            "call \(id.number) is made for what has ended: \(request.purpose)")
        if let refusal = refusal(of: request) {
            fail(.budget, "call \(id.number) of \(request.worst?.text ?? "?"): \(refusal)")
        }
        let amount = request.worst ?? .zero
        let place = request.purpose.task.flatMap(task)
        let agent = request.purpose.agent?.position
        books.touched.append(books.reservations.count)
        books.reservations.append(
            Reservation(
                task: place, agent: agent, day: request.day, amount: amount, committed: amount))
        books.open += 1
        books.reserved += amount
        if let place { changeTask(place) { $0.calls += 1 } }
        charge(amount, place, agent, request.day)
    }

    mutating func refuse(_ request: CallRequest, _ refusal: BudgetRefusal, _ cause: Cause) {
        checkMoneyCause("a refusal", cause)
        let expected = self.refusal(of: request)
        expect(
            expected == refusal, .budget,
            "refused by \(refusal), not \(expected.map { "\($0)" } ?? "at all")")
    }

    mutating func settle(_ id: CallID, _ settlement: Settlement, _ cause: Cause) {
        let place = Int(id.number) - 1
        guard books.reservations.indices.contains(place) else {
            return fail(.budget, "call \(id.number) is settled and was never reserved")
        }
        let reservation = books.reservations[place]
        expect(reservation.isOpen, .budget, "call \(id.number) is settled twice")
        if case .recovery = cause {
            expect(
                settlement.amount == nil, .budget,
                "call \(id.number) was lost and costs \(settlement.amount?.text ?? "")")
        } else {
            checkMoneyCause("a settlement", cause)
        }
        let amount = settlement.amount ?? reservation.amount
        books.touched.append(place)
        books.reservations[place].isOpen = false
        books.reservations[place].committed = amount
        books.open -= 1
        books.reserved -= reservation.amount
        books.spent += amount
        charge(amount - reservation.amount, reservation.task, reservation.agent, reservation.day)
    }

    private mutating func charge(_ amount: Money, _ task: Int?, _ agent: Int?, _ day: Int32) {
        if let task { changeTask(task) { $0.committed += amount } }
        if let agent { books.add(amount, agent, on: day) }
        books.add(amount, nil, on: day)
    }

    private func checkMoneyCause(_ what: String, _ cause: Cause) {
        if case .money = cause { return }
        fail(.authority, "\(what) after \(cause)")
    }

    private func isOpen(_ purpose: CallPurpose) -> Bool {
        switch purpose {
        case .work(let key, _): running(key) != nil
        case .review(let key, _): task(key.task).map { tasks[$0].status == nil } ?? false
        case .answer, .planning: true
        }
    }

    /// The first budget without room, as spec §10 orders them; nil when all have room.
    private func refusal(of request: CallRequest) -> BudgetRefusal? {
        guard request.worst != nil || policies.budgets.allowsUnknownPrices else {
            return BudgetRefusal(scope: .price, limit: .zero, committed: .zero, asked: .zero)
        }
        let asked = request.worst ?? .zero
        var accounts: [(BudgetRefusal.Scope, Money?, Money)] = []
        if let place = request.purpose.task.flatMap(task) {
            let most = policies.limits.calls
            if tasks[place].calls >= most {
                return BudgetRefusal(
                    scope: .calls, limit: Money(nanodollars: Int64(most)),
                    committed: Money(nanodollars: Int64(tasks[place].calls)), asked: asked)
            }
            let limit = tasks[place].budget ?? policies.budgets.task
            accounts.append((.task, limit, tasks[place].committed))
        }
        if let agent = request.purpose.agent?.position {
            let limit = agents[agent].limits.budget ?? policies.budgets.agent
            accounts.append((.agent, limit, books.committed(agent, on: request.day)))
        }
        let whole = books.committed(nil, on: request.day)
        accounts.append((.day, policies.budgets.day, whole))
        for case (let scope, let limit?, let committed) in accounts where committed + asked > limit
        {
            return BudgetRefusal(scope: scope, limit: limit, committed: committed, asked: asked)
        }
        return nil
    }

    /// After a step: the swarm's own figures for whatever a call of this step touched.
    mutating func compareBooks(_ state: SwarmState, _ cause: Cause) {
        if case .recovery = cause {
            expect(books.open == 0, .budget, "\(books.open) reservations outlive their process")
        }
        guard !books.touched.isEmpty else { return }
        let ledger = state.ledger
        expect(
            ledger.open.count == books.open && ledger.total.reserved == books.reserved
                && ledger.total.spent == books.spent && books.reserved >= .zero, .budget,
            "\(ledger.open.count) calls: \(ledger.total.committed.text), not \(books.open): "
                + (books.reserved + books.spent).text)
        for place in books.touched { compare(books.reservations[place], state) }
        books.touched.removeAll(keepingCapacity: true)
    }

    private func compare(_ call: Reservation, _ state: SwarmState) {
        let day = state.ledger.costs(on: call.day).committed
        expect(
            day == books.committed(nil, on: call.day), .budget,
            "day \(call.day): \(day.text), not \(books.committed(nil, on: call.day).text)")
        if let agent = call.agent {
            let known = state.agents[agent].costs(on: call.day).committed
            let own = books.committed(agent, on: call.day)
            // What lies too many days back is not kept.
            let isOld = books.days.count { $0.agent == agent } > 8
            expect(
                known == own || (isOld && known == .zero), .budget,
                "agent \(agent) on day \(call.day): \(known.text), not \(own.text)")
        }
        guard let place = call.task else { return }
        let own = tasks[place]
        state.tasks.withTask(own.id) { task in
            let known = task.calls.reduce(Money.zero) { $0 + $1.committed }
            expect(
                known == own.committed && task.calls.count == own.calls, .budget,
                "task \(own.id.number): \(known.text) for \(task.calls.count) calls, not "
                    + "\(own.committed.text) for \(own.calls)")
        }
    }

    /// Whether the reservation is there and open.
    func isReserved(_ id: CallID) -> Bool {
        let place = Int(id.number) - 1
        return books.reservations.indices.contains(place) && books.reservations[place].isOpen
    }
}
