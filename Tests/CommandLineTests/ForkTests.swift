import Foundation
import SwarmCore
import Testing

/// `swarmtop fork`: a recorded task once more, with other data.
@Suite struct ForkTests {
    private let folder: TemporaryFolder
    private var data: String { folder.path + "/data" }

    init() throws {
        folder = try TemporaryFolder()
        let run = try ProgramRun.run(campaign(more: ["--json"], in: data))
        #expect(run.exit == .code(0), "\(run.errors)")
    }

    private func fork(_ arguments: String...) throws -> ProgramRun.Outcome {
        try ProgramRun.run(["fork"] + arguments + ["--speed", "200", "--data-dir", data])
    }

    @Test func theForkRunsWithTheChangesAndNamesItsOrigin() throws {
        let run = try fork("task_1", "--set", "budget=80000", "--json")
        #expect(run.exit == .code(0), "\(run.errors)")
        let result = try JSONValue.parse(run.output)
        #expect(result["task_id"]?.string == "task_1_fork")
        #expect(result["forked_from"]?.string == "task_1")
        #expect(result.at("budget.allocated")?.integer == 80_000)
        #expect(result["title"]?.string == "Q1 Product Launch")
        let second = try fork("task_1", "--json")
        let again = try JSONValue.parse(second.output)
        #expect(again["task_id"]?.string == "task_1_fork_2")
        #expect(again.at("budget.allocated")?.integer == 50_000, "the origin is as it was")
        let chained = try fork("task_1_fork", "--json")
        #expect(try JSONValue.parse(chained.output)["forked_from"]?.string == "task_1_fork")
    }

    @Test func aTitleMadeOfTheDataFollowsIt() throws {
        let run = try fork("task_1", "--set", "campaign_name=Spring", "--json")
        #expect(try JSONValue.parse(run.output)["title"]?.string == "Spring")
    }

    @Test func whatCannotBeForkedIsSaidAndNothingRuns() throws {
        let before = try journalLines(in: data)
        for (arguments, words) in [
            (["task_2"], "task_1"), (["task_1", "--at", "task_1_subtask_9"], "task_1_subtask_3"),
            (["task_1", "--at", "1"], "no step"), (["task_1", "--at", "99999"], "no step"),
            (["task_1", "--at", "\(before.count)"], "nothing would run again"),
            (["task_1", "--set", "budget"], "key=value"),
        ] as [([String], String)] {
            let run = try ProgramRun.run(["fork"] + arguments + ["--data-dir", data])
            #expect(run.exit == .code(2), "\(arguments) \(run.exit)")
            #expect(run.output.isEmpty)
            #expect(run.errors.contains(words), "\(arguments): \(run.errors)")
        }
        #expect(try journalLines(in: data) == before)
        let nowhere = try ProgramRun.run(["fork", "x", "--data-dir", data + "-none"])
        #expect(nowhere.exit == .code(4))
        #expect(!FileManager.default.fileExists(atPath: data + "-none"))
    }
}
