import SwarmRuntime
import Synchronization

/// What a `KeepingJournal` wrote; outlives it, as a file does.
public final class JournalStore: Sendable {
    private let kept: Mutex<[JournalBatch]>

    public init(_ batches: [JournalBatch] = []) { kept = Mutex(batches) }

    public var batches: [JournalBatch] { kept.withLock { $0 } }

    /// All lines, oldest first.
    public var lines: [String] {
        batches.flatMap { batch in
            String(decoding: batch.lines, as: UTF8.self).split(separator: "\n").map(String.init)
        }
    }

    /// The store as a crash leaves it: its first batches, whole.
    public func prefix(_ count: Int) -> JournalStore { JournalStore(Array(batches.prefix(count))) }

    func append(_ batch: JournalBatch) { kept.withLock { $0.append(batch) } }
}

/// A journal in memory, over a store that can be opened again.
public final class KeepingJournal: Journal {
    public let keepsEvents = true
    private let store: JournalStore
    private let isClosed = Atomic<Bool>(false)

    public init(_ store: JournalStore) { self.store = store }

    public func replay(_ body: (_ lines: [UInt8]) throws -> Void) throws(JournalFault) {
        do {
            for batch in store.batches { try body(batch.lines) }
        } catch {
            throw .damaged(path: "memory", reason: "\(error)")
        }
    }

    public func append(_ batch: JournalBatch) throws(JournalFault) {
        guard !isClosed.load(ordering: .acquiring) else {
            throw .write(path: "memory", reason: "closed")
        }
        if let last = store.batches.last, last.firstSequence >= batch.firstSequence {
            guard last.firstSequence == batch.firstSequence, last.lines == batch.lines else {
                throw .write(path: "memory", reason: "another batch is there")
            }
            return
        }
        store.append(batch)
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

    /// The next `count` writes fail; `.max` for ever.
    public func fail(_ count: Int) { failuresLeft.withLock { $0 = count } }

    public func replay(_ body: (_ lines: [UInt8]) throws -> Void) throws(JournalFault) {
        try journal.replay(body)
    }

    public func append(_ batch: JournalBatch) throws(JournalFault) {
        let fails = failuresLeft.withLock { left -> Bool in
            defer { if left > 0 { left -= 1 } }
            return left > 0
        }
        if fails {
            told(.failed)
            throw .write(path: "memory", reason: "the disk is full")
        }
        try journal.append(batch)
        told(.appended(through: batch.lastSequence))
    }

    public func close() { journal.close() }
}
