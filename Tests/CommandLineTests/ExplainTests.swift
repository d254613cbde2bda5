import SwarmCore
import Testing

/// `swarmtop explain`: who got a task, why, and what would have been.
@Suite struct ExplainTests {
    private let folder: TemporaryFolder
    private var data: String { folder.path + "/data" }

    init() throws {
        folder = try TemporaryFolder()
        let tasks = """
            - {recipe: campaign, id: launch, data: {campaign_name: "Q1\\e[2J", budget: 50000}}
            - {title: A handbook, required_skills: [support], id: handbook}
            """
        let file = try folder.file("tasks.yaml", tasks)
        let run = try ProgramRun.run(["run", file, "--json", "--speed", "200", "--data-dir", data])
        #expect(run.exit == .code(0), "\(run.errors)")
    }

    private func explain(_ arguments: String...) throws -> ProgramRun.Outcome {
        try ProgramRun.run(["explain"] + arguments + ["--data-dir", data])
    }

    @Test func everyTermOfEveryBidIsThere() throws {
        let run = try explain("launch")
        #expect(run.exit == .code(0), "\(run.errors)")
        #expect(run.output.contains("3 of 4 agents asked, 3 willing"))
        #expect(run.output.contains("100.0 × 0.4 = 40.00  14.3 × 0.4 = 5.71"))
        #expect(run.output.contains("Marketing Agent and Finance Agent tie at 65.714"))
        #expect(run.output.contains("1. Marketing Agent brings marketing"))
        #expect(run.output.contains("not asked, having none of the skills: Support Agent"))
        let json = try JSONValue.parse(try explain("launch", "--json").output)
        let bids = try #require(json["announcements"]?.array?[0]["bids"]?.array)
        #expect(bids.map { $0["score"]?.double } == [65.71428, 65.71428, 65.71428])
        #expect(json["agrees_with_record"]?.bool == true)
        #expect(json["attempts"]?.array?.count == 3)
        #expect(json["what_if"] == nil)
    }

    @Test func noWordOfATaskActsOnTheTerminal() throws {
        let run = try explain("launch", "--weights", "second")
        #expect(run.output.contains("Q1"))
        #expect(run.output.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    }

    @Test func otherWeightsShowAnotherRanking() throws {
        let run = try explain("launch", "--weights", "reputation=0.6,skill=0.3,load=0.1")
        #expect(run.exit == .code(0), "\(run.errors)")
        // 60 + 100/7·0.3 + 10.
        #expect(run.output.contains("74.286"))
        #expect(run.output.contains("The team would have been the same"))
        let json = try JSONValue.parse(
            try explain("launch", "--skill-match", "coverage", "--json").output)
        let scores = try #require(json.at("what_if")?["bids"]?.array).map { $0["score"]?.double }
        // 40 + 100/3·0.4 + 20.
        #expect(scores == [73.33333, 73.33333, 73.33333])
    }

    @Test func withoutANameTheLatestIsExplained() throws {
        #expect(try explain().output.hasPrefix("handbook: "))
    }

    @Test func anUnknownTaskIsAnsweredWithTheNearest() throws {
        let run = try explain("lanuch")
        #expect(run.exit == .code(2))
        #expect(run.output.isEmpty && run.errors.contains("Nearest: launch."), "\(run.errors)")
        #expect(try explain("zzzzzz").errors.contains("The latest is handbook."))
        let none = try ProgramRun.run(["explain", "launch", "--data-dir", data + "/none"])
        #expect(none.exit == .code(4) && none.errors.contains("Nothing is recorded"))
    }

    @Test(arguments: [
        ["--weights", ""], ["--weights", "reputation"], ["--weights", "speed=1"],
        ["--weights", "reputation=0.7,skill=0.4"], ["--weights", "load=-0.1"],
        ["--weights", "load=nan"], ["--weights", "load=0.1234"],
        ["--weights", "load=0.1,load=0.2"], ["--skill-match", "cosine"],
        ["--outcomes", "--weights", "second"],
    ])
    func weightsThatMakeNoSenseAreUsage(arguments: [String]) throws {
        let given = arguments.contains("--outcomes") ? arguments : ["launch"] + arguments
        let run = try ProgramRun.run(["explain"] + given + ["--data-dir", data])
        #expect(run.exit == .code(2), "\(run.exit) \(run.errors)")
        #expect(run.output.isEmpty && !run.errors.isEmpty)
    }

    @Test func bidsStandBesideTheirOutcomes() throws {
        let run = try explain("--outcomes")
        #expect(run.exit == .code(0), "\(run.errors)")
        #expect(run.output.contains("Finance Agent           1  65.71"))
        let json = try JSONValue.parse(try explain("--outcomes", "--json").output)
        #expect(json.at("all.attempts")?.integer == 4)
        #expect(json.at("all.success_rate")?.double == 1)
    }
}
