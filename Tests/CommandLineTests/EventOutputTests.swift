import SwarmCore
import Testing

/// `run --events`: every event as a JSON line.
@Suite struct EventOutputTests {
    private let folder: TemporaryFolder
    private var data: String { folder.path + "/data" }

    init() throws { folder = try TemporaryFolder() }

    @Test func eventsComeNumberedFromOneWithoutGapsAndWithTheirMembers() throws {
        let run = try ProgramRun.run(campaign(more: ["--events"], in: data))
        #expect(run.exit == .code(0), "\(run.errors)")
        let events = try parsed(lines(run.output))
        #expect(events.compactMap { $0["seq"]?.integer } == Array(1...Int64(events.count)))
        #expect(events.allSatisfy { $0["time"]?.string.flatMap(WallTime.init(rfc3339:)) != nil })
        let types = events.compactMap { $0["type"]?.string }
        #expect(Set(types).isSubset(of: EventType.allCases.map(\.rawValue)))
        #expect(types.first == "run.started")
        #expect(types.last == "task.finished")
        let awards = events.filter { $0["type"] == "subtask.awarded" }
        #expect(awards.count == 3)
        for award in awards {
            #expect(award["task"]?.string == "task_1")
            #expect(award["subtask"]?.string?.hasPrefix("task_1_subtask_") == true)
            #expect(award["attempt"]?.integer == 1)
            #expect(award["agent"]?.string?.hasSuffix(" Agent") == true)
        }
        let change = try #require(events.first { $0["type"] == "reputation.changed" })
        for member in ["agent", "before", "after", "reason", "tier"] {
            #expect(change[member] != nil, "\(member)")
        }
        let bid = try #require(events.first { $0["type"] == "bid.received" })
        #expect(bid["willing"]?.bool == true && bid["score"]?.double == 65.71428)
    }

    @Test func aSecondRunInTheSameFolderGoesOnCounting() throws {
        let first = try ProgramRun.run(campaign(more: ["--events"], in: data))
        let second = try ProgramRun.run(campaign(more: ["--events"], in: data))
        let numbers = try parsed(lines(first.output) + lines(second.output))
            .compactMap { $0["seq"]?.integer }
        #expect(numbers == Array(1...Int64(numbers.count)))
        let types = try parsed(lines(second.output)).compactMap { $0["type"]?.string }
        #expect(types.first == "run.started")
        #expect(!types.contains("agent.registered"))
    }

    @Test func aReaderThatFallsFarBehindStillGetsEveryEvent() throws {
        let tasks = (1...250).map { _ in "- {recipe: campaign}" }.joined(separator: "\n")
        let file = try folder.file("many.yaml", tasks)
        let slow = try ProgramRun(
            ["run", file, "--events", "--speed", "100000", "--data-dir", data],
            standardOutput: .stalled)
        // Nobody reads until the journal holds the end of the run.
        #expect(slow.wait { _ in ended(in: data) == 250 })
        let run = slow.end()
        #expect(run.exit == .code(0), "\(run.errors)")
        let numbers = try parsed(lines(run.output)).compactMap { $0["seq"]?.integer }
        #expect(numbers.count > 4_500)
        #expect(numbers == (0..<Int64(numbers.count)).map { $0 + 1 })
    }

    private func lines(_ output: String) -> [String] {
        output.split(separator: "\n").map(String.init)
    }

    private func ended(in folder: String) -> Int {
        let lines = (try? journalLines(in: folder)) ?? []
        return lines.count { $0.contains(#""type":"task.finished""#) }
    }
}
