import Foundation
import SwarmCore
import Testing

/// A key goes to its endpoint, and nowhere else.
@Suite struct SecretRunTests {
    private let folder: TemporaryFolder
    private var data: String { folder.path + "/data" }

    init() throws { folder = try TemporaryFolder() }

    private static let canary = "sk-canary-7f3a9c51e2d84b06"

    /// A model and a program that tells its environment, over a server that tells the key back.
    @Test func aKeyIsFoundOnNoDiskInNoOutputAndInNoProgramsEnvironment() throws {
        let server = try ModelServer { call in
            if call.number == 1 {
                return .refusal(status: 500, "Something broke, Bearer \(Self.canary) was told.")
            }
            return .json([
                "summary": "Done.", "text": .string("I was asked with \(Self.canary), all of it."),
            ])
        }
        let swarm = try folder.file(
            "swarm.yaml",
            """
            version: 1
            agents:
              - {name: Writer, skills: {writing: [page]}, driver: model, idle_timeout: 1m}
              - name: Teller
                skills: {telling: [tell]}
                driver: command
                idle_timeout: 1m
                settings: {command: [env], environment: [SWARM_MARK]}

            """)
        let tasks = try folder.file(
            "tasks.yaml",
            "- {id: page, text: Write a page, skills: [writing]}\n"
                + "- {id: tale, text: Tell all, skills: [telling]}\n")
        let run = try ProgramRun.run(
            [
                "run", tasks, "--events", "--swarm", swarm, "--model", "test-small", "--prices",
                try folder.file("prices.json", TestPrices.file), "--record",
                folder.path + "/tape.jsonl", "--data-dir", data,
            ],
            environment: [
                "OPENAI_API_KEY": Self.canary, "OPENAI_BASE_URL": server.url + "/v1",
                "SWARM_MARK": "mark-of-the-test", "PATH": "/usr/local/bin:/usr/bin:/bin",
            ], atMost: .seconds(120))
        #expect(run.exit == .code(0), "\(run.errors)")
        #expect(server.calls.count == 2)
        #expect(server.calls.allSatisfy { $0.request["authorization"] == "Bearer " + Self.canary })
        #expect(
            run.output.contains("SWARM_MARK=mark-of-the-test"), "the program told its environment")
        #expect(run.output.contains("I was asked with (key), all of it."))
        #expect(!run.output.contains(Self.canary))
        #expect(!run.errors.contains(Self.canary))
        #expect(try files(holding: Self.canary, in: folder.path) == [])
        #expect(try files(holding: "mark-of-the-test", in: data) != [], "the search finds words")
        #expect(try files(holding: "/chat/completions", in: folder.path) == ["tape.jsonl"])
    }

    @Test(arguments: ["check", "run"])
    func aKeyWhereTheNameOfAVariableBelongsIsRefusedAndNotRepeated(command: String) throws {
        let swarm = try folder.file(
            "swarm.yaml",
            """
            version: 1
            endpoints:
              - name: openai
                kind: openai
                url: https://api.example/v1
                key: \(Self.canary)

            """)
        let run = try ProgramRun.run(
            command == "check"
                ? ["check", swarm] : ["run", "--text", "x", "--swarm", swarm, "--data-dir", data])
        #expect(run.exit == .code(3), "\(run.errors)")
        #expect(run.errors.contains("swarm.yaml:6:10: "), "\(run.errors)")
        #expect(run.errors.contains("this is not the name of an environment variable"))
        #expect(!(run.errors + run.output).contains("canary"))
        #expect(
            try !FileManager.default.fileExists(atPath: data)
                || files(holding: "canary", in: data) == [])
    }
}
