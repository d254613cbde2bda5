import SwarmCore
import Testing

@testable import OfflineAgents

@Suite("Articles by the offline rules")
struct ArticleTests {
    private static let remote: JSONObject = [
        "topic": "remote work for small teams", "audience": "founders",
        "data_points": "2024: 19, 2022: 10, 2023: 14",
    ]

    private func bench(_ data: JSONObject = remote) -> Bench {
        var bench = Bench(data)
        bench.workAll(Bench.articleSkills)
        return bench
    }

    @Test func researchNamesNoSourceNobodyGave() throws {
        let plain = try #require(bench().products["fact_checking"])
        #expect(
            plain["sources"] == [
                "the task's own data points",
                "general rules of thumb of the offline rules, without a citation",
            ])
        var data = Self.remote
        data["sources"] = "our 2024 survey; https://example.org/x"
        let product = try #require(bench(data).products["fact_checking"])
        #expect(
            product["sources"]?.array?.first == "named in the task, not opened: our 2024 survey")
        #expect(product["sources"]?.array?.count == 4)
    }

    @Test func researchComputesFromTheDataPoints() throws {
        let product = try #require(bench().products["fact_checking"])
        #expect(product["data_kind"] == "time series")
        #expect(
            product["data_points"] == [
                ["label": "2022", "value": 10], ["label": "2023", "value": 14],
                ["label": "2024", "value": 19],
            ])
        #expect(
            product["key_points"]?.array?.last
                == """
                Between 2022 and 2024 the figure rose, from 10 to 19, a change of 90 %.
                """)
    }

    @Test func withoutDataPointsItSaysSoAndCountsWords() throws {
        let bench = bench(["topic": "sleep and health"])
        let research = try #require(bench.products["fact_checking"])
        #expect(research["data_note"]?.string?.hasPrefix("The task has no data points") == true)
        let point = try #require(ArticleField.of("sleep").points.first)
        #expect(
            research["data_points"]?.array?.first?["value"]
                == .integer(Int64(PlainText.words(point.claim + " " + point.advice).count)))
        let chart = try #require(bench.products["chart_generation"])
        #expect(chart["data_points"] == research["data_points"])
        #expect(chart["assumptions"] != nil)
    }

    @Test func theDraftIsBuiltFromTopicAudienceAndFigures() throws {
        let draft = try #require(bench().products["long_form_content"])
        let text = draft.jsonText()
        #expect(draft["title"]?.string?.contains("remote work for small teams") == true)
        #expect(text.contains("founders"))
        #expect(text.contains("10 (2022), 14 (2023) and 19 (2024)"))
        #expect(draft["sections"]?.array?.count == 6)
        #expect(150...1_500 ~= draft["word_count"]?.integer ?? 0)
        let other = bench(["topic": "solar energy", "audience": "tenants"])
        #expect(other.products["long_form_content"]?["sections"] != draft["sections"])
    }

    @Test func theEditChangesWhatItSays() throws {
        let bench = bench()
        let draft = try #require(bench.products["long_form_content"])
        let edited = try #require(bench.products["clarity"])
        let changes = edited["changes"]?.jsonText() ?? ""
        #expect(draft.jsonText().contains("it is important to note that"))
        #expect(!edited["sections"]!.jsonText().contains("it is important to note that"))
        #expect(changes.contains("“it is important to note that” became nothing"))
        #expect(edited["title"]?.string?.contains("Remote Work for Small Teams") == true)
        let words = try #require(edited["readability"]?.array?.first)
        #expect(words["before"]?.integer == draft["word_count"]?.integer)
        #expect(words["after"]?.integer == edited["word_count"]?.integer)
        #expect(words["after"]!.integer! < words["before"]!.integer!)
    }

    @Test func theEditWorksOnTheDraftItIsGiven() throws {
        var bench = Bench(Self.remote)
        bench.products["long_form_content"] = [
            "title": "a title", "introduction": "This is really very good.",
            "sections": [["heading": "one", "text": "We utilise it in order to win."]],
        ]
        let edited = bench.work("clarity", after: ["long_form_content"])
        #expect(edited["title"] == "A Title")
        #expect(edited["introduction"] == "This is good.")
        #expect(edited["sections"] == [["heading": "One", "text": "We use it to win."]])
        #expect(
            edited["changes"] == [
                "removed filler words: really (1), very (1)", "“in order to” became “to”, once",
                "“utilise” became “use”, once", "set capitals in 2 headings",
            ])
    }

    @Test func aLongSentenceIsSplitWhereAClauseBegins() {
        var edit = TextEdit()
        let text =
            "We looked at every plan that the whole team had made in the spring, and it was clear "
            + "to all of us that nobody had asked."
        #expect(
            edit.edited(text)
                == "We looked at every plan that the whole team had made in the spring. "
                + "It was clear to all of us that nobody had asked.")
        #expect(edit.changes == ["split 1 long sentence"])
        #expect(edit.edited("Short and plain.") == "Short and plain.")
    }

    @Test func aTextWithoutFaultsStaysAsItIs() {
        var edit = TextEdit()
        let text = "One plain sentence stands here. Another follows it."
        #expect(edit.edited(text) == text)
        #expect(edit.changes == ["nothing: the draft needed no change"])
    }

    @Test func readingEaseIsFleschs() {
        // 6 words, 1 sentence, 7 syllables: 206.835 − 1.015 · 6 − 84.6 · 7 / 6 = 102.045.
        let text = Readability("The cat sat on the table.")
        #expect(text.words == 6)
        #expect(text.sentences == 1)
        #expect(text.ease == 102.0)
        #expect(Readability("").ease == 0)
    }
}
