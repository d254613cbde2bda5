import Foundation
import SwarmCore
import TerminalHarness
import Testing

/// Closed, broken and stalled streams, signals, and text that would like to be a command.
@Suite struct StreamTests {
    private let folder: TemporaryFolder
    private var data: String { folder.path + "/data" }

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: [["--json"], ["--events"], []], [true, false])
    func whenNobodyCanReadTheResultThatIsSaidAndTheJournalKeepsIt(
        format: [String], isClosed: Bool
    ) throws {
        let run = try ProgramRun.run(
            campaign(more: format, in: data), standardOutput: isClosed ? .closed : .broken)
        #expect(run.exit == .code(74), "\(run.exit)")
        #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
        let rest = try ProgramRun.run(["resume", "--json", "--speed", "200", "--data-dir", data])
        #expect(rest.exit == .code(0), "\(rest.errors)")
        let now = try reputations(in: data)
        #expect(now["Marketing Agent"] == 107 && now["Finance Agent"] == 107)
    }

    @Test(arguments: [["--version"], ["--help"], ["agents"]])
    func evenAShortAnswerThatCannotBeWrittenIsAFault(arguments: [String]) throws {
        let run = try ProgramRun.run(
            arguments, environment: ["HOME": folder.path], standardOutput: .closed)
        #expect(run.exit == .code(74), "\(run.exit)")
    }

    @Test func aClosedStandardInputIsNoHindrance() throws {
        let run = try ProgramRun.run(
            campaign(more: ["--json"], in: data), standardInput: .closed)
        #expect(run.exit == .code(0), "\(run.errors)")
        let none = try ProgramRun.run(["run", "-", "--data-dir", data], standardInput: .closed)
        #expect(none.exit == .code(3), "\(none.errors)")
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP], [["--events"], []])
    func aSignalEndsTheRunWithItsNumberAndResumeFinishes(
        number: Int32, format: [String]
    ) throws {
        let run = try ProgramRun(campaign(more: format, speed: "0.5", in: data))
        #expect(run.wait(forLines: 12))
        run.signal(number)
        let end = run.end()
        #expect(end.exit == .code(128 + number))
        #expect(end.errors == "Interrupted. Unfinished tasks go on with: swarmtop resume.\n")
        let rest = try ProgramRun.run(["resume", "--json", "--speed", "200", "--data-dir", data])
        #expect(rest.exit == .code(0), "\(rest.errors)")
        let results = try #require(try JSONValue.parse(rest.output).array)
        #expect(results.map { $0["success"]?.bool } == [true])
        #expect(try reputations(in: data)["Finance Agent"] == 107)
    }

    @Test func aSignalEndsARunWhoseOutputNobodyReads() throws {
        let tasks = (1...300).map { _ in "- {recipe: campaign}" }.joined(separator: "\n")
        let file = try folder.file("many.yaml", tasks)
        let run = try ProgramRun(
            ["run", file, "--events", "--speed", "20", "--data-dir", data],
            standardOutput: .stalled)
        #expect(
            run.wait { _ in
                (try? reputations(in: data)["Finance Agent"]) ?? 0 > 130
            })
        run.signal(SIGTERM)
        #expect(run.end(atMost: .seconds(10), reading: false).exit == .code(143))
    }

    @Test func hostileTextNeverReachesStandardOutputOrErrorRaw() throws {
        let hostile = "Write the FAQ \u{1B}]0;owned\u{7}\u{1B}[2J\u{9B}31m\u{202E}\u{0}\r\u{8}"
        let task: JSONValue = [
            "title": .string(hostile), "text": .string(hostile), "required_skills": ["support"],
            "data": ["note": .string(hostile), "campaign_name": .string(hostile)],
        ]
        let file = try folder.file("hostile.json", task.jsonText())
        for format in [[], ["--json"], ["--events"]] {
            let run = try ProgramRun.run(
                ["run", file, "--speed", "500", "--data-dir", data] + format)
            #expect(run.exit == .code(0), "\(run.errors)")
            expectHarmless(run)
            #expect(run.output.contains("owned"))
        }
    }

    @Test func hostileArgumentsAreNamedHarmlessly() throws {
        let hostile = "\u{1B}[2J\u{9B}31m\u{202E}"
        let commands = [
            ["run", "--text", "Write the FAQ" + hostile, "--speed", "500", "--data-dir", data],
            ["run", hostile + ".yaml"], ["run", "--" + hostile], [hostile],
            ["run", "--recipe", hostile, "--data-dir", data],
            ["run", "--text", "xyzzy" + hostile, "--data-dir", data],
            ["agents", "--data-dir", data + "/plain" + hostile],
        ]
        for command in commands {
            expectHarmless(try ProgramRun.run(command, environment: ["HOME": folder.path]))
        }
    }

    private func expectHarmless(_ run: ProgramRun.Outcome) {
        for scalar in (run.output + run.errors).unicodeScalars where scalar != "\n" {
            let isControl = scalar.properties.generalCategory == .control
            let isFormat = scalar.properties.generalCategory == .format
            #expect(!isControl && !isFormat, "U+\(String(scalar.value, radix: 16))")
        }
    }

    @Test func aTerminalThatCannotMoveItsCursorGetsPlainLines() throws {
        let program = [BuiltProgram.path("swarmtop")]
        for (terminal, isLive) in [("dumb", false), ("xterm-256color", true)] {
            let session = try #require(
                TerminalSession(
                    program + campaign(in: data + terminal), environment: ["TERM": terminal],
                    columns: 120, rows: 60))
            #expect(session.end() == .code(0))
            #expect(session.output.contains(0x1B) == isLive, "TERM=\(terminal)")
            #expect(String(decoding: session.output, as: UTF8.self).contains("breakdown"))
        }
    }

    @Test(arguments: [[], ["--json"]]) func aPlainDemoOnlyAddsLinesOnATerminalToo(
        format: [String]
    ) throws {
        let session = try #require(
            TerminalSession(
                [BuiltProgram.path("swarmtop"), "demo", "parallel", "--plain", "--speed", "50"]
                    + format,
                environment: ["TERM": "xterm-256color", "HOME": folder.path], columns: 120,
                rows: 60))
        #expect(session.end() == .code(0))
        #expect(!session.output.contains(0x1B))
        #expect(
            String(decoding: session.output, as: UTF8.self).contains(
                format.isEmpty ? "succeeded" : "as_planned"))
    }

    @Test func aLineBreakFromOutsideIsAMarkAndNoNewLine() throws {
        let named = "one\ntwo"
        for command in [
            ["run", named + ".yaml"], ["demo", named], ["demo", "parallel", "--speed", named],
            ["run", "--recipe", named, "--data-dir", data], ["agents", "--data-dir", data + named],
        ] {
            let run = try ProgramRun.run(command, environment: ["HOME": folder.path])
            #expect(!run.errors.contains(named), "\(command)")
            #expect(
                !run.errors.split(separator: "\n").contains { $0.hasPrefix("two") }, "\(command)")
            #expect(run.errors.isEmpty || run.errors.contains("one␊two"), "\(command)")
        }
    }
}
