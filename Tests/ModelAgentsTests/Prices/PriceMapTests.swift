import SwarmCore
import Testing

@testable import ModelAgents

@Suite struct PriceMapTests {
    private let map = PriceMap.builtIn

    @Test func theDocumentsPricesAreThere() throws {
        let thousand = ModelUsage(input: 1_000, output: 1_000)
        #expect(map.cost(of: thousand, model: "gpt-4")?.text == "$0.09")
        #expect(map.cost(of: thousand, model: "gpt-3.5-turbo") == Money(dollars: 0.0035))
        #expect(map.models.count == 20)
    }

    @Test func cachedTokensHaveTheirOwnPrices() throws {
        let usage = ModelUsage(
            input: 1_000_000, cachedInput: 400_000, cacheCreation: 100_000, output: 0)
        // 0.5 M at 3 $, 0.4 M at 0.30 $, 0.1 M at 3.75 $.
        #expect(map.cost(of: usage, model: "claude-sonnet-4") == Money(dollars: 1.995))
    }

    @Test func aFractionOfABillionthIsRoundedUp() throws {
        let price = try #require(ModelPrice(inputPerMillion: 0.0375, outputPerMillion: 0))
        #expect(price.cost(of: ModelUsage(input: 1, output: 0)) == Money(nanodollars: 38))
        #expect(price.cost(of: ModelUsage(input: 2, output: 0)) == Money(nanodollars: 75))
    }

    @Test func figuresThatAreNotToBeTrustedCostNothingKnown() {
        #expect(map.cost(of: .missing, model: "gpt-4") == nil)
        #expect(map.cost(of: ModelUsage(standing: .implausible), model: "gpt-4") == nil)
        #expect(map.cost(of: ModelUsage(input: 1, output: 1), model: "nobody") == nil)
    }

    @Test(arguments: [
        ("gpt-4o", true), ("openai/gpt-4o", true), ("gpt-4o-2024-08-06", true),
        ("openai/gpt-4o-2024-08-06", true), ("claude-sonnet-4-20250514", true),
        ("claude-sonnet-4@20250514", true), ("gpt-4o-20x4-08-06", false), ("gpt-4oo", false),
        ("-20250514", false), ("", false), ("llama3.2", false),
    ])
    func namesAreFoundWithPrefixAndWithoutDate(model: String, isKnown: Bool) {
        #expect((map.price(of: model) != nil) == isKnown)
    }

    @Test func theExactNameCountsFirst() throws {
        var map = map
        let own = try #require(ModelPrice(inputPerMillion: 9, outputPerMillion: 9))
        map.set(own, for: "gpt-4o-2024-08-06")
        map.set(own, for: "azure/gpt-x")
        #expect(map.price(of: "gpt-4o-2024-08-06") == own)
        #expect(map.price(of: "gpt-4o") != own)
        #expect(map.price(of: "gpt-x") == nil)
        #expect(map.price(of: "gpt-x", provider: "azure") == own)
    }

    @Test func aFileInLiteLLMsFormatIsTakenOverWhatIsThere() throws {
        var map = map
        let file = """
            {"sample_spec":{"input_cost_per_token":"see below"},
             "gpt-4":{"input_cost_per_token":1e-05,"output_cost_per_token":2e-05,"mode":"chat","new":{}},
             "ollama/llama3.2":{"input_cost_per_token":0,"output_cost_per_token":0.0},
             "embed":{"input_cost_per_token":2e-08,"mode":"embedding"},
             "image":{"output_cost_per_image":0.04},
             "half":{"input_cost_per_token":1e-06},
             "bad":{"input_cost_per_token":-1,"output_cost_per_token":0},
             "worse":{"input_cost_per_token":"free","output_cost_per_token":0},
             "worst":7}
            """
        let faults = try map.merge(Array(file.utf8))
        #expect(
            faults == [
                "bad: input_cost_per_token must be dollars for a token, 0 or more",
                "worse: input_cost_per_token must be dollars for a token, 0 or more",
                "worst: an entry must be an object",
            ])
        let usage = ModelUsage(input: 1_000_000, output: 1_000_000)
        #expect(map.cost(of: usage, model: "gpt-4") == Money(dollars: 30))
        #expect(map.cost(of: usage, model: "llama3.2", provider: "ollama") == .zero)
        #expect(map.cost(of: usage, model: "embed") == Money(dollars: 0.02))
        for unpriced in ["image", "half", "bad", "sample_spec"] {
            #expect(map.price(of: unpriced) == nil)
        }
        #expect(throws: JSONFault.self) { try map.merge(Array("[]".utf8)) }
        #expect(throws: JSONFault.self) { try map.merge(Array("{".utf8)) }
    }

    @Test func theWorstCaseIsNeverBelowWhatARequestCanCost() throws {
        var request = ModelRequest(
            model: "claude-sonnet-4", system: "漢字",
            messages: [.user(String(repeating: "x", count: 10_000))],
            mostOutputTokens: 500)
        let worst = try #require(map.worstCase(of: request, model: request.model))
        let real = ModelUsage(input: 10_006, cacheCreation: 10_006, output: 500)
        #expect(worst >= (try #require(map.cost(of: real, model: request.model))))
        let plain = request.mostInputTokens
        request.tools = [ToolDescription(name: "f", summary: "g", parameters: [:])]
        #expect(request.mostInputTokens > plain + 600)
        #expect(map.worstCase(of: request, model: "nobody") == nil)
    }

    @Test func sumsThatWouldOverflowStayAtTheMost() throws {
        let price = try #require(ModelPrice(inputPerMillion: 1e9, outputPerMillion: 1e9))
        #expect(
            price.worstCase(inputTokens: .max, outputTokens: .max) == Money(nanodollars: .max))
        #expect(ModelPrice(inputPerMillion: -1, outputPerMillion: 0) == nil)
        #expect(ModelPrice(inputPerMillion: .nan, outputPerMillion: 0) == nil)
        #expect(ModelPrice(inputPerMillion: .infinity, outputPerMillion: 0) == nil)
    }

    @Test func savedIsAgainstTheDearestModel() throws {
        let usage = ModelUsage(input: 1_000_000, output: 1_000_000)
        let models = ["gpt-4o-mini", "claude-opus-4", "gpt-4", "nobody"]
        #expect(map.dearest(of: models, for: usage) == map.cost(of: usage, model: "claude-opus-4"))
        #expect(map.dearest(of: ["gpt-4", "nobody"], for: usage) == Money(dollars: 90))
        #expect(map.dearest(of: ["nobody"], for: usage) == nil)
        #expect(map.dearest(of: ["gpt-4"], for: .missing) == nil)
    }
}
