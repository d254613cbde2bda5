import SwarmCore

/// One recorded exchange: what was asked, without its headers, and what came back, cut as it came.
struct CassetteEntry: Hashable, Sendable {
    /// What is asked, as the tape knows it: method, path, and the body as canonical JSON.
    struct Question: Hashable, Sendable {
        let method: String
        /// Without host and query: either may differ, and a query may hold a key.
        let path: String
        let body: JSONValue

        init(_ request: TransportRequest) {
            method = request.method.rawValue
            path = Self.path(of: request.url)
            body =
                (try? JSONValue.parse(request.body))?.canonical
                ?? .string(Hexadecimal.text(request.body))
        }

        init(method: String, path: String, body: JSONValue) {
            self.method = method
            self.path = path
            self.body = body.canonical
        }

        /// For people: enough to find it in the file.
        var key: String {
            let hash = KeyedRandom.hash(body.jsonText())
            let digits = String(hash, radix: 16)
            let zeros = String(repeating: "0", count: 16 - digits.count)
            return "\(method) \(path) \(zeros)\(digits)"
        }

        private static func path(of url: String) -> String {
            let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
            let path = rest.firstIndex(of: "/").map { rest[$0...] } ?? "/"
            return String(path.prefix { $0 != "?" && $0 != "#" })
        }
    }

    var question: Question
    /// Nil when the exchange failed before an answer began.
    var status: Int?
    var headers: [(name: String, value: String)]
    var pieces: [[UInt8]]
    /// Nil for a body that came to its end.
    var fault: TransportFault?

    static func == (a: CassetteEntry, b: CassetteEntry) -> Bool { a.json == b.json }
    func hash(into hasher: inout Hasher) { hasher.combine(json) }

    /// Headers a client reads; all others, cookies first, are never stored.
    static func isKept(_ header: String) -> Bool {
        let name = header.lowercased()
        return ["content-type", "retry-after", "retry-after-ms", "x-should-retry"].contains(name)
            || name.hasPrefix("x-ratelimit-") || name.hasPrefix("anthropic-ratelimit-")
    }
}

extension CassetteEntry {
    /// One line of a cassette.
    var json: JSONObject {
        var json: JSONObject = [
            "key": .string(question.key), "method": .string(question.method),
            "path": .string(question.path), "body": question.body,
        ]
        json["status"] = status.map { .integer(Int64($0)) }
        json["headers"] = .array(headers.map { [.string($0.name), .string($0.value)] })
        json["pieces"] = .array(pieces.map(Self.json))
        json["fault"] = fault.map { .string($0.name) }
        return json
    }

    /// Reads what `json` wrote; nil for anything else.
    init?(_ json: JSONValue) {
        guard let method = json["method"]?.string, let path = json["path"]?.string,
            let body = json["body"], let headers = json["headers"]?.array,
            let pieces = json["pieces"]?.array?.map(Self.bytes), !pieces.contains(nil)
        else { return nil }
        question = Question(method: method, path: path, body: body)
        status = json["status"]?.integer.flatMap { Int(exactly: $0) }
        self.headers = headers.compactMap { header in
            guard let pair = header.array, pair.count == 2, let name = pair[0].string,
                let value = pair[1].string
            else { return nil }
            return (name, value)
        }
        self.pieces = pieces.compactMap(\.self)
        switch json["fault"] {
        case nil, .null: fault = nil
        case .some(let name):
            guard let known = name.string.flatMap(TransportFault.init(name:)) else { return nil }
            fault = known
        }
        if status == nil, fault == nil { return nil }
    }

    /// A piece as a text; one that is cut inside a character, or is none, in hexadecimal digits.
    private static func json(_ piece: [UInt8]) -> JSONValue {
        String(validating: piece, as: UTF8.self).map { ["text": .string($0)] }
            ?? ["hex": .string(Hexadecimal.text(piece))]
    }

    private static func bytes(_ json: JSONValue) -> [UInt8]? {
        if let text = json["text"]?.string { return Array(text.utf8) }
        return json["hex"]?.string.flatMap(Hexadecimal.bytes)
    }
}

extension TransportFault {
    /// A word for each, for the file.
    fileprivate var name: String {
        switch self {
        case .badAddress: "bad_address"
        case .noSuchHost: "no_such_host"
        case .cannotConnect: "cannot_connect"
        case .tls: "tls"
        case .truncated: "truncated"
        case .tooLarge: "too_large"
        case .timedOut(let deadline): "timed_out " + deadline.rawValue
        case .cancelled: "cancelled"
        case .broken: "broken"
        }
    }

    fileprivate init?(name: String) {
        switch name {
        case "bad_address": self = .badAddress("recorded")
        case "no_such_host": self = .noSuchHost
        case "cannot_connect": self = .cannotConnect
        case "tls": self = .tls("recorded")
        case "truncated": self = .truncated
        case "too_large": self = .tooLarge
        case "cancelled": self = .cancelled
        case "broken": self = .broken("recorded")
        default:
            guard name.hasPrefix("timed_out "),
                let deadline = Deadline(rawValue: String(name.dropFirst("timed_out ".count)))
            else { return nil }
            self = .timedOut(deadline)
        }
    }
}

enum Hexadecimal {
    static func text(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.utf8.map { byte -> UInt8? in
            switch byte {
            case 0x30...0x39: byte - 0x30
            case 0x61...0x66: byte - 0x57
            default: nil
            }
        }
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for place in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[place], let low = digits[place + 1] else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}
