import Foundation
import GRDB
import SQLiteJournal
import SwarmCore
import SwarmRuntime
import Testing

/// The file on disk: one writer, found when damaged, never overwritten.
@Suite struct SQLiteJournalTests {
    private final class Folder {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("swarmtop-test-\(UUID().uuidString)").path
        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    private let place = Folder()
    private var folder: String { place.path }
    private var file: URL { URL(fileURLWithPath: folder + "/" + SQLiteJournal.fileName) }

    private static func batch(_ sequence: UInt64) -> JournalBatch {
        JournalBatch(
            firstSequence: sequence, lastSequence: sequence,
            lines: Array("{\"seq\":\(sequence),\"after\":105}\n".utf8))
    }

    /// Batches 1 to `count`, cleanly closed.
    private func write(_ count: UInt64 = 100) throws {
        let journal = try SQLiteJournal.open(folder: folder)
        for sequence in 1...count { try journal.append(Self.batch(sequence)) }
        journal.close()
    }

    private func count(_ journal: SQLiteJournal) throws -> Int {
        var count = 0
        try journal.replay { _ in count += 1 }
        return count
    }

    private func countOnceOpened() throws -> Int {
        let journal = try SQLiteJournal.open(folder: folder)
        defer { journal.close() }
        return try count(journal)
    }

    /// The fault of opening or reading; nil when all went well.
    private func fault() -> JournalFault? {
        do {
            _ = try countOnceOpened()
            return nil
        } catch {
            return error as? JournalFault
        }
    }

    private func expectDamaged(_ sourceLocation: SourceLocation = #_sourceLocation) {
        let fault = fault()
        guard case .damaged(let path, let reason) = fault else {
            Issue.record("\(String(describing: fault))", sourceLocation: sourceLocation)
            return
        }
        #expect(path == file.path && !reason.isEmpty, sourceLocation: sourceLocation)
    }

    // MARK: One writer

    @Test func aSecondWriterIsRefusedAndToldWhoWrites() throws {
        let journal = try SQLiteJournal.open(folder: folder)
        #expect(throws: JournalFault.inUse(path: folder, pid: getpid())) {
            try SQLiteJournal.open(folder: folder)
        }
        journal.close()
        try SQLiteJournal.open(folder: folder).close()
    }

