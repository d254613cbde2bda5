import SwarmCore
import SwarmFiles
import Testing

@testable import OfflineAgents

@Suite("The offline rules")
struct OfflineRulesTests {
    private static let q1: JSONObject = [
        "campaign_name": "Q1 Product Launch", "target_audience": "enterprise", "budget": 50_000,
    ]
    private static let skills = BuiltInSwarm.cards.flatMap { card in
        card.skills.map { (card, $0.name) }
    }

    private func product(
        _ skill: String, _ data: JSONObject = q1, title: String = "Q1 Product Launch",
        text: String = "", seed: UInt64 = 7, adBudget: AdBudget? = nil
    ) -> JSONObject {
        let card = BuiltInSwarm.cards.first { $0.skills.contains { $0.name == skill } }
        return OfflineRules.product(
            Assignment(
                skill: skill, agent: card ?? BuiltInSwarm.cards[0], title: title, text: text,
                data: data, seed: seed),
            adBudget: adBudget)
    }

    private func with(_ budget: JSONValue) -> JSONObject {
        var data = Self.q1
        data["budget"] = budget
        return data
    }

    @Test("the documents' campaign comes out with the documents' figures")
    func documents() {
        let marketing = product("marketing")
        let finance = product("finance")
        let analytics = product("analytics", title: "campaign_001")

        #expect(marketing["subject_line"] == "Transform Your Q1 with AI-Powered Solutions")
        #expect(marketing["call_to_action"] == "Schedule a Demo")
        #expect(marketing["target_segments"] == ["enterprise", "technology leaders"])
        #expect(marketing["estimated_cost"] == 45_000)
        #expect(marketing["estimated_reach"] == 100_000)
        #expect(marketing["variants"]?.array?.count == 2)
        #expect(finance["allocated"] == 50_000)
        #expect(
            finance["breakdown"] == ["creative": 15_000, "ad_spend": 30_000, "tools": 5_000])
        #expect(finance["roi_projection"] == 3.2)
        #expect(finance["payback_period"] == "4 months")
        #expect(finance["risk_level"] == "moderate")
        #expect(analytics["dashboard_url"] == "https://analytics.example.com/campaign_001")
        #expect(
            analytics["kpis"] == [
                "email_open_rate", "click_through_rate", "conversion_rate", "revenue_generated",
            ])
        #expect(analytics["alerts_configured"] == true)
        #expect(analytics["reporting_frequency"] == "daily")
    }

    @Test("a budget of 30000 is split the same way, returns less and draws the warning")
    func smallBudget() throws {
        let campaign = try #require(RecipeCatalogue.builtIn["campaign"])
        let marketing = product("marketing", with(30_000))
        let finance = product("finance", with(30_000))

        #expect(finance["breakdown"] == ["creative": 9_000, "ad_spend": 18_000, "tools": 3_000])
        #expect(finance["roi_projection"] == 2.5)
        #expect(finance["payback_period"] == "5 months")
        #expect(finance["risk_level"] == "high")
        #expect(
            finance["basis"]
                == "Q1 Product Launch: 30000 is 60 % of the 50000 usual for enterprise")
        #expect(marketing["estimated_cost"] == 45_000)
        #expect(
            campaign.warnings(sections: ["campaign": marketing, "budget": finance])
                == ["Campaign cost ($45000) exceeds budget ($30000)"])
    }

    @Test(
        "within budget each part earns the bonus; above it Marketing does not",
        arguments: 1...20 as ClosedRange<UInt64>)
    func quality(seed: UInt64) throws {
        let campaign = try #require(RecipeCatalogue.builtIn["campaign"])
        for audience in ["enterprise", "students", "dentists", "small businesses", "漢字"] {
            var data = Self.q1
            data["target_audience"] = .string(audience)
            for skill in ["marketing", "finance", "analytics", "support"] {
                let product = product(skill, data, seed: seed)
                let step = try #require(campaign.steps.first { $0.skill == skill }).name
                #expect(campaign.quality(of: product, step: step, data: data) > 90)
            }
            data["budget"] = 5_000
            let marketing = product("marketing", data, seed: seed)
            #expect(60...90 ~= campaign.quality(of: marketing, step: "marketing", data: data))
            let finance = product("finance", data, seed: seed)
            #expect(campaign.quality(of: finance, step: "finance", data: data) > 90)
        }
    }

    @Test("other names, audiences and budgets give other words and figures")
    func dependsOnData() {
        var data = Self.q1
        data["campaign_name"] = "Spring Sale"
        #expect(
            product("marketing", data)["subject_line"]
                == "Transform Your Spring Sale with AI-Powered Solutions")
        data["target_audience"] = "students"
        let students = product("marketing", data)
        #expect(students["call_to_action"] == "Get the Student Plan")
        #expect(students["estimated_cost"] == 8_000)
        #expect(students["body"]?.string?.contains("Spring Sale") == true)
        #expect(students["body"]?.string?.contains("students") == true)
        data["target_audience"] = "dentists"
        #expect(product("marketing", data)["estimated_cost"] != students["estimated_cost"])
        #expect(
            product("analytics", data)["kpi_targets"] != product("analytics")["kpi_targets"])
    }

    @Test("the task's own words show in the product")
    func dependsOnText() {
        let text = "with a webinar and LinkedIn posts, weekly figures, and a refund page"

        #expect(
            product("marketing", text: text)["channels"]
                == ["email", "social", "webinar", "account ads"])
        #expect(product("analytics", text: text)["reporting_frequency"] == "weekly")
        #expect(product("analytics", text: text)["kpis"]?.array?.count == 6)
        #expect(product("support", text: text)["faq"]?.array?.count == 4)
    }

    @Test("the same seed repeats every byte; another seed changes words, never figures")
    func seeded() {
        #expect(
            product("marketing", seed: 1).jsonText() == product("marketing", seed: 1).jsonText())
        let bodies = Set((0..<20 as Range<UInt64>).map { product("marketing", seed: $0)["body"] })
        #expect(bodies.count > 3)
        let costs = Set(
            (0..<20 as Range<UInt64>).map { product("marketing", seed: $0)["estimated_cost"] })
        #expect(costs == [45_000])
        let plans = Set((0..<20 as Range<UInt64>).map { product("finance", seed: $0) })
        #expect(plans.count == 1)
    }

    @Test("every skill has a full product of its own that says who made it", arguments: skills)
    func everySkill(card: AgentCard, skill: String) {
        let product = product(skill)

        #expect(product["model"] == "offline rules")
        #expect(product["assumptions"] == nil)
        #expect(Recipe.genericQuality(of: product) == 90)
        let others = card.skills.map(\.name).filter { $0 != skill }
        for other in others { #expect(self.product(other) != product) }
    }

    @Test("a ticket without a campaign is answered from its words, with no guesses about money")
    func ticket() {
        let text = "Answer the ticket of customer 118: the app crashes"
        let product = product("support", [:], title: "Answer the ticket", text: text)

        #expect(
            product["documentation_outline"]?.array?.first == "The request: Answer the ticket")
        #expect(
            product["faq"]?.array?.first == [
                "question": "What was asked?", "answer": .string(text),
            ])
        #expect(product["faq"]?.array?.count == 4)
        #expect(product["assumptions"] == nil)
    }

    @Test("a skill nobody ships gets honest notes")
    func unknownSkill() {
        let product = product("rocket_science", text: "fly to the moon")

        #expect(product["limits"] == "The offline rules know nothing special about rocket science.")
        #expect(product["key_points"]?.array?.first == "fly to the moon")
        #expect(product["model"] == "offline rules")
    }

    @Test("the ad budget names its source")
    func adBudget() {
        let answered = product(
            "marketing", adBudget: .answered(amount: 30_000, by: "Finance Agent"))
        #expect(answered["ad_budget"] == 30_000)
        #expect(answered["ad_budget_source"] == "Finance Agent")
        let unanswered = product("marketing", adBudget: .unanswered)
        #expect(unanswered["ad_budget"] == 30_000)
        #expect(
            unanswered["ad_budget_source"]
                == "own estimate, 60 % of the budget: nobody answered in time")
        #expect(product("marketing")["ad_budget_source"] == "own estimate, 60 % of the budget")
    }

    @Test(
        "the parts of a budget add up exactly",
        arguments: [0, 1, 2, 3, 7, 9, 10, 99, 101, 33_333, 49_999, 999_999_999_999] as [Int64])
    func addsUp(budget: Int64) {
        let breakdown = product("finance", with(.integer(budget)))["breakdown"]?.object
        let parts = breakdown?.members.compactMap(\.value.integer) ?? []

        #expect(parts.count == 3)
        #expect(parts.reduce(0, +) == budget)
        #expect(parts.allSatisfy { $0 >= 0 })
    }

    @Test(
        "a budget no plan can use is clamped or replaced, and the product says so",
        arguments: [
            -5, .integer(.max), .integer(.min), 1e300, .number(.nan), .number(-.infinity), 0.5,
            12.75, "lots", "$50k", "", true, [1], ["a": 1], nil,
        ] as [JSONValue])
    func strangeBudgets(budget: JSONValue) throws {
        for skill in ["marketing", "finance", "analytics", "forecasting", "budgeting"] {
            let product = product(skill, with(budget))
            #expect(product["assumptions"]?.array?.isEmpty == false)
        }
        let allocated = try #require(product("finance", with(budget))["allocated"]?.integer)
        #expect(0...Amount.largest ~= allocated)
    }

    @Test("data of any shape and text of any size give a bounded product")
    func hostileData() {
        let long = String(repeating: "x\u{1B}[2J\u{202E} 漢\n", count: 50_000)
        let data: JSONObject = [
            "campaign_name": .string(long), "target_audience": [["deep": .string(long)]],
            "budget": .string(long),
        ]
        for (_, skill) in Self.skills {
            let product = product(skill, data, title: long, text: long)
            #expect(product.jsonText().utf8.count < 20_000)
        }
        #expect(!product("marketing", [:], title: "", text: "").isEmpty)
        #expect(
            product("analytics", [:], title: "🙂")["dashboard_url"]
                == "https://analytics.example.com/task")
    }

    @Test("Finance answers Marketing's question with 60 % of the budget")
    func budgetQuestion() {
        let finance = BuiltInSwarm.cards[1]
        let ask = JSONValue.string("What's our budget for ads?")

        func answer(_ agent: AgentCard, _ topic: String, _ data: JSONObject) -> JSONValue? {
            OfflineRules.answer(agent: agent, question: topic, payload: ask, data: data)
        }

        #expect(answer(finance, "budget.ask", Self.q1) == 30_000)
        #expect(answer(finance, "budget.ask", ["budget": 33_333]) == 19_999)
        #expect(answer(finance, "budget.ask", [:]) == nil)
        #expect(answer(finance, "weather.ask", Self.q1) == nil)
        #expect(answer(BuiltInSwarm.cards[2], "budget.ask", Self.q1) == nil)
        #expect(
            OfflineRules.answer(
                agent: finance, question: "budget.ask", payload: "and for tools?", data: Self.q1)
                == 5_000)
    }

    @Test("work on any skill is told in 5 to 8 short different notes", arguments: skills)
    func steps(card: AgentCard, skill: String) {
        let steps = OfflineRules.steps(skill: skill)

        #expect(5...8 ~= steps.count)
        #expect(Set(steps).count == steps.count)
        #expect(steps.allSatisfy { $0.count <= 28 })
    }

    @Test("a skill nobody ships is worked on in steps too")
    func unknownSteps() {
        #expect(5...8 ~= OfflineRules.steps(skill: "rocket_science").count)
    }
}
