import CCurl
import Synchronization

/// What everybody else asks of the curl thread, in order; asking wakes it.
final class CurlMailbox: Sendable {
    enum Command: Sendable {
        case begin(TransportRequest, PieceQueue)
        /// The taker has made room.
        case resume(PieceQueue)
        case drop(PieceQueue)
        /// Ends the thread, then continues whoever waits for that.
        case close(CheckedContinuation<Void, Never>?)
    }

    private struct State {
        var commands: [Command] = []
        /// The address of the multi handle, while it may be woken.
        var multi: UInt?
        var isClosed = false
    }

    private let state = Mutex(State())

    /// False when the thread has ended or is about to; the command is dropped then.
    @discardableResult
    func post(_ command: Command) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.commands.append(command)
            if state.commands.count == 1, let multi = state.multi {
                curl_multi_wakeup(UnsafeMutableRawPointer(bitPattern: multi))
            }
            return true
        }
    }

    // MARK: The curl thread

    func open(waking multi: UnsafeMutableRawPointer) {
        state.withLock { $0.multi = UInt(bitPattern: multi) }
    }

    func takeAll() -> [Command] {
        state.withLock { state in
            var commands: [Command] = []
            swap(&commands, &state.commands)
            return commands
        }
    }

    /// Takes no more; what was left. Nobody wakes the multi handle after this.
    func close() -> [Command] {
        state.withLock { state in
            state.isClosed = true
            state.multi = nil
            var commands: [Command] = []
            swap(&commands, &state.commands)
            return commands
        }
    }
}
