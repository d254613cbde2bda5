import SwarmCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where an export goes: standard output, or a file that is there whole or not at all.
final class ExportFile {
    /// The reader of standard output has gone; nothing more can be written.
    struct Closed: Error {}

    private let path: String?
    private let draft: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private static let chunk = 1 << 18

    /// `path` nil or `-` is standard output. An existing file is kept unless `overwrites`.
    init(_ path: String?, overwrites: Bool) throws {
        let path = path == "-" ? nil : path
        self.path = path
        guard let path else {
            draft = ""
            descriptor = 1
            return
        }
        draft = "\(path).part-\(getpid())"
        descriptor = -1
        var status = stat()
        if lstat(path, &status) == 0 {
            guard overwrites else {
                throw Stop(.usage, "\(path) is there already. Name another file, or add --force.")
            }
            guard status.st_mode & S_IFMT == S_IFREG else {
                throw Stop(.usage, "\(path) is no plain file, so it is not written over.")
            }
        }
        descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        if descriptor < 0 { throw failure() }
    }

    deinit { abandon() }

    func write(_ bytes: some Collection<UInt8>) throws {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.chunk { try flush() }
    }

    /// Makes the file what it is to be; until here a file there before was as it was.
    func finish() throws {
        try flush()
        guard let path else { return }
        guard fsync(descriptor) == 0, close(descriptor) == 0 else { throw failure() }
        descriptor = -1
        guard rename(draft, path) == 0 else { throw failure() }
    }

    private func flush() throws {
        defer { buffer.removeAll(keepingCapacity: true) }
        guard !StandardStreams.write(buffer, to: descriptor) else { return }
        if path == nil, errno == EPIPE { throw Closed() }
        throw failure()
    }

    private func failure() -> Stop {
        let reason = String(cString: strerror(errno))
        abandon()
        return Stop(
            .inputOutput,
            "The export cannot be written to \(path ?? "standard output"): \(reason).")
    }

    /// Leaves no half file behind.
    private func abandon() {
        guard path != nil else { return }
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
        unlink(draft)
    }
}
