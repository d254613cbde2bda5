extension JSONValue {
    /// The largest text taken unless the caller says otherwise: 16 MiB.
    public static let largestText = 16 << 20
    /// Lists and objects inside one another, at most.
    public static let deepestNesting = 64

    /// Reads exactly one JSON value (RFC 8259), strictly and in time linear in the length.
    ///
    /// Whole numbers that fit are `.integer` (`-0` is 0), all others `.number`. Refused besides what the RFC
    /// forbids: nesting past 64, a key twice in one object (also when only its Unicode composition differs),
    /// lone surrogates, a byte order mark, numbers beyond a finite double, more than `limitBytes`.
    public static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, limitBytes: Int = largestText
    ) throws(JSONFault) -> JSONValue {
        var parser = JSONParser(bytes)
        do throws(JSONParser.Halt) {
            guard bytes.count <= limitBytes else {
                throw JSONParser.Halt(kind: .tooLarge(limitBytes: limitBytes), offset: 0)
            }
            return try parser.document()
        } catch {
            throw error.fault(in: bytes)
        }
    }

    /// Reads exactly one JSON value; see `parse(_:limitBytes:)` on a buffer.
    public static func parse(
        _ bytes: [UInt8], limitBytes: Int = largestText
    ) throws(JSONFault) -> JSONValue {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONFault) in
            try parse(buffer, limitBytes: limitBytes)
        }
    }

    /// Reads exactly one JSON value; see `parse(_:limitBytes:)` on a buffer.
    public static func parse(
        _ text: String, limitBytes: Int = largestText
    ) throws(JSONFault) -> JSONValue {
        try parse(Array(text.utf8), limitBytes: limitBytes)
    }
}

/// A recursive descent over bytes; recursion is bounded by the nesting cap.
private struct JSONParser {
    /// A fault at a byte, before anyone counted lines.
    struct Halt: Error {
        let kind: JSONFault.Kind
        let offset: Int

        func fault(in bytes: UnsafeBufferPointer<UInt8>) -> JSONFault {
            let before = bytes.prefix(offset)
            let line = before.count { $0 == 0x0A } + 1
            let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
            let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
            return JSONFault(kind: kind, line: line, column: column)
        }
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0
    private var depth = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func document() throws(Halt) -> JSONValue {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
            throw Halt(kind: .byteOrderMark, offset: 0)
        }
        skipSpace()
        guard at < bytes.count else { throw Halt(kind: .empty, offset: at) }
        let value = try self.value()
        skipSpace()
        guard at == bytes.count else { throw Halt(kind: .trailing, offset: at) }
        return value
    }

