import Foundation
import GRDB
import SwarmRuntime

/// Reads batches in order and holds each against the chain, so that nothing is handed over that is not as written.
struct BatchWalk {
    let database: Database
    let path: String

    /// The end of the last batch that holds no event after `sequence`, as it is recorded.
    func end(through sequence: UInt64) throws -> ChainEnd {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT last_sequence, hash FROM batch
                WHERE first_sequence <= ?1 AND last_sequence <= ?1
                ORDER BY first_sequence DESC LIMIT 1
                """,
            arguments: [Int64(clamping: sequence)])
        guard let row else { return .origin }
        guard let last = UInt64(exactly: Int64.fromDatabaseValue(row[0]) ?? -1),
            let hash = Data.fromDatabaseValue(row[1])
        else { throw JournalFault.damaged(path: path, reason: "event \(sequence) is unreadable") }
        return ChainEnd(last: last, hash: hash)
    }

    /// Checks the batches after `start` up to the one with event `last`; returns the end that it came to.
    ///
    /// `body` gets borrowed lines, good for the call alone.
    func check(
        from start: ChainEnd, through last: UInt64 = UInt64(Int64.max),
        _ body: (_ events: ClosedRange<UInt64>, _ lines: Data) throws -> Void = { _, _ in }
    ) throws -> ChainEnd {
        var end = start
        do {
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT first_sequence, last_sequence, hash, lines FROM batch
                    WHERE first_sequence > ? AND first_sequence <= ? ORDER BY first_sequence
                    """,
                arguments: [Int64(clamping: start.last), Int64(clamping: last)])
            while let row = try rows.next() { end = try take(row, after: end, body) }
        } catch let error as DatabaseError where error.isDamage {
            throw damage("cannot be read (\(error.words))", after: end)
        }
        return end
    }

    private func take(
        _ row: Row, after end: ChainEnd, _ body: (ClosedRange<UInt64>, Data) throws -> Void
    ) throws -> ChainEnd {
        guard let first = UInt64(exactly: Int64.fromDatabaseValue(row[0]) ?? -1),
            let last = UInt64(exactly: Int64.fromDatabaseValue(row[1]) ?? -1), last >= first
        else { throw damage("are not numbered as written", after: end) }
        guard first == end.last + 1 else {
            throw JournalFault.damaged(
                path: path,
                reason: """
                    \(Self.span(end.last + 1, max(first, 1) - 1)) missing\(Self.intact(end.last))
                    """)
        }
        return try row.withUnsafeData(atIndex: 3) { lines in
            let lines = lines ?? Data()
            let next = end.adding(lines, first: first, last: last)
            guard Data.fromDatabaseValue(row[2]) == next.hash else {
                throw JournalFault.damaged(
                    path: path,
                    reason: """
                        \(Self.span(first, last)) not as written\(Self.intact(end.last))
                        """)
            }
            try body(first...last, lines)
            return next
        }
    }

    /// Holds the end of the journal against what the mark beside it says was recorded.
    func check(_ mark: ChainEnd?, against end: ChainEnd) throws {
        guard let mark else { return }
        guard mark.last <= end.last else { throw Self.loss(of: mark, after: end.last, path) }
        guard try self.end(through: mark.last) == mark else {
            throw JournalFault.damaged(
                path: path,
                reason: """
                    the events up to \(mark.last) are not those that were recorded here \
                    (\(HeadMark.fileName) beside it belongs to others)
                    """)
        }
    }

    /// What SQLite itself finds wrong in the file, the parts that hold no event included.
    func checkPages() throws {
        let found = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "nothing"
        guard found == "ok" else {
            let line = found.split(separator: "\n").joined(separator: " ")
            throw JournalFault.damaged(
                path: path, reason: "all events are intact, but its pages are not: \(line)")
        }
    }

    /// Events that the mark has and the journal has not.
    static func loss(of mark: ChainEnd, after last: UInt64, _ path: String) -> JournalFault {
        .damaged(
            path: path,
            reason: """
                \(span(last + 1, mark.last)) gone\(intact(last)); put back what is missing, or remove \
                \(HeadMark.fileName) beside it to go on without
                """)
    }

    private func damage(_ what: String, after end: ChainEnd) -> JournalFault {
        .damaged(
            path: path,
            reason: "events from \(end.last + 1) on \(what)\(Self.intact(end.last))")
    }

    private static func span(_ first: UInt64, _ last: UInt64) -> String {
        first < last ? "events \(first) to \(last) are" : "event \(first) is"
    }

    private static func intact(_ last: UInt64) -> String {
        last == 0 ? "" : "; those up to \(last) are intact"
    }
}
