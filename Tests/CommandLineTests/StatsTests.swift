import Foundation
import SwarmCore
import Testing

/// `swarmtop stats`: figures of a data folder.
@Suite struct StatsTests {
    private let folder: TemporaryFolder
    private var data: String { folder.path + "/data" }

    init() throws { folder = try TemporaryFolder() }

    @Test func aCampaignLeavesTheFiguresOfOneTaskOfThree() throws {
        #expect(try ProgramRun.run(campaign(more: ["--json"], in: data)).exit == .code(0))
        let run = try ProgramRun.run(["stats", "--json", "--data-dir", data])
        #expect(run.exit == .code(0), "\(run.errors)")
        let stats = try JSONValue.parse(run.output)
        #expect(stats["agents"]?.integer == 4)
        #expect(stats["completed"]?.integer == 1 && stats["failed"]?.integer == 0)
        #expect(stats["success_rate"]?.double == 1)
        #expect(stats["mean_team_size"]?.double == 3)
        #expect(stats["parallel_execution_rate"]?.double == 1)
        // Three agents at 107 and one at 100.
        #expect(stats["mean_reputation"]?.double == 105.25)
        #expect(stats["reputation_deviation"]?.double == 3.031)
        #expect(stats["peak_agent_load"]?.double == 30)
        #expect(stats.at("reputations.Finance Agent")?.integer == 107)
        #expect(stats.at("attempts.awarded")?.integer == 3)
        #expect(stats["tasks_per_second"]?.double ?? 0 > 0)
        let text = try ProgramRun.run(["stats", "--data-dir", data])
        #expect(text.exit == .code(0), "\(text.errors)")
        #expect(text.output.contains("4 agents, 1 task: 1 completed, 0 failed"))
        #expect(text.output.contains("deviation 3.03"))
    }

    @Test func whereNothingHappenedThatIsSaidAndJSONIsAllZero() throws {
        let text = try ProgramRun.run(["stats", "--data-dir", data])
        #expect(text.exit == .code(4))
        #expect(text.output.isEmpty && text.errors.contains("Nothing is recorded"))
        let json = try ProgramRun.run(["stats", "--json", "--data-dir", data])
        #expect(json.exit == .code(0), "\(json.errors)")
        let stats = try JSONValue.parse(json.output)
        #expect(stats["completed"]?.integer == 0 && stats["mean_quality"] == JSONValue.null)
        #expect(!FileManager.default.fileExists(atPath: data))
    }

    @Test func aRunningSwarmCanBeLookedAt() throws {
        let writer = try ProgramRun(campaign(more: ["--events"], speed: "0.2", in: data))
        #expect(writer.wait(forLines: 12))
        let run = try ProgramRun.run(["stats", "--json", "--data-dir", data])
        #expect(run.exit == .code(0), "\(run.errors)")
        #expect(try JSONValue.parse(run.output)["running"]?.integer == 1)
        writer.signal(SIGKILL)
        _ = writer.end()
    }
}
