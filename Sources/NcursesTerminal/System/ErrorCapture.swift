import CNcurses

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Keeps standard error off the screen: it goes to a file in memory while the screen is on.
///
/// Only when standard error is a terminal. At most 256 KiB; when more was written, the newest
/// 64 KiB are kept and what is lost is counted.
struct ErrorCapture {
    private static let limit = 262_144
    private static let kept = 65_536

    private let file: Int32
    private let saved: Int32
    private var lostBytes = 0

    /// Nil when standard error is no terminal, or the system has no file to give.
    init?() {
        guard isatty(2) == 1 else { return nil }
        let file = nc_memory_file("swarmtop-stderr")
        let saved = fcntl(2, F_DUPFD_CLOEXEC, 3)
        guard file >= 0, saved >= 0, fcntl(file, F_SETFL, O_APPEND) == 0 else {
            if file >= 0 { close(file) }
            if saved >= 0 { close(saved) }
            return nil
        }
        self.file = file
        self.saved = saved
        resume()
    }

    func resume() {
        dup2(file, 2)
        nc_guard_stderr(file, saved)
    }

    func pause() {
        dup2(saved, 2)
        nc_guard_stderr(-1, -1)
    }

    /// Keeps the file within its bound; costs one system call when it is.
    mutating func trim() {
        let size = Int(lseek(file, 0, SEEK_END))
        guard size > Self.limit else { return }
        let tail = bytes(from: size - Self.kept)
        ftruncate(file, 0)
        lostBytes += size - tail.count
        _ = tail.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    }

    /// Gives standard error back and returns what was written to it.
    func finish() -> String {
        pause()
        let text = String(decoding: bytes(from: 0), as: UTF8.self)
        close(file)
        close(saved)
        return lostBytes == 0 ? text : "[\(lostBytes) bytes before this were dropped]\n" + text
    }

    private func bytes(from offset: Int) -> [UInt8] {
        let size = max(0, Int(lseek(file, 0, SEEK_END)) - offset)
        return [UInt8](unsafeUninitializedCapacity: min(size, Self.limit * 2)) { buffer, count in
            count = max(0, pread(file, buffer.baseAddress, buffer.count, off_t(offset)))
        }
    }
}
