extension JSONValue {
    /// Appends this value on one line, without spaces. The line is safe to print to a terminal.
    ///
    /// Doubles are written in their shortest form that reads back the same, with a point or an exponent, so
    /// 4.0 stays a `.number`. JSON has no infinities: a double that is not finite becomes `null`.
    public func appendJSON(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let flag): bytes.append(contentsOf: flag ? "true".utf8 : "false".utf8)
        case .integer(let integer): JSONWriter.append(integer, to: &bytes)
        case .number(let double):
            bytes.append(contentsOf: (double.isFinite ? double.description : "null").utf8)
        case .string(let text): JSONWriter.appendString(text, to: &bytes)
        case .object(let object): object.appendJSON(to: &bytes)
        case .array(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                value.appendJSON(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        }
    }

    /// The value as JSON text: one line, or with `pretty` one member a line, indented by 2 spaces.
    public func jsonText(pretty: Bool = false) -> String {
        var bytes: [UInt8] = []
        if pretty {
            JSONWriter.appendPretty(self, indent: 0, to: &bytes)
        } else {
            appendJSON(to: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension JSONObject {
    /// Appends this object on one line; see `JSONValue.appendJSON(to:)`.
    public func appendJSON(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        for (index, member) in members.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            JSONWriter.appendString(member.key, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            member.value.appendJSON(to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// The object as JSON text; see `JSONValue.jsonText(pretty:)`.
    public func jsonText(pretty: Bool = false) -> String {
        JSONValue.object(self).jsonText(pretty: pretty)
    }
}

/// The pieces of JSON text, for writers that know their members and build no `JSONValue`.
public enum JSONWriter {
    /// Appends `text` as a JSON string with its quotes.
    ///
    /// Besides what RFC 8259 demands, everything a terminal might act on or a reader cannot see is written as
    /// a `\u` escape: C0, DEL and C1 controls, bidi and other format characters, line and paragraph
    /// separators, and what Unicode calls default ignorable (zero-width, tags, variation selectors).
    public static func appendString(_ text: String, to bytes: inout [UInt8]) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { utf8 in
            var runStart = 0
            var at = 0
            while at < utf8.count {
                let byte = utf8[at]
                if byte < 0x80 {
                    if byte < 0x20 || byte == 0x7F || byte == 0x22 || byte == 0x5C {
                        bytes.append(contentsOf: utf8[runStart..<at])
                        appendEscape(ascii: byte, to: &bytes)
                        runStart = at &+ 1
                    }
                    at &+= 1
                    continue
                }
                let (scalar, length) = decode(utf8, at: at)
                if mustEscape(scalar) {
                    bytes.append(contentsOf: utf8[runStart..<at])
                    for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                        appendUnicodeEscape(unit, to: &bytes)
                    }
                    runStart = at &+ length
                }
                at &+= length
            }
            bytes.append(contentsOf: utf8[runStart...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends a whole number in decimal.
    public static func append(_ integer: Int64, to bytes: inout [UInt8]) {
        if integer < 0 { bytes.append(UInt8(ascii: "-")) }
        let start = bytes.count
        var rest = integer.magnitude
        repeat {
            bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    static func appendPretty(_ value: JSONValue, indent: Int, to bytes: inout [UInt8]) {
        func line(_ index: Int, _ indent: Int) {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "\n"))
            bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * indent))
        }
        switch value {
        case .array(let values) where !values.isEmpty:
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                line(index, indent + 1)
                appendPretty(value, indent: indent + 1, to: &bytes)
            }
            line(0, indent)
            bytes.append(UInt8(ascii: "]"))
        case .object(let object) where !object.isEmpty:
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                line(index, indent + 1)
                appendString(member.key, to: &bytes)
                bytes.append(contentsOf: ": ".utf8)
                appendPretty(member.value, indent: indent + 1, to: &bytes)
            }
            line(0, indent)
            bytes.append(UInt8(ascii: "}"))
        case .null, .bool, .integer, .number, .string, .array, .object:
            value.appendJSON(to: &bytes)
        }
    }

    private static func appendEscape(ascii byte: UInt8, to bytes: inout [UInt8]) {
        let letter: UInt8? =
            switch byte {
            case 0x22, 0x5C: byte
            case 0x08: UInt8(ascii: "b")
            case 0x0C: UInt8(ascii: "f")
            case 0x0A: UInt8(ascii: "n")
            case 0x0D: UInt8(ascii: "r")
            case 0x09: UInt8(ascii: "t")
            default: nil
            }
        guard let letter else { return appendUnicodeEscape(UInt16(byte), to: &bytes) }
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(letter)
    }

    private static func appendUnicodeEscape(_ unit: UInt16, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(UInt8(ascii: "u"))
        for shift in [12, 8, 4, 0] as [UInt16] {
            let digit = UInt8(truncatingIfNeeded: unit >> shift & 0xF)
            bytes.append(digit < 10 ? 0x30 &+ digit : 0x57 &+ digit)
        }
    }

    /// The scalar at a lead byte of a Swift string's UTF-8, which is always valid.
    private static func decode(
        _ utf8: UnsafeBufferPointer<UInt8>, at start: Int
    ) -> (scalar: Unicode.Scalar, length: Int) {
        let lead = utf8[start]
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        var code = UInt32(lead) & (0x7F >> UInt32(length))
        for byte in utf8[start &+ 1..<start &+ length] { code = code << 6 | UInt32(byte & 0x3F) }
        return (Unicode.Scalar(code) ?? "\u{FFFD}", length)
    }

    private static func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
        // Kana, ideographs and Hangul syllables: none is invisible, and asking Unicode is slow.
        if 0x3165...0xABFF ~= scalar.value || 0xAC00...0xD7A3 ~= scalar.value { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return true
        default: return scalar.properties.isDefaultIgnorableCodePoint
        }
    }
}
