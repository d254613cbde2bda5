import SwarmCore

/// A program that runs under a keeper, which owns everything it starts and ends when nothing of it is left.
///
/// One task reads it with `next`; anyone may end it. When this object or this process goes away the whole tree is
/// killed. One thread per program does all reading, writing and starting, so no caller ever waits in a system call.
public final class ChildProcess: Sendable {
    /// What of the error output is kept: the last so many bytes.
    public static let mostErrorBytes = 8 << 10
    /// Output nobody has taken yet; at this many bytes the program has to wait.
    static let mostWaitingOutput = 256 << 10
    /// Input the program has not read yet; more is refused.
    static let mostWaitingInput = 16 << 20

    /// What reading came to.
    public enum Happening: Hashable, Sendable {
        /// Bytes of its output, in order.
        case output([UInt8])
        /// Nothing came in the time given.
        case quiet
        /// It has ended and all its output was read.
        case ended(ChildEnd)
    }

    private let pump: ChildPump

    /// Starts the program; what prevents it is told as its end.
    public init(_ launch: ChildLaunch) {
        pump = ChildPump(launch)
        pump.start()
    }

    deinit { pump.end(grace: .zero) }

    /// Waits for output, for the end, or for so long; without a time as long as it takes.
    ///
    /// Not cancelled with its task: end the program instead, and this returns. One caller at a time.
    public func next(within time: TimeSpan? = nil) async -> Happening {
        await pump.next(within: time)
    }

    /// Hands more input over; false when its input is closed or it has not read what it was given before.
    public func write(_ bytes: [UInt8]) -> Bool { pump.write(bytes) }

    /// Closes its input once what was written is read.
    public func closeInput() { pump.closeInput() }

    /// Asks it to end, at once: SIGTERM to its group, after the grace SIGKILL to all it started. Output is dropped.
    public func end(grace: TimeSpan) { pump.end(grace: grace) }

    /// Ends it and waits until nothing of it is left; at most the grace and three seconds.
    @discardableResult
    public func finish(grace: TimeSpan) async -> ChildEnd {
        end(grace: grace)
        while true {
            if case .ended(let end) = await next() { return end }
        }
    }

    /// Keeps the programs started here from reading this process's environment and memory through `/proc` (Linux).
    ///
    /// For the whole process and for ever; debuggers of the same user are kept out as well.
    public static func hideThisProcess() { ChildPump.hideThisProcess() }
}
