import Foundation
import GRDB
import SwarmCore
import SwarmRuntime

/// The journal in one SQLite file of a data folder: write-ahead log, `synchronous=FULL`, one row for each commit.
///
/// A batch is one row, so that a commit costs one insert and one sync however many events it holds
/// (core-layout.md: row per event took 35 ms at the 99th percentile, row per batch 1 ms). `append` is called by the
/// runtime's turn alone; GRDB's queue guards the connection.
public final class SQLiteJournal: Journal {
    public static let fileName = "journal.sqlite"

    public let keepsEvents = true
    private let database: DatabaseQueue
    private let lock: FolderLock?
    private let path: String

    private init(database: DatabaseQueue, lock: FolderLock?, path: String) {
        self.database = database
        self.lock = lock
        self.path = path
    }

    /// Opens a data folder for writing, and makes it if need be. At most one process can.
    public static func open(folder: String) throws(JournalFault) -> SQLiteJournal {
        try makeFolder(folder)
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
            throw .folder(path: path, reason: words(for: error))
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
            return SQLiteJournal(database: database, lock: nil, path: path)
        } catch let fault as JournalFault {
            throw fault
        } catch {
            throw .folder(path: path, reason: words(for: error))
        }
    }

    public func replay(_ body: (_ lines: [UInt8]) throws -> Void) throws(JournalFault) {
        do {
            try database.read { database in
                var expected: Int64 = 1
                let rows = try Row.fetchCursor(
                    database,
                    sql: "SELECT first_sequence, last_sequence, lines FROM batch ORDER BY 1")
                while let row = try rows.next() {
                    let (first, last): (Int64, Int64) = (row[0], row[1])
                    guard first == expected, last >= first else {
                        throw JournalFault.damaged(
                            path: path, reason: "event \(expected) is missing")
                    }
                    expected = last + 1
                    let lines: Data = row[2]
                    try body([UInt8](lines))
                }
            }
        } catch let fault as JournalFault {
            throw fault
        } catch let fault as EventFault {
            throw .damaged(path: path, reason: Self.words(for: fault))
        } catch {
            throw .damaged(path: path, reason: Self.words(for: error))
        }
    }

    public func append(_ batch: JournalBatch) throws(JournalFault) {
        do {
            try database.writeWithoutTransaction { database in
                let insert = try database.cachedStatement(
                    sql: "INSERT INTO batch (first_sequence, last_sequence, lines) VALUES (?, ?, ?)")
                try insert.execute(arguments: [
                    Int64(truncatingIfNeeded: batch.firstSequence),
                    Int64(truncatingIfNeeded: batch.lastSequence), Data(batch.lines),
                ])
            }
        } catch {
            throw .write(path: path, reason: Self.words(for: error))
        }
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
            }
        }
        return migrator
    }

    private static func checkFormat(_ database: DatabaseQueue, _ path: String) throws {
        let isNewer = try database.read { try schema.hasBeenSuperseded($0) }
        if isNewer { throw JournalFault.newerFormat(path: path, found: 2, known: 1) }
    }

    private static func makeFolder(_ folder: String) throws(JournalFault) {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw .folder(path: folder, reason: words(for: error))
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
