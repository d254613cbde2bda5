import Foundation
import GRDB
import SwarmRuntime
import Testing

@testable import SQLiteJournal

#if canImport(Glibc)
    import Glibc
#endif

/// A disk that is full, read-only or broken: nothing counts that is not kept, and it goes on once the trouble is over.
@Suite struct StoreTroubleTests {
    private let folder = TestFolder()

    /// Appends from `first` on until one is refused; returns its number and the reason.
    private static func fill(_ journal: SQLiteJournal, from first: UInt64) -> (UInt64, String) {
        var number = first
        while number < first + 10_000 {
            let fault = TestFolder.fault { try journal.append(TestFolder.batch(number)) }
            switch fault {
            case nil: number += 1
            case .write(_, let reason): return (number, reason)
            default: return (number, "\(String(describing: fault))")
            }
        }
        return (number, "never")
    }

    /// GRDB's own write-ahead mode lowers this; a power failure could then take what was acknowledged.
    @Test func eachCommitIsSynced() throws {
        try folder.write(1)
        let database = try JournalFile(folder: folder.path).openForWriting()
        #expect(try database.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
        #expect(try database.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
        try database.close()
    }

    @Test func anAppendThatAnotherProgramHoldsUpIsTriedAgainWithSuccess() throws {
        try folder.write(3)
        let journal = try SQLiteJournal.open(folder: folder.path)
        let other = try DatabaseQueue(path: folder.file)
        try other.inTransaction(.immediate) { _ in
            let fault = TestFolder.fault { try journal.append(TestFolder.batch(4)) }
            #expect(
                fault == .write(path: folder.file, reason: "another program has locked it"))
            return .rollback
        }
        try other.close()
        try journal.append(TestFolder.batch(4))
        try journal.append(TestFolder.batch(5))
        journal.close()
        #expect(try folder.lines() == TestFolder.lines(5))
    }

    @Test func anAppendThatWasKeptAlthoughItSeemedNotToIsRecognised() throws {
        try folder.write(3)
        let journal = try SQLiteJournal.open(folder: folder.path)
        try journal.append(TestFolder.batch(4))
        // What does not follow leaves the outcome open; the next try looks.
        #expect(throws: JournalFault.self) { try journal.append(TestFolder.batch(9)) }
        try journal.append(TestFolder.batch(4))
        try journal.append(TestFolder.batch(5))
        journal.close()
        #expect(try folder.lines() == TestFolder.lines(5))
    }

    @Test func aSnapshotThatCannotBeWrittenLeavesTheJournalAsItWas() throws {
        try folder.write(3)
        let journal = try SQLiteJournal.open(folder: folder.path)
        let blocking = folder.path + "/snapshot.new"
        try FileManager.default.createDirectory(
            atPath: blocking, withIntermediateDirectories: true)
        let snapshot = JournalSnapshot(sequence: 6, bytes: [1])
        let fault = TestFolder.fault { try journal.keep(snapshot) }
        guard case .write = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
        #expect(try journal.latestSnapshot() == SnapshotFinding())
        try journal.append(TestFolder.batch(4))
        try FileManager.default.removeItem(atPath: blocking)
        try journal.keep(snapshot)
        #expect(try journal.latestSnapshot() == SnapshotFinding(snapshot: snapshot))
        journal.close()
    }

    @Test func aMarkThatCannotBeWrittenIsNoFaultOfTheAppend() throws {
        try folder.write(3)
        let head = folder.path + "/head"
        let journal = try SQLiteJournal.open(folder: folder.path)
        try FileManager.default.removeItem(atPath: head)
        try FileManager.default.createDirectory(atPath: head, withIntermediateDirectories: true)
        try journal.append(TestFolder.batch(4))
        try FileManager.default.removeItem(atPath: head)
        try journal.append(TestFolder.batch(5))
        #expect(FileManager.default.fileExists(atPath: head))
        journal.close()
        #expect(try folder.lines() == TestFolder.lines(5))
    }

    // MARK: Real limits

    #if os(Linux) && compiler(>=6.2)
        /// In a process of its own: the limit on file sizes holds for all of it.
        @Test func aFileThatMayNotGrowIsAFaultUntilItMay() async {
            await #expect(processExitsWith: .success) {
                signal(SIGXFSZ, SIG_IGN)
                let folder = TestFolder()
                let journal = try SQLiteJournal.open(folder: folder.path)
                try journal.append(TestFolder.batch(1))
                var limit = rlimit()
                getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
                let before = limit.rlim_cur
                limit.rlim_cur = 200_000
                setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
                let (refused, reason) = StoreTroubleTests.fill(journal, from: 2)
                #expect(refused > 10 && reason.contains("input/output error"), "\(reason)")
                for _ in 0..<3 {
                    #expect(throws: JournalFault.self) {
                        try journal.append(TestFolder.batch(refused))
                    }
                }
                #expect(try TestFolder.lines(journal) == TestFolder.lines(refused - 1))
                limit.rlim_cur = before
                setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
                try journal.append(TestFolder.batch(refused))
                try journal.append(TestFolder.batch(refused + 1))
                journal.close()
                #expect(try folder.lines() == TestFolder.lines(refused + 1))
            }
        }
    #endif

    #if os(Linux)
        /// A file system in memory at `path`; false where this process may not mount one.
        private static func mount(_ path: String, _ options: String, flags: UInt = 0) -> Bool {
            Glibc.mount("tmpfs", path, "tmpfs", flags, options) == 0
        }

        private static let mayMount: Bool = {
            let place = TestFolder()
            guard (try? place.restore([:])) != nil, mount(place.path, "size=64k") else {
                return false
            }
            umount2(place.path, 2)
            return true
        }()

        private static let (readOnly, again): (UInt, UInt) = (1, 32)

        @Test(.enabled(if: mayMount, "this process may not mount file systems"))
        func aDiskThatIsFullIsAFaultUntilThereIsRoom() throws {
            try folder.restore([:])
            #expect(Self.mount(folder.path, "size=512k"))
            defer { umount2(folder.path, 2) }
            let journal = try SQLiteJournal.open(folder: folder.path)
            let (refused, reason) = Self.fill(journal, from: 1)
            #expect(refused > 10 && reason == "the disk is full", "\(reason)")
            for _ in 0..<3 {
                #expect(throws: JournalFault.self) {
                    try journal.append(TestFolder.batch(refused))
                }
            }
            let full = JournalSnapshot(sequence: 2, bytes: Array(repeating: 1, count: 1_000_000))
            #expect(throws: JournalFault.self) { try journal.keep(full) }
            #expect(try TestFolder.lines(journal) == TestFolder.lines(refused - 1))
            #expect(Self.mount(folder.path, "size=8m", flags: Self.again))
            try journal.append(TestFolder.batch(refused))
            try journal.append(TestFolder.batch(refused + 1))
            try journal.keep(full)
            journal.close()
            #expect(try folder.lines() == TestFolder.lines(refused + 1))
        }

        @Test(.enabled(if: mayMount, "this process may not mount file systems"))
        func aReadOnlyDiskIsRefusedForWritingAndReadAllTheSame() throws {
            try folder.restore([:])
            #expect(Self.mount(folder.path, "size=8m"))
            defer { umount2(folder.path, 2) }
            try folder.write(20)
            #expect(Self.mount(folder.path, "size=8m", flags: Self.again | Self.readOnly))
            #expect(try folder.linesForReading() == TestFolder.lines(20))
            #expect(
                TestFolder.fault { _ = try folder.lines() }
                    == .folder(path: folder.path, reason: "Read-only file system"))
            #expect(Self.mount(folder.path, "size=8m", flags: Self.again))
            try folder.write(21, from: 21)
        }
    #endif

    /// Root may do everything.
    @Test(.enabled(if: geteuid() != 0, "root is refused nothing"))
    func aFolderThatMayNotBeWrittenIsRefusedInWords() throws {
        try folder.write(3)
        chmod(folder.path, 0o500)
        chmod(folder.path + "/lock", 0o400)
        defer { chmod(folder.path, 0o700) }
        #expect(
            TestFolder.fault { _ = try folder.lines() }
                == .folder(path: folder.path, reason: "Permission denied"))
        #expect(try folder.linesForReading() == TestFolder.lines(3))
    }
}
