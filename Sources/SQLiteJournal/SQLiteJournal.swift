import Foundation
import GRDB
import SwarmCore
import SwarmRuntime
import Synchronization

/// The journal in one SQLite file of a data folder: write-ahead log, `synchronous=FULL`, one row for each commit.
///
/// A batch is one row, so that a commit costs one insert and one sync however many events it holds. Each row holds
/// the hash of all that came before it, and a mark beside the file says how far it goes: a writer checks all of it
/// before it opens the file for writing, so that damage is named and left as it is. `append` is called by the
/// runtime's turn alone; GRDB's queue guards the connection.
public final class SQLiteJournal: Journal {
    public static let fileName = "journal.sqlite"

    public let keepsEvents = true
    private let file: JournalFile
    private let mark: HeadMark
    private let access: Mutex<Access>
    /// Where the next batch goes; nil while the outcome of the latest append is unknown.
    private let tail: Mutex<ChainEnd?>

    private enum Access {
        /// Opens the file for each thing it reads.
        case reading
        case writing(DatabaseQueue, FolderLock)
        /// GRDB's connection must not be used any more.
        case closed
    }

    private init(_ file: JournalFile, _ access: Access = .reading, tail: ChainEnd? = nil) {
        self.file = file
        self.access = Mutex(access)
        mark = HeadMark(folder: file.folder)
        self.tail = Mutex(tail)
    }

    // MARK: Opening

    /// Opens a data folder for writing, and makes it if need be. At most one process can.
    ///
    /// All of it is checked first; a folder that is damaged in any way is left as it is.
    public static func open(folder: String) throws(JournalFault) -> SQLiteJournal {
        try FolderLock.makeFolder(folder)
        let lock = try FolderLock(folder: folder)
        let file = JournalFile(folder: folder)
        do {
            let end = try check(file)
            if end == nil { try file.create() }
            let database = try file.openForWriting()
            let journal = SQLiteJournal(
                file, .writing(database, lock), tail: end ?? .origin)
            journal.mark.write(end ?? .origin)
            return journal
        } catch {
            lock.release()
            throw .reading(error, file)
        }
    }

    /// Opens a data folder for reading, beside a running writer or not; nil when nothing was ever recorded there.
    ///
    /// Changes nothing in the folder, be it damaged or not, but SQLite's index of a log that is there (`-shm`).
    public static func openForReading(folder: String) throws(JournalFault) -> SQLiteJournal? {
        let file = JournalFile(folder: folder)
        let journal = SQLiteJournal(file)
        do {
            guard try isThere(file, journal.mark.read()) else { return nil }
            try journal.read { _ in }
        } catch {
            throw .reading(error, file)
        }
        return journal
    }

    /// Checks every batch, the mark and the pages; returns where the journal ends, nil when there is none.
    private static func check(_ file: JournalFile) throws -> ChainEnd? {
        let mark = HeadMark(folder: file.folder).read()
        guard try isThere(file, mark) else { return nil }
        let database = try file.openForReading()
        defer { close(database) }
        return try database.read { database in
            try file.checkFormat(database)
            let walk = BatchWalk(database: database, path: file.path)
            let end = try walk.check(from: .origin)
            try walk.check(mark, against: end)
            try walk.checkPages()
            return end
        }
    }

    /// Whether there is a journal; throws when there is none but what is beside it says that there was.
    private static func isThere(_ file: JournalFile, _ mark: ChainEnd?) throws -> Bool {
        if file.exists { return true }
        if let mark, mark.last > 0 { throw BatchWalk.loss(of: mark, after: 0, file.path) }
        if file.hasLog {
            throw JournalFault.damaged(
                path: file.path, reason: "it is gone or empty, but its log (-wal) is there")
        }
        return false
    }

    /// A connection that wrote nothing has nothing to lose.
    private static func close(_ database: DatabaseQueue) { try? database.close() }

    // MARK: Reading

    public func replay(
        after sequence: UInt64, _ body: (_ lines: [UInt8]) throws -> Void
    ) throws(JournalFault) {
        // Read first: the journal cannot be behind it then.
        let mark = mark.read()
        try faults {
            try read { walk in
                let start = try walk.end(through: sequence)
                let end = try walk.check(from: start) { try body([UInt8]($1)) }
                try walk.check(mark, against: end)
            }
        }
    }

