import Foundation
import SQLiteJournal
import SwarmRuntime
import Synchronization
import Testing

/// One writer for each folder, and a lock that nobody holds is nobody's.
@Suite struct OneWriterTests {
    private let folder = TestFolder()

    @Test func aSecondWriterIsRefusedAndToldWhoWrites() throws {
        let journal = try SQLiteJournal.open(folder: folder.path)
        #expect(throws: JournalFault.inUse(path: folder.path, pid: getpid())) {
            try SQLiteJournal.open(folder: folder.path)
        }
        journal.close()
        try SQLiteJournal.open(folder: folder.path).close()
    }

    @Test func aLockLeftByAProcessThatDiedIsTakenOver() throws {
        try folder.write(3)
        let lock = folder.path + "/lock"
        try "99999999\n".write(toFile: lock, atomically: false, encoding: .utf8)
        #expect(try folder.lines().count == 3)
        #expect(try String(contentsOfFile: lock, encoding: .utf8) == "\(getpid())\n")
    }

    @Test func aFailedOpeningDoesNotKeepTheLock() throws {
        try folder.write()
        let good = try folder.contents()
        var bad = good
        bad[TestFolder.database] = Data("this is no database, however long it may be".utf8)
        try folder.restore(bad)
        try folder.expectDamaged()
        try folder.restore(good)
        #expect(try folder.lines() == TestFolder.lines(100))
    }

    @Test func ofTwoAtOnceOneWritesAHundredTimesOutOfAHundred() throws {
        for round in 0..<100 {
            let opened = Mutex<[SQLiteJournal]>([])
            let faults = Mutex<[JournalFault]>([])
            DispatchQueue.concurrentPerform(iterations: 2) { [path = folder.path] _ in
                do throws(JournalFault) {
                    let journal = try SQLiteJournal.open(folder: path)
                    opened.withLock { $0.append(journal) }
                } catch {
                    faults.withLock { $0.append(error) }
                }
            }
            for journal in opened.withLock({ $0 }) { journal.close() }
            #expect(opened.withLock { $0.count } == 1, "round \(round)")
            let fault = faults.withLock { $0.first }
            guard case .inUse(folder.path, let pid) = fault else {
                Issue.record("\(String(describing: fault))")
                return
            }
            #expect(pid == getpid() || pid == nil)
        }
    }

    private static let holder = "/usr/bin/flock"

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: holder), "no flock command"))
    func afterTheHolderIsKilledTheNextOneWritesAHundredTimesOutOfAHundred() throws {
        try folder.write(1)
        for round in 0..<100 {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: Self.holder)
            process.arguments = [
                "--no-fork", folder.path + "/lock", "/bin/sh", "-c", "echo; exec cat",
            ]
            let (input, output) = (Pipe(), Pipe())
            process.standardInput = input
            process.standardOutput = output
            try process.run()
            // Its first line: it holds the lock.
            #expect(try output.fileHandleForReading.read(upToCount: 1)?.count == 1)
            #expect(throws: JournalFault.self) { try SQLiteJournal.open(folder: folder.path) }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            #expect(try folder.lines().count == 1, "round \(round)")
        }
    }

    @Test func theFolderIsForThisUserAlone() throws {
        try SQLiteJournal.open(folder: folder.path + "/a/b").close()
        for made in ["", "/a", "/a/b"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + made)
            #expect(attributes[.posixPermissions] as? Int == 0o700, "\(made)")
        }
    }

    @Test func aFolderUnderAFileIsRefusedInWords() throws {
        try folder.restore(["plain": Data()])
        for path in [folder.path + "/plain/data", folder.path + "/plain"] {
            #expect(throws: JournalFault.folder(path: path, reason: "Not a directory")) {
                try SQLiteJournal.open(folder: path)
            }
        }
    }
}
