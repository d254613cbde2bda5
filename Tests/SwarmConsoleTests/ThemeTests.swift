import TerminalUI
import Testing

@testable import SwarmConsole

@Suite struct ThemeTests {
    @Test func everyShippedSchemeParses() {
        #expect(Theme.parsedResources.count >= 4)
        for (file, result) in Theme.parsedResources {
            if case .failure(let fault) = result { Issue.record("\(file): \(fault.sentence)") }
        }
        #expect(Theme.standard.name == "Dusk Apiary")
    }

    @Test func everyShippedSchemeIsReadable() {
        for theme in Theme.builtIn {
            for (role, least) in [(Role.dim, 3.0), (.secondary, 4.5), (.text, 7.0), (.failed, 4.5)]
            {
                let ratio = contrast(theme.palette[role.slot], theme.palette[0])
                #expect(ratio >= least, "\(theme.name): \(role) \(ratio)")
            }
        }
    }

    private func contrast(_ first: Color, _ second: Color) -> Double {
        func part(_ value: UInt8) -> Double {
            let share = Double(value) / 255
            return share <= 0.04045 ? share / 12.92 : power((share + 0.055) / 1.055)
        }
        func power(_ value: Double) -> Double {
            value * value * value.squareRoot().squareRoot().squareRoot()
        }
        func luminance(_ color: Color) -> Double {
            0.2126 * part(color.red) + 0.7152 * part(color.green) + 0.0722 * part(color.blue)
        }
        let (a, b) = (luminance(first), luminance(second))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    private static func palette(_ count: Int, indent: String, hash: String = "#") -> String {
        (0..<count).map { slot in
            let digits = String(slot, radix: 16)
            return "\(indent)\(Theme.key(slot)): \"\(hash)0000\(slot < 16 ? "0" : "")\(digits)\""
        }.joined(separator: "\n")
    }

    @Test func theNewFormIsRead() throws {
        let yaml =
            "system: base16\nname: New\nauthor: me\nvariant: light\npalette:\n"
            + Self.palette(16, indent: "  ")
        let theme = try Theme(yaml: yaml, file: "new.yaml")
        #expect(theme.name == "New")
        #expect(!theme.isDark)
        #expect(theme.palette[10].hex == "#00000a")
    }

    @Test func theOldFlatFormIsReadWithoutHashAndInCapitals() throws {
        let yaml =
            "scheme: Old\nauthor: me\n"
            + Self.palette(16, indent: "", hash: "").uppercased()
            .replacing("BASE", with: "base").replacing("base0A", with: "base0A")
        let theme = try Theme(yaml: yaml, file: "old.yaml")
        #expect(theme.name == "Old")
        #expect(theme.palette[15].hex == "#00000f")
    }

    @Test func unquotedDigitsStayText() throws {
        var yaml = "scheme: Plain\nauthor: me\n"
        for slot in 0..<16 { yaml += "\(Theme.key(slot)): 0000\(slot < 10 ? "0" : "")\(slot)\n" }
        let theme = try Theme(yaml: yaml, file: "plain.yaml")
        #expect(theme.palette[12].hex == "#000012")
    }

    @Test func base16FillsTheBrightColoursFromItsOwn() throws {
        let theme = try Theme(
            yaml: "scheme: S\nauthor: a\n" + Self.palette(16, indent: ""), file: "s.yaml")
        let expected = [0x00, 0x00, 0x08, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E].map { theme.palette[$0] }
        #expect(Array(theme.palette[16...]) == expected)
    }

    @Test func base24BringsItsOwn() throws {
        let yaml = "system: base24\nname: Full\npalette:\n" + Self.palette(24, indent: "  ")
        let theme = try Theme(yaml: yaml, file: "full.yaml")
        #expect(theme.palette[0x17].hex == "#000017")
    }

    @Test func faultsNameTheFileAndTheKey() {
        let good = Self.palette(16, indent: "")
        let cases: [(String, ThemeFault)] = [
            (
                "scheme: X\n" + good.replacing("base0D", with: "other"),
                .missing(file: "x.yaml", key: "base0D")
            ),
            (
                "scheme: X\n" + good.replacing("#00000c", with: "teal"),
                .badColor(file: "x.yaml", key: "base0C", value: "teal")
            ),
            (good, .missing(file: "x.yaml", key: "name")),
            ("system: base8\nscheme: X\n" + good, .badSystem(file: "x.yaml", value: "base8")),
            ("variant: dusky\nscheme: X\n" + good, .badVariant(file: "x.yaml", value: "dusky")),
            ("just words", .notAMapping(file: "x.yaml")),
            ("", .notAMapping(file: "x.yaml")),
        ]
        for (yaml, fault) in cases {
            #expect(throws: fault) { try Theme(yaml: yaml, file: "x.yaml") }
        }
        #expect(throws: ThemeFault.self) { try Theme(yaml: "a: [1, 2\nb: }", file: "x.yaml") }
    }

    @Test func coloursAreGoneWithoutColourAndStatesStayApart() {
        let look = Look(theme: .standard, isMono: true)
        for role in Role.allCases {
            #expect(look.style(role).foreground == nil && look.style(role).background == nil)
        }
        #expect(look.badge(.failed).attributes.contains(.reverse))
        let glyphs = Set(Sign.allCases.map { "\($0.glyph.unicode) \($0.word)" })
        #expect(glyphs.count == Sign.allCases.count)
    }

    @Test func thePickerStaysInItsBoxOnANarrowScreen() {
        var desktop = Desktop(.launch(), columns: 40, rows: 10)
        desktop.press("T")
        let rows = desktop.lines.filter { $0.contains("■ ■") }
        #expect(rows.count == 3 && rows.allSatisfy { $0.hasSuffix("│") }, "\(desktop.text)")
        #expect(desktop.text.contains("/\(Theme.builtIn.count) ─╮"), "\(desktop.text)")
    }
}
