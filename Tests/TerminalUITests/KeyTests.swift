import Testing

@testable import TerminalUI

@Suite("Key names")
struct KeyTests {
    @Test(
        "are read as people write them",
        arguments: [
            ("q", Key("q")), ("G", Key("G")), ("ctrl-p", Key("p", .control)),
            ("Ctrl-P", Key("p", .control)), ("^p", Key("p", .control)), ("alt-x", Key("x", .alt)),
            ("shift-tab", Key(.backTab)), ("f12", Key(.function(12))), ("space", Key(" ")),
            ("Enter", Key(.enter)), ("esc", Key(.escape)), ("pgup", Key(.pageUp)), ("-", Key("-")),
            ("^", Key("^")), ("ctrl--", Key("-", .control)), ("ctrl-right", Key(.right, .control)),
            ("ctrl-alt-x", Key("x", [.control, .alt])),
        ])
    func parsed(name: String, key: Key) {
        #expect(Key(name) == key)
        #expect(Key(key.name) == key)
    }

    @Test("that mean nothing are no keys", arguments: ["", "ctrl-", "qq", "f0", "f99", "hyper-x"])
    func wrong(name: String) {
        #expect(Key(name) == nil)
    }

    @Test("are short in a footer")
    func short() {
        #expect(Key("p", .control).shortName == "^p")
        #expect(Key(.pageDown).shortName == "PgDn")
        #expect(Key(.backTab).shortName == "S-Tab")
        #expect(Key(.right, .control).shortName == "C-Right")
    }
}
