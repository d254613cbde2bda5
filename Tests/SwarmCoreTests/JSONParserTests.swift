import Testing

@testable import SwarmCore

/// The kind of fault a text is refused with, or nil when it is taken.
private func fault(_ text: String) -> JSONFault.Kind? { fault(Array(text.utf8)) }

private func fault(_ bytes: [UInt8]) -> JSONFault.Kind? {
    do throws(JSONFault) {
        _ = try JSONValue.parse(bytes)
        return nil
    } catch {
        return error.kind
    }
}

@Suite("Reading JSON")
struct JSONParserTests {
    @Test("every kind of value is read")
    func everyKind() throws {
        let text = #" { "a" : [ 1 , -2.5 , true , false , null ] , "b" : { } , "c":[] , "d":"x" } "#

        let value = try JSONValue.parse(text)

        #expect(
            value == ["a": [1, -2.5, true, false, nil], "b": [:], "c": [], "d": "x"])
    }

    @Test("members keep the order they came in")
    func order() throws {
        #expect(try JSONValue.parse(#"{"z":1,"a":2,"m":3}"#).object?.keys == ["z", "a", "m"])
    }

    @Test(
        "a whole number that fits is an integer, any other number a double",
        arguments: [
            ("0", 0), ("-0", 0), ("-7", -7), ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)),
            ("-9223372036854775809", .number(-9_223_372_036_854_775_808)),
            ("1.0", 1.0), ("1e2", 100.0), ("-0.0", -0.0), ("1E+2", 100.0), ("25e-1", 2.5),
            ("1e-999", 0.0), ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)),
        ] as [(String, JSONValue)])
    func numbers(text: String, expected: JSONValue) throws {
        #expect(try JSONValue.parse(text) == expected)
    }

    @Test(
        "a number that no double can hold is refused",
        arguments: ["1e999", "-1e999", "[1,2e400]", String(repeating: "9", count: 400)])
    func tooLarge(text: String) {
        #expect(fault(text) == .numberTooLarge)
    }

    @Test(
        "what only looks like a number is refused",
        arguments: ["01", "-01", "[1.]", "1.e2", "-a", "1e+x", "-.5", "00"])
    func badNumbers(text: String) {
        #expect(fault(text) == .badNumber)
    }

    @Test(
        "what other languages allow is refused",
        arguments: [
            "+1", ".5", "NaN", "Infinity", "nul", "True", "'a'", "{a:1}", "[1,]", #"{"a":1,}"#,
            "[1 2]", "/* */ 1", #"{"a" 1}"#, "[,1]", "{,}", "]", #"{1:2}"#, "0x10",
        ])
    func extensions(text: String) {
        #expect(fault(text) != nil)
    }

    @Test("something after the value is refused", arguments: ["1 2", "{} x", "[]]", "\"a\"\"b\""])
    func trailing(text: String) {
        #expect(fault(text) == .trailing)
    }

    @Test("nothing at all is refused", arguments: ["", " ", "\n\t\r "])
    func empty(text: String) {
        #expect(fault(text) == .empty)
    }

    @Test("64 levels are read, 65 are refused")
    func depth() throws {
        func nested(_ levels: Int) -> String {
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }

        _ = try JSONValue.parse(nested(64))

        #expect(fault(nested(65)) == .tooDeep(limit: 64))
        #expect(fault(nested(100_000)) == .tooDeep(limit: 64))
        #expect(fault(String(repeating: #"{"a":"#, count: 512)) == .tooDeep(limit: 64))
    }

    @Test("many deep values side by side are not too deep")
    func depthIsGivenBack() throws {
        let one = String(repeating: "[", count: 63) + String(repeating: "]", count: 63)
        let text = "[" + Array(repeating: one, count: 100).joined(separator: ",") + "]"

        #expect(try JSONValue.parse(text).array?.count == 100)
        #expect(try JSONValue.parse("[" + String(repeating: "{},", count: 99) + "{}]").array != nil)
    }

    @Test("a key that stands twice is refused, however it is written")
    func duplicates() {
        #expect(fault(#"{"a":1,"a":2}"#) == .duplicateKey("a"))
        #expect(fault(#"{"a":1,"\u0061":2}"#) == .duplicateKey("a"))
        #expect(fault(#"{"\u00e9":1,"e\u0301":2}"#) == .duplicateKey("é"))
        #expect(fault(#"{"x":{"a":1},"a":{"a":1}}"#) == nil)
    }

    @Test("a key that stands twice among many is refused", arguments: [15, 16, 17, 5_000])
    func duplicatesAmongMany(count: Int) throws {
        let members = (0..<count).map { "\"k\($0)\":\($0)" }.joined(separator: ",")

        let object = try JSONValue.parse("{\(members)}").object

        #expect(object?.count == count)
        #expect(object?["k\(count - 1)"] == .integer(Int64(count - 1)))
        #expect(fault("{\(members),\"k0\":1}") == .duplicateKey("k0"))
        #expect(fault("{\(members),\"k\(count - 1)\":1}") == .duplicateKey("k\(count - 1)"))
    }

    @Test("escapes are read")
    func escapes() throws {
        let value = try JSONValue.parse(#""\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00\u0000 é漢😀""#)

        #expect(value.string == "\"\\/\u{8}\u{C}\n\r\tAé😀\0 é漢😀")
    }

    @Test(
        "half a surrogate pair is refused",
        arguments: [
            #""\ud83d""#, #""\ude00""#, #""\ud83dx""#, #""\ud83d\n""#, #""\ud83d\ud83d""#,
            #""\ude00\ud83d""#, #"{"\ud800":1}"#,
        ])
    func surrogates(text: String) {
        #expect(fault(text) == .loneSurrogate)
    }

    @Test(
        "unknown escapes are refused",
        arguments: [#""\x41""#, #""\u12g4""#, #""\U0041""#, #""\'""#])
    func badEscapes(text: String) {
        #expect(fault(text) == .badEscape)
    }

    @Test(
        "bare controls inside a string are refused", arguments: [0x00, 0x0A, 0x1B, 0x1F] as [UInt8])
    func controls(byte: UInt8) {
        #expect(fault([0x22, byte, 0x22]) == .controlInString(byte: byte))
    }

    @Test(
        "bytes that are no UTF-8 are refused",
        arguments: [
            [0xFF], [0xC3], [0xC3, 0x28], [0xC0, 0xAF], [0xED, 0xA0, 0x80],
            [0xF5, 0x80, 0x80, 0x80],
            [0x80], [0xE2, 0x82], [0x5C, 0x6E, 0xE9], [0xE9, 0x5C, 0x6E], [0xF4, 0x90, 0x80, 0x80],
        ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        #expect(fault([0x22] + bytes + [0x22]) == .invalidUTF8)
        #expect(fault([0x7B, 0x22] + bytes + [0x22, 0x3A, 0x31, 0x7D]) == .invalidUTF8)
    }

    @Test("a byte order mark is refused by name")
    func byteOrderMark() {
        #expect(fault([0xEF, 0xBB, 0xBF, 0x31]) == .byteOrderMark)
    }

    @Test("a text cut at any byte is never a value and never a trap")
    func cutAnywhere() throws {
        let text = #"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00漢",true,null,{"b":[]}],"c":"é"}"#
        let bytes = Array(text.utf8)
        _ = try JSONValue.parse(bytes)

        for length in 0..<bytes.count {
            let cut = fault(Array(bytes.prefix(length)))
            #expect(cut == (length == 0 ? .empty : .cutShort), "cut after \(length) bytes")
        }
    }

    @Test("random bytes give a value or a fault, never a trap")
    func noise() {
        let random = KeyedRandom(seed: 20)
        let alphabet = Array(#"{}[]",:\u0019eE+-.tfn ☃"#.utf8) + [0xFF, 0x00]
        var faults = 0
        for round in 0..<20_000 as Range<UInt64> {
            let length = random.draw(round, 0) % 24
            let bytes = (0..<length).map { place in
                alphabet[Int(random.draw(round, 1, place) % UInt64(alphabet.count))]
            }
            if fault(bytes) != nil { faults += 1 }
        }
        #expect(faults > 19_000)
    }

    @Test("a text above the limit is refused before it is read")
    func sizeLimit() throws {
        #expect(throws: JSONFault(kind: .tooLarge(limitBytes: 4), line: 1, column: 1)) {
            try JSONValue.parse("12345", limitBytes: 4)
        }
        #expect(try JSONValue.parse("1234", limitBytes: 4) == 1234)
    }

    @Test("a fault names line and column in characters, and what to do")
    func places() {
        func message(_ text: String) -> String {
            do throws(JSONFault) {
                return try JSONValue.parse(text).jsonText()
            } catch {
                return error.message
            }
        }

        #expect(
            message("{\n  \"é漢\": 1,\n  \"é漢\": x}")
                == #"line 3, column 3: the key "é漢" stands twice; keep one of them"#)
        #expect(
            message("[\"é😀\", x]")
                == "line 1, column 8: 'x' cannot stand here; look for a missing quote or comma")
        #expect(
            message("[1,\n")
                == "line 2, column 1: the text ends in the middle of a value; send it whole")
        #expect(
            message(#"{"\u001b[2J":1,"\u001b[2J":1}"#)
                == #"line 1, column 16: the key "\u001b[2J" stands twice; keep one of them"#)
    }

    @Test("a hundred thousand members or deep lists take linear time")
    func linear() throws {
        // Quadratic work here would be 10¹⁰ comparisons and never end.
        let members = (0..<100_000).map { "\"key \($0)\":[[[[\($0)]]]]" }.joined(separator: ",")

        #expect(try JSONValue.parse("{\(members)}").object?.count == 100_000)
    }
}
