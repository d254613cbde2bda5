import Foundation

/// A listening socket on a free port of 127.0.0.1; its owner closes it.
public struct LoopbackPort: Sendable {
    public let socket: Int32
    public let number: UInt16

    public struct NoSocket: Error {
        public init() {}
    }

    public init() throws {
        let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
        var address = sockaddr_in.loopback
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, size) == 0 && listen(socket, 256) == 0
                    && getsockname(socket, $0, &size) == 0
            }
        }
        guard socket >= 0, isListening else { throw NoSocket() }
        self.socket = socket
        number = UInt16(bigEndian: address.sin_port)
    }
}

extension sockaddr_in {
    /// Port 0 on 127.0.0.1.
    public static var loopback: sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
