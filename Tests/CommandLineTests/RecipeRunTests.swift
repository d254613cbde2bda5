import Foundation
import SwarmCore
import Testing

/// Every built-in recipe without a console, what is answered for the operator, and swarms of one's own.
@Suite struct RecipeRunTests {
    private let folder: TemporaryFolder
    private var data: String { folder.path + "/data" }

    init() throws { folder = try TemporaryFolder() }

    private func run(
        _ recipe: String, _ settings: [String], more: [String] = []
    ) throws -> ProgramRun.Outcome {
        try ProgramRun.run(
            ["run", "--recipe", recipe, "--set"] + settings + ["--json", "--speed", "100"]
                + ["--data-dir", data] + more, atMost: .seconds(60))
    }

    /// What of a result depends on its task's data alone.
    private func sections(_ run: ProgramRun.Outcome, _ names: [String]) throws -> [JSONValue?] {
        #expect(run.exit == .code(0), "\(run.errors)")
        let result = try JSONValue.parse(run.output)
        #expect(result["success"] == true)
        return names.map { result[$0] }
    }

    @Test(arguments: [
        (
            "campaign", ["campaign_name=Autumn", "budget=50000"],
            ["campaign_name=Spring", "budget=9000"], ["campaign", "budget"]
        ),
        (
            "blog_post", ["topic=Electric buses", "data_points=2021: 12, 2022: 19"],
            ["topic=Urban gardens", "data_points=2021: 40, 2022: 7"], ["post", "chart", "research"]
        ),
        (
            "sales_analysis", ["sales=North,2024-01,1200\nNorth,2024-02,1300\nNorth,2024-03,1400"],
            ["sales=South,2024-01,900\nSouth,2024-02,700\nSouth,2024-03,500"],
            ["summary", "regions", "forecast", "data"]
        ),
        (
            "support_ticket", ["customer=Lee", "message=Thank you, I love the new router!"],
            ["customer=Dana", "message=My router is broken again, this is awful."],
            ["sentiment", "diagnosis", "reply"]
        ),
    ])
    func aRecipesResultFollowsItsData(
        recipe: String, first: [String], second: [String], names: [String]
    ) throws {
        let one = try sections(try run(recipe, first), names)
        let other = try sections(try run(recipe, second), names)
        let again = try sections(try run(recipe, first), names)
        for (place, name) in names.enumerated() {
            #expect(one[place] != nil && one[place] != other[place], "\(name) did not change")
            #expect(one[place] == again[place], "\(name) is not the same again")
        }
    }

    @Test func aResultInWordsNamesItsFieldsAsTheScreenDoes() throws {
        let run = try ProgramRun.run(
            [
                "run", "--recipe", "sales_analysis", "--speed", "100", "--data-dir", data, "--set",
                "sales=North,2024-01,91200\nNorth,2024-02,1300\nSouth,2024-03,1400",
            ], atMost: .seconds(60))
        #expect(run.exit == .code(0), "\(run.errors)")
        #expect(run.output.contains("\nForecast\n"))
        for line in ["  rows dropped  0", "  by month\n", "91,200", "  next period  2024-"] {
            #expect(run.output.contains(line), "\(line) in \(run.output)")
        }
        for name in ["rows_dropped", "by_month", "next_period", "chart_text"] {
            #expect(!run.output.contains(name), "\(name) in \(run.output)")
        }
        // Sentences of a list are no row.
        #expect(!run.output.contains("., "), "\(run.output)")
    }

    // MARK: Approvals

    private static let angry = [
        "customer=Dana", "topic=refund",
        "message=This is the THIRD time it is broken! I am furious and will call my lawyer.",
    ]

    @Test(arguments: ["yes", "no"])
    func anApprovalIsAnsweredAsTheFlagSays(answer: String) throws {
        let run = try run("support_ticket", Self.angry, more: ["--approve", answer])
        #expect(run.exit == .code(0), "\(run.errors)")
        let result = try JSONValue.parse(run.output)
        #expect(result.at("escalation.escalate") == true)
        #expect((result["hand_off"] != nil) == (answer == "yes"))
        #expect(result.at("reply.person_takes_over")?.bool == (answer == "yes"))
        #expect(run.errors.contains("hand_off of task_1 needs approval") == (answer == "no"))
    }

    @Test func anApprovalThatWaitsIsAnsweredByALaterRun() throws {
        let run = try ProgramRun(
            ["run", "--recipe", "support_ticket", "--set"] + Self.angry
                + ["--events", "--approve", "wait", "--speed", "100", "--data-dir", data])
        #expect(run.wait { $0.lines.contains { $0.contains("approval.asked") } })
        run.signal(SIGTERM)
        #expect(run.end().exit == .code(143))
        #expect(!run.lines.contains { $0.contains("approval.given") })
        let rest = try ProgramRun.run(
            ["resume", "--json", "--approve", "yes", "--speed", "100", "--data-dir", data])
        #expect(rest.exit == .code(0), "\(rest.errors)")
        #expect(
            try JSONValue.parse(rest.output).array?.first?.at("reply.person_takes_over") == true)
    }

    // MARK: A swarm of one's own

    private static let legal = """
        agents:
          - {name: Legal Agent, skills: [contracts], work_time: 100ms}
          - {name: Tax Agent, skills: [taxes], work_time: 100ms}
        """
    private static let review = """
        name: contract_review
        steps:
          read: {skill: contracts}
          advise: {skill: taxes, after: [read]}
        """

    private func swarm(_ text: String, recipe: String = review) throws -> String {
        let path = folder.path + "/swarm"
        try FileManager.default.createDirectory(
            atPath: path + "/recipes", withIntermediateDirectories: true)
        _ = try folder.file("swarm/swarm.yaml", text)
        _ = try folder.file("swarm/recipes/review.yaml", recipe)
        return path
    }

    @Test func agentsAndRecipesOfOnesOwnDoTheWork() throws {
        let swarm = try swarm(Self.legal)
        let run = try run("contract_review", ["party=Acme"], more: ["--swarm", swarm])
        #expect(run.exit == .code(0), "\(run.errors)")
        let result = try JSONValue.parse(run.output)
        #expect(result["contributing_agents"] == ["Legal Agent", "Tax Agent"])
        #expect(
            result["subtask_results"]?.array?.compactMap { $0["step"]?.string } == [
                "read", "advise",
            ])
    }

    @Test func aFaultyFolderIsRefusedWithEveryFaultAndNothingIsWritten() throws {
        let swarm = try swarm(
            "agents:\n  - {name: Legal Agent, skils: [contracts]}\n",
            recipe: "name: contract_review\nsteps:\n  read: {skill: contracts, after: [raed]}\n")
        let run = try run("campaign", ["budget=1"], more: ["--swarm", swarm])
        #expect(run.exit == .code(3), "\(run.exit)")
        #expect(run.output.isEmpty)
        for words in ["swarm.yaml:2:", "Nearest: skills.", "review.yaml:3:"] {
            #expect(run.errors.contains(words), "\(words): \(run.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: data))
    }

    @Test func aFolderThatIsNotThereIsNamedWithWhatToDo() throws {
        let none = folder.path + "/none"
        let run = try run("campaign", ["budget=1"], more: ["--swarm", none])
        #expect(run.exit == .code(3))
        #expect(run.errors.contains("is not there. Write one with: swarmtop init"))
    }
}
