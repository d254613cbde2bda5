import SwarmCore
import Testing

@testable import SwarmFiles

/// What is written of a definition is read back as an equal one, from values and from a journal's line.
@Suite struct RoundTripTests {
    private func journaled(_ object: JSONObject) throws -> DefinitionNode {
        DefinitionNode(try JSONValue.parse(object.jsonText()))
    }

    @Test(arguments: RecipeCatalogue.builtIn.recipes.map(\.name))
    func aBuiltInRecipe(name: String) throws {
        let recipe = try #require(RecipeCatalogue.builtIn[name])
        var faults: [DefinitionFault] = []
        let again = Recipe(definition: try journaled(recipe.definition), faults: &faults)
        #expect(faults == [])
        #expect(again == recipe)
        #expect(again?.steps == recipe.steps)
        #expect(again?.checks == recipe.checks)
        #expect(again?.crossChecks == recipe.crossChecks)
        #expect(again?.agents == recipe.agents)
        #expect(again?.sections == recipe.sections)
        #expect(again?.data == recipe.data)
    }

    @Test func aRecipeThatSaysEverything() throws {
        var step = RecipeStep(name: "b", title: "Second", skill: "seo")
        step.after = ["a"]
        step.isOnRequest = true
        step.isOptional = true
        step.condition = StepCondition(step: "a", path: "x.y", equals: nil)
        step.approval = ApprovalRule(question: "Do it?", within: .milliseconds(1_500))
        step.review = ReviewRule(
            reviewers: 3, rule: .reputationWeighted, quorum: 2, within: .seconds(90))
        step.answers = AnswersRule(
            count: 3, path: "x", rule: .unanimous, quorum: 3, within: TimeSpan(microseconds: 1))
        let recipe = Recipe(
            name: "all", title: "All", type: "t", words: ["w"],
            steps: [RecipeStep(name: "a", skill: "seo"), step], complexity: .moderate,
            data: [
                .init(name: "d", kind: .amount, fallback: 5),
                .init(name: "e", kind: .text, fallback: nil),
            ],
            checks: [
                QualityCheck("b", "p", .amount(-0.5...1e12), weight: 3),
                QualityCheck("b", "p", .textLength(1...2), weight: 0),
                QualityCheck("b", "p", .sumEquals("q"), weight: 1),
            ])
        var faults: [DefinitionFault] = []
        let again = Recipe(definition: try journaled(recipe.definition), faults: &faults)
        #expect(again == recipe)
        #expect(again?.steps == recipe.steps)
        #expect(again?.checks == recipe.checks)
        #expect(again?.data == recipe.data)
        #expect(again?.sections.isEmpty == true)
        let other = Recipe(
            name: "all", title: "All", type: "t", steps: recipe.steps, complexity: .moderate)
        #expect(other != recipe)
    }

    @Test func agents() throws {
        let card = AgentCard(
            name: "Legal Agent", skills: [.init("law", keywords: ["clause"]), .init("tax")],
            domains: ["legal"], driver: .command, model: "m", maxLoad: 50, loadPerSubtask: 5,
            expectedWork: TimeSpan(microseconds: 1_234_567), replicas: 1...4,
            replicaOf: "Law Agent",
            settings: ["command": ["a", "b"], "n": 1.0])
        for card in BuiltInSwarm.cards + [card] {
            var faults: [DefinitionFault] = []
            let again = AgentCard(definition: try journaled(card.definition), faults: &faults)
            #expect(again == card)
            #expect(faults == [])
        }
    }

    @Test func policiesOfAnyNumbersEvenThoseAFileMayNotSay() throws {
        var policies = Policies()
        policies.reputation = .ema
        policies.scoring = .documentsSecond
        policies.willingBelowPermille = 755
        policies.attempts.idleTimeout = TimeSpan(microseconds: 10)
        policies.attempts.backoffBase = .zero
        policies.attempts.most = 1_000
        policies.limits.subtasks = 99
        policies.health.steadyFactor = 9
        policies.scaling.retiresAfter = .seconds(5_400)
        policies.teams.mostForComplex = 7
        for policies in [policies, Policies()] {
            var faults: [DefinitionFault] = []
            let again = Policies(definition: try journaled(policies.definition), faults: &faults)
            #expect(again == policies)
        }
        var faults: [DefinitionFault] = []
        _ = Policies(definition: DefinitionNode(.object(policies.definition)), faults: &faults)
        #expect(!faults.isEmpty)
    }

    @Test func theDefaultPoliciesAreInRange() {
        var faults: [DefinitionFault] = []
        let node = DefinitionNode(.object(Policies().definition))
        #expect(Policies(definition: node, faults: &faults) == Policies())
        #expect(faults == [])
    }

    @Test(
        arguments: [
            ("2.5s", 2_500_000), ("400ms", 400_000), ("1m", 60_000_000), ("1h", 3_600_000_000),
            ("0s", 0), ("0.001ms", 1), ("1.000001s", 1_000_001), ("90s", 90_000_000),
            ("1.5m", 90_000_000),
        ] as [(String, Int64)])
    func timesAreReadToTheMicrosecond(text: String, microseconds: Int64) throws {
        let span = try #require(TimeSpan(text: text))
        #expect(span.microseconds == microseconds)
        #expect(TimeSpan(text: span.text) == span)
    }

    @Test func anyTimeIsWrittenAsATextThatReadsBack() {
        var numbers = SeededNumbers(state: 3)
        for _ in 0..<2_000 {
            let span = TimeSpan(
                microseconds: Int64.random(in: 0...(1 << Int64.random(in: 1...50)), using: &numbers)
            )
            #expect(TimeSpan(text: span.text) == span)
        }
        #expect(TimeSpan(text: "0.0001ms") == nil)
        #expect(TimeSpan(text: "9999999999999h") == nil)
    }
}
