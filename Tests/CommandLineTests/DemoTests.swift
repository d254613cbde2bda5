import Foundation
import SwarmCore
import TerminalHarness
import Testing

/// `swarmtop demo`: every built-in demo goes as planned, and is a test in this.
@Suite struct DemoTests {
    private static let patience = Duration.seconds(90)
    private let folder: TemporaryFolder
    private var data: String { folder.path + "/data" }

    init() throws { folder = try TemporaryFolder() }

    private func play(_ name: String, speed: String = "50") throws -> (JSONValue, [JSONValue]) {
        let run = try ProgramRun.run(
            ["demo", name, "--plain", "--json", "--speed", speed, "--data-dir", data],
            atMost: Self.patience)
        #expect(run.exit == .code(0), "\(run.exit) \(run.output) \(run.errors)")
        let outcome = try JSONValue.parse(run.output)
        #expect(outcome["as_planned"] == true && outcome["failures"] == [])
        return (outcome, try parsed(journalLines(in: data)))
    }

    @Test(arguments: ["parallel", "reputation", "support", "content"])
    func aDemoGoesAsPlanned(name: String) throws {
        let (outcome, events) = try play(name)
        #expect(outcome["demo"]?.string == name)
        #expect(events.contains { $0["type"] == "caption.shown" })
        #expect(outcome["tasks"]?.array?.allSatisfy { $0["status"] != "open" } == true)
    }

    /// The idle timeout does not follow the speed, and still every fault hits what it is to hit.
    @Test(arguments: ["1", "10", "50"])
    func everyFaultOfTheChaosDemoHitsIsFoundAndMadeGoodAtAnySpeed(speed: String) throws {
        let (outcome, _) = try play("chaos", speed: speed)
        let faults = try #require(outcome["faults"]?.array)
        #expect(
            faults.compactMap { $0["kind"]?.string }
                == ["slow", "crash", "corrupt", "hang", "drop_messages"])
        for fault in faults where ["crash", "corrupt", "hang"].contains(fault["kind"]?.string) {
            #expect(fault["hits"]?.integer ?? 0 > 0, "\(fault.jsonText())")
            #expect(fault["found"] == true && fault["made_good"] == true)
        }
        #expect(faults[4]["messages"]?.integer ?? 0 > 0)
        // What failed is explained, with its reason and the fault that was on.
        var explained = ""
        for task in ["one", "four", "five"] {
            explained += try ProgramRun.run(["explain", task, "--data-dir", data]).output
        }
        for reason in ["process ended", "no sign of life", "crash, was on", "hang, was on"] {
            #expect(explained.contains(reason), "\(reason) is not explained:\n\(explained)")
        }
    }

    @Test func whatTheSupportDemoAnswersFollowsWhatItIsGiven() throws {
        let (_, events) = try play("support")
        let products = events.filter { $0["type"] == "attempt.finished" }
        #expect(!products.isEmpty)
        let tones = ["angry", "happy"].map { task in
            events.last { $0["task"]?.string == task && $0.jsonText().contains("\"tone\"") }?
                .at("product.tone")?.string
        }
        #expect(tones[0] != nil && tones[1] != nil && tones[0] != tones[1], "\(tones)")
        #expect(events.contains { $0["type"] == "approval.given" && $0["granted"] == true })
    }

    @Test func aDemoWithoutAFolderLeavesNothingBehindAndPlainLinesTellWhatHappened() throws {
        let run = try ProgramRun.run(
            ["demo", "parallel", "--speed", "50"], environment: ["TMPDIR": folder.path])
        #expect(run.exit == .code(0), "\(run.errors)")
        #expect(run.output.hasSuffix("Parallel work: 4 succeeded.\n"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func anInterruptedDemoEndsWithTheSignalsNumberAndLeavesNothingBehind(number: Int32) throws {
        let run = try ProgramRun(
            ["demo", "parallel", "--speed", "0.2"], environment: ["TMPDIR": folder.path])
        #expect(run.wait(forLines: 2))
        run.signal(number)
        #expect(run.end().exit == .code(128 + number))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func demoAloneListsThem() throws {
        let run = try ProgramRun.run(["demo"])
        #expect(run.exit == .code(0) && run.errors.isEmpty)
        for name in ["first", "parallel", "reputation", "chaos", "support", "content"] {
            #expect(run.output.contains("\n  \(name) "))
        }
    }

    @Test func anUnknownDemoIsAnsweredWithTheNearestAndAllThereAre() throws {
        let run = try ProgramRun.run(["demo", "chaoss"])
        #expect(run.exit == .code(2))
        #expect(run.errors.contains("Nearest: chaos."))
        #expect(run.errors.contains("Known: first, parallel, reputation, chaos, support, content."))
    }

    @Test func aScriptOfOnesOwnPlaysAndWhatDidNotComeEndsWithOne() throws {
        let good = try folder.file(
            "good.yaml",
            "steps: [{submit: {text: Write the FAQ}}, {wait: end}]\nexpect: {succeeded: 1}\n")
        let run = try ProgramRun.run(["demo", good, "--plain", "--speed", "50"])
        #expect(run.exit == .code(0), "\(run.errors)")
        let bad = try folder.file(
            "bad.yaml", "steps: [{submit: {text: Write the FAQ}}]\nexpect: {succeeded: 2}\n")
        let short = try ProgramRun.run(["demo", bad, "--plain", "--speed", "50"])
        #expect(short.exit == .code(1))
        #expect(short.output.contains("Not as planned: 1 tasks succeeded, not 2."))
    }

    @Test func aBrokenScriptIsRefusedWithEveryFault() throws {
        let file = try folder.file(
            "broken.yaml", "steps:\n  - {at: 1s, fly: x}\n  - {wait: never}\n")
        let run = try ProgramRun.run(["demo", file])
        #expect(run.exit == .code(3))
        #expect(run.errors.contains("broken.yaml:2:14: steps[0].fly: unknown key."))
        #expect(run.errors.contains("broken.yaml:3:12: steps[1].wait: only end can stand here."))
        let none = try ProgramRun.run(["demo", folder.path + "/none.yaml"])
        #expect(none.exit == .code(3) && none.errors.contains("No such file"))
    }

    @Test(arguments: ["0", "-1", "nan", "1001", "fast"])
    func aSpeedThatMakesNoSenseIsUsage(speed: String) throws {
        #expect(try ProgramRun.run(["demo", "parallel", "--speed=\(speed)"]).exit == .code(2))
    }
}
