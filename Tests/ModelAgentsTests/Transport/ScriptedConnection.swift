import Foundation
import ModelFakes
import Synchronization

/// One connection of a scripted server, on its own thread.
struct ScriptedConnection: Sendable {
    private var connection: HTTPConnection
    var socket: Int32 { connection.socket }
    var number: Int { connection.number }

    /// POLLRDHUP, which is not imported.
    private static let closedByOther: Int16 = 0x2000

    init(socket: Int32, number: Int) {
        connection = HTTPConnection(socket: socket, number: number)
    }

    mutating func readRequest() -> HTTPRequest? { connection.readRequest() }

    /// False when the connection is over.
    func carryOut(_ step: Script.Step, sent: (Int) -> Void) -> Bool {
        switch step {
        case .send(let bytes):
            return connection.deliver(bytes, sent)
        case .sendRepeated(let bytes, let times):
            let block = max(1, 65_536 / max(1, bytes.count))
            let many = Array(repeatElement(bytes, count: min(block, times)).joined())
            for _ in 0..<(times / block) {
                guard connection.deliver(many, sent) else { return false }
            }
            return connection.deliver(Array(many.prefix(times % block * bytes.count)), sent)
        case .pause(let milliseconds):
            return pause(milliseconds)
        case .drip(let pieceBytes, let milliseconds, let bytes):
            for start in stride(from: 0, to: bytes.count, by: pieceBytes) {
                let piece = Array(bytes[start..<min(bytes.count, start + pieceBytes)])
                guard connection.deliver(piece, sent), pause(milliseconds) else { return false }
            }
            return true
        case .wait(let gate):
            gate.pass()
            return true
        case .reset:
            var linger = linger(l_onoff: 1, l_linger: 0)
            let size = socklen_t(MemoryLayout.size(ofValue: linger))
            setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, size)
            return false
        case .finish:
            shutdown(socket, Int32(SHUT_WR))
            connection.drain()
            return false
        case .hang:
            connection.drain()
            return false
        }
    }

    /// False when the other side closed meanwhile.
    private func pause(_ milliseconds: Int) -> Bool {
        var watched = pollfd(fd: socket, events: Self.closedByOther, revents: 0)
        return poll(&watched, 1, Int32(clamping: milliseconds)) == 0
    }
}

/// A place in a script where the server waits for the test.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func open() { semaphore.signal() }

    /// Waits on the server's own thread.
    func pass() { semaphore.wait() }
}
