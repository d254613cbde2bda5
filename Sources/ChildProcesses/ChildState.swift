import CSpawn
import SwarmCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the threads that deal with one program share; guarded by the lock of its `ChildPump`.
struct ChildState {
    typealias Waiter = CheckedContinuation<ChildProcess.Happening, Never>

    // Input: what is still to be written, and whether it is closed after that.
    private(set) var input: [UInt8]
    private var written = 0
    var closesInput: Bool
    var isInputOpen = true

    // Output: what nobody has taken yet.
    var output: [UInt8] = []
    private(set) var outputBytes = 0
    private(set) var errorTail: [UInt8] = []
    private let limitBytes: Int?

    // Who waits for it, and until when.
    private var waiter: Waiter?
    private(set) var waitsUntil: ContinuousClock.Instant?

    // The end.
    /// The keeper's socket and the pipe that wakes the thread; nil before the start and after the end.
    var control: Int32?
    var wake: Int32?
    var keeper: Int32?
    var program: Int32?
    var status: ChildEnd.Status?
    private(set) var cause: ChildEnd.Cause?
    /// The grace it is to be ended with, once there is a keeper to tell.
    var grace: TimeSpan?
    /// When nobody waits any longer for its tree to go.
    private(set) var patienceEnds: ContinuousClock.Instant?
    private(set) var end: ChildEnd?

    init(_ launch: ChildLaunch) {
        input = launch.input
        closesInput = !launch.keepsInputOpen
        limitBytes = launch.limits.outputBytes
    }

    /// What it says is of no interest any more.
    var dropsOutput: Bool { cause != nil }
    var takesOutput: Bool { dropsOutput || output.count < ChildProcess.mostWaitingOutput }

    // MARK: Changes

    /// Bytes still to be written.
    var waitingInput: Int { input.count - written }

    /// Hands the next bytes to `write`, which says how many it took.
    mutating func passInput(_ write: (UnsafeRawBufferPointer) -> Int) -> Int {
        let count = input.withUnsafeBytes { bytes in
            write(UnsafeRawBufferPointer(rebasing: bytes[written...].prefix(64 << 10)))
        }
        written += max(0, count)
        if written == input.count {
            input = []
            written = 0
        }
        return count
    }

    mutating func add(input bytes: [UInt8]) {
        if written > 0 { input.removeFirst(written) }
        written = 0
        input += bytes
    }

    mutating func dropInput() {
        isInputOpen = false
        input = []
        written = 0
    }

    mutating func take(output bytes: ArraySlice<UInt8>) {
        count(bytes.count)
        if !dropsOutput { output.append(contentsOf: bytes) }
    }

    mutating func take(errors bytes: ArraySlice<UInt8>) {
        count(bytes.count)
        errorTail.append(contentsOf: bytes.suffix(ChildProcess.mostErrorBytes))
        let surplus = errorTail.count - ChildProcess.mostErrorBytes
        if surplus > 0 { errorTail.removeFirst(surplus) }
    }

    private mutating func count(_ bytes: Int) {
        outputBytes += bytes
        guard let limitBytes, outputBytes > limitBytes, cause == nil else { return }
        stop(.tooMuchOutput(limitBytes: limitBytes), grace: .zero)
    }

    /// Ends the program, now that it is known why; the first reason counts.
    mutating func stop(_ cause: ChildEnd.Cause, grace: TimeSpan) {
        guard end == nil else { return }
        self.cause = self.cause ?? cause
        output = []
        self.grace = min(self.grace ?? grace, grace)
        let patience = ContinuousClock.now + .microseconds(grace.microseconds) + .seconds(3)
        patienceEnds = min(patienceEnds ?? patience, patience)
    }

    mutating func finish(isTreeGone: Bool) {
        end = ChildEnd(
            status: status ?? .unknown, cause: cause, errorTail: errorTail, isTreeGone: isTreeGone)
        dropInput()
    }

    // MARK: Waiting

    /// Notes who waits; one that waited before gets nothing.
    mutating func wait(_ next: Waiter, until: ContinuousClock.Instant?) -> Waiter? {
        defer {
            waiter = next
            waitsUntil = until
        }
        return waiter
    }

    /// Whom to wake, and with what; nil while there is nothing to say.
    mutating func due(_ now: ContinuousClock.Instant) -> (Waiter, ChildProcess.Happening)? {
        guard let waiter else { return nil }
        let happening: ChildProcess.Happening
        if !output.isEmpty {
            happening = .output(output)
            output = []
        } else if let end {
            happening = .ended(end)
        } else if let waitsUntil, waitsUntil <= now {
            happening = .quiet
        } else {
            return nil
        }
        self.waiter = nil
        waitsUntil = nil
        return (waiter, happening)
    }

    // MARK: Telling others

    /// Has the thread look again; harmless when it does anyway.
    func wakeThread() {
        guard let wake else { return }
        var byte: UInt8 = 0
        // A full pipe wakes as well.
        _ = write(wake, &byte, 1)
    }

    /// Passes the wish to end on to the keeper, as soon as there is one.
    mutating func tellKeeper() {
        guard let control, let grace else { return }
        _ = cspawn_end(control, UInt32(clamping: grace.microseconds / 1_000))
        // The program may have stopped it.
        if let keeper { kill(keeper, SIGCONT) }
        self.grace = nil
    }
}