    @Test func aLockLeftByAProcessThatDiedIsTakenOver() throws {
        try write(3)
        try "99999999\n".write(toFile: folder + "/lock", atomically: false, encoding: .utf8)
        #expect(try countOnceOpened() == 3)
        #expect(
            try String(contentsOfFile: folder + "/lock", encoding: .utf8) == "\(getpid())\n")
    }

    @Test func aFailedOpeningDoesNotKeepTheLock() throws {
        try write()
        let good = try Data(contentsOf: file)
        try Data("this is no database, however long it may be".utf8).write(to: file)
        expectDamaged()
        try good.write(to: file)
        #expect(try countOnceOpened() == 100)
    }

    @Test func theFolderIsForThisUserAlone() throws {
        try SQLiteJournal.open(folder: folder + "/a/b").close()
        for made in [folder, folder + "/a", folder + "/a/b"] {
            let permissions = try FileManager.default.attributesOfItem(atPath: made)[
                .posixPermissions]
            #expect(permissions as? Int == 0o700, "\(made)")
        }
    }

    @Test func aFolderUnderAFileIsRefusedInWords() throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: folder + "/plain"))
        for path in [folder + "/plain/data", folder + "/plain"] {
            #expect(throws: JournalFault.folder(path: path, reason: "Not a directory")) {
                try SQLiteJournal.open(folder: path)
            }
        }
    }

    // MARK: Readers

    @Test func aReaderSeesWhatIsCommittedBesideARunningWriter() throws {
        let writer = try SQLiteJournal.open(folder: folder)
        defer { writer.close() }
        for sequence in UInt64(1)...20 {
            try writer.append(Self.batch(sequence))
            let reader = try #require(try SQLiteJournal.openForReading(folder: folder))
            #expect(try count(reader) == Int(sequence))
            reader.close()
        }
        let reader = try #require(try SQLiteJournal.openForReading(folder: folder))
        defer { reader.close() }
        #expect(throws: JournalFault.self) { try reader.append(Self.batch(21)) }
        var lines: [String] = []
        try reader.replay(5...7) { lines.append(String(decoding: $0, as: UTF8.self)) }
        #expect(lines == (5...7).map { String(decoding: Self.batch($0).lines, as: UTF8.self) })
    }

    @Test func whereNothingWasRecordedThereIsNothingToRead() throws {
        #expect(try SQLiteJournal.openForReading(folder: folder) == nil)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try Data().write(to: file)
        #expect(try SQLiteJournal.openForReading(folder: folder) == nil)
        #expect(try countOnceOpened() == 0)
    }

    // MARK: Damage

    @Test func aNewerFormatIsRefusedByWriterAndReader() throws {
        try write()
        try change { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 the future')") }
        for open in [
            { try SQLiteJournal.open(folder: folder) as SQLiteJournal? },
            { try SQLiteJournal.openForReading(folder: folder) },
        ] {
            do {
                _ = try open()
                Issue.record("It was opened.")
            } catch let fault as JournalFault {
                guard case .newerFormat(let path, _, _) = fault else {
                    Issue.record("\(fault)")
                    continue
                }
                #expect(path == file.path)
            }
        }
    }

    @Test(arguments: [1, 50, 99])
    func aBatchThatIsGoneIsFound(sequence: Int) throws {
        try write()
        try change {
            try $0.execute(
                sql: "DELETE FROM batch WHERE first_sequence = ?", arguments: [sequence])
        }
        expectDamaged()
    }

    @Test func aFigureThatChangedInsideALineIsFound() throws {
        try write()
        try change {
            try $0.execute(
                sql: """
                    UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), '105', '150') AS BLOB)
                    WHERE first_sequence = 40
                    """)
        }
        expectDamaged()
    }

    @Test func twoBatchesThatChangedPlacesAreFound() throws {
        try write()
        try change {
            try $0.execute(
                sql: """
                    UPDATE batch SET lines = (SELECT lines FROM batch AS other
                        WHERE other.first_sequence = 81 - batch.first_sequence)
                    WHERE first_sequence IN (40, 41)
                    """)
        }
        expectDamaged()
    }

    @Test func damageIsNeverWrittenOver() throws {
        try write()
        var bytes = try Data(contentsOf: file)
        bytes[5] ^= 0x40
        try bytes.write(to: file)
        expectDamaged()
        #expect(try Data(contentsOf: file) == bytes)
    }

    @Test(arguments: [0.1, 0.5, 0.9])
    func aFileThatWasCutShortIsFound(share: Double) throws {
        try write(2_000)
        let bytes = try Data(contentsOf: file)
        try bytes.prefix(Int(Double(bytes.count) * share)).write(to: file)
        expectDamaged()
    }

    /// A flip is found, or it hit a byte that holds nothing: then every event is read as it was written.
    @Test(arguments: UInt64(1)...3)
    func noFlippedByteChangesWhatIsRead(seed: UInt64) throws {
        try write(200)
        let good = try Data(contentsOf: file)
        let random = KeyedRandom(seed: seed)
        var found = 0
        for trial in UInt64(0)..<60 {
            var bytes = good
            let byte = trial < 16 ? Int(trial) : Int(random.draw(trial) % UInt64(good.count))
            bytes[byte] ^= 1 << UInt8(random.draw(trial, 1) % 8)
            try bytes.write(to: file)
            if let fault = fault() {
                found += 1
                if case .inUse = fault { Issue.record("\(fault)") }
            } else {
                #expect(try lines() == (1...200).map { Self.batch($0).lines }, "byte \(byte)")
            }
            for rest in ["-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: file.path + rest)
            }
        }
        #expect(found > 16)
    }

    private func lines() throws -> [[UInt8]] {
        let journal = try SQLiteJournal.open(folder: folder)
        defer { journal.close() }
        var lines: [[UInt8]] = []
        try journal.replay { lines.append($0) }
        return lines
    }

    private func change(_ body: (Database) throws -> Void) throws {
        let database = try DatabaseQueue(path: file.path)
        try database.write(body)
        try database.close()
    }
}
