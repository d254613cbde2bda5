import SwarmCore
import SwarmFiles
import SwarmRuntime
import Testing

/// Questions between agents over the bus, each with its deadline (spec §9).
@Suite(.timeLimit(.minutes(3))) struct QuestionTests {
    private static let pair =
        agents("asker") + agents("answerer", skill: "y") + agents("other", skill: "z")

    /// The asker asks once and hands in what it heard.
    private static func driver(
        skill: String = "y", within: TimeSpan = .seconds(10),
        reply: @escaping @Sendable (Question, AgentCard) async -> JSONValue?
    ) -> ScriptedDriver {
        ScriptedDriver(
            work: { order, desk in
                var product = goodProduct
                if order.card.name == "asker" {
                    let answer = await desk.ask(
                        skill: skill, topic: "budget.ask", "What's our budget for ads?",
                        within: within)
                    product["answer"] = answer?.payload ?? "none"
                    product["by"] = .string(answer?.by ?? "nobody")
                }
                desk.finish(product)
            }, reply: reply)
    }

    private static func product(
        _ driver: ScriptedDriver, _ skills: [String] = ["x"]
    ) async throws -> (JSONObject, [Message]) {
        try await withSwarm(driver, agents: pair, policies: .hasty) { runtime, watcher in
            var wanted = draft("x")
            wanted.requiredSkills = skills
            let task = try #require(await runtime.send(.submit(wanted)).task)
            #expect(await watcher.wait(forEnded: 1))
            let messages = watcher.events.compactMap { event -> Message? in
                if case .messageSent(let message) = event { message } else { nil }
            }
            let product = watcher.swarm.tasks[task]?.subtasks[0].product?.json
            return (try #require(product), messages)
        }
    }

    @Test func aQuestionIsAnsweredByTheTeamMateWithTheSkillAndBothAreRecorded() async throws {
        let questions = Record<Question>()
        let driver = Self.driver { question, card in
            questions.add(question)
            return card.name == "answerer" ? 30_000 : nil
        }
        let (product, messages) = try await Self.product(driver, ["x", "y"])
        #expect(product["answer"] == 30_000)
        #expect(product["by"] == "answerer")
        #expect(questions.elements.map(\.brief?.name) == ["task_1"])
        #expect(messages.map(\.kind) == [.question, .answer])
        #expect(messages.map(\.topic) == ["budget.ask", "budget.reply"])
        #expect(messages[1].causation == messages[0].number)
        #expect(messages[0].replyBy != nil && messages[0].task == messages[1].task)
    }

    @Test func anOperatorAsksAnAgentAndHearsAnAnswerOrThatThereIsNone() async throws {
        let driver = ScriptedDriver(
            work: { _, desk in desk.finish(goodProduct) },
            reply: { question, card in
                card.name == "answerer"
                    ? .string("heard: \(question.message.payload.string ?? "")") : nil
            })
        try await withSwarm(driver, agents: Self.pair) { runtime, watcher in
            let answerer = try #require(watcher.swarm.agentID(named: "answerer"))
            let other = try #require(watcher.swarm.agentID(named: "other"))
            #expect(await runtime.send(.ask(answerer, about: nil, text: "How far?")).isDone)
            #expect(await runtime.send(.ask(other, about: nil, text: "And you?")).isDone)
            #expect(
                await runtime.send(.ask(AgentID(99), about: nil, text: "?")).refusal == .noSuchAgent
            )
            #expect(await watcher.wait { $0.messageCount == 4 })
            let messages = watcher.events.compactMap { event -> Message? in
                if case .messageSent(let message) = event { message } else { nil }
            }
            let replies = messages.filter { $0.recipient == .operator }
            #expect(
                Set(replies.map(\.payload)) == [
                    "heard: How far?", "other has no answer to this.",
                ])
            #expect(replies.allSatisfy { $0.topic == "operator.reply" && $0.causation != nil })
        }
    }

    @Test func anAgentOutsideTheTeamMayAnswer() async throws {
        let (product, _) = try await Self.product(Self.driver { _, card in .string(card.name) })
        #expect(product["answer"] == "answerer")
    }

    @Test func whenNobodyElseHasTheSkillTheAskerIsToldAtOnce() async throws {
        for skill in ["x", "unheard_of"] {
            let driver = Self.driver(skill: skill, within: .seconds(3_600)) { _, _ in "me" }
            let (product, messages) = try await Self.product(driver)
            #expect(product["answer"] == "none")
            #expect(messages.isEmpty)
        }
    }

    @Test(arguments: [0, 30])
    func whenTheDeadlinePassesTheAskerGoesOnAndALateAnswerChangesNothing(
        milliseconds: Int
    ) async throws {
        let driver = Self.driver(within: .milliseconds(milliseconds)) { _, _ in
            await untilCancelled()
            return "too late"
        }
        let (product, _) = try await Self.product(driver)
        #expect(product["answer"] == "none")
    }

    @Test func anAgentThatHasNoAnswerLetsTheDeadlinePass() async throws {
        let driver = Self.driver(within: .milliseconds(20)) { _, _ in nil }
        let (product, messages) = try await Self.product(driver)
        #expect(product["answer"] == "none")
        #expect(messages.map(\.kind) == [.question])
    }

    @Test func aFullMailboxRefusesAtOnce() async throws {
        let most = InProcessBus.mailboxSize
        let (answers, beingAnswered) = (Record<JSONValue?>(), Record<Void>())
        let driver = ScriptedDriver(
            work: { order, desk in
                desk.started()
                @Sendable func ask() async {
                    let answer = await desk.ask(
                        skill: "y", topic: "a.ask", "?", within: .seconds(3_600))
                    answers.add(answer?.payload)
                }
                // One is being answered, `most` wait, and one is too many.
                await withTaskGroup(of: Void.self) { group in
                    group.addTask { await ask() }
                    await beingAnswered.wait(for: 1)
                    for _ in 0..<(most + 1) { group.addTask { await ask() } }
                }
                desk.finish(goodProduct)
            },
            reply: { _, _ in
                beingAnswered.add(())
                await untilCancelled()
                return nil
            })
        try await withSwarm(driver, agents: Self.pair, policies: .hasty) { runtime, watcher in
            let task = try #require(await runtime.send(.submit(draft("x"))).task)
            await answers.wait(for: 1)
            #expect(await poll { watcher.events.count { $0.type == .messageSent } == most + 2 })
            #expect(answers.elements == [nil])
            #expect(await runtime.send(.cancel(task)).isDone)
            await answers.wait(for: most + 2)
            #expect(answers.elements.allSatisfy { $0 == nil })
        }
    }

    @Test func aTaskThatAsksWithoutEndIsCappedAndGoesOn() async throws {
        let answered = Record<Bool>()
        let driver = ScriptedDriver(
            work: { order, desk in
                for _ in 0..<10 {
                    let answer = await desk.ask(
                        skill: "y", topic: "a.ask", "?", within: .seconds(3_600))
                    answered.add(answer != nil)
                }
                desk.finish(goodProduct)
            }, reply: { _, _ in "yes" })
        var policies = Policies.hasty
        policies.limits.messages = 6
        try await withSwarm(driver, agents: Self.pair, policies: policies) { runtime, watcher in
            _ = await runtime.send(.submit(draft("x")))
            #expect(await watcher.wait(forEnded: 1))
            #expect(answered.elements == [true, true, true] + Array(repeating: false, count: 7))
        }
    }

    @Test func aNoteReachesWhoListensToItsTopicAndNobodyElse() async throws {
        let bus = InProcessBus()
        let (news, other) = (bus.subscribe(topic: "news"), bus.subscribe(topic: "weather"))
        let driver = ScriptedDriver { _, desk in
            desk.publish(topic: "news", "it is done")
            desk.finish(goodProduct)
        }
        let runtime = try SwarmRuntime(
            journal: ForgetfulJournal(), drivers: [.offline: driver], agents: Self.pair,
            recipes: .builtIn, bus: bus)
        let watcher = Watcher(runtime)
        let running = Task { try await runtime.run() }
        _ = await runtime.send(.submit(draft("x")))
        #expect(await watcher.wait(forEnded: 1))
        runtime.stop()
        try await running.value
        #expect(news.take().messages.map(\.payload) == ["it is done"])
        #expect(other.take().messages.isEmpty)
    }
}
