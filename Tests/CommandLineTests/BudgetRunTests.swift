import Foundation
import ModelFakes
import SwarmCore
import Testing

/// Budgets that hold, also over a `kill -9`.
@Suite struct BudgetRunTests {
    private let folder: TemporaryFolder
    private var data: String { folder.path + "/data" }

    init() throws { folder = try TemporaryFolder() }

    private static let patience = Duration.seconds(120)
    /// The most tokens an agent's answer may have unless its settings say otherwise.
    private static let mostTokens = 4_096
    /// What a call of `test-flat` may cost, and does, since the server tells that all of it was written.
    private static let callCost = TestPrices.cost(of: [("test-flat", usage)])
    private static let usage = ModelServer.Usage(input: 900, output: mostTokens)

    private func committed() throws -> Money {
        let total = try #require(try costsReport(of: data)["total"])
        let spent = try #require(total["spent_usd"].flatMap(Money.init(json:)))
        let reserved = try #require(total["reserved_usd"].flatMap(Money.init(json:)))
        return spent + reserved
    }

    private static func dollars(calls: Double) -> String {
        Money(dollars: callCost.dollars * calls)?.definition ?? ""
    }

    @Test func aBudgetTooSmallForACallEndsWithSevenAndCallsNobody() throws {
        let server = try ModelServer { .json(CampaignProducts.of($0.step)) }
        let run = try ProgramRun.run(
            campaign(
                more: [
                    "--model", "test-flat@\(server.url)/v1", "--prices",
                    try folder.file("prices.json", TestPrices.file), "--budget",
                    Self.dollars(calls: 0.9),
                ], in: data), atMost: Self.patience)
        #expect(run.exit == .code(7), "\(run.output)")
        #expect(server.calls.isEmpty)
        #expect((run.output + run.errors).contains("budget"), "\(run.output)")
        #expect(try committed() == .zero)
        #expect(try costsReport(of: data)["refused"]?.integer ?? 0 > 0)
    }

    @Test func aBudgetForOneCallPaysForOneCall() throws {
        let server = try ModelServer(
            usage: { _ in Self.usage }, answer: { .json(CampaignProducts.of($0.step)) })
        let run = try ProgramRun.run(
            campaign(
                more: [
                    "--model", "test-flat@\(server.url)/v1", "--prices",
                    try folder.file("prices.json", TestPrices.file), "--budget",
                    Self.dollars(calls: 1.9),
                ], in: data), atMost: Self.patience)
        #expect(run.exit == .code(7), "\(run.output)")
        #expect(server.calls.count == 1)
        #expect(try committed() == Self.callCost)
        // What the day has spent is spent: a second run over the folder calls nobody either.
        let again = try ProgramRun.run(
            campaign(
                more: [
                    "--model", "test-flat@\(server.url)/v1", "--prices",
                    folder.path + "/prices.json",
                    "--budget", Self.dollars(calls: 1.9),
                ], in: data), atMost: Self.patience)
        #expect(again.exit == .code(7))
        #expect(server.calls.count == 1)
    }

    @Test func aBadBudgetIsRefusedBeforeAnythingStarts() throws {
        let run = try ProgramRun.run(campaign(more: ["--budget", "-1"], in: data))
        #expect(run.exit == .code(2))
        #expect(run.errors.contains("--budget"), "\(run.errors)")
    }

    /// Twenty agents call at once; the program is killed while all of their calls are under way, and resumed.
    @Test func twentyAgentsInParallelStayWithinTheDaysBudgetAlsoOverAKill() throws {
        let most = 30
        let server = try ModelServer(
            holdsAfter: 5, usage: { _ in Self.usage },
            answer: { _ in .json(["summary": "Done.", "text": "A paragraph, as was asked."]) })
        let swarm = try folder.file("swarm.yaml", swarm(calling: server, most))
        let tasks = try folder.file(
            "tasks.yaml",
            (1...45).map { "- {id: t\($0), text: Write page \($0), skills: [writing]}\n" }.joined())
        let common = [
            "--swarm", swarm, "--prices", try folder.file("prices.json", TestPrices.file),
            "--data-dir", data,
        ]
        let killed = try ProgramRun(["run", tasks, "--events"] + common)
        #expect(killed.wait(atMost: Self.patience) { _ in server.held >= 20 }, "\(server.held)")
        killed.signal(SIGKILL)
        _ = killed.end()
        let before = server.calls.count
        #expect(try committed() >= Money(nanodollars: Self.callCost.nanodollars * Int64(before)))
        #expect(try committed() <= Money(nanodollars: Self.callCost.nanodollars * Int64(most)))
        server.release()

        let rest = try ProgramRun.run(["resume", "--json"] + common, atMost: Self.patience)
        #expect(rest.exit == .code(7), "\(rest.errors)")
        let results = try #require(try JSONValue.parse(rest.output).array)
        #expect(
            results.contains { $0["success"] == true }
                && results.contains { $0["success"] == false })
        // Every call that reached the server is money: those of the killed run too.
        #expect(server.calls.count > before)
        #expect(server.calls.count <= most)
        let report = try costsReport(of: data)
        #expect(report.at("total.reserved_usd") == "0")
        #expect(report["refused"]?.integer ?? 0 > 0)
        let spent = try committed()
        #expect(spent <= Money(nanodollars: Self.callCost.nanodollars * Int64(most)))
        #expect(spent >= Money(nanodollars: Self.callCost.nanodollars * Int64(server.calls.count)))
    }

    /// Twenty agents that take one subtask each, and a day's budget of so many calls and a half.
    private func swarm(calling server: ModelServer, _ calls: Int) -> String {
        let agents = (1...20).map { number in
            """
              - name: Writer \(number)
                skills: {writing: [page]}
                driver: model
                load_per_subtask: 100
                idle_timeout: 10m
                timeout: 10m

            """
        }
        return """
            version: 1
            endpoints:
              - {name: here, kind: openai, url: "\(server.url)/v1", output_limit: max_tokens}
            models: {endpoint: here, small: test-flat}
            policies: {budgets: {day: \(Self.dollars(calls: Double(calls) + 0.5))}}
            agents:

            """ + agents.joined()
    }
}
