import Foundation
import GRDB
import SQLiteJournal
import SwarmRuntime
import Testing

/// A data folder for one test, removed with it, and what its files hold.
final class TestFolder {
    let path: String

    init() {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("swarmtop-test-\(UUID().uuidString)").path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    static let database = SQLiteJournal.fileName
    static let log = database + "-wal"
    static let index = database + "-shm"
    static let head = "head"

    var file: String { path + "/" + Self.database }

    /// Two events each; some larger than a page of the database.
    static func batch(_ number: UInt64) -> JournalBatch {
        let first = number * 2 - 1
        let filling = String(repeating: "x", count: number.isMultiple(of: 16) ? 9_000 : 20)
        let lines = (first...(first + 1)).map {
            "{\"seq\":\($0),\"after\":105,\"text\":\"\(filling)\"}\n"
        }
        return JournalBatch(
            firstSequence: first, lastSequence: first + 1, lines: Array(lines.joined().utf8))
    }

    static func lines(_ count: UInt64) -> [[UInt8]] {
        count == 0 ? [] : (1...count).map { batch($0).lines }
    }

    // MARK: Writing

    /// Batches from `first` to `last`, cleanly closed.
    func write(_ last: UInt64 = 100, from first: UInt64 = 1) throws {
        let journal = try SQLiteJournal.open(folder: path)
        defer { journal.close() }
        for number in first...last { try journal.append(Self.batch(number)) }
    }

    /// As `kill -9` leaves it: `closed` batches in the database, those up to `last` in its log alone.
    func writeAndKill(closed: UInt64 = 60, _ last: UInt64 = 100) throws {
        let living = TestFolder()
        try living.write(closed)
        let journal = try SQLiteJournal.open(folder: living.path)
        defer { journal.close() }
        for number in (closed + 1)...last { try journal.append(Self.batch(number)) }
        try restore(living.contents(all: true))
    }

    func change(_ body: (Database) throws -> Void) throws {
        let database = try DatabaseQueue(path: file)
        try database.write(body)
        try database.close()
    }

    // MARK: Files

    /// Every file's bytes; without SQLite's index, which holds no data, unless `all`.
    func contents(all: Bool = false) throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: path)
        where all || name != Self.index {
            contents[name] = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
        }
        return contents
    }

    /// Makes the folder hold just these files.
    func restore(_ contents: [String: Data]) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: path, withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: path) where contents[name] == nil {
            try files.removeItem(atPath: path + "/" + name)
        }
        for (name, data) in contents.sorted(by: { $0.key < $1.key }) {
            try data.write(to: URL(fileURLWithPath: path + "/" + name))
        }
    }

    // MARK: Reading

    static func lines(_ journal: SQLiteJournal) throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        try journal.replay { lines.append($0) }
        return lines
    }

    func lines() throws -> [[UInt8]] {
        let journal = try SQLiteJournal.open(folder: path)
        defer { journal.close() }
        return try Self.lines(journal)
    }

    func linesForReading() throws -> [[UInt8]] {
        let journal = try #require(try SQLiteJournal.openForReading(folder: path))
        return try Self.lines(journal)
    }

    /// What opening and reading comes to: the fault, or nil when all went well.
    static func fault(_ body: () throws -> Void) -> JournalFault? {
        do {
            try body()
            return nil
        } catch {
            return error as? JournalFault
        }
    }

    /// Reader and writer find it damaged and say so in these words; nothing in the folder changes.
    func expectDamaged(
        _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let before = try contents()
        for fault in [
            Self.fault { _ = try self.linesForReading() }, Self.fault { _ = try self.lines() },
        ] {
            guard case .damaged(let path, let reason) = fault else {
                Issue.record("\(String(describing: fault))", sourceLocation: sourceLocation)
                continue
            }
            #expect(path == file, sourceLocation: sourceLocation)
            for word in words {
                #expect(reason.contains(word), "\(reason)", sourceLocation: sourceLocation)
            }
        }
        var after = try contents()
        after["lock"] = before["lock"]
        #expect(after == before, sourceLocation: sourceLocation)
    }
}
