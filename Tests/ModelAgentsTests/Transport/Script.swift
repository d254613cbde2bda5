/// What a scripted server does on a connection after it has read a request.
struct Script: Sendable {
    enum Step: Sendable {
        case send([UInt8])
        case sendRepeated([UInt8], times: Int)
        case pause(milliseconds: Int)
        /// So many bytes at a time, so many milliseconds apart.
        case drip(pieceBytes: Int, milliseconds: Int, [UInt8])
        /// Goes on once the test says so.
        case wait(Gate)
        case reset
        case finish
        /// Says nothing more and keeps the connection until the other side closes it.
        case hang
    }

    struct Fault: Error {
        let text: Substring
    }

    var steps: [Step]

    init(_ steps: [Step]) { self.steps = steps }

    /// Reads the notation of the hostile answers: `\xHH` `\u{H}` `\n` `\r` `\t` `\\`, `\rep<<N|payload>>`,
    /// `\chunk<<payload>>` (one HTTP chunk), `\drip<<bytes|milliseconds|payload>>`, `\pause<<milliseconds>>`, `\rst`,
    /// `\fin`, `\hang`.
    init(parsing text: String) throws(Fault) {
        var reader = ScriptReader(rest: text[...])
        try reader.read()
        steps = reader.steps
    }

    /// A whole answer with its length.
    static func answer(
        _ status: String = "200 OK", headers: [String] = [], _ body: String = ""
    ) -> Script {
        let lines = ["HTTP/1.1 \(status)"] + headers + ["Content-Length: \(body.utf8.count)"]
        return Script([.send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8))])
    }

    func then(_ more: Step...) -> Script { Script(steps + more) }
}

private struct ScriptReader {
    var rest: Substring
    var steps: [Script.Step] = []
    private var bytes: [UInt8] = []

    init(rest: Substring) { self.rest = rest }

    mutating func read() throws(Script.Fault) {
        while let character = rest.first {
            guard character == "\\" else {
                bytes += rest.removeFirst().utf8
                continue
            }
            rest.removeFirst()
            try readEscape()
        }
        flush()
    }

    private mutating func flush() {
        if !bytes.isEmpty { steps.append(.send(bytes)) }
        bytes = []
    }

    private mutating func take(_ prefix: String) -> Bool {
        guard rest.hasPrefix(prefix) else { return false }
        rest.removeFirst(prefix.count)
        return true
    }

    private mutating func readEscape() throws(Script.Fault) {
        if take("rep<<") {
            try readRepetition()
        } else if take("chunk<<") {
            let payload = try Self.plainBytes(payload())
            bytes += "\(String(payload.count, radix: 16))\r\n".utf8
            bytes += payload + [13, 10]
            flush()
        } else if take("drip<<") {
            let parts = try fields(of: payload(), count: 3)
            flush()
            let payload = try Self.plainBytes(parts[2])
            steps.append(
                .drip(
                    pieceBytes: try number(parts[0]), milliseconds: try number(parts[1]), payload))
        } else if take("pause<<") {
            flush()
            steps.append(.pause(milliseconds: try number(payload())))
        } else {
            try readWordOrByte()
        }
    }

    private mutating func readWordOrByte() throws(Script.Fault) {
        for (word, step) in [("rst", Script.Step.reset), ("fin", .finish), ("hang", .hang)]
        where take(word) {
            flush()
            return steps.append(step)
        }
        for (letter, byte) in [("n", 10), ("r", 13), ("t", 9), ("\\", 92)] as [(String, UInt8)]
        where take(letter) {
            return bytes.append(byte)
        }
        if take("x"), let byte = UInt8(rest.prefix(2), radix: 16) {
            rest.removeFirst(2)
            return bytes.append(byte)
        }
        if take("u{"), let end = rest.firstIndex(of: "}"),
            let scalar = UInt32(rest[..<end], radix: 16).flatMap(Unicode.Scalar.init)
        {
            rest = rest[rest.index(after: end)...]
            return bytes.append(contentsOf: String(scalar).utf8)
        }
        throw Script.Fault(text: rest.prefix(40))
    }

    private mutating func readRepetition() throws(Script.Fault) {
        let parts = try fields(of: payload(), count: 2)
        let payload = try Self.plainBytes(parts[1])
        flush()
        steps.append(.sendRepeated(payload, times: try number(parts[0])))
    }

    /// Up to the `>>` that belongs to the `<<` just read.
    private mutating func payload() throws(Script.Fault) -> Substring {
        var depth = 1
        var at = rest.startIndex
        while at < rest.endIndex {
            if rest[at...].hasPrefix("<<") || rest[at...].hasPrefix(">>") {
                depth += rest[at] == "<" ? 1 : -1
                let next = rest.index(at, offsetBy: 2)
                if depth == 0 {
                    defer { rest = rest[next...] }
                    return rest[..<at]
                }
                at = next
            } else {
                at = rest.index(after: at)
            }
        }
        throw Script.Fault(text: rest.prefix(40))
    }

    private func fields(of text: Substring, count: Int) throws(Script.Fault) -> [Substring] {
        let fields = text.split(
            separator: "|", maxSplits: count - 1, omittingEmptySubsequences: false)
        guard fields.count == count else { throw Script.Fault(text: text.prefix(40)) }
        return fields
    }

    private func number(_ text: Substring) throws(Script.Fault) -> Int {
        guard let number = Int(text) else { throw Script.Fault(text: text.prefix(40)) }
        return number
    }

    private static func plainBytes(_ text: Substring) throws(Script.Fault) -> [UInt8] {
        var reader = ScriptReader(rest: text)
        try reader.read()
        var bytes: [UInt8] = []
        for step in reader.steps {
            switch step {
            case .send(let more): bytes += more
            case .sendRepeated(let more, let times): for _ in 0..<times { bytes += more }
            default: throw Script.Fault(text: text.prefix(40))
            }
        }
        return bytes
    }
}
