import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why a file could not be read or written.
public struct LineFileFault: Error, Hashable, Sendable {
    public let path: String
    public let reason: String

    /// One line for a person.
    public var message: String { "\(path): \(reason)" }
}

/// A file of lines that grows at its end, readable by its owner alone.
final class LineFile: Sendable {
    let path: String
    private let size = Mutex(0)

    init(path: String) { self.path = path }

    /// Bytes in the file as this process knows it.
    var bytes: Int { size.withLock { $0 } }

    /// All of it, at most `limit` bytes from its end; empty when there is no such file.
    func read(limit: Int) throws(LineFileFault) -> [UInt8] {
        let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return [] }
            throw fault()
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw fault() }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw LineFileFault(path: path, reason: "it is not a regular file")
        }
        let whole = Int(status.st_size)
        size.withLock { $0 = whole }
        guard lseek(file, off_t(max(0, whole - limit)), SEEK_SET) >= 0 else { throw fault() }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while content.count < limit {
            let count = unistdRead(file, &buffer, buffer.count)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw fault()
            }
            content += buffer[..<count]
        }
        return content
    }

    /// Adds a line; `line` has no line end of its own.
    func append(_ line: [UInt8]) throws(LineFileFault) {
        try write(line + [0x0A], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, to: path)
        size.withLock { $0 += line.count + 1 }
    }

    /// Puts these lines in the place of all that is there, at once or not at all.
    func replace(with lines: [[UInt8]]) throws(LineFileFault) {
        let content = Array(lines.map { $0 + [0x0A] }.joined())
        let new = path + ".new"
        try write(content, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, to: new)
        guard rename(new, path) == 0 else { throw fault() }
        size.withLock { $0 = content.count }
    }

    private func write(_ bytes: [UInt8], _ flags: Int32, to path: String) throws(LineFileFault) {
        let file = open(path, flags, 0o600)
        guard file >= 0 else { throw fault() }
        defer { close(file) }
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                unistdWrite(file, $0.baseAddress.map { $0 + done }, $0.count - done)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw fault()
            }
            done += count
        }
    }

    /// Reads `errno`.
    private func fault() -> LineFileFault {
        LineFileFault(path: path, reason: String(cString: strerror(errno)))
    }
}

private func unistdRead(_ file: Int32, _ buffer: inout [UInt8], _ count: Int) -> Int {
    buffer.withUnsafeMutableBytes { read(file, $0.baseAddress, count) }
}

private func unistdWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(file, bytes, count)
}
