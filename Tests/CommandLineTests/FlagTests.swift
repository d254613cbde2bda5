import Glibc
import SwarmCore
import Testing

/// What is said when the command line itself is wrong, and the exit code.
@Suite struct FlagTests {
    private let folder: TemporaryFolder
    private var data: String { folder.path + "/data" }

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: [
        ["run", "--recipe", "campaign", "--nope"], ["run"], ["run", "--text", "  "],
        ["run", "--recipe", "campaign", "--speed", "0"],
        ["run", "--recipe", "campaign", "--speed", "nan"],
        ["run", "--recipe", "campaign", "--speed", "1e9"],
        ["run", "--recipe", "campaign", "--speed", "fast"],
        ["run", "--recipe", "campaign", "--seed=-1"],
        ["run", "--recipe", "campaign", "--seed", "1.5"],
        ["run", "--recipe", "campaign", "--seed", "18446744073709551616"],
        ["run", "--recipe", "campaign", "--set", "budget"],
        ["run", "--recipe", "campaign", "--json", "--events"],
        ["run", "--recipe", "campaign", "--data-dir", ""],
        ["agents", "--data-dir", ""], ["resume", "--data-dir", ""],
        ["run", "a.yaml", "--recipe", "campaign"],
        ["run", "a.yaml", "--set", "a=1"], ["fly"], ["agents", "extra"],
        ["--size", "12"], ["--size", "0x0"], ["--size", "99999999999999999999x4"],
        ["--size", "501x40"], ["--at", "3"], ["--screenshot", "a.svg", "--at", "nan"],
    ])
    func aBadFlagIsUsageSaidOnStandardErrorOnly(arguments: [String]) throws {
        let run = try ProgramRun.run(arguments, environment: ["HOME": folder.path])
        #expect(run.exit == .code(2), "\(run.exit) \(run.errors)")
        #expect(run.output.isEmpty)
        #expect(!run.errors.isEmpty)
    }

    @Test(arguments: [
        (["run", "--recipe", "campaign", "--nope"], "--nope"),
        (["run", "--nope"], "--nope"),
        (["run", "--recipe", "campaign", "--speed", "0"], "--speed takes a number above 0"),
        (["--size", "0x0"], "--size takes columns x rows"),
        (["run", "--recipe", "campaign", "--set", "budget"], "--set takes key=value"),
    ])
    func theFaultyFlagIsNamed(arguments: [String], words: String) throws {
        let run = try ProgramRun.run(arguments, environment: ["HOME": folder.path])
        #expect(run.errors.contains(words), "\(run.errors)")
    }

    @Test func nothingIsWrittenForAFlagThatIsWrong() throws {
        _ = try ProgramRun.run(["run", "--recipe", "campaign", "--speed", "0", "--data-dir", data])
        let run = try ProgramRun.run(["--screenshot", folder.path + "/a.svg", "--data-dir", data])
        #expect(run.exit == .code(4))
        #expect(run.errors.contains("Nothing is recorded"), "\(run.errors)")
    }

    @Test func versionAndHelpEndWellOnStandardOutput() throws {
        let version = try ProgramRun.run(["--version"])
        #expect(version.exit == .code(0))
        #expect(version.output.hasPrefix("swarmtop ") && version.errors.isEmpty)
        for arguments in [["--help"], ["run", "--help"], ["help", "resume"], ["agents", "-h"]] {
            let help = try ProgramRun.run(arguments)
            #expect(help.exit == .code(0), "\(arguments)")
            #expect(help.output.contains("USAGE: swarmtop"), "\(arguments)")
            #expect(help.errors.isEmpty)
        }
    }

    @Test func settingsAreNumbersTruthValuesAndTextsWithEqualsSigns() throws {
        let run = try ProgramRun.run([
            "run", "--recipe", "campaign", "--set", "campaign_name=a=b", "budget=60000",
            "--set", "target_audience=", "--json", "--speed", "200", "--data-dir", data,
        ])
        #expect(run.exit == .code(0), "\(run.errors)")
        let result = try JSONValue.parse(run.output)
        #expect(result["title"]?.string == "a=b")
        #expect(result.at("budget.allocated")?.integer == 60_000)
    }

    @Test func withoutATerminalTheSwarmRunsInPlainLinesUntilItIsInterrupted() throws {
        let run = try ProgramRun(["--data-dir", data], environment: ["TERM": "xterm"])
        #expect(run.wait { String(decoding: $0.errors, as: UTF8.self).contains("Ctrl-C ends it.") })
        run.signal(SIGINT)
        let outcome = run.end()
        #expect(outcome.exit == .code(130))
        #expect(!outcome.output.contains("\u{1B}"))
    }
}
