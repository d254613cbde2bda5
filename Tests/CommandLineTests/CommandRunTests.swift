import Foundation
import Glibc
import SwarmCore
import Testing

/// Runs whose agents are programs.
@Suite struct CommandRunTests {
    private let folder: TemporaryFolder
    private var data: String { folder.path + "/data" }

    init() throws { folder = try TemporaryFolder() }

    private static let environment = ["PATH": "/usr/local/bin:/usr/bin:/bin"]

    private func arguments(_ swarm: String, _ more: [String] = []) throws -> [String] {
        [
            "run", "--text", "Count the words", "--swarm",
            try folder.file("swarm.yaml", swarm), "--data-dir", data,
        ] + more
    }

    private func run(_ swarm: String, _ more: [String] = []) throws -> ProgramRun.Outcome {
        try ProgramRun.run(
            try arguments(swarm, more), environment: Self.environment, atMost: .seconds(120))
    }

    @Test func theWordAgentOfTheREADMEWorks() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let readme = try String(
            contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
        let lines = readme.split(separator: "\n", omittingEmptySubsequences: false)
        let first = try #require(lines.firstIndex { $0.hasPrefix("  - name: Word Agent") })
        let agent = lines[first...].prefix { line in
            line == lines[first] || line.hasPrefix("    ")
        }
        let run = try run("agents:\n" + agent.joined(separator: "\n") + "\n", ["--json"])
        #expect(run.exit == .code(0), "\(run.errors) \(run.output)")
        let result = try JSONValue.parse(run.output)
        #expect(result["contributing_agents"] == ["Word Agent"])
        #expect(result.at("word_counting.characters")?.integer ?? 0 > 20, "\(run.output)")
    }

    @Test func aProgramThatFailsFailsItsTaskAndSaysWhy() throws {
        let run = try run(
            """
            agents:
              - name: Loser
                skills: {counting: [count]}
                driver: command
                idle_timeout: 1m
                settings: {command: [sh, -c, "echo cannot count today >&2; exit 3"]}

            """)
        #expect(run.exit == .code(1))
        #expect(run.output.contains("cannot count today"), "\(run.output) \(run.errors)")
    }

    /// The FIFO is open for writing as long as one of the program's processes lives.
    @Test func aKilledRunLeavesNoProgramBehind() throws {
        let pipe = folder.path + "/alive"
        try #require(mkfifo(pipe, 0o600) == 0)
        let reading = open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        try #require(reading >= 0)
        defer { close(reading) }
        let run = try ProgramRun(
            try arguments(
                """
                agents:
                  - name: Sleeper
                    skills: {counting: [count]}
                    driver: command
                    idle_timeout: 10m
                    timeout: 10m
                    settings:
                      command: [sh, -c, "exec 9> \(pipe); (setsid sleep 600) & sleep 600 & echo ready >&9; wait"]

                """), environment: Self.environment)
        #expect(Self.read(reading) == "ready\n")
        run.signal(SIGKILL)
        #expect(run.end().exit == .signal(SIGKILL))
        #expect(Self.read(reading) == "", "the last process that held the pipe is gone")
    }

    /// What comes next, empty at the end: nobody has it open for writing; nil after the time.
    private static func read(_ descriptor: Int32) -> String? {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        // A descriptor that never had a writer is never ready.
        guard poll(&watched, 1, 60_000) > 0 else { return nil }
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
    }

    @Test func checkNamesTheFaultsOfCommandsEndpointsAndToolsWithLineAndHint() throws {
        let file = try folder.file(
            "swarm.yaml",
            """
            version: 1
            endpoints:
              - {name: here, kind: openapi, url: "http://localhost:1/v1"}
              - {name: there, url: "ftp://localhost"}
              - {name: third, url: "http://localhost:1/v1", timout: 3s}
            models: {endpoint: thurd, small: a}
            tools:
              - arithmetics
              - files: {}
              - mcp: {command: notes-server, allow: ["*"]}
            approve: 7
            agents:
              - {name: A, skills: [x], driver: command}
              - {name: B, skills: [x], driver: command, settings: {command: "rm -rf /"}}
              - {name: C, skills: [x], driver: command, settings: {command: [a], set: {API_KEY: abc}}}
              - {name: D, skills: [x], driver: command, settings: {command: [a], limits: {memory: 1}}}
              - name: E
                skills: [x]
                driver: model
                settings:
                  temprature: 1
                  max_turns: none

            """)
        let run = try ProgramRun.run(["check", file])
        #expect(run.exit == .code(3))
        #expect(run.output.isEmpty)
        for (line, words) in Self.faults {
            let found = run.errors.split(separator: "\n").contains {
                $0.contains("swarm.yaml:\(line):") && $0.contains(words)
            }
            #expect(found, "line \(line): \(words)\n\(run.errors)")
        }
        #expect(run.errors.hasSuffix("\(Self.faults.count) faults.\n"), "\(run.errors)")
    }

    private static let faults: [(line: Int, words: String)] = [
        (3, "openai"), (4, "http:// or https://"), (5, "Nearest: timeout."),
        (6, "Nearest: third."), (8, "Nearest: arithmetic."), (9, "folder is missing"),
        (10, "Write a list such as"), (11, "7 is not a text"),
        (13, "Write {command: [./reply.sh]}."),
        (14, "the command is not a list"), (15, "name it under environment"),
        (16, "Nearest: memory_mb."), (21, "nearest: temperature"),
        (22, "max_turns must be 1 to 100"),
    ]
}
