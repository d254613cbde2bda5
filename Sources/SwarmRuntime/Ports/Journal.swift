import SwarmCore

/// Where events are kept. The only truth: what it does not hold did not happen.
public protocol Journal: AnyObject, Sendable {
    /// False for one that keeps nothing, so that nothing need be written out for it.
    var keepsEvents: Bool { get }

    /// Hands each stored batch of lines to `body`, oldest first.
    func replay(_ body: (_ lines: [UInt8]) throws -> Void) throws(JournalFault)

    /// Makes the batch durable before it returns; either all of it is kept or none.
    func append(_ batch: JournalBatch) throws(JournalFault)

    func close()
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
    /// The folder cannot be made, read or written.
    case folder(path: String, reason: String)
    /// Another process writes here.
    case inUse(path: String, pid: Int32?)
    /// Made by a newer swarmtop.
    case newerFormat(path: String, found: Int, known: Int)
    /// What is stored cannot be right.
    case damaged(path: String, reason: String)
    /// A write failed; nothing of the batch counts.
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
    public func replay(_ body: (_ lines: [UInt8]) throws -> Void) throws(JournalFault) {}
    public func append(_ batch: JournalBatch) throws(JournalFault) {}
    public func close() {}
}
