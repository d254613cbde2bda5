import Foundation
import SQLiteJournal
import SwarmRuntime
import Testing

/// Reading without becoming the writer: all that is committed, and nothing is changed.
@Suite struct ReaderTests {
    private let folder = TestFolder()

    @Test func aReaderSeesWhatIsCommittedBesideARunningWriter() throws {
        let writer = try SQLiteJournal.open(folder: folder.path)
        defer { writer.close() }
        let early = try #require(try SQLiteJournal.openForReading(folder: folder.path))
        for number in UInt64(1)...20 {
            try writer.append(TestFolder.batch(number))
            #expect(try folder.linesForReading() == TestFolder.lines(number))
            #expect(try TestFolder.lines(early) == TestFolder.lines(number))
        }
        #expect(throws: JournalFault.self) { try early.append(TestFolder.batch(21)) }
        #expect(throws: JournalFault.self) {
            try early.keep(JournalSnapshot(sequence: 40, bytes: [1]))
        }
        var lines: [[UInt8]] = []
        try early.replay(9...14) { lines.append($0) }
        #expect(lines == (5...7).map { TestFolder.batch($0).lines })
    }

    @Test func whereNothingWasRecordedThereIsNothingToRead() throws {
        #expect(try SQLiteJournal.openForReading(folder: folder.path) == nil)
        #expect(!FileManager.default.fileExists(atPath: folder.path))
        try folder.restore([TestFolder.database: Data()])
        #expect(try SQLiteJournal.openForReading(folder: folder.path) == nil)
        #expect(try folder.lines() == [])
        #expect(try folder.linesForReading() == [])
    }

    @Test func readingAClosedJournalLeavesNoTrace() throws {
        try folder.write()
        let before = try folder.contents(all: true)
        #expect(try folder.linesForReading() == TestFolder.lines(100))
        let reader = try #require(try SQLiteJournal.openForReading(folder: folder.path))
        _ = try reader.latestSnapshot()
        reader.close()
        #expect(try folder.contents(all: true) == before)
    }

    @Test func readingWhatAKilledWriterLeftChangesNoData() throws {
        try folder.writeAndKill()
        let before = try folder.contents()
        #expect(before[TestFolder.log]?.isEmpty == false)
        #expect(try folder.linesForReading() == TestFolder.lines(100))
        #expect(try folder.contents() == before)
        #expect(try folder.lines() == TestFolder.lines(100))
    }

    @Test func aPlaceWithEveryKindOfCharacterInItsNameIsRead() throws {
        let path = folder.path + "/50% of it?mode=memory#ü é"
        let writer = try SQLiteJournal.open(folder: path)
        try writer.append(TestFolder.batch(1))
        writer.close()
        let reader = try #require(try SQLiteJournal.openForReading(folder: path))
        #expect(try TestFolder.lines(reader) == TestFolder.lines(1))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    }

    // MARK: Formats

    @Test func aNewerFormatIsRefusedByWriterAndReader() throws {
        try folder.write()
        try folder.change {
            try $0.execute(sql: "PRAGMA user_version = 9")
            try $0.execute(sql: "PRAGMA application_id = \(0x7377_0009)")
        }
        try expectBoth(.newerFormat(path: folder.file, found: 9, known: 2))
    }

    @Test func anOlderFormatIsLeftAsItIsAndSaidInWords() throws {
        try folder.restore([:])
        try folder.change {
            try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT PRIMARY KEY)")
            try $0.execute(sql: "CREATE TABLE batch (first_sequence INTEGER PRIMARY KEY)")
        }
        try expectBoth(
            .folder(
                path: folder.path,
                reason: "its journal was written by an earlier swarmtop (format 1; this one "
                    + "writes 2) and is left as it is"))
    }

    @Test func aDatabaseOfAnotherProgramIsLeftAsItIs() throws {
        try folder.restore([:])
        try folder.change { try $0.execute(sql: "CREATE TABLE batch (letters TEXT)") }
        try folder.expectDamaged("header")
    }

    private func expectBoth(_ fault: JournalFault) throws {
        let before = try folder.contents()
        #expect(TestFolder.fault { _ = try folder.linesForReading() } == fault)
        #expect(TestFolder.fault { _ = try folder.lines() } == fault)
        var after = try folder.contents()
        after["lock"] = before["lock"]
        #expect(after == before)
    }
}
