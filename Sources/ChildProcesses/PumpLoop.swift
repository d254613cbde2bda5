import CSpawn
import SwarmCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the thread of one program does: start it, move bytes, listen to its keeper, until nothing is left.
struct PumpLoop: ~Copyable {
    private let pump: ChildPump
    private var pipes: ChildPipes
    private let keeper: Int32
    /// A record of the keeper of which not all bytes came yet.
    private var record: [UInt8] = []
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    /// Starts the program.
    init(_ pump: ChildPump) throws(LaunchFault) {
        let program = try ProgramLookup.find(
            pump.launch.arguments.first ?? "", path: pump.launch.environment["PATH"])
        var pipes = try ChildPipes()
        keeper = try Self.start(program, pump.launch, &pipes)
        pipes.closeTheirs()
        self.pump = pump
        self.pipes = pipes
        let (control, wake, started) = (pipes.control, pipes.wake.write, keeper)
        pump.state.withLock { state in
            state.control = control
            state.wake = wake
            state.keeper = started
            state.tellKeeper()
        }
    }

    mutating func run() {
        repeat {
            pump.deliver()
        } while turn()
        finish()
    }

    // MARK: One turn

    /// Waits for something and takes it in; false when all is over.
    private mutating func turn() -> Bool {
        var (waits, until) = interests()
        guard pipes.control >= 0 || pipes.output >= 0 || pipes.errors >= 0 else { return false }
        if let patienceEnds = pump.state.withLock({ $0.patienceEnds }), patienceEnds <= .now {
            return false
        }
        poll(&waits, nfds_t(waits.count), Self.milliseconds(until: until))
        for wait in waits where wait.revents != 0 {
            switch wait.fd {
            case pipes.wake.read: drainWake()
            case pipes.control: hearKeeper()
            case pipes.input: writeInput()
            case pipes.output: readOutput()
            case pipes.errors: readErrors()
            default: break
            }
        }
        if pipes.control < 0 { readWhatIsLeft() }
        return true
    }

    private mutating func interests() -> ([pollfd], ContinuousClock.Instant?) {
        let (hasInput, closes, takesOutput, times) = pump.state.withLock { state in
            (
                state.waitingInput > 0, state.closesInput, state.takesOutput,
                [state.waitsUntil, state.patienceEnds]
            )
        }
        if !hasInput, closes { closeInput() }
        var waits = [pollfd(fd: pipes.wake.read, events: Int16(POLLIN), revents: 0)]
        func add(_ descriptor: Int32, _ events: Int32) {
            if descriptor >= 0 {
                waits.append(pollfd(fd: descriptor, events: Int16(events), revents: 0))
            }
        }
        add(pipes.control, POLLIN)
        if hasInput { add(pipes.input, POLLOUT) }
        if takesOutput { add(pipes.output, POLLIN) }
        add(pipes.errors, POLLIN)
        return (waits, times.compactMap(\.self).min())
    }

    /// Rounded up, so that it is not asked again and again in the last millisecond.
    private static func milliseconds(until: ContinuousClock.Instant?) -> Int32 {
        guard let until else { return -1 }
        let (seconds, attoseconds) = (until - .now).components
        let milliseconds = min(seconds, 1_000_000) * 1_000 + attoseconds / 1_000_000_000_000_000
        return Int32(clamping: max(0, milliseconds + 1))
    }

    private mutating func drainWake() {
        _ = read(pipes.wake.read, &buffer, buffer.count)
    }

    // MARK: Bytes

    private mutating func writeInput() {
        let descriptor = pipes.input
        // Non-blocking, so the lock is held for a copy of at most 64 KiB.
        let (count, problem) = pump.state.withLock { state in
            (state.passInput { write(descriptor, $0.baseAddress, $0.count) }, errno)
        }
        if count < 0, problem != EAGAIN, problem != EINTR { closeInput() }
    }

