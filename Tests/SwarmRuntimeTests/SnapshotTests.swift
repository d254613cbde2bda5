import JournalFakes
import SwarmCore
import SwarmFiles
import SwarmRuntime
import Synchronization
import Testing

/// A start from a snapshot is a start from the whole journal, only sooner.
@Suite(.timeLimit(.minutes(3))) struct SnapshotTests {
    /// A few tasks of a busy swarm with recipes, a fault and changed agents; keeps snapshots often.
    private static func recorded(_ store: JournalStore, every: UInt64) async throws {
        try await withSwarm(
            ScriptedDriver.eager, journal: KeepingJournal(store), snapshotEvery: every
        ) { runtime, watcher in
            for round in 1...6 {
                var task = draft("marketing", "finance", id: "task_\(round)")
                task.recipe = round.isMultiple(of: 2) ? "campaign" : nil
                _ = await runtime.send(.submit(task))
                #expect(await watcher.wait(forEnded: round))
                _ = await runtime.send(.pause(AgentID(3)))
            }
        }
    }

    private static func whole(_ store: JournalStore) throws -> SwarmState {
        try JournalReader().fold(KeepingJournal(store)) { _ in true }
    }

    @Test func aStartFromASnapshotComesToTheSameState() async throws {
        let store = JournalStore()
        try await Self.recorded(store, every: 20)
        let reading = try JournalReader().read(KeepingJournal(store))
        #expect(reading.snapshot > 0)
        #expect(reading.refused.isEmpty)
        #expect(reading.state.digest == (try Self.whole(store).digest))
        #expect(
            reading.state.tasks.all.map(\.brief.recipe)
                == (try Self.whole(store).tasks.all.map(\.brief.recipe)))
        try await Self.recorded(JournalStore(store.batches, snapshots: store.snapshots), every: 20)
    }

    @Test func aCrashBetweenAnEventAndItsSnapshotLosesNothing() async throws {
        let recorded = JournalStore()
        try await Self.recorded(recorded, every: 20)
        // How many events share a batch is the machine's affair; here each has its own.
        let store = JournalStore(
            recorded.batches.flatMap(\.singles), snapshots: recorded.snapshots)
        var behind = 0
        for count in 0...store.batches.count {
            let crashed = store.prefix(count)
            let reading = try JournalReader().read(KeepingJournal(crashed))
            #expect(reading.state.digest == (try Self.whole(crashed).digest), "\(count) batches")
            if reading.snapshot > 0, reading.snapshot < reading.state.sequence { behind += 1 }
        }
        #expect(behind > 0, "some start read events after a snapshot")
    }

    @Test func aBatchThatStraddlesTheSnapshotIsTakenFromThereOn() async throws {
        let store = JournalStore()
        try await Self.recorded(store, every: 1_000_000)
        let batches = store.batches
        let middle = batches.count / 2
        let before = JournalStore(Array(batches[...middle]))
        let snapshot = try Self.whole(before).snapshot()
        let joined = JournalBatch(
            firstSequence: batches[middle].firstSequence,
            lastSequence: batches[middle + 1].lastSequence,
            lines: batches[middle].lines + batches[middle + 1].lines)
        let straddled = JournalStore(
            Array(batches[..<middle]) + [joined] + Array(batches[(middle + 2)...]),
            snapshots: [snapshot])
        let reading = try JournalReader().read(KeepingJournal(straddled))
        #expect(reading.snapshot == snapshot.sequence)
        #expect(reading.state.digest == (try Self.whole(store).digest))
    }

    @Test func oneThatCannotBeUsedIsSaidAndTheJournalReadInstead() async throws {
        let store = JournalStore()
        try await Self.recorded(store, every: 20)
        let good = try #require(store.snapshots.last)
        var foreign = SwarmState()
        for _ in 0..<good.sequence / 2 { foreign.apply(.captionShown(nil), at: .zero) }
        let bad = [
            [], Array("0\n".utf8) + good.bytes.dropFirst(2), Array(good.bytes.dropLast(2)),
            Array("1\n{}".utf8), Self.withoutLastLine(good.bytes),
            try SwarmState().snapshot().bytes,
        ].map { JournalSnapshot(sequence: good.sequence, bytes: $0) }
        for snapshot in bad + [try foreign.snapshot()] {
            let damaged = JournalStore(store.batches, snapshots: [snapshot])
            let runtime = try SwarmRuntime(
                journal: KeepingJournal(damaged), drivers: [:], agents: [], recipes: .builtIn)
            let refused = runtime.refusedSnapshots
            #expect(
                refused == [RefusedSnapshot(sequence: snapshot.sequence, reason: .unreadable)])
            let state = try JournalReader().state(of: KeepingJournal(damaged))
            #expect(state.digest == (try Self.whole(store).digest))
        }
    }

    private static func withoutLastLine(_ bytes: [UInt8]) -> [UInt8] {
        let kept = bytes.dropLast().lastIndex(of: UInt8(ascii: "\n")).map { bytes[...$0] }
        return Array(kept ?? [])
    }

    @Test func aDamagedJournalIsStillAFaultAfterASnapshot() async throws {
        let store = JournalStore()
        try await Self.recorded(store, every: 20)
        var batches = store.batches
        let last = batches.count - 1
        batches[last].lines = Array("{}\n".utf8)
        let early = try Self.whole(JournalStore(Array(batches[..<last]))).snapshot()
        let damaged = JournalStore(batches, snapshots: [early])
        #expect(throws: JournalFault.self) { try JournalReader().read(KeepingJournal(damaged)) }
    }

    @Test func aCleanStopKeepsOneWhenEnoughHasHappened() async throws {
        let (busy, quiet) = (JournalStore(), JournalStore())
        try await Self.recorded(busy, every: 500)
        #expect(busy.snapshots.map(\.sequence) == [busy.batches.last?.lastSequence])
        try await Self.recorded(quiet, every: 1_000_000)
        #expect(quiet.snapshots.isEmpty)
    }

    @Test func oneThatCannotBeKeptIsNoTroubleAndTheNextIsTried() async throws {
        let store = JournalStore()
        let journal = NoSnapshotJournal(store)
        try await withSwarm(
            ScriptedDriver.eager, agents: agents("a"), journal: journal, snapshotEvery: 10
        ) { runtime, watcher in
            for round in 1...30 {
                _ = await runtime.send(.submit(draft("x")))
                #expect(await watcher.wait(forEnded: round))
            }
            #expect(watcher.troubles.isEmpty)
        }
        let tried = journal.tried
        #expect(tried.count > 1)
        let gaps = zip(tried.dropFirst(), tried).map { $0 &- $1 }
        #expect(gaps.dropLast().allSatisfy { $0 >= 10 }, "only the stop does not wait")
        #expect(store.snapshots.isEmpty)
    }
}

