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
