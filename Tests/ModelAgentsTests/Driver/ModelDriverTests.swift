import SwarmCore
import SwarmRuntime
import Testing

@testable import ModelAgents

@Suite struct ModelDriverTests {
    private static let product: JSONObject = ["summary": "short", "text": "the whole thing"]

    private func attempt(_ task: TaskState) -> Attempt? { task.attempts.last }

    @Test(arguments: ["main", "claude"])
    func anAgentAsksItsModelAndHandsTheProductIn(endpoint: String) async throws {
        let model = ScriptedModel { _ in .json(Self.product) }
        let swarm = ModelSwarm(agents: [.model("a", "write", ["endpoint": .string(endpoint)])])
        let task = try await swarm.run(model.transport) { try await $0.finish(.of("write")) }
        #expect(task.status == .succeeded)
        let product = task.subtasks[0].product?.json
        #expect(product?["text"] == "the whole thing")
        #expect(product?["model"] == "small")
        // 10 tokens in at a millionth, 5 out at two.
        let costs = task.costs()
        #expect(costs.spent == Money(nanodollars: 20_000))
        #expect(costs.reserved == .zero)
        // The large one costs ten times as much.
        #expect(costs.saved == Money(nanodollars: 180_000))
        #expect(model.asked.count == 1)
    }

