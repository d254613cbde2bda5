import Foundation
import SQLiteJournal
import SwarmCore
import SwarmRuntime
import Testing

/// A damaged snapshot costs time and a line, nothing else.
@Suite struct SnapshotTests {
    @Test func aDamagedSnapshotIsSaidOnceAndTheProgramWorks() async throws {
        let folder = try TemporaryFolder()
        let runtime = try SwarmRuntime(
            journal: try SQLiteJournal.open(folder: folder.path), drivers: [:],
            agents: [AgentCard(name: "a", skills: [.init("x")], loadPerSubtask: 10)],
            recipes: RecipeCatalogue([]), snapshotEvery: 10)
        runtime.stop()
        try await runtime.run()
        let name = try #require(
            FileManager.default.contentsOfDirectory(atPath: folder.path)
                .first { $0.hasPrefix("snapshot-") })
        let file = URL(fileURLWithPath: folder.path + "/" + name)
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count - 3] ^= 0x40
        try bytes.write(to: file)
        let run = try ProgramRun.run(campaign(more: ["--json"], in: folder.path))
        #expect(run.exit == .code(0), "\(run.errors)")
        #expect(run.errors.components(separatedBy: "was not used").count == 2, "\(run.errors)")
        #expect(run.errors.contains("it is damaged"), "\(run.errors)")
        #expect(try JSONValue.parse(run.output).array?.isEmpty != true)
    }
}
