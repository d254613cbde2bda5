import Foundation
import JournalFakes
import SQLiteJournal
import SwarmCore
import SwarmRuntime
import Testing

/// Every journal the runtime may be given, opened and opened again.
enum Adapter: String, CaseIterable, Sendable {
    case sqlite, keeping
}

/// One journal's place, removed with it.
final class Place {
    private let adapter: Adapter
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("swarmtop-test-\(UUID().uuidString)").path
    private let store = JournalStore()

    init(_ adapter: Adapter) { self.adapter = adapter }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func open() throws -> any Journal {
        switch adapter {
        case .sqlite: try SQLiteJournal.open(folder: folder)
        case .keeping: KeepingJournal(store)
        }
    }
}

/// What the runtime relies on, whatever keeps its events.
@Suite struct JournalContractTests {
    private static func batch(_ first: UInt64, _ last: UInt64, _ text: String = "{}\n")
        -> JournalBatch
    {
        JournalBatch(firstSequence: first, lastSequence: last, lines: Array(text.utf8))
    }

    private static func lines(_ journal: any Journal) throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        try journal.replay { lines.append($0) }
        return lines
    }

    @Test(arguments: Adapter.allCases)
    func aJournalWhereNothingHappenedIsEmpty(adapter: Adapter) throws {
        let place = Place(adapter)
        let journal = try place.open()
        defer { journal.close() }
        #expect(journal.keepsEvents)
        #expect(try Self.lines(journal).isEmpty)
    }

    @Test(arguments: Adapter.allCases)
    func whatIsAppendedComesBackByteForByteInOrder(adapter: Adapter) throws {
        let place = Place(adapter)
        let journal = try place.open()
        defer { journal.close() }
        let texts = ["{\"a\":1}\n{\"b\":2}\n", "\u{0}\u{FF}\n", "{\"é\":\"日本\"}\n"]
        var next: UInt64 = 1
        for text in texts {
            let last = next + UInt64(text.utf8.count { $0 == 0x0A }) - 1
            try journal.append(Self.batch(next, last, text))
            next = last + 1
        }
        #expect(try Self.lines(journal) == texts.map { Array($0.utf8) })
    }

    @Test(arguments: Adapter.allCases)
    func whatIsAppendedIsThereAfterOpeningAgainAndCanBeContinued(adapter: Adapter) throws {
        let place = Place(adapter)
        for round in 0..<3 {
            let journal = try place.open()
            #expect(try Self.lines(journal).count == round * 10)
            for number in 1...10 {
                let sequence = UInt64(round * 10 + number)
                try journal.append(Self.batch(sequence, sequence, "{\"n\":\(sequence)}\n"))
            }
            journal.close()
        }
        let journal = try place.open()
        defer { journal.close() }
        #expect(
            try Self.lines(journal) == (1...30).map { Array("{\"n\":\($0)}\n".utf8) })
    }

    @Test(arguments: Adapter.allCases)
    func aBatchOfManyMegabytesIsKeptWhole(adapter: Adapter) throws {
        let place = Place(adapter)
        let line = Array((String(repeating: "x", count: 1_023) + "\n").utf8)
        let lines = Array(repeatElement(line, count: 8_192).joined())
        let journal = try place.open()
        try journal.append(JournalBatch(firstSequence: 1, lastSequence: 8_192, lines: lines))
        try journal.append(Self.batch(8_193, 8_193))
        journal.close()
        let again = try place.open()
        defer { again.close() }
        #expect(try Self.lines(again) == [lines, Array("{}\n".utf8)])
    }

    @Test(arguments: Adapter.allCases)
    func anAppendAfterTheEndIsAFaultAndChangesNothing(adapter: Adapter) throws {
        let place = Place(adapter)
        let journal = try place.open()
        try journal.append(Self.batch(1, 1))
        journal.close()
        #expect(throws: JournalFault.self) { try journal.append(Self.batch(2, 2)) }
        journal.close()
        let again = try place.open()
        defer { again.close() }
        #expect(try Self.lines(again).count == 1)
    }

    @Test(arguments: Adapter.allCases)
    func aCommitWhoseOutcomeWasUnknownCanBeTriedAgainAndIsKeptOnce(adapter: Adapter) throws {
        let place = Place(adapter)
        let first = try place.open()
        try first.append(Self.batch(1, 1, "{\"a\":1}\n"))
        try first.append(Self.batch(2, 2, "{\"b\":1}\n"))
        try first.append(Self.batch(2, 2, "{\"b\":1}\n"))
        first.close()
        let second = try place.open()
        try second.append(Self.batch(2, 2, "{\"b\":1}\n"))
        #expect(throws: JournalFault.self) { try second.append(Self.batch(2, 2, "{\"c\":1}\n")) }
        #expect(throws: JournalFault.self) { try second.append(Self.batch(1, 1, "{\"c\":1}\n")) }
        try second.append(Self.batch(3, 3))
        second.close()
        let third = try place.open()
        defer { third.close() }
        #expect(
            try Self.lines(third).map { String(decoding: $0, as: UTF8.self) }
                == ["{\"a\":1}\n", "{\"b\":1}\n", "{}\n"])
    }

    @Test(arguments: Adapter.allCases)
    func anAppendThatDoesNotFollowIsAFaultAndChangesNothing(adapter: Adapter) throws {
        let place = Place(adapter)
        let journal = try place.open()
        defer { journal.close() }
        try journal.append(Self.batch(1, 3))
        for (first, last) in [(5, 5), (2, 3), (3, 4), (1, 4), (4, 3), (0, 0)] as [(UInt64, UInt64)]
        {
            #expect(throws: JournalFault.self, "\(first) to \(last)") {
                try journal.append(Self.batch(first, last, "{\"other\":1}\n"))
            }
        }
        try journal.append(Self.batch(4, 4))
        #expect(try Self.lines(journal).count == 2)
    }

    @Test(arguments: Adapter.allCases)
    func whatComesAfterAnEventIsReadAlone(adapter: Adapter) throws {
        let place = Place(adapter)
        let journal = try place.open()
        defer { journal.close() }
        for first: UInt64 in stride(from: 1, through: 28, by: 3) {
            try journal.append(Self.batch(first, first + 2, "\(first)\n"))
        }
        func read(after sequence: UInt64) throws -> [String] {
            var texts: [String] = []
            try journal.replay(after: sequence) {
                texts.append(String(decoding: $0.dropLast(), as: UTF8.self))
            }
            return texts
        }
        #expect(try read(after: 0).count == 10)
        #expect(try read(after: 24) == ["25", "28"])
        #expect(try read(after: 25) == ["25", "28"], "a batch is given whole")
        #expect(try read(after: 27) == ["28"])
        #expect(try read(after: 30) == [])
        #expect(try read(after: .max) == [])
    }

    // MARK: Snapshots

    @Test(arguments: Adapter.allCases)
    func theLatestSnapshotComesBackByteForByte(adapter: Adapter) throws {
        let place = Place(adapter)
        let journal = try place.open()
        #expect(try journal.latestSnapshot() == SnapshotFinding())
        let bytes = (0..<70_000).map { UInt8(truncatingIfNeeded: $0) }
        for sequence in UInt64(1)...5 {
            try journal.append(Self.batch(sequence, sequence))
            let snapshot = JournalSnapshot(sequence: sequence, bytes: bytes + [UInt8(sequence)])
            try journal.keep(snapshot)
            #expect(try journal.latestSnapshot() == SnapshotFinding(snapshot: snapshot))
        }
        try journal.append(Self.batch(6, 6))
        try journal.keep(JournalSnapshot(sequence: 6, bytes: []))
        journal.close()
        let again = try place.open()
        defer { again.close() }
        #expect(
            try again.latestSnapshot()
                == SnapshotFinding(snapshot: JournalSnapshot(sequence: 6, bytes: [])))
        #expect(try Self.lines(again).count == 6)
    }

    @Test(arguments: Adapter.allCases)
    func aSnapshotOfWhatIsNotThereIsAFault(adapter: Adapter) throws {
        let place = Place(adapter)
        let journal = try place.open()
        try journal.append(Self.batch(1, 3))
        for sequence in [2, 4] as [UInt64] {
            #expect(throws: JournalFault.self) {
                try journal.keep(JournalSnapshot(sequence: sequence, bytes: [1]))
            }
        }
        #expect(try journal.latestSnapshot() == SnapshotFinding())
        journal.close()
        #expect(throws: JournalFault.self) {
            try journal.keep(JournalSnapshot(sequence: 3, bytes: [1]))
        }
        try place.open().close()
    }

    @Test func oneThatKeepsNothingTakesEverythingAndGivesNothingBack() throws {
        let journal = ForgetfulJournal()
        #expect(!journal.keepsEvents)
        try journal.append(Self.batch(1, 1))
        try journal.append(Self.batch(1, 1))
        try journal.keep(JournalSnapshot(sequence: 1, bytes: [1]))
        #expect(try journal.latestSnapshot() == SnapshotFinding())
        #expect(try Self.lines(journal).isEmpty)
        journal.close()
    }

    @Test(arguments: Adapter.allCases)
    func aReaderThatGivesUpIsTold(adapter: Adapter) throws {
        let place = Place(adapter)
        let journal = try place.open()
        defer { journal.close() }
        try journal.append(Self.batch(1, 1))
        #expect(throws: JournalFault.self) {
            try journal.replay { _ in throw EventFault.unknownType("strange") }
        }
        #expect(try Self.lines(journal).count == 1)
    }
}
