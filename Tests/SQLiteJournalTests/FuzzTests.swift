import Foundation
import SQLiteJournal
import SwarmCore
import SwarmRuntime
import Testing

/// Bytes changed and files cut anywhere: it is found, or every event is read as it was written.
@Suite struct FuzzTests {
    private let folder = TestFolder()
    private static let batches: UInt64 = 100
    /// How many trials a test makes; `SWARMTOP_FUZZ` says how many times as many.
    private static let factor =
        ProcessInfo.processInfo.environment["SWARMTOP_FUZZ"].flatMap { UInt64($0) } ?? 1

    enum State: CaseIterable, Sendable {
        case closed, killed
    }

    private func prepare(_ state: State) throws -> [String: Data] {
        switch state {
        case .closed: try folder.write(Self.batches)
        case .killed: try folder.writeAndKill(Self.batches)
        }
        return try folder.contents(all: true)
    }

    @Test(arguments: State.allCases, [TestFolder.database, TestFolder.log, TestFolder.head])
    func noFlippedBitChangesWhatIsRead(state: State, name: String) throws {
        let good = try prepare(state)
        guard let bytes = good[name], !bytes.isEmpty else { return }
        let random = KeyedRandom(seed: 7)
        var found = 0
        for trial in 0..<(120 * Self.factor) {
            // Every second one in the header of the file: each of its bytes means something.
            let range = trial % 2 == 0 ? min(100, bytes.count) : bytes.count
            let place = random.draw(trial) % UInt64(range)
            var changed = good
            changed[name]?[Int(place)] ^= 1 << (random.draw(trial, 1) % 8)
            found += try isFound(changed, "\(name) byte \(place), trial \(trial)") ? 1 : 0
        }
        #expect(found > 0 || name == TestFolder.head, "\(found)")
    }

    @Test(arguments: State.allCases, [TestFolder.database, TestFolder.log, TestFolder.head])
    func noFileThatIsCutShortChangesWhatIsRead(state: State, name: String) throws {
        let good = try prepare(state)
        guard let bytes = good[name], !bytes.isEmpty else { return }
        let random = KeyedRandom(seed: 8)
        var found = 0
        for trial in 0..<(40 * Self.factor) {
            let page = trial % 2 == 0 ? UInt64(4_096) : 1
            let length = random.draw(trial) % UInt64(bytes.count) / page * page
            var changed = good
            changed[name] = bytes.prefix(Int(length))
            found += try isFound(changed, "\(name) cut to \(length)") ? 1 : 0
        }
        #expect(found > 0 || name == TestFolder.head, "\(found)")
    }

    /// Whether reader and writer find damage in these files; whatever else they come to must be right.
    private func isFound(_ files: [String: Data], _ what: String) throws -> Bool {
        try folder.restore(files)
        let reading = outcome(what) { try folder.linesForReading() }
        let writing = outcome(what) { try folder.lines() }
        // A writer looks at more than a reader is handed.
        if reading { #expect(writing, "\(what)") }
        if writing {
            let now = try folder.contents()
            for (name, data) in files where name != TestFolder.index && name != "lock" {
                #expect(now[name] == data, "\(what): \(name) was changed")
            }
            return true
        }
        // What went unnoticed does no harm later either.
        try folder.write(Self.batches + 1, from: Self.batches + 1)
        #expect(try folder.lines() == TestFolder.lines(Self.batches + 1), "\(what)")
        return false
    }

    private func outcome(_ what: String, _ read: () throws -> [[UInt8]]) -> Bool {
        do {
            let lines = try read()
            #expect(lines == TestFolder.lines(Self.batches), "\(what)")
            return false
        } catch {
            guard case .damaged(let path, let reason) = error as? JournalFault else {
                Issue.record("\(what): \(error)")
                return true
            }
            #expect(path == folder.file && !reason.isEmpty)
            return true
        }
    }
}
