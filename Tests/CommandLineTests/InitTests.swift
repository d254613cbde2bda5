import Foundation
import SwarmCore
import Testing

/// Files to begin with.
@Suite struct InitTests {
    private let folder: TemporaryFolder
    private var swarm: String { folder.path + "/my swarm" }

    init() throws { folder = try TemporaryFolder() }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: swarm + "/" + name, encoding: .utf8)
    }

    @Test func itWritesFilesThatHaveNoFaults() throws {
        let run = try ProgramRun.run(["init", swarm])
        #expect(run.exit == .code(0), "\(run.errors)")
        #expect(run.output.contains("Wrote \(swarm)/swarm.yaml and "))
        #expect(run.output.contains("swarmtop check \(swarm)"))
        #expect(try text("swarm.yaml").contains("# policies:"))
        let check = try ProgramRun.run(["check", swarm, "--json"])
        #expect(check.exit == .code(0), "\(check.errors)")
        let result = try JSONValue.parse(check.output)
        #expect(result["faults"] == [])
        #expect(
            result["agents"]
                == ["Marketing Agent", "Finance Agent", "Insights Agent", "Support Agent"])
        #expect(result["recipes"]?.array?.contains("release_notes") == true)
    }

    @Test func itReplacesNothingUnlessTold() throws {
        _ = try ProgramRun.run(["init", swarm])
        let mine = "version: 1\n"
        try Data(mine.utf8).write(to: URL(fileURLWithPath: swarm + "/swarm.yaml"))
        try FileManager.default.removeItem(atPath: swarm + "/recipes")
        let run = try ProgramRun.run(["init", swarm])
        #expect(run.exit == .code(2))
        #expect(
            run.errors == "\(swarm)/swarm.yaml is there already. Nothing was written; "
                + "--force replaces what is there.\n")
        #expect(try text("swarm.yaml") == mine)
        #expect(!FileManager.default.fileExists(atPath: swarm + "/recipes"))
        let forced = try ProgramRun.run(["init", swarm, "--force"])
        #expect(forced.exit == .code(0), "\(forced.errors)")
        #expect(try text("swarm.yaml") != mine)
        #expect(FileManager.default.fileExists(atPath: swarm + "/recipes/release_notes.yaml"))
    }

    @Test func withoutAFolderItIsTheConfigFolder() throws {
        for environment in [
            ["XDG_CONFIG_HOME": folder.path + "/a", "HOME": folder.path + "/b"],
            ["XDG_CONFIG_HOME": "relative", "HOME": folder.path + "/c"],
        ] {
            let run = try ProgramRun.run(["init"], environment: environment)
            #expect(run.exit == .code(0), "\(run.errors)")
            let check = try ProgramRun.run(["check"], environment: environment)
            #expect(check.output.contains("/swarmtop has no faults: 4 agents, 5 recipes"))
        }
        for path in ["a/swarmtop", "c/.config/swarmtop"] {
            #expect(
                FileManager.default.fileExists(atPath: folder.path + "/\(path)/swarm.yaml"))
        }
        let nowhere = try ProgramRun.run(["init"])
        #expect(nowhere.exit == .code(2))
        #expect(nowhere.errors.hasPrefix("HOME is not set"))
    }

    @Test func aFolderThatCannotBeIsSaid() throws {
        let file = try folder.file("file", "")
        let run = try ProgramRun.run(["init", file + "/below"])
        #expect(run.exit == .code(74))
        #expect(run.errors.contains("cannot be written: "), "\(run.errors)")
        #expect(try ProgramRun.run(["init", ""]).exit == .code(2))
    }
}
