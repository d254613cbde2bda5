/// Puts an answer's head together from the lines libcurl hands over.
struct HeadReader {
    /// Headers that are kept, and their bytes together.
    static let mostHeaders = 200
    static let mostKeptBytes = 64 << 10
    /// All the lines of an exchange, interim answers and trailers included.
    static let mostBytes = 256 << 10

    private(set) var isDone = false
    private var status = 0
    private var headers: [(name: String, value: String)] = []
    private var keptBytes = 0
    private var bytes = 0

    /// The head, with the empty line after the first status that is not interim (1xx). Trailers are passed over.
    mutating func read(_ line: UnsafeRawBufferPointer) throws(TransportFault) -> TransportHead? {
        bytes += line.count
        guard bytes <= Self.mostBytes else { throw .tooLarge }
        guard !isDone else { return nil }
        let text = line.prefix { $0 != 0x0D && $0 != 0x0A }
        if text.isEmpty { return finished() }
        if text.starts(with: "HTTP/".utf8) {
            begin(text)
        } else {
            try keep(text)
        }
        return nil
    }

    private mutating func begin(_ text: Slice<UnsafeRawBufferPointer>) {
        let digits = text.drop { $0 != 0x20 }.drop { $0 == 0x20 }.prefix { $0 != 0x20 }
        status = Int(String(decoding: digits, as: UTF8.self)) ?? 0
        headers = []
        keptBytes = 0
    }

    private mutating func keep(_ text: Slice<UnsafeRawBufferPointer>) throws(TransportFault) {
        guard let colon = text.firstIndex(of: 0x3A) else { return }
        let name = String(decoding: text[..<colon], as: UTF8.self)
        let value = String(decoding: Self.trimmed(text[(colon + 1)...]), as: UTF8.self)
        // Never asked for (RFC 9112 §7.4), and libcurl would take half of it for the whole.
        if name.lowercased() == "transfer-encoding",
            !["chunked", "identity"].contains(value.lowercased())
        {
            throw .broken("the answer's transfer coding was not asked for")
        }
        guard headers.count < Self.mostHeaders, keptBytes + text.count <= Self.mostKeptBytes else {
            return
        }
        keptBytes += text.count
        headers.append((name, value))
    }

    private static func trimmed(
        _ text: Slice<UnsafeRawBufferPointer>
    ) -> Slice<UnsafeRawBufferPointer> {
        var text = text.drop { $0 == 0x20 || $0 == 0x09 }
        while let last = text.last, last == 0x20 || last == 0x09 { text = text.dropLast() }
        return text
    }

    private mutating func finished() -> TransportHead? {
        guard status >= 200 else { return nil }
        isDone = true
        return TransportHead(status: status, headers: headers)
    }
}
