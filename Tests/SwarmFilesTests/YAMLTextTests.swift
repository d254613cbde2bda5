import SwarmCore
import Testing

@testable import SwarmFiles

/// YAML as values with places, and what is said when a text is none.
@Suite struct YAMLTextTests {
    private func node(_ text: String) -> (DefinitionNode?, [String]) { node(Array(text.utf8)) }

    private func node(_ bytes: [UInt8]) -> (DefinitionNode?, [String]) {
        var faults: [DefinitionFault] = []
        let node = YAMLText.node(bytes, file: "f.yaml", &faults)
        return (node, faults.map(\.sentence))
    }

    @Test func everyValueKnowsItsLineColumnAndPath() throws {
        let (node, faults) = node("a:\n  - b: 1\n    c d: [x, {e: 2}]\n")
        let root = try #require(node)
        #expect(faults.isEmpty)
        let entry = try #require(root["a"]?.entries?.first)
        #expect(entry["b"]?.path == "a[0].b")
        #expect(entry["b"]?.place == .init(file: "f.yaml", line: 2, column: 8))
        let inner = try #require(entry["c d"]?.entries?[1]["e"])
        #expect(inner.path == #"a[0]["c d"][1].e"#)
        #expect(inner.place == .init(file: "f.yaml", line: 3, column: 18))
    }

    @Test func theSameIsReadFromJSONAndWithWindowsLineEnds() {
        let text = "{\"a\": [1, 2.5, \"x\", true, null]}"
        let expected: JSONValue = ["a": [1, 2.5, "x", true, nil]]
        #expect(node(text).0?.json == expected)
        #expect(node("a:\r\n- 1\r\n- 2.5\r\n- x\r\n- true\r\n- ~\r\n").0?.json == expected)
        #expect(node("\u{FEFF}--- # one\na: [1, 2.5, x, true, null]\n...\n").0?.json == expected)
    }

    @Test(arguments: [
        "no", "yes", "on", "off", "0x64", "007", "1_000", ".nan", "-.inf", "1.", ".5", "1:30",
        "2026-03-15", "1e400", "12s", "nan", "inf", "\"5\"", "'true'", "1..4",
    ])
    func whatSurprisesPeopleIsText(written: String) {
        let plain = written.filter { !"\"'".contains($0) }
        #expect(node("a: \(written)").0?["a"]?.json == .string(plain))
    }

    @Test(
        arguments: [
            ("5", 5), ("-5", -5), ("+5", 5), ("4e4", 40_000.0), ("0.1", 0.1), ("-0", 0),
            ("9223372036854775807", .integer(.max)),
            ("9223372036854775808", 9_223_372_036_854_775_808.0),
            ("True", true), ("FALSE", false), ("Null", nil), ("", nil),
        ] as [(String, JSONValue)])
    func numbersAndTruthValuesAreThat(written: String, value: JSONValue) {
        #expect(node("a: \(written)").0?.json == ["a": value])
    }

    @Test(arguments: ["", "\n \n", "# only words\n", "\u{FEFF}", "---\n", "---\n...\n"])
    func aTextOfNothingIsNothing(text: String) {
        let (node, faults) = node(text)
        #expect(node == nil || node?.json == .null)
        #expect(faults.isEmpty)
    }

