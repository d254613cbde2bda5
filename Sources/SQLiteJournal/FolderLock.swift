import SwarmRuntime
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Holds a data folder for one writer: an advisory lock that the kernel lets go of when the process ends.
///
/// The file holds the writer's process id, so that a second one can say who it is. A lock left by a process that
/// died is free at once, `kill -9` included.
final class FolderLock: Sendable {
    /// -1 once it was let go.
    private let descriptor: Atomic<Int32>

    init(folder: String) throws(JournalFault) {
        let path = folder + "/lock"
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw .folder(path: folder, reason: String(cString: strerror(errno)))
        }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.readProcessID(file)
            Self.close(file)
            throw .inUse(path: folder, pid: holder)
        }
        let text = Array("\(getpid())\n".utf8)
        if ftruncate(file, 0) != 0 || pwrite(file, text, text.count, 0) != text.count {
            let reason = String(cString: strerror(errno))
            Self.close(file)
            throw .folder(path: folder, reason: reason)
        }
        descriptor = Atomic(file)
    }

    deinit { release() }

    /// Makes the folder and those above it, for this user alone, as far as they are not there.
    static func makeFolder(_ folder: String) throws(JournalFault) {
        var path = folder.hasPrefix("/") ? "/" : ""
        for part in folder.split(separator: "/") {
            path += part
            guard mkdir(path, 0o700) == 0 || errno == EEXIST || errno == EISDIR else {
                throw .folder(path: folder, reason: String(cString: strerror(errno)))
            }
            path += "/"
        }
    }

    /// Lets the folder go; the file stays.
    func release() {
        let file = descriptor.exchange(-1, ordering: .relaxed)
        guard file >= 0 else { return }
        // Closing alone lets go only when a child that is just being started has closed its copy too.
        flock(file, LOCK_UN)
        Self.close(file)
    }

    private static func close(_ file: Int32) {
        #if canImport(Glibc)
            _ = Glibc.close(file)
        #else
            _ = Darwin.close(file)
        #endif
    }

    private static func readProcessID(_ file: Int32) -> Int32? {
        var buffer = [UInt8](repeating: 0, count: 16)
        let count = pread(file, &buffer, buffer.count, 0)
        guard count > 0 else { return nil }
        let text = String(decoding: buffer[..<count].prefix { $0 != 0x0A }, as: UTF8.self)
        guard let process = Int32(text), process > 0 else { return nil }
        // The holder may not have written its own yet: one that has ended holds nothing.
        return kill(process, 0) == 0 || errno == EPERM ? process : nil
    }
}
