import Foundation
import SQLiteJournal
import SwarmCore
import Testing

/// A folder of a test's own, removed with it.
final class TemporaryFolder {
    let path: String

    init() throws {
        let name = "swarmtop-test-\(UUID().uuidString)"
        path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String, _ text: String) throws -> String {
        let file = path + "/" + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }
}

/// The document's campaign, by flags.
func campaign(
    budget: Int = 50_000, more: [String] = [], speed: String = "100", in folder: String
) -> [String] {
    [
        "run", "--recipe", "campaign", "--set", "campaign_name=Q1 Product Launch",
        "--set", "target_audience=enterprise", "--set", "budget=\(budget)", "--speed", speed,
        "--data-dir", folder,
    ] + more
}

/// What `agents --json` says of a folder: reputation by agent.
func reputations(in folder: String) throws -> [String: Int64] {
    let run = try ProgramRun.run(["agents", "--json", "--data-dir", folder])
    #expect(run.exit == .code(0), "\(run.errors)")
    let agents = try #require(try JSONValue.parse(run.output).array)
    return Dictionary(
        agents.map { ($0["name"]?.string ?? "", $0["reputation"]?.integer ?? -1) },
        uniquingKeysWith: { first, _ in first })
}

/// The JSON lines of `--events`; a line cut by a kill is left out.
func parsed(_ lines: [String]) throws -> [JSONValue] { try lines.map { try JSONValue.parse($0) } }

/// Every line of a folder's journal, read beside whoever writes it.
func journalLines(in folder: String) throws -> [String] {
    guard let journal = try SQLiteJournal.openForReading(folder: folder) else { return [] }
    defer { journal.close() }
    var lines: [String] = []
    try journal.replay { batch in
        lines += String(decoding: batch, as: UTF8.self).split(separator: "\n").map(String.init)
    }
    return lines
}

extension JSONValue {
    /// The value at a path such as `budget.breakdown.tools`.
    func at(_ path: String) -> JSONValue? {
        path.split(separator: ".").reduce(self) { value, key in value?[String(key)] }
    }
}