    private mutating func closeInput() {
        ChildPipes.shut(&pipes.input)
        pump.state.withLock { $0.dropInput() }
    }

    private mutating func readOutput() {
        pull(from: \.output) { $0.take(output: $1) }
    }

    private mutating func readErrors() {
        pull(from: \.errors) { $0.take(errors: $1) }
    }

    /// Reads once; true when there was something.
    @discardableResult
    private mutating func pull(
        from pipe: WritableKeyPath<ChildPipes, Int32>,
        _ take: (inout ChildState, ArraySlice<UInt8>) -> Void
    ) -> Bool {
        let count = read(pipes[keyPath: pipe], &buffer, buffer.count)
        guard count > 0 else {
            if count == 0 || errno != EAGAIN && errno != EINTR {
                ChildPipes.shut(&pipes[keyPath: pipe])
            }
            return false
        }
        let bytes = buffer[..<count]
        pump.state.withLock { state in
            take(&state, bytes)
            state.tellKeeper()
        }
        return true
    }

    /// Nothing of the tree is left: what the pipes still hold is all there will ever be.
    private mutating func readWhatIsLeft() {
        if pipes.errors >= 0, !pull(from: \.errors, { $0.take(errors: $1) }) {
            ChildPipes.shut(&pipes.errors)
        }
        if pipes.output >= 0, pump.state.withLock({ $0.takesOutput }),
            !pull(from: \.output, { $0.take(output: $1) })
        {
            ChildPipes.shut(&pipes.output)
        }
    }

    // MARK: The keeper

    private mutating func hearKeeper() {
        let count = read(pipes.control, &buffer, 512)
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else { return closeControl() }
        record += buffer[..<count]
        let size = MemoryLayout<cspawn_record>.size
        while record.count >= size {
            let next = record.withUnsafeBytes { $0.loadUnaligned(as: cspawn_record.self) }
            record.removeFirst(size)
            take(next)
        }
    }

    private func take(_ record: cspawn_record) {
        let launch = pump.launch
        pump.state.withLock { state in
            switch record.kind {
            case Int32(CSPAWN_STARTED): state.program = record.value
            case Int32(CSPAWN_FAILED):
                state.status = .notStarted(
                    .program(launch.arguments.first ?? "", errno: record.value))
            case Int32(CSPAWN_NO_FOLDER):
                state.status = .notStarted(.folder(launch.folder ?? "", errno: record.value))
            case Int32(CSPAWN_ENDED): state.status = state.status ?? Self.status(of: record.value)
            case Int32(CSPAWN_TOO_MANY):
                state.stop(.tooManyProcesses(Int(record.value)), grace: .zero)
                state.tellKeeper()
            default: break
            }
        }
    }

    /// A wait status is the signal in the low seven bits, or else the exit code in the next eight.
    private static func status(of wait: Int32) -> ChildEnd.Status {
        wait & 0x7F == 0 ? .exited(wait >> 8 & 0xFF) : .killed(signal: wait & 0x7F)
    }

    private mutating func closeControl() {
        pump.state.withLock { state in
            state.control = nil
            // Somebody killed the keeper; the program went with it, its group shall too.
            if state.status == nil, let program = state.program { kill(-program, SIGKILL) }
        }
        ChildPipes.shut(&pipes.control)
        closeInput()
    }

    // MARK: The end

    private mutating func finish() {
        let isTreeGone = pipes.control < 0
        pump.state.withLock { state in
            state.control = nil
            state.wake = nil
            if !isTreeGone, let program = state.program { kill(-program, SIGKILL) }
        }
        if !isTreeGone { kill(keeper, SIGKILL) }
        var status: Int32 = 0
        while waitpid(keeper, &status, 0) < 0, errno == EINTR {}
        let isWhole = isTreeGone && status == 0
        pipes.closeAll()
        pump.state.withLock { $0.finish(isTreeGone: isWhole) }
        pump.deliver()
    }
}
