import Testing

@testable import SwarmCore

@Suite("Writing JSON")
struct JSONWriterTests {
    @Test("a value is one line without spaces")
    func compact() {
        let value: JSONValue = ["a": [1, -2, nil, true, false], "b": [:], "c": [], "d": "x y"]

        #expect(value.jsonText() == #"{"a":[1,-2,null,true,false],"b":{},"c":[],"d":"x y"}"#)
    }

    @Test("pretty text has one member a line, indented by two spaces")
    func pretty() {
        let value: JSONValue = ["a": [1, ["b": "x"]], "c": [], "d": [:]]

        #expect(
            value.jsonText(pretty: true) == """
                {
                  "a": [
                    1,
                    {
                      "b": "x"
                    }
                  ],
                  "c": [],
                  "d": {}
                }
                """)
    }

    @Test(
        "a double is short, reads back the same and stays a double",
        arguments: [
            (3.2, "3.2"), (4.0, "4.0"), (-0.0, "-0.0"), (1e100, "1e+100"),
            (0.1 + 0.2, "0.30000000000000004"),
            (.leastNonzeroMagnitude, "5e-324"), (1e16, "1e+16"),
        ] as [(Double, String)])
    func doubles(double: Double, text: String) throws {
        #expect(JSONValue.number(double).jsonText() == text)
        #expect(try JSONValue.parse(text) == .number(double))
    }

    @Test("a double that is not finite becomes null")
    func notFinite() {
        #expect(JSONValue.array([.number(.nan), .number(.infinity)]).jsonText() == "[null,null]")
    }

    @Test("the smallest and largest integers are written in full")
    func integers() {
        #expect(JSONValue.integer(.min).jsonText() == "-9223372036854775808")
        #expect(JSONValue.integer(.max).jsonText() == "9223372036854775807")
    }

    @Test(
        "whatever a terminal acts on or nobody sees is escaped",
        arguments: [
            ("\u{1B}[2J", #""\u001b[2J""#), ("\0\u{7F}", #""\u0000\u007f""#),
            ("\u{9B}2J\u{80}", #""\u009b2J\u0080""#), ("a\u{2028}b\u{2029}", #""a\u2028b\u2029""#),
            ("\u{202E}x\u{2066}", #""\u202ex\u2066""#),
            ("\u{200B}\u{200D}\u{FEFF}", #""\u200b\u200d\ufeff""#),
            ("\u{E0041}", #""\udb40\udc41""#), ("\u{061C}\u{00AD}", #""\u061c\u00ad""#),
            ("q\"\\/\u{8}\u{C}\n\r\t", #""q\"\\/\b\f\n\r\t""#),
        ])
    func escaped(text: String, json: String) throws {
        #expect(JSONValue.string(text).jsonText() == json)
        #expect(try JSONValue.parse(json).string == text)
    }

    @Test("letters of all scripts and emoji are written as they are")
    func plain() {
        #expect(JSONValue.string("é漢字한글ไทย😀").jsonText() == "\"é漢字한글ไทย😀\"")
    }

    @Test("no line break or control byte ever leaves the writer")
    func everyScalar() throws {
        for code in 0...0x3FF as ClosedRange<UInt32> {
            guard let scalar = Unicode.Scalar(code) else { continue }
            let value = JSONValue.string("a\(scalar)b")
            var bytes: [UInt8] = []
            value.appendJSON(to: &bytes)
            #expect(bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
            #expect(try JSONValue.parse(bytes) == value)
        }
    }

    @Test("random values read back the same")
    func roundTrip() throws {
        for seed in 0..<500 as Range<UInt64> {
            let value = Self.value(KeyedRandom(seed: seed), depth: 0, path: 0)

            #expect(try JSONValue.parse(value.jsonText()) == value, "seed \(seed)")
            #expect(try JSONValue.parse(value.jsonText(pretty: true)) == value, "seed \(seed)")
        }
    }

    private static func value(_ random: KeyedRandom, depth: Int, path: UInt64) -> JSONValue {
        let draw = random.draw(path, 1)
        switch random.draw(path, 0) % (depth < 4 ? 7 : 5) {
        case 0: return .null
        case 1: return .bool(draw % 2 == 0)
        case 2: return .integer(Int64(bitPattern: draw))
        case 3:
            let double = Double(bitPattern: draw)
            return .number(double.isFinite ? double : 0.5)
        case 4:
            let scalars = (0..<draw % 12).compactMap {
                Unicode.Scalar(UInt32(random.draw(path, 2, $0) % 0x11_0000))
            }
            return .string(String(String.UnicodeScalarView(scalars)))
        case 5:
            return .array(
                (0..<draw % 5).map { value(random, depth: depth + 1, path: path &* 31 &+ $0 &+ 1) })
        default:
            var object = JSONObject()
            for member in 0..<draw % 5 {
                let path = path &* 37 &+ member &+ 1
                object["k\(member)"] = value(random, depth: depth + 1, path: path)
            }
            return .object(object)
        }
    }
}
