/// Reads server-sent events out of bytes that were cut anywhere (the HTML standard, §9.2.6).
///
/// A line ends at LF, CR or both; comments, `id`, `retry` and unknown fields are passed over; what follows the last
/// blank line is no event. The time is linear in the bytes, however they are cut.
public struct ServerSentEvents: Sendable {
    public struct Event: Hashable, Sendable {
        /// `message` unless the sender named it.
        public var name: String
        /// The data lines, with LF between them, as the bytes they came in.
        public var data: [UInt8]

        public init(name: String = "message", data: [UInt8]) {
            self.name = name
            self.data = data
        }
    }

    /// 8 MiB: what a line, or the data of one event, may come to.
    public static let mostBytes = 8 << 20

    private let mostBytes: Int
    /// The beginning of a line whose end has not come yet.
    private var line: [UInt8] = []
    private var isFirstLine = true
    private var endedInReturn = false
    private var name = ""
    private var data: [UInt8]?

    public init(mostBytes: Int = ServerSentEvents.mostBytes) { self.mostBytes = mostBytes }

    /// The events that are complete with these bytes.
    ///
    /// Throws `.tooLarge` once a line or an event grows past the limit; the decoder is of no more use then.
    public mutating func feed(_ bytes: [UInt8]) throws(TransportFault) -> [Event] {
        try bytes.withUnsafeBufferPointer { piece throws(TransportFault) in
            var events: [Event] = []
            var start = 0
            if endedInReturn, let first = piece.first {
                endedInReturn = false
                if first == Self.lineFeed { start = 1 }
            }
            var end = start
            while end < piece.count {
                let byte = piece[end]
                guard byte == Self.lineFeed || byte == Self.carriageReturn else {
                    end &+= 1
                    continue
                }
                try endLine(with: piece[start..<end], &events)
                end += 1
                if byte == Self.carriageReturn {
                    if end == piece.count {
                        endedInReturn = true
                    } else if piece[end] == Self.lineFeed {
                        end += 1
                    }
                }
                start = end
            }
            try admit(piece.count - start)
            line += piece[start...]
            return events
        }
    }

    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private func admit(_ count: Int) throws(TransportFault) {
        guard line.count + (data?.count ?? 0) + count <= mostBytes else { throw .tooLarge }
    }

    private mutating func endLine(
        with rest: Slice<UnsafeBufferPointer<UInt8>>, _ events: inout [Event]
    ) throws(TransportFault) {
        try admit(rest.count)
        guard !line.isEmpty else { return read(rest, &events) }
        line += rest
        var whole: [UInt8] = []
        swap(&whole, &line)
        whole.withUnsafeBufferPointer { read($0[...], &events) }
        whole.removeAll(keepingCapacity: true)
        line = whole
    }

    private mutating func read(
        _ whole: Slice<UnsafeBufferPointer<UInt8>>, _ events: inout [Event]
    ) {
        var text = whole
        if isFirstLine {
            isFirstLine = false
            if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
        }
        guard !text.isEmpty else { return dispatch(&events) }
        let colon = text.firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex
        let field = text[..<colon]
        var value = text[colon...].dropFirst()
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        if field.elementsEqual("data".utf8) {
            append(value)
        } else if field.elementsEqual("event".utf8) {
            name = String(decoding: value, as: UTF8.self)
        }
    }

    private mutating func append(_ value: Slice<UnsafeBufferPointer<UInt8>>) {
        guard data != nil else {
            data = Array(value)
            return
        }
        data?.append(Self.lineFeed)
        data?.append(contentsOf: value)
    }

    private mutating func dispatch(_ events: inout [Event]) {
        if let data { events.append(Event(name: name.isEmpty ? "message" : name, data: data)) }
        data = nil
        name = ""
    }
}
