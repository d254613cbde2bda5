import Foundation
import Glibc
import SwarmCore
import Testing

/// `swarmtop replay` without a console: the recorded lines, in time, from a folder or a file.
@Suite struct ReplayTests {
    private let folder: TemporaryFolder
    private var data: String { folder.path + "/data" }

    init() throws { folder = try TemporaryFolder() }

    private func record() throws -> [String] {
        let run = try ProgramRun.run(campaign(more: ["--json"], in: data))
        #expect(run.exit == .code(0), "\(run.errors)")
        return try journalLines(in: data)
    }

    private func replay(_ arguments: String...) throws -> ProgramRun.Outcome {
        try ProgramRun.run(["replay"] + arguments)
    }

    @Test func theRecordedLinesComeOutAsTheyWereWritten() throws {
        let lines = try record()
        for flag in ["--events", "--json"] {
            let run = try replay(flag, "--speed", "max", "--data-dir", data)
            #expect(run.exit == .code(0), "\(run.errors)")
            #expect(run.output.split(separator: "\n").map(String.init) == lines)
        }
        let file = try folder.file("run.ndjson", lines.joined(separator: "\n") + "\n")
        let again = try replay(file, "--events", "--speed", "1000")
        #expect(again.exit == .code(0), "\(again.errors)")
        #expect(again.output.split(separator: "\n").map(String.init) == lines)
    }

    @Test func itCanBeginInTheMiddleAndPlayOneRun() throws {
        let first = try record()
        let second = try record()
        #expect(second.count > first.count)
        let part = try replay("--run", "2", "--events", "--speed", "0", "--data-dir", data)
        #expect(
            part.output.split(separator: "\n").map(String.init)
                == Array(second[first.count...]))
        let late = try replay("--at", "50%", "--events", "--speed", "0", "--data-dir", data)
        let shown = late.output.split(separator: "\n").map(String.init)
        #expect(!shown.isEmpty && shown.count < second.count)
        #expect(shown == Array(second.suffix(shown.count)))
        let none = try replay("--run", "9", "--events", "--data-dir", data)
        #expect(none.exit == .code(2))
        #expect(none.errors.contains("no run 9"), "\(none.errors)")
    }

    @Test func aRunningSwarmIsReplayedBesideItsWriter() throws {
        let writer = try ProgramRun(campaign(more: ["--events"], speed: "0.2", in: data))
        #expect(writer.wait(forLines: 12))
        let run = try replay("--events", "--speed", "max", "--data-dir", data)
        #expect(run.exit == .code(0), "\(run.errors)")
        #expect(run.output.split(separator: "\n").count >= 12)
        writer.signal(SIGKILL)
        #expect(writer.end().exit == .signal(SIGKILL))
    }

    @Test func aSlowReplayIsEndedByASignal() throws {
        let lines = try record()
        let run = try ProgramRun(["replay", "--events", "--speed", "0.1", "--data-dir", data])
        #expect(run.wait(forLines: 1))
        run.signal(SIGINT)
        let end = run.end()
        #expect(end.exit == .code(130))
        #expect(end.output.split(separator: "\n").count < lines.count)
    }

    @Test func aBrokenFileIsNamedWithItsLine() throws {
        var lines = try record()
        lines[6] = String(lines[6].dropLast(3))
        let cut = try folder.file("cut.ndjson", lines.joined(separator: "\n") + "\n")
        let tail = try folder.file("tail.ndjson", lines[3...].joined(separator: "\n"))
        let empty = try folder.file("empty.ndjson", "")
        for (file, status, words) in [
            (cut, 3, "Line 7: "), (tail, 3, "begins at event 4"), (empty, 3, "no event"),
            (folder.path + "/none.ndjson", 74, "cannot be read"),
        ] as [(String, Int32, String)] {
            let run = try replay(file, "--events", "--speed", "max")
            #expect(run.exit == .code(status), "\(file) \(run.errors)")
            #expect(run.output.isEmpty)
            #expect(run.errors.contains(file) && run.errors.contains(words), "\(run.errors)")
        }
        let nowhere = try replay("--events", "--data-dir", data + "-none")
        #expect(nowhere.exit == .code(4))
        #expect(nowhere.errors.contains("swarmtop run"), "\(nowhere.errors)")
    }

    @Test func whatCannotBeMeantIsRefused() throws {
        for (arguments, words) in [
            (["--speed", "fast"], "--speed"), (["--speed", "2000"], "1000"),
            (["--at", "130%"], "--at"), (["--at", "-1"], "--at"),
            (["--speed", "max"], "--events"), (["--events", "--loop"], "--loop"),
            (["x.ndjson", "--data-dir", "y"], "not both"),
        ] as [([String], String)] {
            let run = try ProgramRun.run(["replay"] + arguments)
            #expect(run.exit == .code(2), "\(arguments) \(run.exit)")
            #expect(run.errors.contains(words), "\(arguments): \(run.errors)")
        }
    }

    @Test func withoutATerminalTheConsoleSaysWhatToUse() throws {
        _ = try record()
        let run = try replay("--data-dir", data)
        #expect(run.exit == .code(6))
        #expect(run.errors.contains("swarmtop replay --events"), "\(run.errors)")
    }
}
