import Foundation
import OfflineAgents
import SQLiteJournal
import SwarmCore
import SwarmFiles
import SwarmRuntime
import Testing

/// `kill -9` at any instant: nothing acknowledged is lost, nothing counts twice.
@Suite struct CrashTests {
    private let folder: TemporaryFolder
    private var data: String { folder.path + "/data" }

    init() throws { folder = try TemporaryFolder() }

    private static let tasks = "- {recipe: campaign}\n- {recipe: campaign}\n- {recipe: campaign}\n"

    @Test(arguments: UInt64(1)...24)
    func aKilledRunIsFinishedByResumeAsIfNothingHadHappened(seed: UInt64) throws {
        let random = KeyedRandom(seed: seed)
        let run = try ProgramRun([
            "run", try folder.file("three.yaml", Self.tasks), "--events", "--speed", "8",
            "--data-dir", data,
        ])
        // The first line that shows work, up to some of the last ones; then anywhere before the next.
        #expect(run.wait(forLines: 10 + Int(random.draw(1) % 60)) || run.lineCount > 40)
        run.wait(atMost: .milliseconds(random.draw(2) % 30)) { _ in false }
        run.signal(SIGKILL)
        _ = run.end()
        let shown = run.lines

        let rest = try ProgramRun.run(["resume", "--json", "--speed", "500", "--data-dir", data])
        #expect(rest.exit == .code(0), "\(rest.errors)")
        let results = try #require(try JSONValue.parse(rest.output).array)
        #expect(results.allSatisfy { $0["success"]?.bool == true })

        let kept = try journalLines(in: data)
        #expect(Array(kept.prefix(shown.count)) == shown, "what was shown is in the journal")
        let events = try parsed(kept)
        let submitted = names(of: "task.submitted", in: events)
        let acknowledged = names(of: "task.submitted", in: try parsed(shown))
        #expect(Set(submitted).isSuperset(of: acknowledged))
        #expect(names(of: "task.finished", in: events).sorted() == submitted.sorted())
        let changes = events.filter { $0["type"] == "reputation.changed" }
            .map { "\($0["task"]?.string ?? "") \($0["agent"]?.string ?? "")" }
        #expect(changes.count == Set(changes).count, "one change for each task and agent")
        try expectReputations(after: submitted.count)
    }

    @Test func aRunKilledAgainAndAgainStillEndsWithTheSameReputations() throws {
        var run = try ProgramRun([
            "run", try folder.file("three.yaml", Self.tasks), "--speed", "4", "--data-dir", data,
        ])
        #expect(run.wait { $0.lines.count { $0.contains("task.submitted") } == 3 })
        for attempt in 1...6 {
            run.wait(forLines: attempt)
            run.signal(SIGKILL)
            _ = run.end()
            run = try ProgramRun(["resume", "--speed", "4", "--data-dir", data])
        }
        #expect(run.end().exit == .code(0))
        #expect(names(of: "task.finished", in: try parsed(journalLines(in: data))).count == 3)
        try expectReputations(after: 3)
        let nothing = try ProgramRun.run(["resume", "--json", "--data-dir", data])
        #expect(nothing.output == "[]\n")
    }

    @Test func aTaskThatIsInterruptedTooOftenIsGivenUpAndResumeSaysSo() throws {
        var run = try ProgramRun(campaign(speed: "0.1", in: data))
        for _ in 1..<10 {
            #expect(isAtWork(run))
            run.signal(SIGKILL)
            _ = run.end()
            run = try ProgramRun(["resume", "--speed", "0.1", "--data-dir", data])
        }
        #expect(isAtWork(run))
        run.signal(SIGKILL)
        _ = run.end()
        let end = try ProgramRun.run(["resume", "--json", "--data-dir", data])
        #expect(end.exit == .code(1), "\(end.exit) \(end.output)")
        let results = try #require(try JSONValue.parse(end.output).array)
        #expect(results.map { $0["status"]?.string } == ["failed"])
        #expect(try reputations(in: data).values.allSatisfy { $0 == 100 }, "nobody is to blame")
    }

    @Test func aTaskThatFailsEndsTheRunWithOneAndAnHonestResult() async throws {
        try await injectPoorQuality()
        let run = try ProgramRun.run(campaign(more: ["--json"], in: data))
        #expect(run.exit == .code(1), "\(run.errors)")
        let result = try JSONValue.parse(run.output)
        #expect(result["success"]?.bool == false)
        #expect(result["status"]?.string == "failed")
        #expect(result["missing"]?.array?.count == 3)
        #expect(result["contributing_agents"]?.array == [])
        #expect(try reputations(in: data)["Finance Agent"] == 90)
    }

    /// Leaves a folder in which every agent's work is poor, until somebody reverts it.
    private func injectPoorQuality() async throws {
        let runtime = try SwarmRuntime(
            journal: try SQLiteJournal.open(folder: data), drivers: [.offline: OfflineDriver()],
            agents: BuiltInSwarm.cards, recipes: .builtIn)
        let running = Task { try await runtime.run() }
        _ = await runtime.send(
            .inject(FaultSpec(kind: .poorQuality, target: .everyone, duration: nil, seed: 1)))
        runtime.stop()
        try await running.value
    }

    private func isAtWork(_ run: ProgramRun) -> Bool {
        run.wait { run in
            run.lines.contains { $0.contains("  award  ") || $0.contains("  attempt.started  ") }
        }
    }

    // MARK: Reading the journal

    private func names(of type: String, in events: [JSONValue]) -> [String] {
        events.filter { $0["type"]?.string == type }.compactMap { $0["task"]?.string }
    }

    /// Each campaign is worth 7 to each of its three agents (spec §8: 5, and 2 above quality 90).
    private func expectReputations(after tasks: Int) throws {
        let now = try reputations(in: data)
        for name in ["Marketing Agent", "Finance Agent", "Insights Agent"] {
            #expect(now[name] == Int64(100 + 7 * tasks), "\(name)")
        }
        #expect(now["Support Agent"] == 100)
    }
}
