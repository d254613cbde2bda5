import CNcurses

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Sends bytes to the terminal without ever waiting for it.
///
/// What the terminal does not take stays here and goes out when it can; the owner makes no new
/// frame meanwhile, so at most one frame waits.
final class TTYOutput {
    let descriptor: Int32
    private let isOwn: Bool
    private var waiting: ArraySlice<UInt8> = []
    private(set) var isGone = false
    private(set) var byteCount = 0

    /// Opens the terminal of `descriptor` once more, so that not blocking is our own affair and
    /// not the shell's.
    init(_ descriptor: Int32) {
        var name = [CChar](repeating: 0, count: 256)
        let found = ttyname_r(descriptor, &name, name.count - 1) == 0
        let own =
            found ? open(name, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC) : -1
        self.descriptor = own >= 0 ? own : descriptor
        isOwn = own >= 0
    }

    var isWaiting: Bool { !waiting.isEmpty && !isGone }

    /// Sends in one call what the terminal takes at once.
    func send(_ bytes: [UInt8]) {
        waiting = waiting.isEmpty ? bytes[...] : waiting + bytes
        drain()
    }

    /// Sends more of what waits. A terminal that is gone takes everything and shows nothing.
    func drain() {
        while isWaiting {
            let count = waiting.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                waiting = waiting.dropFirst(count)
                byteCount += count
            } else if count < 0, errno == EINTR {
                continue
            } else if count < 0, errno == EAGAIN || errno == EWOULDBLOCK {
                return
            } else {
                isGone = true
            }
        }
        waiting = []
    }

    /// Sends bytes that must arrive, waiting up to a second for a slow terminal.
    func finish(_ bytes: [UInt8]) {
        send(bytes)
        let clock = ContinuousClock()
        let end = clock.now.advanced(by: .seconds(1))
        while isWaiting, clock.now < end {
            var descriptors = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            _ = poll(&descriptors, 1, 50)
            drain()
        }
    }

    func close() {
        guard isOwn else { return }
        #if canImport(Glibc)
            Glibc.close(descriptor)
        #else
            Darwin.close(descriptor)
        #endif
    }
}
