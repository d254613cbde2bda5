import TerminalUI
import Testing

@testable import NcursesTerminal

@Suite("What ncurses believes")
struct SystemTests {
    @Test("is what the sanitiser believes about every character's width")
    func widths() {
        #expect(CharacterLocale.set(["LANG": "C.UTF-8"]))
        var wrong: [String] = []
        for value in UInt32(0x20)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let symbols = Array(Sanitiser.symbols(of: String(Character(scalar))))
            guard let symbol = symbols.first, symbol.base == value else { continue }
            let system = FrameWriter.systemWidth(of: value)
            // What Unicode added or moved since the C library was made is drawn as `?`.
            let isMoved = scalar.properties.generalCategory == .spacingMark && system == 0
            if system >= 0, !isMoved, system != symbol.columns {
                wrong.append(String(value, radix: 16))
            }
        }
        #expect(wrong.isEmpty)
    }

    @Test("finds the nearest colour at every depth")
    func colors() {
        let orange = Color(red: 255, green: 136, blue: 0)
        #expect(ColorTable.index(of: orange, depth: .trueColor) == 0xFF8800)
        #expect(ColorTable.index(of: orange, depth: .twoHundredFiftySix) == 208)
        #expect(ColorTable.index(of: orange, depth: .mono) == nil)
        let grey = Color(red: 18, green: 18, blue: 19)
        #expect(ColorTable.index(of: grey, depth: .twoHundredFiftySix) == 233)
        let black = Color(red: 0, green: 0, blue: 1)
        #expect(ColorTable.index(of: black, depth: .sixteen) == 0)
        #expect(ColorTable.index(of: black, depth: .trueColor) == 8)
    }

    @Test("follows the environment about colours")
    func depthChoice() {
        #expect(ColorDepthChoice.isColorless(["NO_COLOR": "1"]))
        #expect(!ColorDepthChoice.isColorless(["NO_COLOR": ""]))
        #expect(ColorDepthChoice.promisesTrueColor(["COLORTERM": "24bit", "TERM": "xterm"]))
        #expect(!ColorDepthChoice.promisesTrueColor(["COLORTERM": "yes"]))
        let screen = ["COLORTERM": "truecolor", "TERM": "screen-256color"]
        #expect(!ColorDepthChoice.promisesTrueColor(screen))
        #expect(ColorDepthChoice.promisesTrueColor(screen.merging(["TMUX": "x"]) { $1 }))
        #expect(
            [2, 8, 16, 256, 0x1000000].map { ColorDepthChoice.depth(colors: $0) }
                == [.mono, .sixteen, .sixteen, .twoHundredFiftySix, .trueColor])
    }

    @Test("encodes base 64 as RFC 4648 does")
    func base64() {
        let pairs = [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"),
        ]
        for (plain, encoded) in pairs {
            #expect(Base64.encoded(Array(plain.utf8)) == Array(encoded.utf8))
        }
    }
}
