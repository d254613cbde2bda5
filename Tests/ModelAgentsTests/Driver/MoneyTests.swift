import SwarmCore
import SwarmRuntime
import Testing

@testable import ModelAgents

@Suite struct MoneyTests {
    /// What the events say was set aside and paid, call by call.
    private struct Books {
        var reserved: [CallID: Money] = [:]
        var settled: [CallID: Settlement] = [:]
        var twice = 0
        var most = Money.zero
        private var committed = Money.zero

        init(_ events: [Event]) {
            for event in events {
                switch event {
                case .costReserved(let id, let request):
                    reserved[id] = request.worst ?? .zero
                    committed += request.worst ?? .zero
                case .costSettled(let id, let settlement):
                    if settled[id] != nil { twice += 1 }
                    settled[id] = settlement
                    let before = reserved[id] ?? .zero
                    committed = committed - before + (settlement.amount ?? before)
                default: break
                }
                most = max(most, committed)
            }
        }

        var spent: Money {
            settled.reduce(.zero) { $0 + ($1.value.amount ?? reserved[$1.key] ?? .zero) }
        }
    }

    @Test func twentyAgentsAtOnceNeverCommitMoreThanTheDayAllows() async throws {
        let model = ScriptedModel { _ in .json(["summary": "s", "text": "t"]) }
        // Five written tokens where one was allowed cannot be, so each call keeps what was set aside for it.
        let agents = (1...20).map {
            AgentCard.model("agent \($0)", "skill\($0)", ["max_tokens": 1])
        }
        let one = try await ModelSwarm(agents: agents).run(model.transport) {
            try await $0.finish(.of("skill11")).costs().spent
        }
        let cap = Money(nanodollars: one.nanodollars * 9 / 2)
        var policies = ModelSwarm.patient
        policies.budgets.day = cap
        let swarm = ModelSwarm(agents: agents, policies: policies)
        let (books, ledger, ended) = try await swarm.run(model.transport) { play in
            for number in 1...60 {
                _ = try await play.submit(.of("skill\(number % 20 + 1)"))
            }
            try #require(await play.wait { $0.totals.ended == 60 && $0.ledger.open.isEmpty })
            return (Books(play.events.value), play.swarm.ledger, play.swarm.totals)
        }
        #expect(books.most <= cap)
        #expect(books.twice == 0)
        #expect(books.settled.count == books.reserved.count)
        #expect(books.spent == ledger.total.spent)
        #expect(ledger.total.reserved == .zero)
        #expect(books.reserved.count == 4)
        #expect(ledger.refused == 56)
        #expect(model.asked.count == 1 + 4)
        #expect(ended.ended == 60)
    }

    @Test func twentyStepsOfOneTaskKeepItsBudget() async throws {
        let model = ScriptedModel { _ in .json(["summary": "s", "text": "t"]) }
        var steps = JSONObject()
        for number in 1...16 { steps["s\(number)"] = ["skill": "write"] }
        let recipe = try Recipe.read(["name": "many", "steps": .object(steps)])
        let agents = (1...20).map { AgentCard.model("agent \($0)") }
        var policies = ModelSwarm.patient
        policies.attempts.most = 1
        let swarm = ModelSwarm(
            agents: agents, recipes: RecipeCatalogue([recipe]), policies: policies)
        var draft = TaskDraft()
        draft.recipe = "many"
        draft.budget = Money(nanodollars: 50_000_000)
        let made = draft
        let (task, books) = try await swarm.run(model.transport) { play in
            (try await play.finish(made), Books(play.events.value))
        }
        #expect(books.most <= Money(nanodollars: 50_000_000))
        #expect(books.twice == 0)
        #expect(task.costs().reserved == .zero)
        #expect(task.costs().spent == books.spent)
        let parts = task.subtasks.indices.reduce(Money.zero) { $0 + task.costs(of: $1).spent }
        #expect(parts == task.costs().spent)
    }

