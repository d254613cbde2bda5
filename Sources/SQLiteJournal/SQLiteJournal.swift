import Foundation
import GRDB
import SwarmCore
import SwarmRuntime
import Synchronization

/// The journal in one SQLite file of a data folder: write-ahead log, `synchronous=FULL`, one row for each commit.
///
/// A batch is one row, so that a commit costs one insert and one sync however many events it holds
/// (measured: row per event took 35 ms at the 99th percentile, row per batch 1 ms). `append` is called by the
/// runtime's turn alone; GRDB's queue guards the connection.
public final class SQLiteJournal: Journal {
    public static let fileName = "journal.sqlite"

    public let keepsEvents = true
    private let database: DatabaseQueue
    private let lock: FolderLock?
    private let path: String
    /// Where the next batch goes, after the latest one this journal appended.
    private let tail = Mutex<Tail?>(nil)

    private struct Tail {
        let next: Int64
        let chain: Chain
    }

    private init(database: DatabaseQueue, lock: FolderLock?, path: String) {
        self.database = database
        self.lock = lock
        self.path = path
    }

    /// Opens a data folder for writing, and makes it if need be. At most one process can.
    public static func open(folder: String) throws(JournalFault) -> SQLiteJournal {
        try FolderLock.makeFolder(folder)
        let lock = try FolderLock(folder: folder)
        let path = folder + "/" + fileName
        do {
            var configuration = Configuration()
            configuration.journalMode = .wal
            configuration.busyMode = .timeout(10)
            configuration.prepareDatabase { database in
                try database.execute(sql: "PRAGMA synchronous = FULL")
            }
            let database = try DatabaseQueue(path: path, configuration: configuration)
            try checkFormat(database, path)
            try schema.migrate(database)
            return SQLiteJournal(database: database, lock: lock, path: path)
        } catch let fault as JournalFault {
            throw fault
        } catch {
            throw opening(path, error)
        }
    }

