import Foundation
import SwarmCore
import Testing

/// `swarmtop export`: a recorded run for other programs.
@Suite struct ExportTests {
    private let folder: TemporaryFolder
    private var data: String { folder.path + "/data" }

    init() throws {
        folder = try TemporaryFolder()
        let file = try folder.file(
            "tasks.yaml", "- {recipe: campaign, id: one}\n- {recipe: campaign, id: two}\n")
        let run = try ProgramRun.run(["run", file, "--json", "--speed", "200", "--data-dir", data])
        #expect(run.exit == .code(0), "\(run.errors)")
    }

    private func export(_ arguments: String...) throws -> ProgramRun.Outcome {
        try ProgramRun.run(["export"] + arguments + ["--data-dir", data])
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
    }

    @Test func linesAreTheJournalsOwn() throws {
        let run = try export()
        #expect(run.exit == .code(0), "\(run.errors)")
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines == (try journalLines(in: data)))
        #expect(lines.count > 40)
        let one = try export("--task", "one").output.split(separator: "\n").map(String.init)
        #expect(one.count > 15)
        #expect(try parsed(one).allSatisfy { $0["task"]?.string == "one" })
    }

    @Test func aTraceIsOneDocumentWithASliceForEachAttempt() throws {
        let path = folder.path + "/trace.json"
        let run = try export("--format", "chrome", "--out", path)
        #expect(run.exit == .code(0) && run.output.isEmpty, "\(run.errors)")
        let events = try #require(try JSONValue.parse(try text(path))["traceEvents"]?.array)
        let attempts = events.filter { $0["cat"]?.string == "attempt" }
        #expect(attempts.count == 6)
        #expect(attempts.allSatisfy { $0.at("args.outcome")?.string == "succeeded" })
        let one = try JSONValue.parse(try export("--format", "chrome", "--task", "one").output)
        #expect(
            try #require(one["traceEvents"]?.array).count { $0["cat"]?.string == "attempt" } == 3)
    }

    @Test func aFileThatIsThereIsKeptUnlessForced() throws {
        let path = try folder.file("out.ndjson", "mine")
        let refused = try export("--out", path)
        #expect(refused.exit == .code(2) && refused.errors.contains("--force"))
        #expect(try text(path) == "mine")
        #expect(try export("--out", path, "--force").exit == .code(0))
        #expect(try text(path).hasPrefix(#"{"seq":1,"#))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names == ["data", "out.ndjson", "tasks.yaml"])
    }

    @Test func nothingIsLeftOfAnExportThatFails() throws {
        let unknown = try export("--task", "tow", "--out", folder.path + "/a")
        #expect(unknown.exit == .code(2) && unknown.errors.contains("Nearest: two."))
        let none = try ProgramRun.run([
            "export", "--format", "chrome", "--out", folder.path + "/b", "--data-dir",
            folder.path + "/none",
        ])
        #expect(none.exit == .code(4) && none.errors.contains("Nothing is recorded"))
        let nowhere = try export("--out", folder.path + "/none/c")
        #expect(nowhere.exit == .code(74) && nowhere.errors.contains("No such file"))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        #expect(names == ["data", "tasks.yaml"])
    }

    @Test(arguments: ["ndjson", "chrome"])
    func aReaderThatHasEnoughEndsItQuietly(format: String) throws {
        let run = try ProgramRun.run(
            ["export", "--format", format, "--data-dir", data], standardOutput: .broken)
        #expect(run.exit == .code(0) && run.errors.isEmpty, "\(run.exit) \(run.errors)")
        let closed = try ProgramRun.run(
            ["export", "--format", format, "--data-dir", data], standardOutput: .closed)
        #expect(closed.exit == .code(74))
    }

    @Test(arguments: [["--format", "xml"], ["--out", ""], ["--data-dir", ""], ["extra"]])
    func aBadFlagIsUsage(arguments: [String]) throws {
        let run = try ProgramRun.run(["export"] + arguments)
        #expect(run.exit == .code(2) && run.output.isEmpty && !run.errors.isEmpty)
    }
}
