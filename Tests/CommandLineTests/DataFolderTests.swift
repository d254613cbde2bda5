import Foundation
import SwarmCore
import Testing

/// The data folder: one writer, never lost, never guessed.
@Suite struct DataFolderTests {
    private let folder: TemporaryFolder
    private var data: String { folder.path + "/data" }

    init() throws { folder = try TemporaryFolder() }

    @Test func aSecondWriterIsRefusedWhileOneRunsAndTheFirstIsNamed() throws {
        let first = try ProgramRun(campaign(more: ["--events"], speed: "0.2", in: data))
        #expect(first.wait(forLines: 10))
        for command in [campaign(more: ["--json"], in: data), ["resume", "--data-dir", data]] {
            let second = try ProgramRun.run(command)
            #expect(second.exit == .code(4))
            #expect(second.output.isEmpty)
            #expect(second.errors.contains("(process \(first.process))"), "\(second.errors)")
            #expect(second.errors.split(separator: "\n").count == 1)
        }
        let reader = try ProgramRun.run(["agents", "--json", "--data-dir", data])
        #expect(reader.exit == .code(0), "\(reader.errors)")
        first.signal(SIGKILL)
        #expect(first.end().exit == .signal(SIGKILL))
        let heir = try ProgramRun.run(["resume", "--json", "--speed", "200", "--data-dir", data])
        #expect(heir.exit == .code(0), "\(heir.errors)")
        #expect(try JSONValue.parse(heir.output).array?.count == 1)
    }

    @Test func aFolderThatCannotBeMadeIsSaidInWords() throws {
        let file = try folder.file("plain", "")
        for command in [campaign(in: file + "/data"), ["resume", "--data-dir", file + "/data"]] {
            let run = try ProgramRun.run(command)
            #expect(run.exit == .code(4))
            #expect(run.output.isEmpty)
            #expect(run.errors.contains("Not a directory"), "\(run.errors)")
            #expect(run.errors.contains("--data-dir"))
        }
    }

    @Test func withoutAHomeTheFolderMustBeNamed() throws {
        for command in [["run", "--recipe", "campaign"], ["resume"], ["agents"]] {
            let run = try ProgramRun.run(command, environment: [:])
            #expect(run.exit == .code(4), "\(command) \(run.exit)")
            #expect(run.errors.contains("HOME"), "\(run.errors)")
            #expect(run.errors.contains("--data-dir"))
        }
        #expect(!FileManager.default.fileExists(atPath: "/.local/state/swarmtop"))
        let named = try ProgramRun.run(campaign(more: ["--json"], in: data), environment: [:])
        #expect(named.exit == .code(0), "\(named.errors)")
    }

    @Test func theFolderOfTheEnvironmentIsUsedWhenNoneIsNamed() throws {
        let run = try ProgramRun.run(
            ["run", "--recipe", "campaign", "--json", "--speed", "200"],
            environment: ["HOME": "/nonexistent", "XDG_STATE_HOME": folder.path])
        #expect(run.exit == .code(0), "\(run.errors)")
        let home = try ProgramRun.run(
            ["run", "--recipe", "campaign", "--json", "--speed", "200"],
            environment: ["HOME": folder.path])
        #expect(home.exit == .code(0), "\(home.errors)")
        let files = FileManager.default
        #expect(files.fileExists(atPath: folder.path + "/swarmtop/journal.sqlite"))
        #expect(files.fileExists(atPath: folder.path + "/.local/state/swarmtop/journal.sqlite"))
    }

    @Test func aDamagedJournalIsLeftAsItIsAndNothingRuns() throws {
        _ = try ProgramRun.run(campaign(more: ["--json"], in: data))
        let path = data + "/journal.sqlite"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[3] ^= 0xFF
        try bytes.write(to: URL(fileURLWithPath: path))
        for command in [campaign(in: data), ["agents", "--data-dir", data]] {
            let run = try ProgramRun.run(command)
            #expect(run.exit == .code(4))
            #expect(run.output.isEmpty)
            #expect(run.errors.contains("is damaged"), "\(run.errors)")
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes)
    }

    @Test func aFolderWhereNothingRanShowsTheAgentsAtTheirStart() throws {
        #expect(try reputations(in: data).values.allSatisfy { $0 == 100 })
        #expect(!FileManager.default.fileExists(atPath: data))
    }
}
