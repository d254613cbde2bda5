import SwarmCore
import Testing

/// The campaign of the documents, run as a person runs it.
@Suite struct CampaignTests {
    private let folder: TemporaryFolder
    private var data: String { folder.path + "/data" }

    init() throws { folder = try TemporaryFolder() }

    @Test func theCampaignOfTheDocumentsGivesExactlyOneJSONResultWithTheirFigures() throws {
        let run = try ProgramRun.run(campaign(more: ["--json"], in: data))
        #expect(run.exit == .code(0), "\(run.errors)")
        let result = try JSONValue.parse(run.output)
        #expect(result["success"]?.bool == true)
        #expect(result["title"]?.string == "Q1 Product Launch")
        #expect(
            result["contributing_agents"]?.array?.compactMap(\.string)
                == ["Marketing Agent", "Finance Agent", "Insights Agent"])
        #expect(result.at("budget.allocated")?.integer == 50_000)
        #expect(result.at("budget.breakdown.creative")?.integer == 15_000)
        #expect(result.at("budget.breakdown.ad_spend")?.integer == 30_000)
        #expect(result.at("budget.breakdown.tools")?.integer == 5_000)
        #expect(result.at("budget.roi_projection")?.double == 3.2)
        #expect(result.at("campaign.estimated_cost")?.integer == 45_000)
        #expect(result.at("campaign.estimated_reach")?.integer == 100_000)
        #expect(result.at("campaign.ad_budget")?.integer == 30_000)
        #expect(result["warnings"]?.array == [])
        #expect(run.errors.isEmpty)
    }

    @Test func afterTheCampaignItsThreeAgentsHaveRisenAndSupportHasNot() throws {
        _ = try ProgramRun.run(campaign(more: ["--json"], in: data))
        let now = try reputations(in: data)
        for name in ["Marketing Agent", "Finance Agent", "Insights Agent"] {
            #expect([105, 107].contains(now[name]), "\(name): \(now[name] ?? -1)")
        }
        #expect(now["Support Agent"] == 100)
        #expect(now.count == 4)
    }

    @Test func aCampaignAboveItsBudgetGivesExactlyOneWarningWithBothFigures() throws {
        let run = try ProgramRun.run(campaign(budget: 30_000, more: ["--json"], in: data))
        #expect(run.exit == .code(0), "\(run.errors)")
        let warnings = try JSONValue.parse(run.output)["warnings"]?.array?.compactMap(\.string)
        #expect(warnings == ["Campaign cost ($45000) exceeds budget ($30000)"])
    }

    @Test(arguments: [20_000, 80_000])
    func anotherBudgetGivesOtherFigures(budget: Int) throws {
        let run = try ProgramRun.run(campaign(budget: budget, more: ["--json"], in: data))
        let result = try JSONValue.parse(run.output)
        let parts = result.at("budget.breakdown")?.object?.members.compactMap(\.value.integer) ?? []
        #expect(result.at("budget.allocated")?.integer == Int64(budget))
        #expect(parts == [budget * 3 / 10, budget * 6 / 10, budget / 10].map(Int64.init))
        #expect(result.at("campaign.ad_budget")?.integer == Int64(budget * 6 / 10))
        #expect(result.at("budget.roi_projection")?.double != 3.2)
    }

    @Test func theSameSeedGivesTheSameResultButForItsTimes() throws {
        func result(_ folder: String) throws -> JSONValue {
            let run = try ProgramRun.run(campaign(more: ["--json", "--seed", "7"], in: folder))
            return withoutTimes(try JSONValue.parse(run.output))
        }
        #expect(try result(data) == result(folder.path + "/again"))
    }

    @Test func freeTextAloneIsEnough() throws {
        let run = try ProgramRun.run([
            "run", "--text", "Launch an email campaign with a budget of $50,000 and track KPIs",
            "--json", "--speed", "200", "--data-dir", data,
        ])
        #expect(run.exit == .code(0), "\(run.errors)")
        let result = try JSONValue.parse(run.output)
        #expect(result["recipe"]?.string == "campaign")
        #expect(result.at("budget.allocated")?.integer == 50_000)
    }

    @Test func aRunForPeopleShowsTheWorkAndTheResultWithoutAnEscapeByte() throws {
        let run = try ProgramRun.run(campaign(in: data))
        #expect(run.exit == .code(0), "\(run.errors)")
        #expect(run.output.contains("task.submitted"))
        #expect(run.output.contains("Q1 Product Launch  succeeded"))
        #expect(run.output.contains("breakdown"))
        #expect(!run.output.utf8.contains(0x1B) && !run.errors.utf8.contains(0x1B))
    }

    /// Drops what no two runs share.
    private func withoutTimes(_ value: JSONValue) -> JSONValue {
        let times: Set = [
            "timestamp", "execution_time", "execution_seconds", "sequential_seconds", "speedup",
        ]
        switch value {
        case .object(let object):
            var kept = JSONObject()
            for member in object.members where !times.contains(member.key) {
                kept[member.key] = withoutTimes(member.value)
            }
            return .object(kept)
        case .array(let values): return .array(values.map(withoutTimes))
        default: return value
        }
    }
}
