import HostileText
import Testing

@testable import TerminalUI

@Suite("The sanitiser")
struct SanitiserTests {
    @Test(
        "shows what it takes away",
        arguments: [
            ("a\u{1b}[2Jb", "a␛[2Jb"), ("a\r\nb", "a␍␊b"), ("a\u{0}b\u{7f}", "a␀b␡"),
            ("\u{9b}2J", "∙2J"), ("\u{202e}gpj", "∙gpj"), ("a\u{200b}b", "a∙b"),
            ("a\u{200d}b", "a∙b"), ("\u{301}x", "∙x"), ("a\u{2028}b", "a∙b"),
            ("\u{e0041}", "∙"), ("\u{3164}", "∙"), ("\u{e000}\u{ffff}", "∙∙"),
        ])
    func marks(text: String, shown: String) {
        #expect(Sanitiser.line(text) == shown)
    }

    @Test(
        "shows one glyph for what terminals measure differently",
        arguments: [
            ("👨\u{200d}👩\u{200d}👧\u{200d}👦|", "👨|", 3), ("👍🏽|", "👍|", 3), ("🇳🇱|", "NL|", 3),
            ("❤️|", "❤|", 2), ("e\u{301}|", "e\u{301}|", 2), ("漢字", "漢字", 4),
            ("\u{1100}\u{1161}|", "\u{1100}\u{1161}|", 3), ("می\u{200c}خواهم", "میخواهم", 7),
            ("Z\u{300}\u{301}\u{302}\u{303}\u{304}!", "Z\u{300}\u{301}\u{302}\u{303}∙!", 3),
        ])
    func clusters(text: String, shown: String, columns: Int) {
        #expect(Sanitiser.line(text).unicodeScalars.elementsEqual(shown.unicodeScalars))
        #expect(TextWidth.of(text) == columns)
    }

    @Test("lets nothing through that acts, hides or moves", arguments: HostileText.all.indices)
    func inert(index: Int) {
        let text = HostileText.all[index]
        let shown = Sanitiser.line(text)
        for scalar in shown.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
                .unassigned:
                Issue.record("U+\(String(scalar.value, radix: 16)) came through")
            default: break
            }
        }
        #expect(Sanitiser.line(shown) == shown)
        #expect(TextWidth.of(shown) == TextWidth.of(text))
    }

    @Test("gives only ASCII where only ASCII can be shown", arguments: HostileText.all.indices)
    func ascii(index: Int) {
        let text = HostileText.all[index]
        let shown = Sanitiser.line(text, glyphs: .ascii)
        #expect(shown.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
        #expect(shown.utf8.count == TextWidth.of(text))
    }

    @Test("joins no more emoji than are ever one picture, and no letters of flags to them")
    func emojiHideNothing() {
        let man = "\u{1f468}"
        #expect(
            Sanitiser.line(Array(repeating: man, count: 6).joined(separator: "\u{200d}")) == "👨∙👨")
        #expect(Sanitiser.line("☔\u{200d}\u{1f1f1}\u{1f1f3}") == "☔∙LN")
        #expect(Sanitiser.line(man + "\u{1f3fd}") == "👨")
        #expect(Sanitiser.line(man + String(repeating: "\u{1f3fd}", count: 9)) == "👨∙")
    }

    @Test("takes a character for a usual one only where the character database says the same")
    func usual() {
        let others: Set<Unicode.GeneralCategory> = [
            .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned, .nonspacingMark, .spacingMark, .enclosingMark, .spaceSeparator,
        ]
        for scalar in (0...0x10FFFF).lazy.compactMap({ Unicode.Scalar(UInt32($0)) })
        where SymbolClass.isUsual(scalar.value) {
            #expect(!others.contains(scalar.properties.generalCategory), "\(scalar.value)")
            #expect(!scalar.properties.isDefaultIgnorableCodePoint, "\(scalar.value)")
        }
    }

    @Test("counts its marks")
    func count() {
        #expect(Sanitiser.markCount("a\u{1b}[2J\u{7}\u{202e}") == 3)
        #expect(Sanitiser.markCount("plain ∙ text") == 0)
    }

    @Test("holds for any text at all")
    func random() {
        var source = SeededGenerator(seed: 7)
        for _ in 0..<3_000 {
            let text = source.text(length: 24)
            let shown = Sanitiser.line(text)
            #expect(Sanitiser.line(shown) == shown, "\(text.unicodeScalars.map(\.value))")
            #expect(!shown.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// Text with more troublemakers than real text has.
    mutating func text(length: Int) -> String {
        let ranges: [ClosedRange<UInt32>] = [
            0...0xFF, 0x300...0x36F, 0x600...0x6FF, 0x900...0x97F, 0x1100...0x11FF,
            0x2000...0x206F, 0x4E00...0x4E20, 0xFE00...0xFE0F, 0x1F1E6...0x1F1FF,
            0x1F3FB...0x1F3FF, 0x1F466...0x1F469, 0xE0000...0xE007F, 0...0x10FFFF,
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...length, using: &self) {
            let range = ranges[Int.random(in: 0..<ranges.count, using: &self)]
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &self)) {
                text.append(scalar)
            }
        }
        return String(text)
    }
}
