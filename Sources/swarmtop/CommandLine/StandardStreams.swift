import TerminalUI

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The process's three streams, written so that nothing an agent said acts on a terminal and no write is lost unseen.
enum StandardStreams {
    /// A write to a closed pipe is an error here, not a signal, and a closed stream's number is never reused.
    static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) == -1 {
            // Opened read-only on purpose: a write to what was closed fails, as it should.
            _ = open("/dev/null", O_RDONLY)
        }
    }

    /// Whether lines on it can be drawn anew: not in a file or pipe, nor on a terminal that says it cannot.
    static func canMoveCursor(on descriptor: Int32) -> Bool {
        guard isatty(descriptor) == 1, let name = getenv("TERM") else { return false }
        return !["", "dumb"].contains(String(cString: name))
    }

    /// Returns true once nobody can read standard output any more; false at once where that never shows, as of a
    /// file, or is told by a signal, as of a terminal.
    static func waitUntilOutputIsClosed() -> Bool {
        if fcntl(1, F_GETFL) & O_ACCMODE == O_RDONLY { return true }
        guard isatty(1) == 0 else { return false }
        var output = pollfd(fd: 1, events: 0, revents: 0)
        while poll(&output, 1, -1) < 0 {
            guard errno == EINTR else { return false }
        }
        return true
    }

    /// Writes text we made ourselves, control sequences included; false when it did not all go out.
    @discardableResult
    static func write(_ text: String, to descriptor: Int32 = 1) -> Bool {
        write(Array(text.utf8), to: descriptor)
    }

    @discardableResult
    static func write(_ bytes: [UInt8], to descriptor: Int32 = 1) -> Bool {
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                systemWrite(descriptor, buffer.baseAddress! + start, buffer.count - start)
            }
            if count > 0 {
                start += count
            } else if errno == EAGAIN {
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wait, 1, -1)
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }

    /// Writes to standard output or stops with what to do.
    static func print(_ text: String) throws {
        guard write(text + "\n") else {
            let reason = String(cString: strerror(errno))
            throw Stop(
                .inputOutput,
                "Standard output cannot be written (\(reason)). What was done is kept in the data folder."
            )
        }
    }

    /// One line for a person, on standard error; a line break in it is a mark, for it came from outside.
    static func complain(_ message: String) { complain(lines: [message]) }

    /// Lines for a person, on standard error.
    static func complain(lines: [String]) {
        write(lines.map { Sanitiser.line($0) + "\n" }.joined(), to: 2)
    }

    static func exit(_ status: Int32) -> Never {
        #if canImport(Glibc)
            Glibc.exit(status)
        #else
            Darwin.exit(status)
        #endif
    }

    private static func systemWrite(
        _ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int
    ) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes, count)
        #else
            Darwin.write(descriptor, bytes, count)
        #endif
    }
}