    @Test func theToolsAModelCallsAreCarriedOutWhereEverybodySeesThem() async throws {
        for endpoint in ["main", "claude"] {
            let model = ScriptedModel { asked in
                asked.turns == 0
                    ? .calls([("add", #"{"a": 19, "b": 23}"#)])
                    : .json(["summary": .string(asked.last)])
            }
            let settings: JSONObject = ["endpoint": .string(endpoint), "tools": ["add"]]
            let swarm = ModelSwarm(agents: [.model("a", "write", settings)], tools: [AddingTool()])
            let task = try await swarm.run(model.transport) { try await $0.finish(.of("write")) }
            #expect(task.status == .succeeded)
            #expect(task.toolCalls.map(\.name) == ["add"])
            #expect(task.toolCalls.first?.output == "42.0")
            #expect(task.toolCalls.first?.phase == .finished(isError: false))
            let summary = task.subtasks[0].product?.json["summary"]?.string ?? ""
            #expect(summary == #"{"tool":"add","gave_back":"42.0"}"#)
            #expect(task.costs().calls == 2)
        }
    }

    @Test func badToolCallsComeBackAsErrorsAndEndAfterAFew() async throws {
        let model = ScriptedModel { asked in
            switch asked.turns {
            case 0: .calls([("sub", "{}"), ("add", #"{"a": "x"}"#), ("add", "{oops")])
            default: .json(["summary": .string(asked.messages.map { $0.jsonText() }.joined())])
            }
        }
        let swarm = ModelSwarm(
            agents: [.model("a", "write", ["tools": ["add"]])], tools: [AddingTool()])
        let task = try await swarm.run(model.transport) { try await $0.finish(.of("write")) }
        let said = task.subtasks[0].product?.json["summary"]?.string ?? ""
        #expect(said.contains("There is no tool sub. Known: add."))
        #expect(said.contains("must be number, is string"))
        #expect(said.contains("the arguments are no JSON"))
        #expect(task.toolCalls.isEmpty)
    }

    @Test func aModelThatOnlyCallsToolsIsToldToAnswerAndThenGivenUp() async throws {
        let model = ScriptedModel { asked in
            .calls([("add", #"{"a": \#(asked.turns), "b": 1}"#)])
        }
        var policies = ModelSwarm.patient
        policies.attempts.most = 1
        let swarm = ModelSwarm(
            agents: [.model("a", "write", ["tools": ["add"], "max_turns": 3])], policies: policies,
            tools: [AddingTool()])
        let task = try await swarm.run(model.transport) { try await $0.finish(.of("write")) }
        #expect(
            attempt(task)?.failure
                == .gaveUp("it called tools in 4 turns and gave no answer"))
        #expect(model.asked.count == 4)
        #expect(model.asked.last?.last.contains("answer now") == true)
        #expect(task.toolCalls.count == 2)
    }

    @Test func oneRepairNamesWhatTheRecipeMisses() async throws {
        let recipe = try Recipe.read([
            "name": "ad", "steps": ["write": ["skill": "write"]],
            "data": ["budget": ["kind": "amount", "fallback": 100]],
            "checks": [
                "write": [
                    ["path": "headline", "length": "5..40", "weight": 50],
                    ["path": "cost", "within": "budget", "weight": 50],
                ]
            ],
        ])
        let model = ScriptedModel { asked in
            asked.turns == 0
                ? .text("Sure!\n```json\n{\"headline\": \"Buy\", \"cost\": 900}\n```")
                : .json(["headline": "Buy it now", "cost": 90])
        }
        let swarm = ModelSwarm(agents: [.model("a")], recipes: RecipeCatalogue([recipe]))
        var draft = TaskDraft()
        draft.recipe = "ad"
        let made = draft
        let task = try await swarm.run(model.transport) { try await $0.finish(made) }
        #expect(task.status == .succeeded)
        #expect(task.quality == 100)
        let repair = try #require(model.asked.last?.last)
        #expect(repair.contains("headline: must be at least 5 characters, is 3"))
        #expect(repair.contains("cost: must be at most 100, is 900"))
        let format = model.asked[0].body["response_format"]?["json_schema"]?["schema"]
        #expect(format?["properties"]?["cost"]?["maximum"] == 100)
        #expect(model.asked.count == 2)
    }

    @Test func plainWordsAreAProductToo() async throws {
        let model = ScriptedModel { _ in .text("No JSON here.") }
        let swarm = ModelSwarm(agents: [.model("a", "write", ["structured": false])])
        let task = try await swarm.run(model.transport) { try await $0.finish(.of("write")) }
        #expect(task.subtasks[0].product?.json["text"] == "No JSON here.")
        #expect(model.asked.count == 1)
        #expect(model.asked[0].body["response_format"] == nil)
    }

    @Test func complexWorkGoesToTheLargeModel() async throws {
        let model = ScriptedModel { _ in .json(Self.product) }
        let settings: JSONObject = ["models": ["small": "small", "large": "large"]]
        let swarm = ModelSwarm(agents: [.model("a", "write", settings)])
        try await swarm.run(model.transport) { play in
            for complexity in Complexity.allCases {
                var draft = TaskDraft.of("write")
                draft.complexity = complexity
                _ = try await play.finish(draft)
            }
        }
        #expect(model.asked.map(\.model) == ["small", "small", "large"])
    }

    @Test func aCallThatDoesNotFitTheBudgetIsNotMade() async throws {
        let model = ScriptedModel { _ in .json(Self.product) }
        var draft = TaskDraft.of("write")
        draft.budget = Money(nanodollars: 1_000)
        let made = draft
        let task = try await ModelSwarm(agents: [.model("a")]).run(model.transport) {
            try await $0.finish(made)
        }
        #expect(task.status == .failed)
        guard case .overBudget(let sentence) = attempt(task)?.failure else {
            Issue.record("\(String(describing: attempt(task)?.failure))")
            return
        }
        #expect(sentence.contains("The task's budget of $0.000001 has"))
        #expect(model.asked.isEmpty)
        #expect(task.costs().isEmpty)
    }

    @Test func settingsThatDoNotWorkAreNamed() async throws {
        let model = ScriptedModel { _ in .json(Self.product) }
        let settings: JSONObject = ["endpoint": "nowhere", "temprature": 1, "tools": ["shell"]]
        let task = try await ModelSwarm(agents: [.model("a", "write", settings)])
            .run(model.transport) { try await $0.finish(.of("write")) }
        guard case .refused(let words) = attempt(task)?.failure else {
            Issue.record("\(String(describing: attempt(task)?.failure))")
            return
        }
        #expect(words.contains("temprature is no setting; nearest: temperature"))
        #expect(words.contains("there is no endpoint nowhere; known: main, claude"))
        #expect(words.contains("there is no tool shell"))
    }

    @Test func whatFailsForGoodIsRefusedAndWhatMayPassIsNot() {
        func consequence(_ code: ModelFault.Code, after: TimeSpan? = nil) -> ModelFault.Consequence
        {
            var fault = ModelFault(code)
            fault.retryAfter = after
            return fault.consequence
        }
        for code in [
            ModelFault.Code.badRequest, .unauthorised, .contextLength, .contentFilter, .quota,
        ] {
            guard case .fail(.refused) = consequence(code) else {
                Issue.record("\(code)")
                continue
            }
        }
        for code in [ModelFault.Code.overloaded, .server, .timeout, .truncated, .connection] {
            guard case .fail(.unavailable) = consequence(code) else {
                Issue.record("\(code)")
                continue
            }
        }
        #expect(consequence(.cancelled) == .nothing)
        guard case .postpone(_, .seconds(300)) = consequence(.rateLimited, after: .seconds(300))
        else {
            Issue.record("not postponed")
            return
        }
    }

    @Test func anEndpointThatWillNotServeForLongPostponesTheAttempt() async throws {
        let model = ScriptedModel { asked in
            .reply(.json("{}", status: 429, [(name: "retry-after", value: "900")]))
        }
        let swarm = ModelSwarm(agents: [.model("a")])
        try await swarm.run(model.transport) { play in
            let id = try await play.submit(.of("write"))
            #expect(await play.wait { $0.tasks[id]?.attempts.first?.endedAt != nil })
            let task = try #require(play.swarm.tasks[id])
            guard case .unavailable(let reason) = task.attempts[0].failure else {
                Issue.record("\(String(describing: task.attempts[0].failure))")
                return
            }
            #expect(reason.contains("RATE_LIMITED 429"))
            #expect(reason.contains("15 min"))
            // Nothing was charged.
            #expect(await play.wait { $0.ledger.open.isEmpty })
            #expect(play.swarm.ledger.total.spent == .zero)
            let wait = play.events.value.compactMap { event -> Instant? in
                if case .retryScheduled(_, let until) = event { until } else { nil }
            }
            #expect((wait.first ?? .zero) - play.swarm.now > .seconds(800))
        }
    }

    @Test func callsBeyondThoseAMinuteWaitTheirTurnAndSaySo() async throws {
        var limits = AgentLimits()
        limits.callsPerMinute = 2
        let model = ScriptedModel { _ in .json(Self.product) }
        let swarm = ModelSwarm(agents: [.model("a", limits: limits)])
        let notes = try await swarm.run(model.transport) { play in
            for _ in 0..<3 { _ = try await play.finish(.of("write")) }
            return play.events.value.compactMap { event -> String? in
                if case .attemptProgressed(_, _, let note) = event { note } else { nil }
            }
        }
        #expect(model.asked.count == 3)
        #expect(swarm.time.waits == [.seconds(60)])
        #expect(notes.contains { $0.contains("2 calls a minute allowed") })
    }

    @Test func waitingShowsSignsOfLifeAndSilenceDoesNot() async {
        let said = Mutexed<[String]>([])
        let progress = AttemptProgress(expectedTokens: 10) { _, note in
            said.change { $0.append(note) }
        }
        progress.waits("waits 20 s")
        let beating = Task { await progress.beat(each: .milliseconds(1)) }
        while said.value.count < 5 { await Task.yield() }
        progress.sends()
        let heard = said.value.count
        beating.cancel()
        await beating.value
        // One may have been on its way.
        #expect(said.value.count <= heard + 1)
        #expect(said.value.allSatisfy { $0.hasPrefix("waits 20 s") })
    }

    @Test func anAnswerThatWasCutIsNoProduct() async throws {
        let model = ScriptedModel { _ in
            var reply = ScriptedModel.openAI("{\"text\": \"and so")
            reply.pieces = reply.pieces.map { piece in
                Array(
                    String(decoding: piece, as: UTF8.self).replacing("\"stop\"", with: "\"length\"")
                        .utf8)
            }
            return .reply(reply)
        }
        var policies = ModelSwarm.patient
        policies.attempts.most = 1
        for isStructured in [true, false] {
            let settings: JSONObject = ["structured": .bool(isStructured)]
            let swarm = ModelSwarm(agents: [.model("a", "write", settings)], policies: policies)
            let task = try await swarm.run(model.transport) { try await $0.finish(.of("write")) }
            guard case .gaveUp(let words) = attempt(task)?.failure else {
                Issue.record("\(String(describing: attempt(task)?.failure))")
                return
            }
            #expect(words.contains("limit"))
        }
    }

    @Test func anAnswerLargerThanAnyProductIsGivenUp() async throws {
        let model = ScriptedModel { _ in .text(String(repeating: "long ", count: 300_000)) }
        var policies = ModelSwarm.patient
        policies.attempts.most = 1
        let task = try await ModelSwarm(agents: [.model("a")], policies: policies)
            .run(model.transport) { try await $0.finish(.of("write")) }
        #expect(
            attempt(task)?.failure == .gaveUp("the model's answer is larger than 1048576 bytes"))
    }

    @Test func aToolThatNeedsApprovalWaitsForTheOperator() async throws {
        let model = ScriptedModel { asked in
            asked.turns == 0
                ? .calls([("add", #"{"a": 1, "b": 2}"#)]) : .json(["text": .string(asked.last)])
        }
        for granted in [true, false] {
            let swarm = ModelSwarm(
                agents: [.model("a", "write", ["tools": ["a*"]])], tools: [AddingTool()],
                needsApproval: { $0 == "add" })
            try await swarm.run(model.transport) { play in
                let id = try await play.submit(.of("write"))
                try #require(await play.wait { $0.tasks[id]?.awaitingTools.count == 1 })
                let key = try #require(play.swarm.tasks[id]?.awaitingTools.first?.attempt)
                _ = await play.runtime.send(.answerTool(key, number: 1, granted: granted))
                try #require(await play.wait { $0.tasks[id]?.status != nil })
                let text = play.swarm.tasks[id]?.subtasks[0].product?.json["text"]?.string ?? ""
                #expect(text.contains(granted ? "3.0" : "The operator did not allow this call."))
            }
        }
    }

    @Test func progressIsAnEstimateAndSaysSo() {
        let said = Mutexed<[String]>([])
        let progress = AttemptProgress(expectedTokens: 10) { share, note in
            said.change { $0.append("\(Int(share * 1_000)) \(note)") }
        }
        progress.take(.text("sixteen letters."))
        progress.take(.text("too soon after it"))
        progress.waits("main: asked to wait; waits 20 s")
        progress.sends()
        #expect(said.value == ["380 ≈ 38 %: writing", "760 main: asked to wait; waits 20 s"])
    }
}
