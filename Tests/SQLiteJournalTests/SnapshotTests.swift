import Foundation
import SQLiteJournal
import SwarmCore
import SwarmRuntime
import Testing

/// A snapshot saves reading, and is never believed before the journal.
@Suite struct SnapshotTests {
    private let folder = TestFolder()

    private static func snapshot(_ sequence: UInt64) -> JournalSnapshot {
        JournalSnapshot(sequence: sequence, bytes: Array("state after \(sequence)\n\0".utf8))
    }

    private func keep(_ snapshots: [JournalSnapshot]) throws {
        let journal = try SQLiteJournal.open(folder: folder.path)
        defer { journal.close() }
        for snapshot in snapshots { try journal.keep(snapshot) }
    }

    private func latest() throws -> SnapshotFinding {
        let journal = try SQLiteJournal.open(folder: folder.path)
        defer { journal.close() }
        let finding = try journal.latestSnapshot()
        let reader = try #require(try SQLiteJournal.openForReading(folder: folder.path))
        #expect(try reader.latestSnapshot() == finding)
        return finding
    }

    private func snapshotFiles() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasPrefix("snapshot") }.sorted()
    }

    @Test func twoAreKept() throws {
        try folder.write()
        try keep([20, 60, 100, 200].map(Self.snapshot))
        #expect(try snapshotFiles() == ["snapshot-100", "snapshot-200"])
        #expect(try latest() == SnapshotFinding(snapshot: Self.snapshot(200)))
    }

    @Test func oneThatIsDamagedIsPassedOverForTheOneBeforeOrForTheWholeJournal() throws {
        try folder.write()
        try keep([100, 200].map(Self.snapshot))
        let good = try folder.contents()
        let bytes = try #require(good["snapshot-200"])
        let random = KeyedRandom(seed: 3)
        for place in bytes.indices {
            var files = good
            files["snapshot-200"]?[place] ^= 1 << (random.draw(UInt64(place)) % 8)
            try folder.restore(files)
            let reader = try #require(try SQLiteJournal.openForReading(folder: folder.path))
            #expect(
                try reader.latestSnapshot()
                    == SnapshotFinding(
                        snapshot: Self.snapshot(100),
                        refused: [RefusedSnapshot(sequence: 200, reason: .damaged)]))
        }
        var files = good
        files["snapshot-200"] = bytes.prefix(bytes.count - 1)
        files["snapshot-100"] = Data()
        try folder.restore(files)
        let refused = [200, 100].map { RefusedSnapshot(sequence: $0, reason: .damaged) }
        #expect(try latest() == SnapshotFinding(refused: refused))
        #expect(try folder.lines() == TestFolder.lines(100))
    }

    @Test func oneOfOtherEventsIsNotUsed() throws {
        let other = TestFolder()
        let journal = try SQLiteJournal.open(folder: other.path)
        try journal.append(
            JournalBatch(firstSequence: 1, lastSequence: 200, lines: Array("{}\n".utf8)))
        try journal.keep(Self.snapshot(200))
        journal.close()
        try folder.write()
        var files = try folder.contents()
        files["snapshot-200"] = try other.contents()["snapshot-200"]
        try folder.restore(files)
        let refused = [RefusedSnapshot(sequence: 200, reason: .otherEvents)]
        #expect(try latest() == SnapshotFinding(refused: refused))
        try keep([Self.snapshot(100)])
        #expect(try latest() == SnapshotFinding(snapshot: Self.snapshot(100)))
    }

    @Test func oneThatIsAheadOfTheJournalIsNotUsed() throws {
        try folder.write(50)
        let old = try folder.contents()
        try folder.write(100, from: 51)
        try keep([Self.snapshot(200)])
        var files = old
        files["snapshot-200"] = try folder.contents()["snapshot-200"]
        files["snapshot-200 (copy)"] = Data("not ours".utf8)
        files["snapshot.new"] = Data("half".utf8)
        try folder.restore(files)
        let refused = [RefusedSnapshot(sequence: 200, reason: .otherEvents)]
        #expect(try latest() == SnapshotFinding(refused: refused))
        try keep([Self.snapshot(100)])
        #expect(try snapshotFiles() == ["snapshot-100", "snapshot-200 (copy)"])
    }

    @Test func onlyWhatComesAfterItIsReadAndThatIsChecked() throws {
        try folder.write()
        try keep([Self.snapshot(120)])
        let reader = try #require(try SQLiteJournal.openForReading(folder: folder.path))
        var lines: [[UInt8]] = []
        try reader.replay(after: 120) { lines.append($0) }
        #expect(lines == (61...100).map { TestFolder.batch($0).lines })
        try folder.change {
            try $0.execute(sql: "UPDATE batch SET lines = x'0A' WHERE first_sequence IN (9, 121)")
        }
        #expect(throws: JournalFault.self) { try reader.replay(after: 120) { _ in } }
        try reader.replay(after: 122) { _ in }
        // A start looks at what it skips all the same.
        try folder.expectDamaged("events 9 to 10 are not as written")
    }
}
