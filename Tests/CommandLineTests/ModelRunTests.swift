import Foundation
import ModelFakes
import SwarmCore
import Testing

/// Runs whose agents are models, over a server of the test's own, from the command line to the last cent.
@Suite struct ModelRunTests {
    private let folder: TemporaryFolder
    private var data: String { folder.path + "/data" }

    init() throws { folder = try TemporaryFolder() }

    /// Long work on a busy machine is no fault of the program.
    private static let patience = Duration.seconds(120)

    private func run(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws -> ProgramRun.Outcome {
        try ProgramRun.run(
            arguments + ["--data-dir", data], environment: environment, atMost: Self.patience)
    }

    private func costs() throws -> JSONValue { try costsReport(of: data) }

    // MARK: The campaign

    @Test func theCampaignRunsWithModelsAndItsCostsAreWhatTheServerCounted() throws {
        let server = try ModelServer { .json(CampaignProducts.of($0.step)) }
        let tasks = try folder.file(
            "tasks.yaml",
            """
            - {recipe: campaign, data: {campaign_name: Spring Launch, budget: 50000}}
            - {id: note, text: Write a short note, skills: [support], complexity: simple}

            """)
        let run = try run([
            "run", tasks, "--json", "--prices", try folder.file("prices.json", TestPrices.file),
            "--model", "test-small,test-large@\(server.url)/v1",
        ])
        #expect(run.exit == .code(0), "\(run.errors) \(run.output)")
        let results = try #require(try JSONValue.parse(run.output).array)
        try #require(results.count == 2)
        #expect(results.allSatisfy { $0["success"] == true })
        #expect(results[0].at("budget.allocated") == 42)
        #expect(results[0].at("campaign.model")?.string == "test-large")
        #expect(results[0]["warnings"] == ["Campaign cost ($45000) exceeds budget ($42)"])
        #expect(results[1]["quality_score"]?.integer ?? 0 > 0)

        let bills = server.bills
        #expect(
            bills.map(\.model).sorted() == ["test-large", "test-large", "test-large", "test-small"])
        let report = try costs()
        #expect(report.at("total.calls")?.integer == 4)
        #expect(
            report.at("total.spent_usd").flatMap(Money.init(json:)) == TestPrices.cost(of: bills))
        #expect(report.at("total.reserved_usd") == "0")
        for sum in report["by_model"]?.array ?? [] {
            let own = bills.filter { $0.model == sum["name"]?.string }
            #expect(sum["spent_usd"].flatMap(Money.init(json:)) == TestPrices.cost(of: own))
            #expect(sum["input_tokens"]?.integer == Int64(own.map(\.usage.input).reduce(0, +)))
        }
        let told = results.compactMap { $0.at("costs.spent_usd").flatMap(Money.init(json:)) }
        #expect(told.count == 2)
        #expect(told.reduce(.zero, +) == TestPrices.cost(of: bills))
        // Only the small model's call was cheaper than the large one would have been.
        let small = bills.filter { $0.model == "test-small" }
        let asLarge = small.map { (model: "test-large", usage: $0.usage) }
        #expect(
            report.at("total.saved_usd").flatMap(Money.init(json:))
                == TestPrices.cost(of: asLarge) - TestPrices.cost(of: small))
        let csv = try ProgramRun.run(["costs", "--csv", "--data-dir", data])
        #expect(csv.output.split(separator: "\r\n").count == 5)
    }

    @Test func theAgentsARecipeBringsWorkWithTheModelToo() throws {
        let server = try ModelServer { _ in .refusal(status: 400, "It is refused.") }
        let run = try run(["run", "--recipe", "blog_post", "--model", "m@\(server.url)/v1"])
        #expect(run.exit == .code(1), "\(run.output)")
        #expect(!server.calls.isEmpty)
        #expect(!run.output.contains("offline rules"))
    }

    @Test func aPlanOfAModelIsToldAndCarriedOut() throws {
        let server = try ModelServer { call in
            guard let step = call.step else {
                return .json([
                    "title": "A paper", "reason": "Figures come before words.",
                    "complexity": "complex",
                    "steps": [
                        ["name": "figures", "skill": "finance"],
                        ["name": "words", "skill": "marketing", "after": ["figures"]],
                    ],
                ])
            }
            let said = step == "words" ? call.data?["results_of_earlier_steps"]?.jsonText() : nil
            return .json(["summary": .string("Did \(step)."), "text": .string(said ?? "42 apples")])
        }
        let run = try run([
            "run", "--plan", "--text", "Write a paper about apples", "--json", "--model",
            "test-small,test-large@\(server.url)/v1", "--prices",
            try folder.file("prices.json", TestPrices.file),
        ])
        #expect(run.exit == .code(0), "\(run.errors)")
        #expect(run.errors.contains("Planned by test-large: Figures come before words."))
        #expect(run.errors.contains("figures: finance\n"))
        #expect(run.errors.contains("words: marketing, after figures\n"))
        let result = try JSONValue.parse(run.output)
        #expect(
            result["subtask_results"]?.array?.map { $0["step"]?.string } == ["figures", "words"])
        #expect(server.calls.map(\.step) == [nil, "figures", "words"])
        #expect(
            result.jsonText().contains("42 apples"), "the first step's result reached the second")
        let report = try costs()
        #expect(
            report.at("total.spent_usd").flatMap(Money.init(json:))
                == TestPrices.cost(of: server.bills))
        let purposes = report["calls"]?.array?.compactMap { $0["purpose"]?.string } ?? []
        #expect(purposes.count == 3 && Set(purposes).count == 2, "\(purposes)")
    }

    // MARK: Tools

    @Test(arguments: ["yes", "no"])
    func aToolThatNeedsApprovalIsCalledOnlyAfterAYes(answer: String) throws {
        let server = try ModelServer { call in
            if call.turns == 0 { return .tool("arithmetic", ["expression": "12 * 3.5 + 0.25"]) }
            let is42 = call.last.contains("42.25")
            return .json([
                "summary": "Worked out.", "text": .string(is42 ? "It is 42.25." : "Nobody let me."),
            ])
        }
        let swarm = try folder.file(
            "swarm.yaml",
            """
            version: 1
            endpoints:
              - {name: claude, kind: anthropic, url: "\(server.url)", key: ANTHROPIC_API_KEY}
            models: {endpoint: claude, small: test-small}
            policies: {budgets: {allow_unknown_prices: true}}
            tools: [arithmetic]
            approve: [arithmetic]
            agents:
              - name: Treasurer
                skills: {finance: [sum]}
                driver: model
                settings: {tools: [arithmetic]}

            """)
        let run = try run(
            [
                "run", "--text", "What is the sum?", "--swarm", swarm, "--approve", answer,
                "--json",
            ], environment: ["ANTHROPIC_API_KEY": "test-key-of-nobody"])
        #expect(run.exit == .code(0), "\(run.errors)")
        #expect(server.calls.allSatisfy { $0.format == .anthropic && $0.tools == ["arithmetic"] })
        #expect(server.calls.allSatisfy { $0.request["x-api-key"] == "test-key-of-nobody" })
        #expect(server.calls.map(\.turns) == [0, 1])
        let result = try JSONValue.parse(run.output).jsonText()
        #expect(result.contains("It is 42.25.") == (answer == "yes"))
        #expect(result.contains("Nobody let me.") == (answer == "no"))
        #expect(
            run.errors.contains("wants to call the tool arithmetic and nobody is here to ask")
                == (answer == "no"))
    }

    // MARK: Tapes

    @Test func aRecordedRunPlaysWithoutTheServerAndNothingElseDoes() throws {
        let tape = folder.path + "/tape.jsonl"
        let server = try ModelServer { .json(CampaignProducts.of($0.step)) }
        let model = ["--model", "test-small,test-large@\(server.url)/v1", "--json"]
        let task = [
            "run", "--recipe", "campaign", "--set", "campaign_name=Spring Launch", "budget=50000",
        ]
        let first = try run(task + ["--record", tape] + model)
        #expect(first.exit == .code(0), "\(first.errors)")
        let calls = server.calls.count
        #expect(calls == 3)
        server.stop()

        func play(_ arguments: [String], _ name: String) throws -> ProgramRun.Outcome {
            try ProgramRun.run(
                arguments + ["--cassette", tape, "--data-dir", folder.path + "/" + name] + model,
                atMost: Self.patience)
        }
        let second = try play(task, "again")
        #expect(second.exit == .code(0), "\(second.errors)")
        #expect(server.calls.count == calls)
        let (recorded, played) = (
            try JSONValue.parse(first.output), try JSONValue.parse(second.output)
        )
        for section in ["campaign", "budget", "analytics", "costs"] {
            #expect(played[section] == recorded[section] && played[section] != nil, "\(section)")
        }

        let missed = try play(
            [
                "run", "--recipe", "campaign", "--set", "campaign_name=Autumn Launch",
                "budget=50000",
            ], "other")
        #expect(missed.exit == .code(1))
        #expect((missed.output + missed.errors).contains("not recorded in"), "\(missed.output)")

        let none = try ProgramRun.run(
            task + ["--cassette", folder.path + "/none.jsonl", "--data-dir", data] + model)
        #expect(none.exit == .code(74), "\(none.errors)")
        #expect(none.errors.contains("none.jsonl"))
    }
}
