import Foundation

/// The sockets of the connections that libcurl has open or keeps.
///
/// libcurl uses a kept connection again although something has come on it meanwhile: over HTTP/1.1 an answer that
/// nobody asked for, which would then pass for the answer to the next request.
struct OpenSockets {
    private var sockets: Set<Int32> = []
    /// Local ports of the connections that have answered by HTTP/1: nothing comes there before it is asked for.
    private var exclusive: Set<Int> = []

    mutating func opened(_ socket: Int32) {
        sockets.insert(socket)
    }

    mutating func closed(_ socket: Int32) {
        sockets.remove(socket)
    }

    /// The connection with this local port is a new one.
    mutating func connected(localPort: Int) {
        exclusive.remove(localPort)
    }

    /// An answer by HTTP/1 began on it.
    mutating func answeredExclusively(localPort: Int) {
        exclusive.insert(localPort)
    }

    /// Whether something, be it the end, waits to be read where nothing was asked for.
    func hasUnasked(localPort: Int) -> Bool {
        exclusive.contains(localPort)
            && sockets.contains { Self.port(of: $0) == localPort && Self.isReadable($0) }
    }

    private static func isReadable(_ socket: Int32) -> Bool {
        var watched = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return poll(&watched, 1, 0) != 0
    }

    private static func port(of socket: Int32) -> Int? {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { storage in
            storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard getsockname(socket, address, &size) == 0 else { return nil }
                // The port is at the same place for both families.
                return storage.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                    Int(UInt16(bigEndian: $0.pointee.sin_port))
                }
            }
        }
    }
}
