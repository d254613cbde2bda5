import SwarmCore
import SwarmFiles
import Testing

@testable import OfflineAgents

@Suite("The built-in recipes by the offline rules")
struct RecipeProductTests {
    private static let tasks: [(recipe: String, data: JSONObject)] = [
        (
            "support_ticket",
            [
                "message": """
                I am FURIOUS! My Aero 3 keeps crashing with error 503 and I was charged $1,250 \
                twice. Refund me, or I call my lawyer!!
                """, "customer": "Ada Lovelace", "product": "Aero 3",
            ]
        ),
        ("support_ticket", ["message": "I love it. Where do I find the invoice?"]),
        ("support_ticket", ["message": "", "customer": "", "product": "", "topic": ""]),
        (
            "support_ticket",
            ["message": "slow", "customer": .string(String(repeating: "Ada ", count: 40))]
        ),
        (
            "blog_post",
            [
                "topic": "remote work", "audience": "founders",
                "data_points": "2022: 10, 2023: 14, 2024: 19",
            ]
        ),
        ("blog_post", ["topic": "", "audience": "", "data_points": ""]),
        ("blog_post", ["topic": .string(String(repeating: "solar power ", count: 30))]),
        (
            "sales_analysis",
            ["sales": "North,Jan,10\nSouth,Jan,20\nNorth,Feb,30", "currency": "EUR"]
        ),
        ("sales_analysis", ["sales": "North;2024;1"]),
    ]

    /// Every step of the recipe in the order of its plan, each with the products it waits for.
    private func products(_ recipe: Recipe, _ data: JSONObject) -> [String: JSONObject] {
        var products: [String: JSONObject] = [:]
        var open = recipe.steps
        while let place = open.firstIndex(where: { step in
            step.after.allSatisfy { products[$0] != nil }
        }) {
            let step = open.remove(at: place)
            var assignment = Assignment(
                skill: step.skill, agent: Bench.agent, title: "The task", text: "", data: data,
                seed: 7)
            assignment.inputs = step.after.compactMap { products[$0] }
            products[step.name] = OfflineRules.product(assignment)
        }
        return products
    }

    @Test(arguments: tasks.indices)
    func everyStepEarnsTheBonus(place: Int) throws {
        let (name, data) = Self.tasks[place]
        let recipe = try #require(RecipeCatalogue.builtIn[name])
        let products = products(recipe, data)
        #expect(products.count == recipe.steps.count)
        for step in recipe.steps {
            let product = try #require(products[step.name])
            let failed = recipe.failedChecks(of: product, step: step.name, data: data)
            #expect(
                recipe.quality(of: product, step: step.name, data: data) > 90,
                "\(step.name): \(failed)")
        }
    }

    @Test func withoutAnySalesTheQualityIsLow() throws {
        let recipe = try #require(RecipeCatalogue.builtIn["sales_analysis"])
        let products = products(recipe, ["sales": "nothing"])
        for step in recipe.steps {
            let product = try #require(products[step.name])
            #expect(
                recipe.quality(of: product, step: step.name, data: [:]) < recipe.threshold,
                "\(step.name)")
        }
    }

    @Test(arguments: ["support_ticket", "blog_post", "sales_analysis"])
    func otherDataGiveOtherProductsInEveryStep(name: String) throws {
        let recipe = try #require(RecipeCatalogue.builtIn[name])
        let two = Self.tasks.filter { $0.recipe == name }.prefix(2).map(\.data)
        let (one, other) = (products(recipe, two[0]), products(recipe, two[1]))
        for step in recipe.steps { #expect(one[step.name] != other[step.name], "\(step.name)") }
    }

    @Test func aPersonIsAskedForOnlyWhenTheConditionHolds() throws {
        let recipe = try #require(RecipeCatalogue.builtIn["support_ticket"])
        let condition = try #require(recipe.steps.first { $0.skill == "human_handoff" }?.condition)
        let answers = Self.tasks.prefix(2).map { task in
            products(recipe, task.data)[condition.step]?[condition.path] == condition.equals
        }
        #expect(answers == [true, false])
    }
}
