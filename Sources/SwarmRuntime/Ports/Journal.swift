import SwarmCore

/// Where events are kept. The only truth: what it does not hold did not happen.
public protocol Journal: AnyObject, Sendable {
    /// False for one that keeps nothing, so that nothing need be written out for it.
    var keepsEvents: Bool { get }

    /// Hands each stored batch that holds an event after `sequence` to `body`, whole, oldest first; 0 is all of them.
    ///
    /// What is handed over is as it was written: damage throws, at the latest after the last batch.
    func replay(
        after sequence: UInt64, _ body: (_ lines: [UInt8]) throws -> Void
    ) throws(JournalFault)

    /// Makes the batch durable before it returns; either all of it is kept or none.
    ///
    /// A batch that is there already is left as it is, so that an append whose outcome is unknown can be tried again.
    /// One that does not follow the latest event is a fault.
    func append(_ batch: JournalBatch) throws(JournalFault)

    /// Keeps a snapshot, for a start that need not read everything. It need not outlive a power failure.
    ///
    /// A fault when no batch ends at its sequence, or it cannot be written; the journal is as good as before.
    func keep(_ snapshot: JournalSnapshot) throws(JournalFault)

    /// The newest snapshot that is whole and was taken of just these events, and those that were passed over.
    func latestSnapshot() throws(JournalFault) -> SnapshotFinding

    func close()
}

extension Journal {
    /// Hands each stored batch of lines to `body`, oldest first.
    public func replay(_ body: (_ lines: [UInt8]) throws -> Void) throws(JournalFault) {
        try replay(after: 0, body)
    }
}

/// A state as it was after an event, in whatever encoding its owner chose.
public struct JournalSnapshot: Hashable, Sendable {
    /// The last event the state holds.
    public var sequence: UInt64
    public var bytes: [UInt8]

    public init(sequence: UInt64, bytes: [UInt8]) {
        self.sequence = sequence
        self.bytes = bytes
    }
}

/// What looking for a snapshot came to.
public struct SnapshotFinding: Hashable, Sendable {
    /// The one to start from; nil when all events must be read.
    public var snapshot: JournalSnapshot?
    /// Newer ones that cannot be used, newest first.
    public var refused: [RefusedSnapshot]

    public init(snapshot: JournalSnapshot? = nil, refused: [RefusedSnapshot] = []) {
        self.snapshot = snapshot
        self.refused = refused
    }
}

/// A snapshot that is not used, and why.
public struct RefusedSnapshot: Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
        /// Its bytes are not as written.
        case damaged
        /// The journal holds other events up to there, or none.
        case otherEvents
        /// It cannot be read: another version's encoding, or a file that does not open.
        case unreadable
    }

    /// The last event it says it holds; 0 when not even that is known.
    public var sequence: UInt64
    public var reason: Reason

    public init(sequence: UInt64, reason: Reason) {
        self.sequence = sequence
        self.reason = reason
    }
}

/// Events that become durable together: one commit, one sync.
public struct JournalBatch: Sendable {
    public var firstSequence: UInt64
    public var lastSequence: UInt64
    /// The events as the JSON lines of `EventWriter`.
    public var lines: [UInt8]

    public init(firstSequence: UInt64, lastSequence: UInt64, lines: [UInt8]) {
        self.firstSequence = firstSequence
        self.lastSequence = lastSequence
        self.lines = lines
    }
}

/// Why a journal could not be opened, read or written.
public enum JournalFault: Error, Hashable, Sendable {
    /// The folder cannot be made, read or written, or holds what this swarmtop does not read any more.
    case folder(path: String, reason: String)
    /// Another process writes here.
    case inUse(path: String, pid: Int32?)
    /// Made by a newer swarmtop.
    case newerFormat(path: String, found: Int, known: Int)
    /// What is stored cannot be right. The reason names the events; nothing was changed.
    case damaged(path: String, reason: String)
    /// A write failed; nothing of the batch counts, and the same append may be tried again.
    case write(path: String, reason: String)

    /// What went wrong, without where.
    public var reason: String {
        switch self {
        case .folder(_, let reason), .damaged(_, let reason), .write(_, let reason): reason
        case .inUse(_, let pid): "in use by process \(pid.map(String.init) ?? "unknown")"
        case .newerFormat(_, let found, let known): "format \(found), this one knows \(known)"
        }
    }
}

/// A journal that forgets with the process: for figures and tests, never for a person's work.
public final class ForgetfulJournal: Journal {
    public let keepsEvents = false

    public init() {}
    public func replay(
        after sequence: UInt64, _ body: (_ lines: [UInt8]) throws -> Void
    ) throws(JournalFault) {}
    public func append(_ batch: JournalBatch) throws(JournalFault) {}
    public func keep(_ snapshot: JournalSnapshot) throws(JournalFault) {}
    public func latestSnapshot() throws(JournalFault) -> SnapshotFinding { SnapshotFinding() }
    public func close() {}
}
