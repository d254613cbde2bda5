import Foundation
import SwarmCore
import Testing

@testable import ModelAgents

@Suite struct AnswerCacheTests {
    private func stored(
        _ question: String, _ text: String, group: String = "g", vector: [Float]? = nil,
        at: Int64 = 0
    ) -> StoredAnswer {
        StoredAnswer(
            question: question, group: group, vector: vector, figures: [],
            at: WallTime(milliseconds: at),
            answer: ModelAnswer(
                text: text,
                calls: [ModelToolCall(id: "1", name: "add", arguments: .object(["a": 1]))],
                finish: .toolCalls, usage: ModelUsage(input: 3, output: 2), model: "m", id: ""))
    }

    private func path() -> String {
        NSTemporaryDirectory() + "answers-\(UUID().uuidString)"
    }

    @Test func theSameQuestionIsServedAndAnotherIsNot() {
        let cache = AnswerCache()
        cache.keep(stored("q", "one"))
        cache.keep(stored("q", "two"))
        #expect(cache.answer(to: "q")?.text == "two")
        #expect(cache.answer(to: "Q") == nil)
        #expect(cache.count == 1)
    }

    @Test func whatItKeptIsThereAfterARestartAndDamageCostsALine() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let cache = try AnswerCache(path: path)
        cache.keep(stored("a", "one", vector: [0.6, 0.8]))
        cache.keep(stored("b", "two"))
        #expect(cache.trouble == nil)
        let file = try #require(FileHandle(forWritingAtPath: path))
        _ = try file.seekToEnd()
        try file.write(contentsOf: Data("{\"torn\": ".utf8))
        try file.close()
        let again = try AnswerCache(path: path)
        #expect(again.damagedLines == 1)
        #expect(again.count == 2)
        let answer = try #require(again.answer(to: "a"))
        #expect(answer.text == "one")
        #expect(answer.calls == cache.answer(to: "a")?.calls)
        #expect(answer.usage == ModelUsage(input: 3, output: 2))
        #expect(
            again.answer(
                near: [0.6, 0.8], figures: [], in: "g", least: 0.97,
                since: WallTime(milliseconds: 0))
                != nil)
        again.keep(stored("c", "three"))
        let third = try AnswerCache(path: path)
        #expect(third.count == 3)
        #expect(third.damagedLines == 1)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test func itNeverGrowsPastItsBound() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let cache = try AnswerCache(path: path, mostBytes: 20_000)
        for number in 0..<200 {
            cache.keep(stored("question \(number)", String(repeating: "x", count: 1_000)))
        }
        #expect(cache.answer(to: "question 199") != nil)
        #expect(cache.answer(to: "question 0") == nil)
        #expect(cache.count < 20)
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        #expect(size < 3 * 20_000)
        #expect(try AnswerCache(path: path, mostBytes: 20_000).answer(to: "question 199") != nil)
    }

    @Test func aFileThatCannotBeWrittenCostsNoAnswer() throws {
        let cache = try AnswerCache(path: "/nonexistent-folder/answers")
        cache.keep(stored("q", "one"))
        #expect(cache.answer(to: "q") != nil)
        #expect(cache.trouble?.contains("/nonexistent-folder/answers") == true)
    }

    @Test func aNearlyEqualQuestionIsServedForAnHour() {
        let cache = AnswerCache()
        cache.keep(stored("q", "one", vector: [1, 0], at: 1_000))
        func find(_ vector: [Float], _ since: Int64, figures: [String] = [], group: String = "g")
            -> ModelAnswer?
        {
            cache.answer(
                near: vector, figures: figures, in: group, least: 0.97,
                since: WallTime(milliseconds: since))
        }
        #expect(find([0.98, 0.199], 1_000) != nil)
        #expect(find([0.96, 0.28], 1_000) == nil)
        #expect(find([1, 0], 1_001) == nil)
        #expect(find([1, 0], 0, figures: ["5"]) == nil)
        #expect(find([1, 0], 0, group: "h") == nil)
    }

    @Test func figuresTellQuestionsApart() {
        #expect(CachedCaller.figures(in: "30,000 for 2 ads, 5") == ["30000", "2", "5"])
        #expect(CachedCaller.figures(in: "no figures") == [])
    }

    @Test func theCanonicalTextDependsOnAllThatMatters() {
        let request = ModelRequest(model: "m", system: "s", messages: [.user("u")])
        let text = request.canonicalText(over: [Route("e")])
        var changed: [ModelRequest] = []
        func vary(_ change: (inout ModelRequest) -> Void) {
            var other = request
            change(&other)
            changed.append(other)
        }
        vary { $0.model = "n" }
        vary { $0.system = "t" }
        vary { $0.messages = [.user("v")] }
        vary { $0.messages = [.assistant("u")] }
        vary { $0.tools = [ToolDescription(name: "t", summary: "", parameters: [:])] }
        vary { $0.output = OutputFormat(name: "o", schema: [:]) }
        vary { $0.temperature = 0 }
        vary { $0.seed = 1 }
        vary { $0.mostOutputTokens = 7 }
        for other in changed { #expect(other.canonicalText(over: [Route("e")]) != text) }
        #expect(request.canonicalText(over: [Route("f")]) != text)
        let a: JSONValue = ["x": 1, "y": ["b": 1, "a": 2]]
        let b: JSONValue = ["y": ["a": 2, "b": 1], "x": 1]
        #expect(a.canonical.jsonText() == b.canonical.jsonText())
    }

    // MARK: In a swarm

    private func draft(_ text: String, _ cache: CachePolicy) -> TaskDraft {
        var draft = TaskDraft.of("write")
        draft.text = text
        draft.cache = cache
        return draft
    }

    @Test func theSecondTaskIsServedFromTheCacheAndSaysWhatItSaved() async throws {
        let model = ScriptedModel { _ in .json(["summary": "s", "text": "t"]) }
        let swarm = ModelSwarm(agents: [.model("a")], store: AnswerCache())
        let tasks = try await swarm.run(model.transport) { play in
            var tasks: [TaskState] = []
            for policy in [CachePolicy.static, .static, .none] {
                tasks.append(try await play.finish(draft("Write about cats.", policy)))
            }
            tasks.append(try await play.finish(draft("Write about dogs.", .static)))
            return tasks
        }
        #expect(model.asked.count == 3)
        #expect(tasks.map { $0.costs().cached } == [0, 1, 0, 0])
        #expect(tasks[1].costs().spent == .zero)
        #expect(tasks[1].costs().saved == Money(nanodollars: 200_000))
        #expect(tasks[1].calls.first?.settlement?.basis == .cache)
        #expect(tasks[1].attempts.last?.note == "from cache")
        #expect(tasks[1].subtasks[0].product?.json == tasks[0].subtasks[0].product?.json)
    }

    @Test func aSimilarQuestionIsServedUnlessItsFiguresDiffer() async throws {
        let model = ScriptedModel { _ in .json(["summary": "s", "text": "t"]) }
        let words = "Write a long and friendly letter about our new product for "
        let swarm = ModelSwarm(agents: [.model("a")], store: AnswerCache())
        let cached = try await swarm.run(model.transport) { play in
            var cached: [Int] = []
            for text in ["50 cats.", "50 cats!", "60 cats.", "50 dogs."] {
                let task = try await play.finish(draft(words + text, .similar))
                cached.append(task.costs().cached)
            }
            swarm.time.clock.advance(by: .seconds(3_601))
            cached.append(
                try await play.finish(draft(words + "50 cats.", .similar)).costs().cached)
            return cached
        }
        #expect(cached == [0, 1, 0, 0, 0])
    }

    @Test func aProductThatFailsIsNotKept() async throws {
        let drafts = Mutexed(0)
        let model = ScriptedModel { asked in
            drafts.change { $0 += 1 }
            return .json(drafts.value == 1 ? ["a": "", "b": nil] : ["a": "good"])
        }
        let swarm = ModelSwarm(agents: [.model("a")], store: AnswerCache())
        let made = draft("Write.", .static)
        let (first, second) = try await swarm.run(model.transport) { play in
            (try await play.finish(made), try await play.finish(made))
        }
        #expect(first.attempts.map(\.failure) == [.poorQuality(0), nil])
        #expect(second.attempts.map(\.failure) == [nil])
        #expect(second.costs().cached == 1)
        #expect(model.asked.count == 2)
    }

    @Test func whatReviewersSentBackIsNotServedAgain() async throws {
        let recipe = try Recipe.read([
            "name": "r",
            "steps": ["write": ["skill": "write", "review": ["reviewers": 1, "within": "60s"]]],
        ])
        let drafts = Mutexed(0)
        let model = ScriptedModel { asked in
            if asked.isReview {
                let isFirst = asked.data?["product"]?["text"] == "first"
                return .json(["score": isFirst ? 5 : 95, "comment": ""])
            }
            drafts.change { $0 += 1 }
            return .json(["text": drafts.value == 1 ? "first" : "second"])
        }
        let swarm = ModelSwarm(
            agents: [.model("a"), .model("b")], recipes: RecipeCatalogue([recipe]),
            store: AnswerCache())
        var draft = TaskDraft()
        draft.recipe = "r"
        draft.cache = .static
        let made = draft
        let task = try await swarm.run(model.transport) { try await $0.finish(made) }
        #expect(task.status == .succeeded)
        #expect(task.subtasks[0].product?.json["text"] == "second")
        #expect(task.costs().cached == 0)
    }

    @Test func whatWasNotGoodEnoughIsAskedAnew() async throws {
        let recipe = try Recipe.read([
            "name": "r", "steps": ["write": ["skill": "write"]],
            "checks": ["write": [["path": "text", "length": "10..100", "weight": 1]]],
        ])
        let number = Mutexed(0)
        let model = ScriptedModel { _ in
            number.change { $0 += 1 }
            return .json(["text": number.value <= 2 ? "short" : "long enough now"])
        }
        let swarm = ModelSwarm(
            agents: [.model("a")], recipes: RecipeCatalogue([recipe]), store: AnswerCache())
        var draft = TaskDraft()
        draft.recipe = "r"
        draft.cache = .static
        let made = draft
        let (first, second) = try await swarm.run(model.transport) { play in
            (try await play.finish(made), try await play.finish(made))
        }
        #expect(first.attempts.map(\.failure) == [.poorQuality(0), nil])
        #expect(first.costs().cached == 0)
        #expect(second.attempts.map(\.failure) == [nil])
        #expect(second.costs().cached == 1)
        #expect(model.asked.count == 3)
    }
}
