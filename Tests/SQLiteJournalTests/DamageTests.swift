import Foundation
import GRDB
import SQLiteJournal
import SwarmRuntime
import Testing

/// Damage is found and named, nothing is changed, and nothing wrong is handed over as right.
@Suite struct DamageTests {
    private let folder = TestFolder()

    // MARK: Batches

    @Test(arguments: [1, 99, 197])
    func aBatchThatIsGoneIsFound(first: Int) throws {
        try folder.write()
        try folder.change {
            try $0.execute(sql: "DELETE FROM batch WHERE first_sequence = ?", arguments: [first])
        }
        try folder.expectDamaged("events \(first) to \(first + 1) are missing")
    }

    @Test(arguments: [1, 40, 100])
    func batchesThatAreGoneAtTheVeryEndAreFound(count: Int) throws {
        try folder.write()
        try folder.change {
            try $0.execute(
                sql: "DELETE FROM batch WHERE first_sequence > ?", arguments: [200 - 2 * count])
        }
        try folder.expectDamaged("events \(201 - 2 * count) to 200 are gone", "remove head")
    }

    @Test func aFigureThatChangedInsideALineIsFound() throws {
        try folder.write()
        try folder.change {
            try $0.execute(
                sql: """
                    UPDATE batch SET lines = CAST(replace(CAST(lines AS TEXT), '105', '150') AS BLOB)
                    WHERE first_sequence = 41
                    """)
        }
        try folder.expectDamaged("events 41 to 42 are not as written", "up to 40 are intact")
    }

    @Test(arguments: ["lines", "hash", "lines = other.lines, hash"])
    func twoBatchesThatChangedPlacesAreFound(columns: String) throws {
        try folder.write()
        try folder.change {
            try $0.execute(
                sql: """
                    UPDATE batch SET \(columns) = other.\(columns == "lines" ? "lines" : "hash")
                    FROM (SELECT * FROM batch) AS other
                    WHERE batch.first_sequence IN (41, 43)
                    AND other.first_sequence = 84 - batch.first_sequence
                    """)
        }
        try folder.expectDamaged("events 41 to 42 are not as written")
    }

    @Test func aBatchThatIsThereTwiceIsFound() throws {
        try folder.write()
        try folder.change {
            try $0.execute(
                sql: """
                    INSERT INTO batch SELECT 201, 202, hash, lines FROM batch
                    WHERE first_sequence = 199
                    """)
        }
        try folder.expectDamaged("events 201 to 202 are not as written")
    }

    @Test(arguments: ["first_sequence = 400", "last_sequence = 9", "last_sequence = -5"])
    func aNumberThatChangedIsFound(change: String) throws {
        try folder.write()
        try folder.change {
            try $0.execute(sql: "UPDATE batch SET \(change) WHERE first_sequence = 41")
        }
        try folder.expectDamaged("41")
    }

    @Test func aRangeIsReadOnlyAsItWasWritten() throws {
        try folder.write()
        try folder.change {
            try $0.execute(sql: "UPDATE batch SET lines = x'7B7D0A' WHERE first_sequence = 41")
        }
        let reader = try #require(try SQLiteJournal.openForReading(folder: folder.path))
        var lines: [[UInt8]] = []
        #expect(throws: JournalFault.self) { try reader.replay(39...44) { lines.append($0) } }
        #expect(lines == [TestFolder.batch(20).lines])
        try reader.replay(43...44) { lines.append($0) }
        #expect(lines == [TestFolder.batch(20).lines, TestFolder.batch(22).lines])
    }

    @Test(arguments: ["CREATE TABLE more (a)", "CREATE INDEX i ON batch (last_sequence)"])
    func aTableOfSomebodyElseIsFound(statement: String) throws {
        try folder.write(3)
        try folder.change { try $0.execute(sql: statement) }
        try folder.expectDamaged("table")
    }

    // MARK: Files

    @Test(arguments: [TestFolder.database, TestFolder.log])
    func whatIsGoneAfterAKillIsFound(name: String) throws {
        try folder.writeAndKill()
        var files = try folder.contents()
        files[name] = nil
        try folder.restore(files)
        try folder.expectDamaged(name == TestFolder.log ? "events 121 to 200 are gone" : "1 to 200")
    }

    @Test(arguments: [Data?.none, Data()])
    func aDatabaseThatIsGoneOrEmptyBesideAMarkIsFound(content: Data?) throws {
        try folder.write()
        var files = try folder.contents()
        files[TestFolder.database] = content
        try folder.restore(files)
        try folder.expectDamaged("events 1 to 200 are gone")
        files[TestFolder.head] = nil
        try folder.restore(files)
        #expect(try folder.lines() == [])
    }

    @Test func aLogWithoutItsDatabaseIsFound() throws {
        try folder.writeAndKill()
        var files = try folder.contents()
        files[TestFolder.database] = nil
        files[TestFolder.head] = nil
        try folder.restore(files)
        try folder.expectDamaged("gone or empty")
    }

    @Test func anOlderCopyOfTheDatabaseIsFound() throws {
        try folder.write(40)
        let old = try folder.contents()
        try folder.write(60, from: 41)
        var files = try folder.contents()
        files[TestFolder.database] = old[TestFolder.database]
        try folder.restore(files)
        try folder.expectDamaged("events 81 to 120 are gone; those up to 80 are intact")
        try FileManager.default.removeItem(atPath: folder.path + "/head")
        try folder.write(60, from: 41)
        #expect(try folder.lines() == TestFolder.lines(60))
    }

    @Test func theDatabaseOfAnotherSwarmIsFound() throws {
        let other = TestFolder()
        let journal = try SQLiteJournal.open(folder: other.path)
        try journal.append(
            JournalBatch(firstSequence: 1, lastSequence: 400, lines: Array("{}\n".utf8)))
        journal.close()
        try folder.write()
        var files = try folder.contents()
        files[TestFolder.database] = try other.contents()[TestFolder.database]
        try folder.restore(files)
        try folder.expectDamaged("up to 200 are not those that were recorded here")
    }

    // MARK: The mark

    @Test func afterEachAppendTheMarkSaysHowFarTheJournalGoes() throws {
        let journal = try SQLiteJournal.open(folder: folder.path)
        defer { journal.close() }
        for number in UInt64(1)...5 {
            try journal.append(TestFolder.batch(number))
            let mark = try String(contentsOfFile: folder.path + "/head", encoding: .utf8)
            #expect(mark.split(separator: " ")[3].hasSuffix("00\(number * 2)"), "\(mark)")
            #expect(mark.utf8.count == 167)
        }
    }

    /// The mark is not synced: a power failure may leave any of these.
    @Test(arguments: ["old", "missing", "empty", "torn", "zeros", "junk"])
    func aMarkThatIsOldOrTornIsNoDamage(state: String) throws {
        try folder.write(50)
        let old = try folder.contents()[TestFolder.head]
        try folder.write(60, from: 51)
        var files = try folder.contents()
        let new = try #require(files[TestFolder.head])
        files[TestFolder.head] =
            switch state {
            case "old": old
            case "missing": nil
            case "empty": Data()
            case "torn": new.prefix(90) + Data(count: 77)
            case "zeros": Data(count: 167)
            default: Data("swarmtop head 2 99999999999999999999 x y\n".utf8)
            }
        try folder.restore(files)
        #expect(try folder.linesForReading() == TestFolder.lines(60))
        #expect(try folder.lines() == TestFolder.lines(60))
        #expect(try folder.contents()[TestFolder.head] == new, "opening writes it anew")
    }
}
