import SwarmCore
import Testing

@testable import OfflineAgents

@Suite("Support tickets by the offline rules")
struct TicketTests {
    private static let furious: JSONObject = [
        "message": """
        I am FURIOUS! My Aero 3 keeps crashing with error 503 after the update and I was charged \
        $1,250 twice. I want a refund, or I call my lawyer!!
        """, "customer": "Ada Lovelace", "product": "Aero 3",
    ]
    private static let content: JSONObject = [
        "message": "I love the new app, it works great. Where can I see my invoice?",
        "customer": "Bob",
    ]

    private func mood(_ message: String) -> Mood { Sentiment(message).mood }

    private func answer(_ data: JSONObject, handedOver: Bool = true) -> JSONObject {
        var bench = Bench(data)
        return bench.workAll(
            Bench.ticketSkills.filter { handedOver || $0 != "human_handoff" })
    }

    @Test(arguments: [
        ("I love it, everything works perfectly", Mood.happy),
        ("This is terrible service and you lied to me!", .angry),
        ("I'm disappointed, the delivery is late", .frustrated),
        ("I am worried that my account was hacked", .worried),
        ("Where can I find the manual?", .neutral), ("", .neutral), ("漢字 🙂", .neutral),
    ])
    func theMoodFollowsTheWords(message: String, mood: Mood) {
        #expect(self.mood(message) == mood)
    }

    @Test func aNegationTurnsAWord() {
        #expect(mood("I am happy with it") == .happy)
        #expect(mood("I am not happy with it") == .frustrated)
        #expect(mood("I’m not happy with it") == .frustrated)
        #expect(mood("It never works and nothing is good") == .frustrated)
        #expect(mood("I am not angry") == .neutral)
        #expect(mood("no problem at all") != .frustrated)
    }

    @Test func emphasisMakesAFeelingStronger() {
        let plain = Sentiment("this is bad").score
        #expect(Sentiment("this is very bad").score < plain)
        #expect(Sentiment("this is bad!!!").score < plain)
        #expect(Sentiment("this is BAD").score < plain)
        #expect(Sentiment("this is slightly bad").score > plain)
        #expect(Sentiment("it is great but slow").score < Sentiment("it is slow but great").score)
        #expect(Sentiment("bad! bad! bad! terrible awful horrible").score >= -100)
    }

    @Test func theScoreIsVadersArithmetic() {
        // "bad" -1.9 alone: 100 · -1.9 / √(1.9² + 15) = -44.04; not happy: 2.6 · -0.74 = -1.924.
        #expect(Sentiment("bad").score == -44)
        #expect(Sentiment("not happy").score == -44)
    }

    @Test(arguments: [
        ("I want my money back, please refund me", "refund"),
        ("The parcel was not delivered", "delivery"), ("I forgot my password", "account"),
        ("Delete my personal data, says the GDPR", "privacy"),
        ("The invoice is wrong, I was charged twice", "billing"), ("Hello there", "general"),
    ])
    func thePolicyFollowsTheTopicOfTheMessage(message: String, topic: String) {
        var bench = Bench(["message": .string(message)])
        #expect(bench.work("policy_lookup")["topic"] == .string(topic))
    }

    @Test func aGivenTopicCountsMoreThanTheMessage() {
        var bench = Bench(["message": "refund me", "topic": "Warranty"])
        let product = bench.work("policy_lookup")
        #expect(product["policy"] == "Warranty")
        #expect(product["days"] == 730)
        bench = Bench(["message": "refund me", "topic": "astrology"])
        let other = bench.work("policy_lookup")
        #expect(other["policy"] == "Refunds")
        #expect(other["assumptions"]?.array?.count == 1)
    }

    @Test func theDiagnosisPicksTheSymptomOfTheMessage() {
        var bench = Bench(Self.furious)
        let crash = bench.work("technical_diagnosis")
        #expect(crash["problem"] == "it crashes")
        #expect(crash["evidence"] == ["“crashing”", "error 503"])
        #expect(crash["summary"]?.string?.contains("Aero 3") == true)
        bench = Bench(["message": "I cannot log in, my password is rejected"])
        let login = bench.work("technical_diagnosis")
        #expect(login["problem"] == "cannot sign in")
        #expect(login["steps"] != crash["steps"])
        bench = Bench(["message": "Something is odd"])
        #expect(bench.work("technical_diagnosis")["confidence"] == 15)
    }

    @Test(arguments: [
        ("We lost all our data and production is down", true),
        ("There was smoke and I burned my hand, this is dangerous", true),
        ("I will sue you, this is outrageous", true),
        ("Where do I change my address?", false), ("There is no outage, all is fine", false),
        ("A small problem with the invoice over $12", false),
    ])
    func riskAndMoodDecideOnAPerson(message: String, escalates: Bool) {
        var bench = Bench(["message": .string(message)])
        let product = bench.work("severity_assessment")
        #expect(product["escalate"] == .bool(escalates))
        #expect(product["reasons"]?.array?.isEmpty == false)
    }

    @Test(
        arguments: [
            ("it was $1,250.50 for 3 items", 1_250), ("I paid 80 EUR and 20 euros", 80),
            ("€15k gone", 15_000), ("call 5551234 in 2024", nil), ("$", nil),
            ("$99999999999999999999", Amount.largest),
        ] as [(String, Int64?)])
    func moneyIsReadFromTheMessage(message: String, amount: Int64?) {
        var bench = Bench(["message": .string(message)])
        #expect(bench.work("severity_assessment")["amount_at_stake"]?.integer == amount)
    }

    @Test func theToneOfTheReplyFollowsTheSentiment() {
        let sorry = answer(Self.furious)
        #expect(sorry["tone"] == "apologetic")
        #expect(sorry["body"]?.string?.contains("sorry") == true)
        let kind = answer(Self.content, handedOver: false)
        #expect(kind["tone"] == "friendly")
        #expect(kind["body"]?.string?.contains("sorry") == false)
        #expect(kind["body"]?.string?.hasPrefix("Hi Bob,") == true)
    }

    @Test func theReplyBelievesTheSentimentStepMoreThanTheMessage() {
        var bench = Bench(Self.content)
        bench.products["emotion_detection"] = ["sentiment": "worried"]
        #expect(
            bench.work("empathy_response", after: ["emotion_detection"])["tone"] == "reassuring")
    }

    @Test func theReplyUsesThePolicyAndTheDiagnosis() throws {
        let body = try #require(answer(Self.furious)["body"]?.string)
        #expect(body.contains("Dear Ada Lovelace"))
        #expect(body.contains("within 14 days"))
        #expect(body.contains("1. Compare error 503"))
    }

    @Test func theReplySaysWhetherAPersonTakesOver() throws {
        let handed = answer(Self.furious)
        #expect(handed["person_takes_over"] == true)
        #expect(handed["body"]?.string?.contains("our legal counsel") == true)
        let kept = answer(Self.furious, handedOver: false)
        #expect(kept["person_takes_over"] == false)
        #expect(kept["body"]?.string?.contains("marked as urgent") == true)
    }

    @Test func thePersonGetsTheWholeCase() throws {
        var bench = Bench(Self.furious)
        bench.workAll(Array(Bench.ticketSkills.prefix(5)))
        let product = try #require(bench.products["human_handoff"])
        #expect(product["to"] == "legal counsel")
        #expect(product["priority"] == "critical")
        #expect(product["summary"]?.string?.contains("Ada Lovelace") == true)
        #expect(product["context"]?.jsonText().contains("1,250") == true)
        #expect(product["tried"]?.array?.count == 5)
    }
}
