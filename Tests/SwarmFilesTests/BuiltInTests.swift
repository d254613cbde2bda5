import SwarmCore
import Testing

@testable import SwarmFiles

/// The files that ship with the program.
@Suite struct BuiltInTests {
    private let catalogue = RecipeCatalogue.builtIn

    @Test func theyHaveNoFault() {
        var faults: [DefinitionFault] = []
        let definition = BuiltIn.read(&faults)
        #expect(faults.map(\.sentence) == [])
        #expect(definition.recipes.names == BuiltIn.recipeFiles.map { String($0.file.dropLast(5)) })
    }

    @Test func theSwarmIsTheTableOfTheSpecification() {
        let cards = BuiltInSwarm.cards
        #expect(cards.map(\.shortName) == ["Marketing", "Finance", "Insights", "Support"])
        #expect(cards.map(\.loadPerSubtask) == [30, 25, 30, 20])
        #expect(cards.map(\.expectedWork?.seconds) == [2.3, 1.5, 2.8, 1.9])
        #expect(cards.allSatisfy { $0.maxLoad == 100 && $0.replicas == 1...1 })
        #expect(cards.allSatisfy { $0.driver == .offline && $0.model == "offline rules" })
        #expect(
            cards.map { $0.skills.map(\.name) } == [
                ["marketing", "content_creation", "social_media", "email_campaigns", "seo"],
                ["finance", "budgeting", "forecasting", "roi_analysis", "cost_tracking"],
                ["analytics", "data_analysis", "reporting", "kpi_tracking", "dashboards"],
                ["support", "documentation", "customer_service", "troubleshooting", "onboarding"],
            ])
        #expect(cards[0].skills[1].keywords.last == "landing page")
        #expect(cards.flatMap(\.skills).allSatisfy { !$0.keywords.isEmpty })
    }

    @Test func theStarterSaysTheDefaultPolicies() {
        let commented = BuiltIn.swarmFile.split(separator: "\n").drop { $0 != "# policies:" }
        let text = commented.map { $0.dropFirst(2) }.joined(separator: "\n")
        let read = Read(swarm: text)
        #expect(read.sentences == [])
        #expect(read.definition.policies == Policies())
        // Every policy there is stands in it.
        var faults: [DefinitionFault] = []
        let node = YAMLText.node(Array(text.utf8), file: nil, &faults)?["policies"]
        let keys = Set(node?.members?.map(\.key) ?? [])
        #expect(keys == Set(Policies().definition.keys))
    }

    @Test func theExampleRecipeWorksBesideTheStarter() {
        let read = Read(swarm: BuiltIn.swarmFile, recipes: [BuiltIn.exampleRecipe])
        #expect(read.sentences == [])
        #expect(read.definition.recipes.names == catalogue.names + ["release_notes"])
    }

    @Test func theWordsOfACommentedLineAreKeysThatAreRead() {
        // What the example shows in comments must be right too.
        let shown = BuiltIn.exampleRecipe.replacing("\n# checks:", with: "\nchecks:")
            .replacing("\n#   announce:", with: "\n  announce:")
            .replacing("\n#     - {path", with: "\n    - {path")
            .replacing("\n# cross_checks:", with: "\ncross_checks:")
            .replacing("\n#   - {amount", with: "\n  - {amount")
            .replacing("\n# agents:", with: "\nagents:")
            .replacing("\n#   - {name", with: "\n  - {name")
        let read = Read(recipes: [shown])
        #expect(read.sentences == [])
        let recipe = read.definition.recipes["release_notes"]
        #expect(recipe?.checks.count == 2)
        #expect(recipe?.crossChecks.count == 1)
        #expect(recipe?.agents.count == 1)
    }

    @Test(arguments: RecipeCatalogue.builtIn.names)
    func theWeightsOfAStepAreOutOf100(name: String) throws {
        let recipe = try #require(catalogue[name])
        for step in recipe.steps {
            let weights = recipe.checks.filter { $0.step == step.name }.map(\.weight)
            #expect(weights.reduce(0, +) == 100, "\(step.name)")
        }
    }

    @Test func theCampaignIsTheDocumentsTask() throws {
        let campaign = try #require(catalogue["campaign"])
        #expect(campaign.type == "email_campaign_with_analytics")
        #expect(campaign.skills == ["marketing", "finance", "analytics"])
        #expect(campaign.optionalSkills == ["support"])
        #expect(campaign.complexity == .complex)
        #expect(campaign.threshold == 60)
        #expect(campaign.agents.isEmpty)
        // Each step is its skill, so all of them run at once, without a plan.
        #expect(campaign.steps.allSatisfy { $0.name == $0.skill && $0.after.isEmpty })
        #expect(campaign.sections.map(\.title) == ["Campaign", "Budget", "KPIs", "Support"])
        #expect(campaign.sections.map(\.key) == ["campaign", "budget", "analytics", "support"])
        #expect(campaign.data.map(\.fallback) == ["New Campaign", "enterprise", 50_000])
        #expect(campaign.checks.count == 26)
        #expect(campaign.checks[8].rule == .amount(1...1e12))
    }

    @Test func theSupportTicketIsTheDocuments() throws {
        let recipe = try #require(catalogue["support_ticket"])
        let after = recipe.steps.map { "\($0.name) < \($0.after.joined(separator: " "))" }
        #expect(
            after == [
                "sentiment < ", "policy < sentiment", "diagnosis < sentiment",
                "escalation < sentiment policy diagnosis",
                "hand_off < sentiment policy diagnosis escalation",
                "reply < sentiment policy diagnosis escalation hand_off",
            ])
        let handOff = recipe.steps[4]
        #expect(
            handOff.condition == StepCondition(step: "escalation", path: "escalate", equals: true))
        #expect(handOff.approval?.question.hasPrefix("Hand this ticket to a person: ") == true)
        #expect(handOff.isOptional)
        #expect(recipe.steps[5].review?.reviewers == 1)
        #expect(
            recipe.agents.map { "\($0.name) \($0.skills.map(\.name))" } == [
                #"Sentiment Agent ["emotion_detection", "empathy_response"]"#,
                #"Policy Agent ["policy_lookup", "regulatory_compliance"]"#,
                #"Troubleshooting Agent ["technical_diagnosis", "solution_recommendation"]"#,
                #"Escalation Agent ["severity_assessment", "human_handoff"]"#,
            ])
    }

    @Test func theSalesForecastIsVotedOnByThree() throws {
        let recipe = try #require(catalogue["sales_analysis"])
        let forecast = try #require(recipe.steps.first { $0.name == "forecast" })
        #expect(forecast.answers == AnswersRule(count: 3, path: "trend", within: .seconds(30)))
        let able = recipe.agents.filter { $0.skills.contains { $0.name == forecast.skill } }
        #expect(able.count == 3)
    }

    @Test(
        arguments: [
            ("Launch our Q1 product with a budget of 50000", "campaign"),
            ("An email campaign for dentists", "campaign"),
            ("Announce the sale with a newsletter", "campaign"),
            ("Answer this support ticket: the app crashes and I want a refund", "support_ticket"),
            ("Handle the complaint of customer 118", "support_ticket"),
            ("A customer writes: where is my parcel?", "support_ticket"),
            ("Write a blog post about heat pumps for home owners", "blog_post"),
            ("Blog about electric cars", "blog_post"),
            ("Analyse our sales figures by region", "sales_analysis"),
            ("A sales report for the last quarter", "sales_analysis"),
            ("Build a dashboard", nil), ("Find out why the app crashes and write a guide", nil),
        ] as [(String, String?)])
    func aPlainSentencePicksItsRecipe(text: String, recipe: String?) {
        let analysis = TaskAnalysis.analyse(
            text, cards: BuiltInSwarm.cards, recipes: catalogue.recipes)
        #expect(analysis.recipe?.name == recipe)
    }

    @Test func aSwarmWithoutTheSkillsOfABuiltInRecipeDoesNotOfferIt() {
        let read = Read(swarm: agentFile())
        #expect(read.sentences == [])
        #expect(read.definition.recipes.names == ["support_ticket", "blog_post", "sales_analysis"])
    }

    @Test func aRecipeOfOnesOwnTakesThePlaceOfTheBuiltInOne() {
        let read = Read(recipes: ["name: campaign\nsteps: {seo: }\n"])
        #expect(read.sentences == [])
        #expect(read.definition.recipes["campaign"]?.steps.count == 1)
        #expect(read.definition.recipes.names.count == 4)
    }
}
