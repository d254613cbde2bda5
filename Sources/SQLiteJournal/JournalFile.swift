import Foundation
import GRDB
import SwarmRuntime

/// The database file: its format, how it comes to be, and the connections to it.
struct JournalFile {
    static let format = 2
    /// "sw", to which the format is added: said twice in the header, so that one changed byte is no other format.
    private static let applicationID = 0x7377_0000

    /// The hash comes before the lines, so that reading it alone does not read them.
    private static let schema = """
        CREATE TABLE batch (first_sequence INTEGER PRIMARY KEY, last_sequence INTEGER NOT NULL, \
        hash BLOB NOT NULL, lines BLOB NOT NULL) STRICT
        """

    let folder: String
    let path: String

    init(folder: String) {
        self.folder = folder
        path = folder + "/" + SQLiteJournal.fileName
    }

    /// Whether there is something in it.
    var exists: Bool { Self.size(path) > 0 }
    /// Whether some of it may be in SQLite's write-ahead log only.
    var hasLog: Bool { Self.size(path + "-wal") > 0 }

    private static func size(_ path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    // MARK: Connections

    /// Makes the file whole under another name first: one that is there under its own is never half made.
    func create() throws {
        let unfinished = path + ".new"
        for rest in ["", "-journal", "-wal", "-shm"] { unlink(unfinished + rest) }
        let database = try DatabaseQueue(path: unfinished)
        try database.write { database in
            try database.execute(sql: Self.schema)
            try database.execute(sql: "PRAGMA user_version = \(Self.format)")
            try database.execute(
                sql: "PRAGMA application_id = \(Self.applicationID + Self.format)")
        }
        try database.writeWithoutTransaction(Self.useLog)
        try database.close()
        try Self.sync(unfinished)
        guard rename(unfinished, path) == 0 else { throw POSIXError.latest }
        try Self.sync(folder)
    }

    /// A connection that makes each commit durable before it returns.
    ///
    /// Not `Configuration.journalMode`, which after that lowers `synchronous` to NORMAL: a power failure could then
    /// take what was acknowledged.
    func openForWriting() throws -> DatabaseQueue {
        var configuration = Configuration()
        // No other swarmtop writes; a backup may hold it for a moment, and the runtime tries again.
        configuration.busyMode = .timeout(1)
        configuration.prepareDatabase { database in
            try Self.useLog(database)
            try database.execute(sql: "PRAGMA synchronous = FULL")
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// A connection that changes nothing: not the file, not the log, and where neither is in use, no other file.
    ///
    /// Beside a log SQLite needs its shared index (`-shm`), which holds no data of its own.
    func openForReading() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        guard !hasLog else { return try DatabaseQueue(path: path, configuration: configuration) }
        let address = URL(fileURLWithPath: path).absoluteString + "?mode=ro&immutable=1"
        do {
            return try DatabaseQueue(path: address, configuration: configuration)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CANTOPEN {
            // A SQLite that was built to take no addresses.
            return try DatabaseQueue(path: path, configuration: configuration)
        }
    }

    private static func useLog(_ database: Database) throws {
        guard try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL") == "wal" else {
            throw DatabaseError(resultCode: .SQLITE_CANTOPEN, message: "no write-ahead log here")
        }
    }

    private static func sync(_ path: String) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw POSIXError.latest }
        defer { close(file) }
        guard fsync(file) == 0 else { throw POSIXError.latest }
    }

    // MARK: Format

    /// Throws unless the file has just the format this swarmtop writes.
    func checkFormat(_ database: Database) throws {
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let tables = try String?.fetchAll(
            database, sql: "SELECT sql FROM sqlite_schema ORDER BY 1")
        if version == 0, application == 0, try database.tableExists("grdb_migrations") {
            throw JournalFault.folder(
                path: folder,
                reason: """
                    its journal was written by an earlier swarmtop (format 1; this one writes \
                    \(Self.format)) and is left as it is
                    """)
        }
        guard application - Self.applicationID == version, saysLog() else {
            throw JournalFault.damaged(path: path, reason: "its header is not as written")
        }
        guard version <= Self.format else {
            throw JournalFault.newerFormat(path: path, found: version, known: Self.format)
        }
        guard version == Self.format, tables == [Self.schema] else {
            throw JournalFault.damaged(path: path, reason: "its table is not as written")
        }
    }

    /// Whether the header says that it is read and written through a log, and not that it is read-only: SQLite says
    /// the second only when it is written to. Bytes 18 and 19 of the file format are 2.
    private func saysLog() -> Bool {
        let header = FileHandle(forReadingAtPath: path)
        defer { try? header?.close() }
        return (try? header?.read(upToCount: 20))?.suffix(2).elementsEqual([2, 2]) ?? false
    }
}

extension POSIXError {
    /// What `errno` says.
    static var latest: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