    /// Opens a data folder for reading beside a running writer; nil when nothing was ever recorded there.
    public static func openForReading(folder: String) throws(JournalFault) -> SQLiteJournal? {
        let path = folder + "/" + fileName
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(10)
            let database = try DatabaseQueue(path: path, configuration: configuration)
            try checkFormat(database, path)
            // A writer that died before its first event leaves an empty file.
            guard try database.read({ try $0.tableExists("batch") }) else { return nil }
            return SQLiteJournal(database: database, lock: nil, path: path)
        } catch let fault as JournalFault {
            throw fault
        } catch {
            throw opening(path, error)
        }
    }

    public func replay(_ body: (_ lines: [UInt8]) throws -> Void) throws(JournalFault) {
        try read { database in
            var expected: Int64 = 1
            var chain = Chain()
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT first_sequence, last_sequence, lines, chain FROM batch ORDER BY 1")
            while let row = try rows.next() {
                // Not `row[0] as Int64`, which dies of a damaged file.
                guard let first = Int64.fromDatabaseValue(row[0]),
                    let last = Int64.fromDatabaseValue(row[1]),
                    let lines = Data.fromDatabaseValue(row[2]), first == expected, last >= first
                else {
                    throw JournalFault.damaged(path: path, reason: "event \(expected) is missing")
                }
                chain.add(lines, first: first, last: last)
                guard Int64.fromDatabaseValue(row[3]) == chain.link else {
                    throw JournalFault.damaged(
                        path: path, reason: "events \(first) to \(last) are not as written")
                }
                expected = last + 1
                try body([UInt8](lines))
            }
        }
    }

    /// Hands the batches that hold these events, and no others, to `body`: what one reader missed.
    public func replay(
        _ events: ClosedRange<UInt64>, _ body: (_ lines: [UInt8]) -> Void
    ) throws(JournalFault) {
        try read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT lines FROM batch WHERE first_sequence >= ? AND last_sequence <= ?
                    ORDER BY first_sequence
                    """,
                arguments: [
                    Int64(clamping: events.lowerBound), Int64(clamping: events.upperBound),
                ])
            while let row = try rows.next() {
                if let lines = Data.fromDatabaseValue(row[0]) { body([UInt8](lines)) }
            }
        }
    }

    private func read(_ body: (Database) throws -> Void) throws(JournalFault) {
        do {
            try database.read(body)
        } catch let fault as JournalFault {
            throw fault
        } catch let fault as EventFault {
            throw .damaged(path: path, reason: Self.words(for: fault))
        } catch {
            throw .damaged(path: path, reason: Self.words(for: error))
        }
    }

    public func append(_ batch: JournalBatch) throws(JournalFault) {
        let first = Int64(clamping: batch.firstSequence)
        let last = Int64(clamping: batch.lastSequence)
        let lines = Data(batch.lines)
        do {
            try database.writeWithoutTransaction { database in
                var chain = try link(before: first, database)
                chain.add(lines, first: first, last: last)
                if try isKept(first, chain, database) { return }
                let insert = try database.cachedStatement(
                    sql: """
                        INSERT INTO batch (first_sequence, last_sequence, lines, chain)
                        VALUES (?, ?, ?, ?)
                        """)
                try insert.execute(arguments: [first, last, lines, chain.link])
                tail.withLock { $0 = Tail(next: last + 1, chain: chain) }
            }
        } catch {
            // It may have been kept all the same: the next try looks.
            tail.withLock { $0 = nil }
            throw .write(path: path, reason: Self.words(for: error))
        }
    }

    /// The chain as it stands before a batch: known from the latest one, else read.
    private func link(before first: Int64, _ database: Database) throws -> Chain {
        if let tail = tail.withLock({ $0 }), tail.next == first { return tail.chain }
        let previous = try Int64.fetchOne(
            database,
            sql: """
                SELECT chain FROM batch WHERE first_sequence < ?
                ORDER BY first_sequence DESC LIMIT 1
                """,
            arguments: [first])
        return Chain(link: previous ?? 0)
    }

    /// Whether just this batch is there: a commit that failed may have been kept all the same, and is tried again.
    private func isKept(_ first: Int64, _ chain: Chain, _ database: Database) throws -> Bool {
        guard tail.withLock({ $0?.next != first }) else { return false }
        return try Int64.fetchOne(
            database, sql: "SELECT chain FROM batch WHERE first_sequence = ?", arguments: [first]
        ) == chain.link
    }

    public func close() {
        // Nothing can be lost by a close that fails: every append is durable when it returns.
        try? database.close()
        lock?.release()
    }

    // MARK: Opening

    private static var schema: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 batches") { database in
            try database.create(table: "batch", options: [.strict]) { table in
                table.primaryKey("first_sequence", .integer)
                table.column("last_sequence", .integer).notNull()
                table.column("lines", .blob).notNull()
                table.column("chain", .integer).notNull()
            }
        }
        return migrator
    }

    private static func checkFormat(_ database: DatabaseQueue, _ path: String) throws {
        let isNewer = try database.read { try schema.hasBeenSuperseded($0) }
        if isNewer { throw JournalFault.newerFormat(path: path, found: 2, known: 1) }
    }

    private static func opening(_ path: String, _ error: any Error) -> JournalFault {
        switch (error as? DatabaseError)?.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: .damaged(path: path, reason: words(for: error))
        default: .folder(path: path, reason: words(for: error))
        }
    }

    // MARK: Words

    private static func words(for error: any Error) -> String {
        if let error = error as? DatabaseError {
            return error.message ?? "SQLite error \(error.resultCode.rawValue)"
        }
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        let code = (underlying ?? error as NSError)
        return code.domain == NSPOSIXErrorDomain
            ? String(cString: strerror(Int32(code.code))) : error.localizedDescription
    }

    private static func words(for fault: EventFault) -> String {
        switch fault {
        case .json(let fault): "a line is not JSON: \(fault.message)"
        case .outOfSequence(let expected, let found): "event \(found) where \(expected) belongs"
        case .unknownType(let type): "unknown event type \(type)"
        case .badMember(let type, let member): "\(type) has no valid \(member)"
        }
    }
}