    @Test(arguments: [
        (
            "agents:\n  - id: [unclosed\n    b: 1\n",
            "f.yaml:2:9: the list that begins here goes wrong at line 3, column 6: "
        ),
        ("a: \"x\nb: 1\n", "f.yaml:1:4: the quoted scalar that begins here goes wrong at line 3"),
        ("{\"version\":1,\"agents\":[", "f.yaml:1:24: did not find expected node content. A value"),
        ("{\"version\":1,\n\"agents\":[1", "f.yaml:2:10: the list that begins here goes wrong at"),
        ("a:\n\t- b\n", "f.yaml:2:1: found character that cannot start any token. This is a tab"),
        ("a: b: c\n", "f.yaml:1:5: mapping values are not allowed in this context. Put a text"),
        ("a: 1\n---\nb: 2\n", "f.yaml:2:1: but found another document. Keep one document"),
        ("a: *x\n", "f.yaml:1:4: found undefined alias. Put a text that begins with * in quotes."),
        ("a: 1\n  b: 2\n", "f.yaml:2:4: mapping values are not allowed"),
        ("a: &x 1\nb:\n  *x\n", "f.yaml:3:3: anchors (&x) and aliases (*x) are not read here."),
        ("a: &a\n  b: *a\n", "f.yaml:2:6: anchors (&a) and aliases (*a) are not read here."),
        ("a: 1\nb: \u{1}\n", "f.yaml:2:4: the character U+1 cannot stand in a text file."),
        ("a: !!python/object x\n", "f.yaml:1:4: a: tags (tag:yaml.org,2002:python/object) are"),
        ("<<: {a: 1}\n", "f.yaml:1:1: merge keys (<<) are not read here. Write the members out."),
        ("? [a]\n: 1\n", "f.yaml:1:3: a key is not a text."),
        ("%YAML 9.9\n---\na: 1\n", "f.yaml:1:1: "),
    ])
    func whatIsNoYAMLIsNamedWithItsPlace(text: String, start: String) {
        let (_, faults) = node(text)
        #expect(faults.count == 1)
        #expect(faults.first?.hasPrefix(start) == true, "\(faults)")
    }

    @Test func aKeyThatStandsTwiceDoesNotHideTheRest() {
        let (node, faults) = node("a: 1\nb: {x: 1, \"x\": 2, x: 3}\na: 2\n'a': 3\nc: 4\n")
        #expect(node?.json == ["a": 1, "b": ["x": 1], "c": 4])
        #expect(
            faults.sorted() == [
                #"f.yaml:2:11: the key "x" is there twice. The first is on line 2. Keep one."#,
                #"f.yaml:2:19: the key "x" is there twice. The first is on line 2. Keep one."#,
                #"f.yaml:3:1: the key "a" is there twice. The first is on line 1. Keep one."#,
                #"f.yaml:4:1: the key "a" is there twice. The first is on line 1. Keep one."#,
            ])
    }

    @Test func badUTF8IsNamedWithItsOffset() {
        let (_, faults) = node(Array("ab: x\n- caf".utf8) + [0xE9, 0x0A])
        #expect(
            faults == ["f.yaml:2:6: byte 0xE9 at offset 11 is no UTF-8. Save the file as UTF-8."])
        #expect(node([0xFF, 0xFE, 0x61, 0x00]).1.first?.contains("offset 0") == true)
    }

    @Test(arguments: ["[", "{\"a\":", "- ", "a: [", "? ", "{? "])
    func deepNestingIsRefusedAndTrapsNothing(unit: String) {
        #expect(node(String(repeating: unit, count: 20_000)).1.isEmpty == false)
        #expect(node(String(repeating: unit, count: 100) + "x").1.isEmpty == false)
    }

    @Test func aFewLinesCannotBecomeBillionsOfValues() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x]\n"
        for level in 1...30 {
            let row = Array(repeating: "*a\(level - 1)", count: 8).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(row)]\n"
        }
        #expect(node(text).1.count == 1)
        #expect(node(text + "? *a30\n: 1\n").1.count == 1)
    }

    @Test func aTextPastItsLimitIsRefusedUnread() {
        let text = String(repeating: "[", count: (1 << 20) + 1)
        #expect(node(text).1 == ["f.yaml: the text is larger than 1048576 bytes. Split it."])
    }

    @Test func aTextOfNothingButOneKeyEndsSoon() {
        let (_, faults) = node(String(repeating: "a: 1\n", count: 20_000))
        #expect(faults.count == 1)
        #expect(faults.first?.contains(#"the key "a" is there twice"#) == true)
    }
}
