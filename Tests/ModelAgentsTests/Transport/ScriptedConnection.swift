import Foundation
import Synchronization

/// One connection of a scripted server, on its own thread with a blocking socket.
struct ScriptedConnection: Sendable {
    let socket: Int32
    let number: Int
    private var unread: [UInt8] = []

    /// POLLRDHUP, which is not imported.
    private static let closedByOther: Int16 = 0x2000

    init(socket: Int32, number: Int) {
        self.socket = socket
        self.number = number
    }

    /// The next request; nil when the other side closed, or sent none.
    mutating func readRequest() -> ScriptedServer.Request? {
        let end = Array("\r\n\r\n".utf8)
        while !unread.contains(end) { guard readMore() else { return nil } }
        guard let range = unread.firstRange(of: end) else { return nil }
        let lines = String(decoding: unread[..<range.lowerBound], as: UTF8.self)
            .components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count == 3 else { return nil }
        unread.removeSubrange(..<range.upperBound)
        var request = ScriptedServer.Request(
            connection: number, method: String(words[0]), target: String(words[1]), headers: [],
            body: [])
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            request.headers.append((String(line[..<colon]), value))
        }
        let length = request["content-length"].flatMap { Int($0) } ?? 0
        while unread.count < length { guard readMore() else { return nil } }
        request.body = Array(unread.prefix(length))
        unread.removeFirst(length)
        return request
    }

    private mutating func readMore() -> Bool {
        let some = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = max(0, recv(socket, buffer.baseAddress, 65_536, 0))
        }
        unread += some
        return !some.isEmpty
    }

    /// False when the connection is over.
    func carryOut(_ step: Script.Step, sent: (Int) -> Void) -> Bool {
        switch step {
        case .send(let bytes):
            return deliver(bytes, sent)
        case .sendRepeated(let bytes, let times):
            let block = max(1, 65_536 / max(1, bytes.count))
            let many = Array(repeatElement(bytes, count: min(block, times)).joined())
            for _ in 0..<(times / block) { guard deliver(many, sent) else { return false } }
            return deliver(Array(many.prefix(times % block * bytes.count)), sent)
        case .pause(let milliseconds):
            return pause(milliseconds)
        case .drip(let pieceBytes, let milliseconds, let bytes):
            for start in stride(from: 0, to: bytes.count, by: pieceBytes) {
                let piece = Array(bytes[start..<min(bytes.count, start + pieceBytes)])
                guard deliver(piece, sent), pause(milliseconds) else { return false }
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
            drain()
            return false
        case .hang:
            drain()
            return false
        }
    }

    private func deliver(_ bytes: [UInt8], _ sent: (Int) -> Void) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var start = 0
            while start < buffer.count {
                let flags = Int32(MSG_NOSIGNAL)
                let count = send(socket, buffer.baseAddress! + start, buffer.count - start, flags)
                guard count > 0 else { return false }
                sent(count)
                start += count
            }
            return true
        }
    }

    /// False when the other side closed meanwhile.
    private func pause(_ milliseconds: Int) -> Bool {
        var watched = pollfd(fd: socket, events: Self.closedByOther, revents: 0)
        return poll(&watched, 1, Int32(clamping: milliseconds)) == 0
    }

    private func drain() {
        var connection = self
        while connection.readMore() { connection.unread = [] }
    }
}

/// A place in a script where the server waits for the test.
final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func open() { semaphore.signal() }

    /// Waits on the server's own thread.
    func pass() { semaphore.wait() }
}
