import SwarmFiles
import Testing

@testable import SwarmCore

@Suite("Recipes")
struct RecipeTests {
    private let campaign = RecipeCatalogue.builtIn["campaign"]
    private let data: JSONObject = ["campaign_name": "Q1 Launch", "budget": 50_000]

    private let plan: JSONObject = [
        "campaign_name": "Q1 Launch", "subject_line": "Transform Your Q1",
        "body": .string("The Q1 launch is here. " + String(repeating: "More about it. ", count: 8)),
        "call_to_action": "Schedule a Demo", "variants": ["A", "B"],
        "target_segments": ["enterprise"], "estimated_reach": 100_000, "estimated_cost": 45_000,
    ]

    @Test("a recipe is found by its name, a mistyped one suggested")
    func names() {
        #expect(RecipeCatalogue.builtIn["Campaign"] == nil)
        #expect(RecipeCatalogue.builtIn.nearestName(to: "campagin") == "campaign")
        #expect(RecipeCatalogue.builtIn.nearestName(to: "brewing") == nil)
    }

    @Test("a complete plan within budget is worth 100")
    func complete() throws {
        let campaign = try #require(campaign)

        #expect(campaign.quality(of: plan, step: "marketing", data: data) == 100)
        #expect(campaign.failedChecks(of: plan, step: "marketing", data: data).isEmpty)
    }

    @Test("a plan above budget passes but earns no bonus, and says why")
    func overBudget() throws {
        let campaign = try #require(campaign)
        let data: JSONObject = ["campaign_name": "Q1 Launch", "budget": 40_000]

        let quality = campaign.quality(of: plan, step: "marketing", data: data)

        #expect(quality == 85)
        #expect(
            campaign.failedChecks(of: plan, step: "marketing", data: data)
                == ["estimated_cost 45000 is above budget 40000"])
    }

    @Test("each failed check is named in words")
    func failures() throws {
        let campaign = try #require(campaign)
        let product: JSONObject = [
            "allocated": 100, "breakdown": ["creative": 30, "ad_spend": 60, "tools": 5],
            "roi_projection": "three", "payback_period": " ", "risk_level": nil,
        ]

        #expect(
            campaign.failedChecks(of: product, step: "finance", data: ["budget": "$90"]) == [
                "allocated 100 is above budget 90", "breakdown adds up to 95, allocated is 100",
                "roi_projection is not an amount", "payback_period is missing or empty",
                "risk_level is missing or empty",
            ])
        #expect(campaign.quality(of: product, step: "finance", data: ["budget": "$90"]) == 30)
    }

    @Test(
        "products full of nonsense are worth little and trap nothing",
        arguments: [
            [:], ["body": 1, "variants": "x", "estimated_cost": .number(.infinity)],
            ["subject_line": [:], "estimated_cost": .integer(.min), "body": ["a": nil]],
        ] as [JSONObject])
    func nonsense(product: JSONObject) throws {
        let campaign = try #require(campaign)
        for skill in ["marketing", "finance", "analytics", "support"] {
            #expect(campaign.quality(of: product, step: skill, data: data) <= 20)
            #expect(!campaign.failedChecks(of: product, step: skill, data: [:]).isEmpty)
        }
    }

    @Test("without a recipe's checks quality is the share of filled members, 90 at most")
    func generic() throws {
        #expect(Recipe.genericQuality(of: [:]) == 0)
        #expect(Recipe.genericQuality(of: ["model": "offline rules", "assumptions": ["x"]]) == 0)
        #expect(Recipe.genericQuality(of: ["a": 1, "b": "x", "model": "m"]) == 90)
        #expect(Recipe.genericQuality(of: ["a": 1, "b": "", "c": nil]) == 30)
        let campaign = try #require(campaign)
        #expect(campaign.quality(of: ["a": 1], step: "seo", data: data) == 90)
    }

    @Test("a campaign that costs more than it was allocated gives exactly the documents' warning")
    func warning() throws {
        let campaign = try #require(campaign)

        #expect(
            campaign.warnings(sections: ["campaign": plan, "budget": ["allocated": 40_000]])
                == ["Campaign cost ($45000) exceeds budget ($40000)"])
        #expect(
            campaign.warnings(sections: ["campaign": plan, "budget": ["allocated": 40_000.5]])
                == ["Campaign cost ($45000) exceeds budget ($40000.5)"])
    }

    @Test(
        "no warning when the cost fits or a figure is missing",
        arguments: [
            ["allocated": 45_000], ["allocated": 50_000.0], ["allocated": "lots"], [:],
        ] as [JSONObject])
    func noWarning(budget: JSONObject) throws {
        let campaign = try #require(campaign)

        #expect(campaign.warnings(sections: ["campaign": plan, "budget": budget]).isEmpty)
        #expect(campaign.warnings(sections: ["budget": budget]).isEmpty)
    }

    @Test("missing data is filled in, and the task says what was assumed")
    func completedData() throws {
        let campaign = try #require(campaign)

        let (data, assumptions) = campaign.completedData(["budget": "50k", "campaign_name": ""])

        #expect(data["budget"] == 50_000)
        #expect(data["campaign_name"] == "New Campaign")
        #expect(data["target_audience"] == "enterprise")
        #expect(
            assumptions == [
                "No campaign name was given; New Campaign is assumed.",
                "No target audience was given; enterprise is assumed.",
                #"The budget "50k" was read as 50000."#,
            ])
    }

    @Test("complete data is left as it is")
    func nothingToComplete() throws {
        let campaign = try #require(campaign)
        let given: JSONObject = [
            "campaign_name": "A", "target_audience": "students", "budget": 5, "extra": [1],
        ]

        let (data, assumptions) = campaign.completedData(given)

        #expect(data == given)
        #expect(assumptions.isEmpty)
    }

    @Test(
        "an amount from outside is clamped, rounded or refused, never a trap",
        arguments: [
            (-3, 0), (.integer(.min), 0), (.integer(.max), Amount.largest), (1e300, Amount.largest),
            (.number(-.infinity), 0), (.number(.nan), nil), (100.5, 101), (-0.3, 0), ("lots", nil),
            ("-5", 0), ("$50,000", 50_000), ("2.5k", 2_500), ("50000 USD", 50_000), ("5 6", nil),
            ("99999999999999999999999999999999999999", nil), (true, nil), ([1], nil), (nil, nil),
        ] as [(JSONValue, Int64?)])
    func amounts(written: JSONValue, value: Int64?) {
        let amount = Amount(written)

        #expect(amount.value == value)
        #expect(amount.note != nil || written == .null)
    }
}
