import Foundation
import SwarmCore
import Testing

/// Products that pass the built-in campaign's checks, for its three steps.
enum CampaignProducts {
    private static let steps: [String: JSONObject] = [
        "marketing": [
            "campaign_name": "Spring Launch", "subject_line": "Your spring starts here",
            "body": .string(
                "Spring Launch is here: everything new of this year, made for teams like yours. "
                    + "See what changed, and begin today."),
            "call_to_action": "Begin today", "variants": ["A", "B"],
            "target_segments": ["enterprise"], "estimated_reach": 12_000,
            "estimated_cost": 45_000,
        ],
        "finance": [
            "allocated": 42, "breakdown": ["ads": 20, "tools": 12, "people": 10],
            "roi_projection": 2.5, "payback_period": "4 months", "risk_level": "low",
        ],
        "analytics": [
            "kpis": ["opens", "clicks", "sales"], "kpi_targets": ["a": 1, "b": 2, "c": 3],
            "dashboard_url": "https://dashboards.example/spring", "alerts_configured": true,
            "alerts": ["opens below 10 %"], "reporting_frequency": "weekly",
        ],
    ]

    /// For a step of no recipe, any words.
    static func of(_ step: String?) -> JSONObject {
        steps[step ?? ""] ?? ["summary": "Done.", "text": "All of it is done, as was asked."]
    }
}

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
