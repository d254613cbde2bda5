import Foundation
import SwarmCore
import Testing

/// Prices of the models that tests ask, and what they make a server's tokens cost.
enum TestPrices {
    /// Billionths of a dollar for a token.
    private static let nanodollars: [String: (input: Int, output: Int)] = [
        "test-small": (1_000, 3_000), "test-large": (20_000, 50_000),
        // So that a call's worst case is what its output may come to.
        "test-flat": (0, 10_000),
    ]

    /// LiteLLM's format.
    static let file = """
        {
          "test-small": {"input_cost_per_token": 1e-06, "output_cost_per_token": 3e-06, "mode": "chat"},
          "test-large": {"input_cost_per_token": 2e-05, "output_cost_per_token": 5e-05, "mode": "chat"},
          "test-flat": {"input_cost_per_token": 0, "output_cost_per_token": 1e-05, "mode": "chat"}
        }
        """

    static func cost(of bills: [(model: String, usage: ModelServer.Usage)]) -> Money {
        let amounts = bills.map { bill in
            let price = nanodollars[bill.model] ?? (0, 0)
            return bill.usage.input * price.input + bill.usage.output * price.output
        }
        return Money(nanodollars: Int64(amounts.reduce(0, +)))
    }
}

/// What `costs --json` says of a folder.
func costsReport(of folder: String) throws -> JSONValue {
    let run = try ProgramRun.run(["costs", "--json", "--data-dir", folder])
    #expect(run.exit == .code(0), "\(run.errors)")
    return try JSONValue.parse(run.output)
}

extension Money {
    /// An amount as the reports write it.
    init?(json: JSONValue) {
        guard let text = json.string else { return nil }
        self.init(definition: text)
    }
}

/// The files below a folder in which the words stand, by their paths from there.
func files(holding words: String, in folder: String) throws -> [String] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    return names.sorted().filter { name in
        guard let content = FileManager.default.contents(atPath: folder + "/" + name) else {
            return false
        }
        return content.range(of: Data(words.utf8)) != nil
    }
}
