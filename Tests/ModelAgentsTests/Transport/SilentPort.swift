import Foundation
import ModelFakes

/// A loopback port where no connection comes about, and that nobody else can get meanwhile.
final class SilentPort: Sendable {
    enum Manner {
        /// Every connection is refused.
        case refusing
        /// The line of those that wait is full: the next one hears nothing.
        case full
    }

    let url: String
    private let sockets: [Int32]

    init(_ manner: Manner) throws {
        let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let waiting = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue)
        let fillers = manner == .full ? (0..<8).map { _ in socket(AF_INET, waiting, 0) } : []
        sockets = [server] + fillers
        var address = sockaddr_in.loopback
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard bind(server, address, size) == 0, getsockname(server, address, &size) == 0
                else { return false }
                if manner == .full { listen(server, 0) }
                for filler in fillers { connect(filler, address, size) }
                return true
            }
        }
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/"
        guard isBound else { throw LoopbackPort.NoSocket() }
    }

    deinit { for socket in sockets { close(socket) } }
}