/// A journal with no room for a snapshot.
private final class NoSnapshotJournal: Journal {
    let keepsEvents = true
    private let journal: KeepingJournal
    private let asked = Mutex<[UInt64]>([])

    init(_ store: JournalStore) { journal = KeepingJournal(store) }

    /// The last events of the snapshots it was asked to keep.
    var tried: [UInt64] { asked.withLock { $0 } }

    func replay(
        after sequence: UInt64, _ body: (_ lines: [UInt8]) throws -> Void
    ) throws(JournalFault) {
        try journal.replay(after: sequence, body)
    }
    func append(_ batch: JournalBatch) throws(JournalFault) { try journal.append(batch) }
    func keep(_ snapshot: JournalSnapshot) throws(JournalFault) {
        asked.withLock { $0.append(snapshot.sequence) }
        throw .write(path: "memory", reason: "the disk is full")
    }
    func latestSnapshot() throws(JournalFault) -> SnapshotFinding {
        throw .folder(path: "memory", reason: "not there")
    }
    func close() { journal.close() }
}

extension JournalBatch {
    /// The same events, one to a batch.
    fileprivate var singles: [JournalBatch] {
        lines.split(separator: 0x0A).enumerated().map { place, line in
            let sequence = firstSequence + UInt64(place)
            return JournalBatch(
                firstSequence: sequence, lastSequence: sequence, lines: Array(line) + [0x0A])
        }
    }
}