    private mutating func skipSpace() {
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x0A, 0x0D, 0x09: at &+= 1
            default: return
            }
        }
    }

    /// The byte at the cursor, or the fault that the text ends here.
    private func peek() throws(Halt) -> UInt8 {
        guard at < bytes.count else { throw Halt(kind: .cutShort, offset: bytes.count) }
        return bytes[at]
    }

    private mutating func value() throws(Halt) -> JSONValue {
        let byte = try peek()
        switch byte {
        case UInt8(ascii: "\""):
            at &+= 1
            return .string(try string())
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), 0x30...0x39: return try number()
        default: throw Halt(kind: .unexpected(byte: byte), offset: at)
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Halt) -> JSONValue {
        for offset in 0..<word.utf8CodeUnitCount { try take(word.utf8Start[offset]) }
        return value
    }

    private mutating func descend() throws(Halt) {
        depth &+= 1
        if depth > JSONValue.deepestNesting {
            throw Halt(kind: .tooDeep(limit: JSONValue.deepestNesting), offset: at)
        }
        at &+= 1
        skipSpace()
    }

    /// True when the list or object goes on; false when `end` closed it.
    private mutating func goesOn(until end: UInt8) throws(Halt) -> Bool {
        skipSpace()
        if try closes(with: end) { return false }
        try take(UInt8(ascii: ","))
        skipSpace()
        return true
    }

    /// Steps over `end` when it stands here, and leaves the list or object.
    private mutating func closes(with end: UInt8) throws(Halt) -> Bool {
        guard try peek() == end else { return false }
        at &+= 1
        depth &-= 1
        return true
    }

    private mutating func take(_ expected: UInt8) throws(Halt) {
        let byte = try peek()
        guard byte == expected else { throw Halt(kind: .unexpected(byte: byte), offset: at) }
        at &+= 1
    }

    private mutating func array() throws(Halt) -> [JSONValue] {
        try descend()
        var values: [JSONValue] = []
        if try closes(with: UInt8(ascii: "]")) { return values }
        repeat { values.append(try value()) } while try goesOn(until: UInt8(ascii: "]"))
        return values
    }

    private mutating func object() throws(Halt) -> JSONObject {
        try descend()
        var members: [JSONObject.Member] = []
        if try closes(with: UInt8(ascii: "}")) { return JSONObject() }
        members.reserveCapacity(8)
        // Comparing with the few before is faster than hashing; past that a set keeps it linear.
        var seen: Set<String> = []
        repeat {
            let start = at
            let key = try self.key()
            let known =
                members.count < 16
                ? members.contains { $0.key == key } : !insert(key, into: &seen, after: members)
            if known { throw Halt(kind: .duplicateKey(key), offset: start) }
            members.append(JSONObject.Member(key, try value()))
        } while try goesOn(until: UInt8(ascii: "}"))
        return JSONObject(distinct: members)
    }

    private func insert(
        _ key: String, into seen: inout Set<String>, after members: [JSONObject.Member]
    ) -> Bool {
        if seen.isEmpty { seen.formUnion(members.lazy.map(\.key)) }
        return seen.insert(key).inserted
    }

    private mutating func key() throws(Halt) -> String {
        try take(UInt8(ascii: "\""))
        let key = try string()
        skipSpace()
        try take(UInt8(ascii: ":"))
        skipSpace()
        return key
    }

    // MARK: Strings

    /// The string whose opening quote was just taken.
    private mutating func string() throws(Halt) -> String {
        let start = at
        var unescaped: [UInt8] = []
        var runStart = at
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") {
                let run = UnsafeBufferPointer(rebasing: bytes[runStart..<at])
                at &+= 1
                if unescaped.isEmpty {
                    if let text = String(validating: run, as: UTF8.self) { return text }
                } else {
                    // An escape never adds a continuation byte, so broken UTF-8 around it stays broken.
                    unescaped.append(contentsOf: run)
                    if let text = String(validating: unescaped, as: UTF8.self) { return text }
                }
                throw Halt(kind: .invalidUTF8, offset: firstBadByte(start..<at &- 1))
            } else if byte == UInt8(ascii: "\\") {
                unescaped.append(contentsOf: bytes[runStart..<at])
                try escape(into: &unescaped)
                runStart = at
            } else if byte < 0x20 {
                throw Halt(kind: .controlInString(byte: byte), offset: at)
            } else {
                at &+= 1
            }
        }
        throw Halt(kind: .cutShort, offset: bytes.count)
    }

    private func firstBadByte(_ range: Range<Int>) -> Int {
        var parser = Unicode.UTF8.ForwardParser()
        var rest = bytes[range].makeIterator()
        var offset = range.lowerBound
        while case .valid(let scalar) = parser.parseScalar(from: &rest) { offset += scalar.count }
        return offset
    }

    private mutating func escape(into text: inout [UInt8]) throws(Halt) {
        let start = at
        at &+= 1
        let byte = try peek()
        at &+= 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var code = try hexadecimal(from: start)
            if 0xD800...0xDBFF ~= code {
                code = try 0x10000 &+ (code &- 0xD800) << 10 &+ lowSurrogate(after: start)
            }
            guard let scalar = Unicode.Scalar(code) else {
                throw Halt(kind: .loneSurrogate, offset: start)
            }
            text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default: throw Halt(kind: .badEscape, offset: start)
        }
    }

    private mutating func lowSurrogate(after start: Int) throws(Halt) -> UInt32 {
        for expected in [UInt8(ascii: "\\"), UInt8(ascii: "u")] {
            guard try peek() == expected else {
                throw Halt(kind: .loneSurrogate, offset: start)
            }
            at &+= 1
        }
        let code = try hexadecimal(from: at &- 2)
        guard 0xDC00...0xDFFF ~= code else { throw Halt(kind: .loneSurrogate, offset: start) }
        return code &- 0xDC00
    }

    private mutating func hexadecimal(from start: Int) throws(Halt) -> UInt32 {
        var code: UInt32 = 0
        for _ in 0..<4 {
            let byte = try peek()
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw Halt(kind: .badEscape, offset: start)
            }
            code = code << 4 | UInt32(digit)
            at &+= 1
        }
        return code
    }

    // MARK: Numbers

    private mutating func number() throws(Halt) -> JSONValue {
        let start = at
        if bytes[at] == UInt8(ascii: "-") { at &+= 1 }
        let first = try peek()
        let digits = try skipDigits(from: start)
        if first == UInt8(ascii: "0"), digits > 1 { throw Halt(kind: .badNumber, offset: start) }
        var whole = true
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            whole = false
            at &+= 1
            _ = try skipDigits(from: start)
        }
        if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            whole = false
            at &+= 1
            let sign = try peek()
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { at &+= 1 }
            _ = try skipDigits(from: start)
        }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        if whole, let integer = Int64(text) { return .integer(integer) }
        guard let double = Double(text) else { throw Halt(kind: .badNumber, offset: start) }
        guard double.isFinite else { throw Halt(kind: .numberTooLarge, offset: start) }
        return .number(double)
    }

    /// Skips one or more digits and counts them.
    private mutating func skipDigits(from start: Int) throws(Halt) -> Int {
        let first = at
        _ = try peek()
        while at < bytes.count, 0x30...0x39 ~= bytes[at] { at &+= 1 }
        guard at > first else { throw Halt(kind: .badNumber, offset: start) }
        return at &- first
    }
}