    @Test func cancellingClosesTheCallAndKeepsWhatItMayHaveCost() async throws {
        let model = ScriptedModel { asked in
            var reply = ScriptedModel.openAI("and so on")
            reply.pieces = Array(reply.pieces.prefix(1))
            reply.hangs = true
            return .reply(reply)
        }
        let transport = model.transport
        try await ModelSwarm(agents: [.model("a")]).run(transport) { play in
            let id = try await play.submit(.of("write"))
            // It waits for more of the stream, told by its progress.
            try #require(await play.wait { $0.tasks[id]?.attempts.first?.note != nil })
            _ = await play.runtime.send(.cancel(id))
            try #require(await play.wait { $0.ledger.open.isEmpty })
            let costs = play.swarm.ledger.total
            let call = try #require(play.swarm.tasks[id]?.calls.first)
            #expect(call.settlement == .unknown)
            #expect(costs.spent == call.reserved)
            #expect(costs.reserved == .zero)
        }
        #expect(transport.log.cancels > 0)
    }

    @Test func reviewsAreCallsOfTheirOwnAndAllAddUp() async throws {
        let recipe = try Recipe.read([
            "name": "post",
            "steps": [
                "write": ["skill": "write", "review": ["reviewers": 1, "within": "60s"]],
                "edit": ["skill": "edit", "after": ["write"]],
            ],
        ])
        let model = ScriptedModel { asked in
            if asked.isReview {
                let reworked = asked.data?["product"]?["text"] == "second"
                return .json(
                    reworked
                        ? ["score": 90, "comment": "good"]
                        : ["score": 10, "comment": "Name the price."])
            }
            let isRework = asked.data?["reviewers_asked_for"] != nil
            return .json(["summary": "s", "text": isRework ? "second" : "first"])
        }
        let swarm = ModelSwarm(
            agents: [
                .model("writer", "write", ["endpoint": "main"]),
                .model("editor", "edit", ["endpoint": "claude", "model": "large"]),
            ], recipes: RecipeCatalogue([recipe]))
        var draft = TaskDraft()
        draft.recipe = "post"
        let made = draft
        let (task, state, books) = try await swarm.run(model.transport) { play in
            (try await play.finish(made), play.swarm, Books(play.events.value))
        }
        #expect(task.status == .succeeded)
        #expect(task.subtasks[0].product?.json["text"] == "second")
        #expect(task.reviews.compactMap(\.note?.score) == [10, 90])
        let rework = model.asked.first { $0.data?["reviewers_asked_for"] != nil }
        #expect(rework?.data?["reviewers_asked_for"] == ["Name the price."])
        // The editor saw what the writer made.
        let edit = model.asked.first { $0.data?["step"] == "edit" }
        #expect(
            edit?.data?["results_of_earlier_steps"]?.array?.first?["product"]?["text"] == "second")
        // Two drafts by the small model, two reviews and an edit by the large one.
        #expect(task.costs().calls == 5)
        #expect(task.costs().spent == Money(nanodollars: 2 * 20_000 + 3 * 200_000))
        #expect(state.ledger.total.spent == task.costs().spent)
        #expect(books.spent == task.costs().spent)
        let byAgent = state.agents.reduce(Money.zero) { $0 + $1.costs.spent }
        #expect(byAgent == task.costs().spent)
        let byModel = state.ledger.models.reduce(Money.zero) { $0 + $1.costs.spent }
        #expect(byModel == task.costs().spent)
        #expect(state.ledger.models.map(\.name).sorted() == ["large", "small"])
    }

    @Test func aColleagueWithAModelAnswersQuestions() async throws {
        let model = ScriptedModel { asked in
            .json(["answer": asked.data?["question"] == "How much?" ? 30_000 : nil])
        }
        let heard = Mutexed<[JSONValue?]>([])
        let asking = PlainDriver { _, desk in
            for question in ["How much?", "Why?"] as [JSONValue] {
                let answer = await desk.ask(
                    skill: "finance", topic: "budget", question,
                    within: question == "Why?" ? .milliseconds(50) : .seconds(50))
                heard.change { $0.append(answer?.payload) }
            }
            desk.finish(["summary": "s", "text": "t"])
        }
        let plain = AgentCard(name: "plain", skills: [.init("ask")], loadPerSubtask: 10)
        let swarm = ModelSwarm(agents: [plain, .model("cfo", "finance")], plain: asking)
        try await swarm.run(model.transport) { play in
            _ = try await play.finish(.of("ask"))
            #expect(await play.wait { $0.ledger.total.calls > 0 && $0.ledger.open.isEmpty })
            #expect(play.swarm.agents[1].costs.calls >= 1)
        }
        #expect(heard.value == [30_000, nil])
    }

    // MARK: The till alone

    private func settlement(
        _ usage: ModelUsage, _ fault: ModelFault? = nil, model: String = "small"
    ) async throws -> Settlement {
        let payer = TestPayer()
        let till = CallTill(
            CallTill.Bill(
                payer: payer, prices: ModelSwarm.prices, rivals: ["small", "large"],
                mostInputTokens: 1_000, mostOutputTokens: 100, provider: { _ in nil }))
        let attempt = CallAttempt(endpoint: "main", model: model, number: 1)
        try await till.willSend(attempt)
        till.didEnd(attempt, usage, fault)
        till.didEnd(attempt, usage, fault)
        till.close()
        #expect(payer.isBalanced)
        return try #require(payer.settlements.first)
    }

    @Test func onlyACountThatCanBeIsPaidByIt() async throws {
        let good = try await settlement(ModelUsage(input: 10, output: 5))
        #expect(good.amount == Money(nanodollars: 20_000))
        #expect(good.basis == .usage)
        #expect(good.largest == Money(nanodollars: 200_000))
        #expect(try await settlement(.missing) == .unknown)
        #expect(try await settlement(ModelUsage(standing: .implausible)) == .unknown)
        #expect(try await settlement(ModelUsage(input: 10, output: 201)) == .unknown)
        #expect(try await settlement(ModelUsage(input: 6_097, output: 5)) == .unknown)
    }

    @Test func aFailedCallIsFreeOnlyIfItSurelyIs() async throws {
        let some = ModelUsage(input: 10, output: 5)
        #expect(try await settlement(.missing, ModelFault(.rateLimited, status: 429)) == .unused)
        #expect(try await settlement(.missing, ModelFault(.noSuchHost)) == .unused)
        #expect(try await settlement(.missing, ModelFault(.connection)) == .unused)
        #expect(try await settlement(.missing, ModelFault(.connection, "HTTP/2 error")) == .unknown)
        #expect(try await settlement(some, ModelFault(.truncated)) == .unknown)
        #expect(try await settlement(some, ModelFault(.cancelled)) == .unknown)
        #expect(try await settlement(.missing, ModelFault(.timeout)) == .unknown)
        #expect(try await settlement(some, ModelFault(.overloaded)) == .unknown)
        #expect(try await settlement(some, ModelFault(.outputCut)).basis == .usage)
    }

    @Test func aModelWithoutAPriceIsAskedForAsSuch() async throws {
        let payer = TestPayer()
        let model = ScriptedModel { _ in .text("hello") }
        let swarm = ModelSwarm(agents: [])
        let caller = PaidCaller(
            client: swarm.time.client(model.transport), prices: ModelSwarm.prices, payer: payer)
        let request = ModelRequest(model: "unheard-of", messages: [.user("Hello?")])
        _ = try await caller.ask(request, over: [Route("main")])
        #expect(payer.books.reserved.map(\.worst) == [nil])
        #expect(payer.settlements.first?.amount == .zero)
        #expect(payer.settlements.first?.basis == .usage)
    }

    @Test func eachRequestOfACallIsPaidForItself() async throws {
        let payer = TestPayer()
        let transport = FakeTransport { number, _ in
            number < 3 ? .json("{}", status: 500) : ScriptedModel.openAI("hello")
        }
        let caller = PaidCaller(
            client: TestTime().client(transport), prices: ModelSwarm.prices, payer: payer)
        let request = ModelRequest(model: "small", messages: [.user("Hello?")])
        let answer = try await caller.ask(request, over: [Route("main")])
        #expect(answer.text == "hello")
        #expect(payer.settlements.map(\.basis) == [.unused, .unused, .usage])
        #expect(payer.isBalanced)
        let poor = TestPayer(mostCalls: 1)
        let again = PaidCaller(
            client: TestTime().client(FakeTransport(.json("{}", status: 500))),
            prices: ModelSwarm.prices, payer: poor)
        await #expect(throws: ModelFault.self) {
            _ = try await again.ask(request, over: [Route("main")])
        }
        #expect(poor.settlements == [.unused])
    }
}
