import SwarmCore

/// Carries one HTTP exchange: the port under the model client. `CurlTransport` is the real one, `Cassette` a recorded one.
public protocol ModelTransport: Sendable {
    /// Begins an exchange at once. Nothing is retried, no redirect is followed, no proxy is used unless configured.
    func begin(_ request: TransportRequest) -> any TransportExchange
}

/// An exchange under way. Dropping or cancelling it closes the connection.
public protocol TransportExchange: Sendable {
    /// The next piece; nil after the last one of a complete body. Throws `TransportFault`; a cancelled task throws
    /// `.cancelled`. To be called by one task at a time; what nobody takes holds the sender up.
    func next() async throws(TransportFault) -> TransportPiece?
    /// Says that content came: the idle deadline begins anew. Bytes alone, such as comments, do not move it.
    func noteContent()
    func cancel()
}

/// One request as it goes over the wire.
public struct TransportRequest: Sendable {
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    public var method: Method
    /// `http` or `https`, with host; anything else is refused as `.badAddress`.
    public var url: String
    /// Names and values as sent; a key goes here and nowhere else.
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    public var deadlines: TransportDeadlines
    /// More decoded bytes than this end the exchange as `.tooLarge`.
    public var mostBytes: Int

    public init(
        method: Method = .post, url: String, headers: [(name: String, value: String)] = [],
        body: [UInt8] = [], deadlines: TransportDeadlines = TransportDeadlines(),
        mostBytes: Int = 32 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.deadlines = deadlines
        self.mostBytes = mostBytes
    }
}

/// How long the parts of an exchange may take.
public struct TransportDeadlines: Hashable, Sendable {
    public var connect = TimeSpan.seconds(5)
    /// From the request to the head of the answer; a local model may load first.
    public var firstByte = TimeSpan.seconds(120)
    /// From one piece of content to the next, once the head is there.
    public var idle = TimeSpan.seconds(60)
    public var total = TimeSpan.seconds(600)

    public init() {}
}

public enum TransportPiece: Sendable {
    /// Once, before any bytes; interim (1xx) answers are passed over.
    case head(TransportHead)
    case bytes([UInt8])
}

/// Status and headers of an answer.
public struct TransportHead: Sendable {
    public var status: Int
    /// In the order they came; at most 200 of together 64 KiB are kept.
    public var headers: [(name: String, value: String)]

    public init(status: Int, headers: [(name: String, value: String)]) {
        self.status = status
        self.headers = headers
    }

    /// The first header of the name, in whatever case.
    public subscript(name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }
}

/// Why an exchange did not end as it should.
public enum TransportFault: Error, Hashable, Sendable {
    public enum Deadline: String, Sendable {
        case connect
        case firstByte = "first byte"
        case idle, total
    }

    /// The address is none that may be called.
    case badAddress(String)
    case noSuchHost
    case cannotConnect
    case tls(String)
    /// The connection ended in the middle of the answer.
    case truncated
    case tooLarge
    case timedOut(Deadline)
    case cancelled
    /// Anything else libcurl reports, in its words.
    case broken(String)
}
