import SwarmCore
import SwarmRuntime
import Testing

@testable import ModelAgents

@Suite struct MemoryTests {
    private let embedder = NgramEmbedder()

    private func similarity(_ a: String, _ b: String) -> Float {
        Similarity.cosine(embedder.vector(of: a), embedder.vector(of: b))
    }

    @Test func vectorsAreTheSameEverywhereAndOfLengthOne() {
        let vector = embedder.vector(of: "Grüße aus München, 漢字 and 42")
        #expect(vector.count == 256)
        #expect(abs(Similarity.cosine(vector, vector) - 1) < 0.000_1)
        #expect(vector == NgramEmbedder().vector(of: "grüße  aus MÜNCHEN 漢字 AND 42!"))
        // Fixed figures: another machine or version must find what this one kept.
        let places = vector.enumerated().filter { $0.element != 0 }.map(\.offset)
        #expect(places.prefix(3) == places.sorted().prefix(3))
        #expect(embedder.vector(of: " ...").allSatisfy { $0 == 0 })
    }

    @Test func textsThatShareWordsAreNearerThanThoseThatDoNot() {
        let note = "The spring campaign for enterprise customers went over its budget"
        let near = similarity(note, "plan a campaign for enterprise customers within budget")
        let far = similarity(note, "translate the manual of the coffee machine")
        #expect(near > embedder.threshold)
        #expect(far < embedder.threshold)
        #expect(similarity("Rechnungen prüfen", "eine Rechnung prüfen") > embedder.threshold)
    }

    @Test func theNearestNotesComeFirstAndAreAtMostFive() async {
        let notes = (1...8).map { number in
            MemoryNote(
                number: UInt32(number), kind: .result, source: "t_subtask_\(number)",
                skill: "write", text: number == 3 ? "cats and dogs in a letter" : "cats \(number)")
        }
        let found = await Recollection.of(
            notes, near: "a letter about cats and dogs", by: embedder, payer: TestPayer())
        #expect(found.items.count == 5)
        #expect(found.items.first?.note.number == 3)
        #expect(found.items.map(\.similarity) == found.items.map(\.similarity).sorted(by: >))
        #expect(found.recalls.first?.similarity ?? 0 > 250)
    }

    @Test func anEndpointsVectorsAreAskedForOnceAndPaid() async throws {
        let transport = FakeTransport { _, request in
            let texts = (try? JSONValue.parse(request.body))?["input"]?.array ?? []
            let data = texts.enumerated().map { index, text -> JSONValue in
                [
                    "index": .integer(Int64(index)),
                    "embedding": text.string == "far" ? [0, 3] : [2, 0],
                ]
            }
            let answer: JSONValue = [
                "data": .array(data), "usage": ["prompt_tokens": 4, "total_tokens": 4],
            ]
            return .json(answer.jsonText())
        }
        var prices = PriceMap()
        prices.set(try #require(ModelPrice(inputPerMillion: 1, outputPerMillion: 0)), for: "e")
        let payer = TestPayer()
        let endpoint = EndpointEmbedder(
            client: TestTime().client(transport), prices: prices, model: "e",
            over: [Route("main")])
        let first = try await endpoint.vectors(of: ["near", "far", "near"], payer: payer)
        #expect(first == [[1, 0], [0, 1], [1, 0]])
        #expect(try await endpoint.vectors(of: ["far", ""], payer: payer) == [[0, 1], []])
        #expect(transport.requests.count == 1)
        #expect(payer.settlements.map(\.amount) == [Money(nanodollars: 4_000)])
        #expect(payer.isBalanced)
        // Without money the built-in vectors do.
        let note = MemoryNote(
            number: 1, kind: .lesson, source: "t_subtask_1", skill: "x", text: "cats and dogs")
        let poor = await Recollection.of(
            [note], near: "dogs and cats", by: endpoint, payer: TestPayer(mostCalls: 0))
        #expect(poor.items.count == 1)
    }

    @Test func whatAnAgentKeptIsRecalledWithItsSource() async throws {
        let model = ScriptedModel { asked in
            asked.turns == 0 && asked.user.contains("again")
                ? .calls([("memory", #"{"query": "letter about cats"}"#)])
                : .json(["summary": "A letter about cats", "text": "Dear cats"])
        }
        let swarm = ModelSwarm(agents: [.model("a", "write", ["memory": true])])
        try await swarm.run(model.transport) { play in
            _ = try await play.finish(.of("write", title: "Write a letter about cats"))
            #expect(await play.wait { $0.agents[0].memory.count == 1 })
            let task = try await play.finish(.of("write", title: "A letter about cats again"))
            #expect(task.recalls.first?.recalls.first?.note == 1)
            #expect(task.toolCalls.map(\.name) == ["memory"])
            #expect(task.toolCalls[0].output.contains("Dear cats"))
        }
        let recalled = model.asked.first { $0.user.contains("again") }?.data?[
            "kept_from_earlier_work"]
        #expect(recalled?.array?.first?["source"] == "task_1_subtask_1")
        #expect(recalled?.array?.first?["text"]?.string?.contains("Dear cats") == true)
        #expect(model.asked[0].data?["kept_from_earlier_work"] == nil)
    }

    @Test func lessonsOfARepairAreKept() async throws {
        let recipe = try Recipe.read([
            "name": "r", "steps": ["write": ["skill": "write"]],
            "checks": ["write": [["path": "text", "length": "10..100", "weight": 1]]],
        ])
        let model = ScriptedModel { asked in
            .json(["text": asked.turns == 0 ? "short" : "long enough now"])
        }
        var draft = TaskDraft()
        draft.recipe = "r"
        let made = draft
        let swarm = ModelSwarm(
            agents: [.model("a", "write", ["memory": true])], recipes: RecipeCatalogue([recipe]))
        try await swarm.run(model.transport) { play in
            _ = try await play.finish(made)
            #expect(await play.wait { $0.agents[0].memory.count == 2 })
            let notes = play.swarm.agents[0].memory
            #expect(notes.map(\.kind) == [.lesson, .result])
            #expect(notes[0].text.contains("text: must be at least 10 characters, is 5"))
        }
    }
}
