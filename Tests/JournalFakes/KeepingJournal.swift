import SwarmRuntime
import Synchronization

/// What a `KeepingJournal` wrote; outlives it, as a file does.
public final class JournalStore: Sendable {
    private struct Kept {
        var batches: [JournalBatch]
        var snapshots: [JournalSnapshot]
    }

    private let kept: Mutex<Kept>

    public init(_ batches: [JournalBatch] = [], snapshots: [JournalSnapshot] = []) {
        kept = Mutex(Kept(batches: batches, snapshots: snapshots))
    }

    public var batches: [JournalBatch] { kept.withLock { $0.batches } }

    /// Oldest first.
    public var snapshots: [JournalSnapshot] { kept.withLock { $0.snapshots } }

    /// All lines, oldest first.
    public var lines: [String] {
        batches.flatMap { batch in
            String(decoding: batch.lines, as: UTF8.self).split(separator: "\n").map(String.init)
        }
    }

    /// The store as a crash leaves it: its first batches, whole, and the snapshots of these.
    public func prefix(_ count: Int) -> JournalStore {
        let first = Array(batches.prefix(count))
        let last = first.last?.lastSequence ?? 0
        return JournalStore(first, snapshots: snapshots.filter { $0.sequence <= last })
    }

    func append(_ batch: JournalBatch) { kept.withLock { $0.batches.append(batch) } }

    /// The latest two are kept.
    func keep(_ snapshot: JournalSnapshot) {
        kept.withLock {
            $0.snapshots.removeAll { $0.sequence >= snapshot.sequence }
            $0.snapshots = $0.snapshots.suffix(1) + [snapshot]
        }
    }
}

/// A journal in memory, over a store that can be opened again.
public final class KeepingJournal: Journal {
    public let keepsEvents = true
    private let store: JournalStore
    private let isClosed = Atomic<Bool>(false)

    public init(_ store: JournalStore) { self.store = store }

    public func replay(
        after sequence: UInt64, _ body: (_ lines: [UInt8]) throws -> Void
    ) throws(JournalFault) {
        do {
            for batch in store.batches where batch.lastSequence > sequence { try body(batch.lines) }
        } catch {
            throw .damaged(path: "memory", reason: "\(error)")
        }
    }

    public func append(_ batch: JournalBatch) throws(JournalFault) {
        try checkOpen()
        let batches = store.batches
        let next = (batches.last?.lastSequence ?? 0) + 1
        guard batch.firstSequence == next, batch.lastSequence >= next else {
            let isKept = batches.contains {
                $0.firstSequence == batch.firstSequence && $0.lastSequence == batch.lastSequence
                    && $0.lines == batch.lines
            }
            if isKept { return }
            throw .write(
                path: "memory", reason: "event \(batch.firstSequence) where \(next) belongs")
        }
        store.append(batch)
    }

    public func keep(_ snapshot: JournalSnapshot) throws(JournalFault) {
        try checkOpen()
        guard
            snapshot.sequence == 0
                || store.batches.contains(where: { $0.lastSequence == snapshot.sequence })
        else {
            throw .write(path: "memory", reason: "no batch ends at event \(snapshot.sequence)")
        }
        store.keep(snapshot)
    }

    public func latestSnapshot() throws(JournalFault) -> SnapshotFinding {
        SnapshotFinding(snapshot: store.snapshots.last)
    }

    private func checkOpen() throws(JournalFault) {
        guard !isClosed.load(ordering: .acquiring) else {
            throw .write(path: "memory", reason: "closed")
        }
    }

    public func close() { isClosed.store(true, ordering: .releasing) }
}

/// A journal whose writes fail when told so; says what it did, in order, to whoever listens.
public final class FailingJournal: Journal {
    public enum Deed: Hashable, Sendable {
        case failed
        case appended(through: UInt64)
    }

    public let keepsEvents = true
    public let store: JournalStore
    private let journal: KeepingJournal
    private let failuresLeft = Mutex(0)
    private let told: @Sendable (Deed) -> Void

    public init(
        _ store: JournalStore = JournalStore(), told: @escaping @Sendable (Deed) -> Void = { _ in }
    ) {
        self.store = store
        self.told = told
        journal = KeepingJournal(store)
    }

    /// The next `count` writes of batches or snapshots fail; `.max` for ever.
    public func fail(_ count: Int) { failuresLeft.withLock { $0 = count } }

    public func replay(
        after sequence: UInt64, _ body: (_ lines: [UInt8]) throws -> Void
    ) throws(JournalFault) {
        try journal.replay(after: sequence, body)
    }

    public func append(_ batch: JournalBatch) throws(JournalFault) {
        try failIfTold()
        try journal.append(batch)
        told(.appended(through: batch.lastSequence))
    }

    public func keep(_ snapshot: JournalSnapshot) throws(JournalFault) {
        try failIfTold()
        try journal.keep(snapshot)
    }

    public func latestSnapshot() throws(JournalFault) -> SnapshotFinding {
        try journal.latestSnapshot()
    }

    private func failIfTold() throws(JournalFault) {
        let fails = failuresLeft.withLock { left -> Bool in
            defer { if left > 0 { left -= 1 } }
            return left > 0
        }
        guard fails else { return }
        told(.failed)
        throw .write(path: "memory", reason: "the disk is full")
    }

    public func close() { journal.close() }
}
