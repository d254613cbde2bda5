import Foundation

/// A request as it came over a connection.
public struct HTTPRequest: Sendable {
    /// Which connection it came over, as its server counts them.
    public var connection: Int
    public var method: String
    public var target: String
    public var headers: [(name: String, value: String)] = []
    public var body: [UInt8] = []

    /// A header's value, whatever the case of its name.
    public subscript(name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// The serving end of an HTTP/1.1 connection, on a blocking socket.
public struct HTTPConnection: Sendable {
    public let socket: Int32
    public let number: Int
    private var unread: [UInt8] = []

    /// - Parameter number: What its requests say they came over.
    public init(socket: Int32, number: Int = 0) {
        self.socket = socket
        self.number = number
    }

    /// The next request; nil when the other side closed, or sent none.
    public mutating func readRequest() -> HTTPRequest? {
        let end = Array("\r\n\r\n".utf8)
        while !unread.contains(end) { guard readMore() else { return nil } }
        guard let range = unread.firstRange(of: end) else { return nil }
        let lines = String(decoding: unread[..<range.lowerBound], as: UTF8.self)
            .components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count == 3 else { return nil }
        unread.removeSubrange(..<range.upperBound)
        var request = HTTPRequest(
            connection: number, method: String(words[0]), target: String(words[1]))
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

    /// Writes all of it, telling the bytes of each piece; false when nobody reads any more.
    public func deliver(_ bytes: [UInt8], _ sent: (Int) -> Void = { _ in }) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var start = 0
            while start < buffer.count {
                let rest = UnsafeRawBufferPointer(rebasing: buffer[start...])
                let count = send(socket, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
                guard count > 0 else { return false }
                sent(count)
                start += count
            }
            return true
        }
    }

    /// Reads until the other side closes.
    public func drain() {
        var connection = self
        while connection.readMore() { connection.unread = [] }
    }
}
