import SwarmCore
import Testing

@testable import OfflineAgents

@Suite("Reviews by the offline rules")
struct ReviewTests {
    private static let reviewers = [
        "finance", "marketing", "analytics", "support", "clarity", "empathy_response",
        "regional_analysis", "sales_forecasting", "rocket_science",
    ]
    private static let tasks: [(data: JSONObject, skills: [String])] = [
        (
            [
                "message": "My Aero 3 crashes and I was charged twice, I am annoyed",
                "customer": "Ada Lovelace", "product": "Aero 3",
            ], Bench.ticketSkills
        ),
        (["message": "Hello, where is my invoice?"], Bench.ticketSkills),
        (
            [
                "topic": "remote work", "audience": "founders",
                "data_points": "2022: 10, 2023: 14, 2024: 19",
            ], Bench.articleSkills
        ),
        (["topic": "bees"], Bench.articleSkills),
        (
            [
                "campaign_name": "Q1 Product Launch", "target_audience": "enterprise",
                "budget": 50_000,
            ], ["marketing", "finance", "analytics", "support"]
        ),
        (["sales": "North,Jan,10\nSouth,Jan,20\nNorth,Feb,30"], Bench.salesSkills),
    ]

    /// Every product of every task with its data.
    private static let products: [(skill: String, product: JSONObject, data: JSONObject)] =
        tasks.flatMap { task in
            var bench = Bench(task.data)
            bench.workAll(task.skills)
            return task.skills.map { ($0, bench.products[$0] ?? JSONObject(), task.data) }
        }

    /// What the fault of poor quality leaves: two of three members empty, texts cut short.
    private func thinned(_ product: JSONObject) -> JSONObject {
        var thin = JSONObject()
        for (place, member) in product.members.enumerated() {
            let cut = member.value.string.map { JSONValue.string(String($0.prefix(12))) }
            thin[member.key] = place % 3 != 0 ? .null : cut ?? member.value
        }
        return thin
    }

    @Test(arguments: reviewers)
    func everyReviewerPassesGoodProducts(reviewer: String) {
        for (skill, product, data) in Self.products {
            let note = Bench.review(product, by: reviewer, data: data)
            #expect(note.score >= 80, "\(skill): \(note.comment)")
        }
    }

    @Test(arguments: reviewers)
    func noReviewerPassesAThinnedProduct(reviewer: String) {
        for (skill, product, data) in Self.products {
            let note = Bench.review(thinned(product), by: reviewer, data: data)
            #expect(note.score < 80, "\(skill): \(note.comment)")
            #expect(note.comment.hasPrefix("Mend: "))
        }
    }

    @Test(arguments: reviewers)
    func noReviewerPassesAScrambledProduct(reviewer: String) {
        for (skill, product, data) in Self.products {
            var scrambled = JSONObject()
            for (place, member) in product.members.enumerated() {
                let noise = KeyedRandom(seed: 3).draw(UInt64(place))
                scrambled[member.key] =
                    noise % 3 == 0
                    ? .string(String(noise, radix: 36))
                    : noise % 3 == 1 ? .integer(-Int64(noise >> 33)) : .null
            }
            let note = Bench.review(scrambled, by: reviewer, data: data)
            #expect(note.score < 60, "\(skill): \(note.comment)")
        }
    }

    @Test func anEmptyProductIsWorthNothing() {
        #expect(Bench.review([:], by: "finance", data: [:]).score == 0)
        #expect(Bench.review(["model": "offline rules"], by: "x", data: [:]).score == 0)
    }

    @Test func eachSkillLooksAtItsOwnThings() {
        let wrong: JSONObject = [
            "allocated": 100, "breakdown": ["a": 60, "b": 10], "basis": "The budget of Moon shot.",
        ]
        let data: JSONObject = ["campaign_name": "Moon shot"]
        let finance = Bench.review(wrong, by: "finance", data: data)
        #expect(finance.comment.contains("breakdown does not add up to its total"))
        #expect(finance.score < Bench.review(wrong, by: "support", data: data).score)

        let harsh: JSONObject = [
            "body": "Moon shot failed, and that is your fault. Please calm down and read on.",
            "tone": "factual",
        ]
        #expect(
            Bench.review(harsh, by: "support", data: data).comment.contains(
                "leave out “your fault”"))
        #expect(!Bench.review(harsh, by: "finance", data: data).comment.contains("your fault"))

        let twice: JSONObject = [
            "body": """
            Moon shot is on its way to the moon. Moon shot is on its way to the moon. \
            See https://invented.example.net/study for more.
            """
        ]
        let editor = Bench.review(twice, by: "clarity", data: data)
        #expect(editor.comment.contains("do not say twice"))
        #expect(editor.comment.contains("https://invented.example.net/study"))
    }

    @Test func aProductThatForgetsTheTaskIsToldSo() {
        let product: JSONObject = [
            "body": "A long and friendly text about something else entirely."
        ]
        let data: JSONObject = ["customer": "Ada Lovelace"]
        let note = Bench.review(product, by: "marketing", data: data)
        #expect(note.comment.contains("mention what the task is about (“ada lovelace”)"))
        #expect(
            note.score < Bench.review(product, by: "marketing", data: [:]).score)
    }

    @Test func failedChecksCountAndAreNamedFirst() {
        let (_, product, data) = Self.products[5]
        let clean = Bench.review(product, by: "support", data: data)
        let failed = Bench.review(
            product, by: "support", data: data, failed: ["body does not mention customer"])
        #expect(failed.score == clean.score - 8)
        #expect(failed.comment.contains("to mend: body does not mention customer"))
    }

    @Test func theSameReviewIsTheSameAgain() {
        for (_, product, data) in Self.products.prefix(6) {
            #expect(
                Bench.review(product, by: "clarity", data: data)
                    == Bench.review(product, by: "clarity", data: data))
        }
    }

    @Test func aReworkMendsWhatTheCommentsName() throws {
        var bench = Bench(["message": "It is slow", "customer": "Ada", "plan": "Gold plan"])
        bench.work("technical_diagnosis")
        let first = bench.work("empathy_response", after: ["technical_diagnosis"])
        let again = bench.work(
            "empathy_response", after: ["technical_diagnosis"],
            comments: ["Mend: mention what the task is about (“gold plan”); body is too short."])
        let (before, after) = (
            try #require(first["body"]?.string), try #require(again["body"]?.string)
        )
        #expect(!before.contains("Gold plan"))
        #expect(after.contains("plan: Gold plan"))
        #expect(after.count > before.count)
        #expect(first["revised"] == nil)
        #expect(
            again["revised"]?.array?.prefix(2)
                == ["body: names plan", "body: says more"])
    }
}
