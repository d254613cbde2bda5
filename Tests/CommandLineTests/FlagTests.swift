import Foundation
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

    @Test(arguments: [
        (["run", "--text", "write a plan", "--jsno", "a"], "'--jsno'. Did you mean '--json'?"),
        (["run", "--text", "write a plan", "--skils", "a"], "Unknown option '--skils'"),
        (["run", "--recip", "campaign", "--text", "a"], "'--recip'. Did you mean '--recipe'?"),
        (["run", "--text", "a", "--set", "b=1", "--budgt", "2"], "Did you mean '--budget'?"),
        (["resume", "--aprove", "all"], "'--aprove'. Did you mean '--approve'?"),
        (["replay", "--dat-dir", "a", "--data-dir", "b"], "Did you mean '--data-dir'?"),
        (["fork", "a", "--stp", "b"], "Unknown option '--stp'"),
        (["explain", "--outcomes", "--data-dr", "a"], "Did you mean '--data-dir'?"),
        (["export", "--formt", "chrome"], "'--formt'. Did you mean '--format'?"),
        (["check", "--jsn"], "Did you mean '--json'?"),
        (["init", "a", "--forc"], "Did you mean '--force'?"),
        (["demo", "chaos", "--sped", "3"], "Did you mean '--speed'?"),
        (["agents", "--jsn"], "Did you mean '--json'?"),
        (["stats", "--jsn"], "Did you mean '--json'?"),
        (["costs", "--cvs"], "Did you mean '--csv'?"),
        (["--thme", "Neon"], "Did you mean '--theme'?"),
        (["agent"], "There is no command \"agent\". Did you mean agents?"),
        (["rn", "--text", "a"], "There is no command \"rn\". Did you mean run?"),
        (["fly"], "There is no command \"fly\". swarmtop --help lists them."),
    ])
    func aMisspeltOptionIsNamedWithTheNearestKnownOne(arguments: [String], words: String) throws {
        let run = try ProgramRun.run(arguments, environment: ["HOME": folder.path])
        #expect(run.exit == .code(2) && run.output.isEmpty)
        #expect(run.errors.contains(words), "\(run.errors)")
    }

    @Test(arguments: [
        (["run", "a.yaml", "--recipe", "campaign"], "Give either a FILE, here a.yaml, or --text"),
        (["run", "a.yaml", "--set", "a=1"], "a FILE, here a.yaml, has its own data"),
        (
            ["replay", "a.json", "--data-dir", "b"],
            "Give either a FILE, here a.json, or --data-dir"
        ),
        (["explain", "--outcomes", "a"], "leave the task a away"),
    ])
    func whatDoesNotGoTogetherIsSaid(arguments: [String], words: String) throws {
        let run = try ProgramRun.run(arguments, environment: ["HOME": folder.path])
        #expect(run.exit == .code(2) && run.output.isEmpty)
        #expect(run.errors.contains(words), "\(run.errors)")
    }

    @Test func nothingIsWrittenForAFlagThatIsWrong() throws {
        _ = try ProgramRun.run(["run", "--recipe", "campaign", "--speed", "0", "--data-dir", data])
        let run = try ProgramRun.run(["--screenshot", folder.path + "/a.svg", "--data-dir", data])
        #expect(run.exit == .code(4))
        #expect(run.errors.contains("Nothing is recorded"), "\(run.errors)")
    }

    @Test func aPictureOfAFolderWithoutARunIsTheFirstScreenAndWritesNothingThere() throws {
        let picture = folder.path + "/a.svg"
        let home = ["HOME": folder.path]
        var run = try ProgramRun.run(["--screenshot", picture], environment: home)
        #expect(run.exit == .code(0), "\(run.errors)")
        var text = try String(contentsOfFile: picture, encoding: .utf8)
        #expect(text.contains(">Start<") && text.contains(":demo") && text.contains("Finance"))
        // A swarm of one's own, in a folder that is there and empty.
        let files = folder.path + "/files"
        _ = try ProgramRun.run(["init", files])
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        run = try ProgramRun.run(
            ["--screenshot", picture, "--data-dir", data, "--swarm", files], environment: home)
        #expect(run.exit == .code(0), "\(run.errors)")
        text = try String(contentsOfFile: picture, encoding: .utf8)
        #expect(text.contains(">Start<") && text.contains(">files<"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: data).isEmpty)
        run = try ProgramRun.run(
            ["--screenshot", picture, "--at", "1", "--data-dir", data], environment: home)
        #expect(run.exit == .code(4) && run.errors.contains("Nothing is recorded"))
    }

    #if os(Linux)
        /// libcurl and what it needs would be a tenth of each start.
        @Test func aStartDoesNotWaitForLibcurl() throws {
            let listed = try ProgramRun.run(
                ["--version"], environment: ["LD_TRACE_LOADED_OBJECTS": "1"])
            #expect(listed.output.contains("libncursesw"))
            #expect(!listed.output.contains("libcurl"))
        }
    #endif

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
