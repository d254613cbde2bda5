import SwarmFiles
import Testing

@testable import SwarmCore

@Suite("Understanding a task from its words")
struct AnalysisTests {
    private func analyse(_ text: String) -> TaskAnalysis {
        TaskAnalysis.analyse(
            text, cards: BuiltInSwarm.cards, recipes: RecipeCatalogue.builtIn.recipes)
    }

    @Test("a plain sentence gives recipe, skills, complexity, data and title, each with its words")
    func launch() {
        let analysis = analyse(
            "Launch the Q1 product for enterprise: email campaign, a budget of 50000\n"
                + "and the KPIs to watch")

        #expect(analysis.recipe?.name == "campaign")
        #expect(analysis.recipeWords == ["launch", "campaign"])
        #expect(analysis.skills.map(\.name) == ["marketing", "finance", "analytics"])
        #expect(
            analysis.skills.map(\.words) == [
                ["launch", "email", "campaign"], ["budget"], ["KPIs"],
            ])
        #expect(analysis.complexity == .complex)
        #expect(analysis.complexityReason == "3 skills, a team of up to 5")
        #expect(
            analysis.data
                == [
                    "campaign_name": "Q1 Product", "target_audience": "enterprise",
                    "budget": 50_000,
                ])
        #expect(analysis.title == "Q1 Product Launch")
    }

    @Test("a recipe brings its skills even when no word points at them")
    func recipeSkills() {
        let analysis = analyse("Launch our Q1 product with a budget of 50000")

        #expect(analysis.skills.map(\.name) == ["marketing", "finance", "analytics"])
        #expect(analysis.skills.map(\.words) == [["launch"], ["budget"], []])
    }

    @Test("an optional skill joins only when a word points at it")
    func optionalSkill() {
        let analysis = analyse("A campaign for students, with an FAQ")

        #expect(analysis.skills.map(\.name) == ["marketing", "finance", "analytics", "support"])
        #expect(analysis.skills.last?.words == ["FAQ"])
    }

    @Test(
        "without a recipe the words alone choose the skills",
        arguments: [
            ("Answer the question of customer 118", ["support"], Complexity.simple),
            (
                "Find out why the app crashes and write a guide",
                ["troubleshooting", "documentation"], .moderate
            ),
            (
                "Report on churn, forecast cash flow, fix the bug",
                ["reporting", "forecasting", "troubleshooting"], .complex
            ),
            ("Build a dashboard", ["dashboards"], .simple),
            ("Improve our SEO", ["seo"], .simple),
            ("two companies' invoices", ["cost_tracking"], .simple),
        ])
    func skillsByWords(text: String, skills: [String], complexity: Complexity) {
        let analysis = analyse(text)

        #expect(analysis.recipe == nil)
        #expect(analysis.skills.map(\.name) == skills)
        #expect(analysis.complexity == complexity)
    }

    @Test(
        "part of a word is no word",
        arguments: [
            "campaigning budgetary", "relaunched", "accosted heroic", "", "hello there", "🙂 — …",
        ])
    func wholeWordsOnly(text: String) {
        let analysis = analyse(text)

        #expect(analysis.recipe == nil)
        #expect(analysis.skills.isEmpty)
        #expect(analysis.complexityReason == "no skill recognised")
    }

    @Test("the longest phrase counts: an email campaign is one thing")
    func longestPhrase() {
        let analysis = TaskAnalysis.analyse(
            "an email campaign", cards: BuiltInSwarm.cards, recipes: [])

        #expect(analysis.skills.map(\.name) == ["email_campaigns"])
        #expect(analysis.skills.first?.words == ["email campaign"])
    }

    @Test("the longest phrase counts in whatever order the words were declared")
    func longestPhraseInAnyOrder() {
        let skills = [
            AgentCard.Skill("fruit", keywords: ["red apple"]),
            AgentCard.Skill("paint", keywords: ["red"]),
        ]
        for order in [skills, skills.reversed()] {
            let card = AgentCard(name: "Painter", skills: order, loadPerSubtask: 10)
            let analysis = TaskAnalysis.analyse("two red apples", cards: [card], recipes: [])
            #expect(analysis.skills.map(\.name) == ["fruit"])
        }
    }

    @Test(
        "amounts are found as people write them",
        arguments: [
            ("campaign, budget of 50000", 50_000), ("campaign for $50k", 50_000),
            ("campaign with 50,000", 50_000), ("campaign in 2026, budget: €1,250,000", 1_250_000),
            ("a 12.5k campaign", 12_500), ("campaign with 9000 dollars", 9_000),
            ("a 30000 budget campaign", 30_000), ("$5k campaign with a budget of 7000", 7_000),
            ("campaign in 2026", nil), ("campaign, 20% more, 3rd time, 5 people", nil),
            ("campaign, budget 99999999999999999999999", 1_000_000_000_000),
        ] as [(String, Int64?)])
    func budgets(text: String, budget: Int64?) {
        #expect(analyse(text).data["budget"] == budget.map { .integer($0) })
    }

    @Test(
        "the audience is who it is for, not what or when",
        arguments: [
            ("campaign for enterprise", "enterprise"),
            ("campaign for small businesses", "small businesses"),
            ("campaign for our existing customers in May", "existing customers"),
            ("campaign for Q1", nil), ("campaign for the launch", nil), ("campaign for free", nil),
            ("campaign, audience: Students", "students"),
            ("campaign targeting dentists", "dentists"),
        ] as [(String, String?)])
    func audiences(text: String, audience: String?) {
        #expect(analyse(text).data["target_audience"] == audience.map { .string($0) })
    }

    @Test(
        "the campaign's name is in the words",
        arguments: [
            ("Q1 product launch for enterprise", "Q1 Product Launch"),
            ("launch our solar roof with 5k", "Solar Roof"),
            ("plan a summer sale campaign", "Summer Sale"),
            ("run a Q3 email campaign", "Q3 Campaign"),
            ("plan a campaign", nil),
        ] as [(String, String?)])
    func names(text: String, name: String?) {
        #expect(analyse(text).data["campaign_name"] == name.map { .string($0) })
    }

    @Test("a title is the first clause on one line, cut at a word")
    func titles() {
        #expect(analyse("Fix the\tbug. Then rest").title == "Fix the bug")
        #expect(
            analyse("Write a tutorial about everything that can go wrong on a Monday").title
                == "Write a tutorial about everything that can go…")
        #expect(analyse("\u{1B}[2Jhello\u{202E}there").title == "2Jhello there")
        #expect(analyse("").title == "Untitled task")
        #expect(analyse(String(repeating: "x", count: 500)).title.count == 49)
    }

    @Test(
        "hostile text of megabytes ends quickly with bounded findings",
        arguments: [
            "a ", "1,111", "1.", "for the ", "audience the ", "launch ", "e\u{301}", "\u{1B}[2J",
            "budget 1 ", "email campaign ", "\u{202E}x", "q1 ", "\0", "for x",
        ])
    func hostile(unit: String) {
        let analysis = analyse(String(repeating: unit, count: 2_000_000 / unit.utf8.count))

        #expect(analysis.title.unicodeScalars.count <= 200)
        #expect(analysis.data.jsonText().utf8.count <= 1_000)
        #expect(analysis.skills.allSatisfy { $0.words.count <= 8 })
    }
}