    /// Hands the batches that hold these events, and no others, to `body`: what one reader missed.
    public func replay(
        _ events: ClosedRange<UInt64>, _ body: (_ lines: [UInt8]) -> Void
    ) throws(JournalFault) {
        try faults {
            try read { walk in
                let start = try walk.end(through: max(events.lowerBound, 1) - 1)
                _ = try walk.check(from: start, through: events.upperBound) { batch, lines in
                    guard events.contains(batch.lowerBound), events.contains(batch.upperBound)
                    else { return }
                    body([UInt8](lines))
                }
            }
        }
    }

    public func latestSnapshot() throws(JournalFault) -> SnapshotFinding {
        try faults {
            try read { walk in
                try SnapshotFiles(folder: file.folder).latest {
                    try walk.end(through: $0.last) == $0
                }
            }
        }
    }

    private func read<Value>(_ body: (BatchWalk) throws -> Value) throws -> Value {
        switch access.withLock({ $0 }) {
        case .reading: break
        case .closed: throw JournalFault.folder(path: file.folder, reason: "closed")
        case .writing(let database, _):
            return try database.read { try body(BatchWalk(database: $0, path: file.path)) }
        }
        let database = try file.openForReading()
        defer { Self.close(database) }
        return try database.read { database in
            try file.checkFormat(database)
            return try body(BatchWalk(database: database, path: file.path))
        }
    }

    private func faults<Value>(_ body: () throws -> Value) throws(JournalFault) -> Value {
        do { return try body() } catch { throw .reading(error, file) }
    }

    // MARK: Writing

    public func append(_ batch: JournalBatch) throws(JournalFault) {
        let database = try writing()
        do {
            let end = try database.writeWithoutTransaction { database in
                try append(batch, to: database)
            }
            tail.withLock { $0 = end }
            mark.write(end)
        } catch {
            // It may have been kept all the same: the next try looks.
            tail.withLock { $0 = nil }
            throw .writing(error, file)
        }
    }

    /// Returns where the journal ends then.
    private func append(_ batch: JournalBatch, to database: Database) throws -> ChainEnd {
        let walk = BatchWalk(database: database, path: file.path)
        let (first, last) = (batch.firstSequence, batch.lastSequence)
        let end = try tail.withLock { $0 } ?? walk.end(through: .max)
        let lines = Data(batch.lines)
        guard first == end.last + 1, last >= first, last <= UInt64(Int64.max) else {
            let kept = try walk.end(through: max(first, 1) - 1)
                .adding(lines, first: first, last: last)
            // A commit that failed may have been kept all the same, and is tried again.
            if try walk.end(through: last) == kept { return end }
            throw JournalFault.write(
                path: file.path,
                reason: "events \(first) to \(last) do not follow event \(end.last)")
        }
        let next = end.adding(lines, first: first, last: last)
        let insert = try database.cachedStatement(
            sql:
                "INSERT INTO batch (first_sequence, last_sequence, hash, lines) VALUES (?, ?, ?, ?)"
        )
        try insert.execute(arguments: [Int64(first), Int64(last), next.hash, lines])
        return next
    }

    public func keep(_ snapshot: JournalSnapshot) throws(JournalFault) {
        let database = try writing()
        do {
            let end = try database.read { database in
                try BatchWalk(database: database, path: file.path).end(through: snapshot.sequence)
            }
            guard end.last == snapshot.sequence else {
                throw JournalFault.write(
                    path: file.path, reason: "no batch ends at event \(snapshot.sequence)")
            }
            try SnapshotFiles(folder: file.folder).write(snapshot.bytes, at: end)
        } catch {
            throw .writing(error, file)
        }
    }

    private func writing() throws(JournalFault) -> DatabaseQueue {
        switch access.withLock({ $0 }) {
        case .writing(let database, _): return database
        case .reading: throw .write(path: file.path, reason: "opened for reading")
        case .closed: throw .write(path: file.path, reason: "closed")
        }
    }

    public func close() {
        let last = access.withLock { access in
            defer { access = .closed }
            return access
        }
        guard case .writing(let database, let lock) = last else { return }
        // Nothing can be lost by a close that fails: every append is durable when it returns.
        try? database.close()
        lock.release()
    }
}
