/// A sign of the interface in both of its forms, for where the meaning decides the ASCII one.
///
/// `▲` is `+` as a change and `!` as a health, so the screen says which. Both forms take one column.
public struct Glyph: Hashable, Sendable {
    public let unicode: Symbol
    public let ascii: Symbol

    public init(unicode: Character, ascii: Character) {
        self.unicode = Symbol(unicode)
        self.ascii = Symbol(ascii)
    }

    public func symbol(in glyphs: GlyphSet) -> Symbol {
        glyphs == .unicode ? unicode : ascii
    }
}

/// Which characters a screen may use.
///
/// Screens are written once, in Unicode; with the other sets the canvas replaces symbols as they are
/// drawn. A replacement takes as many columns as what it replaces.
public enum GlyphSet: Hashable, Sendable {
    case unicode
    /// Unicode, but for the characters that some terminals draw two columns wide where others draw one.
    case unambiguous
    case ascii

    /// The symbol as it is shown with this set; of a two-column symbol, its left half.
    public func shown(_ symbol: Symbol) -> Symbol {
        if self == .unambiguous {
            // Dots are not ambiguous; among signs that are replaced they would stand out.
            let isReplaced =
                AmbiguousWidth.contains(symbol.base) || Self.table[symbol.base] != nil
                || (0x2800..<0x2900).contains(symbol.base)
            guard isReplaced else { return symbol }
        } else if self == .unicode || symbol.base < 0x7F && !symbol.hasMarks {
            return symbol
        }
        if symbol.base < 0x7F { return Symbol(ascii: UInt8(symbol.base)) }
        if (0x2800..<0x2900).contains(symbol.base) {
            return Self.braille(UInt8(truncatingIfNeeded: symbol.base))
        }
        return Symbol(ascii: Self.table[symbol.base] ?? 0x3F)
    }

    /// Braille dots as the stroke they look like most.
    private static func braille(_ dots: UInt8) -> Symbol {
        if dots == 0 { return .blank }
        let rows = [dots & 0x09, dots & 0x12, dots & 0x24, dots & 0xC0].map { $0 != 0 }
        if rows.filter(\.self).count > 2 { return Symbol(ascii: 0x7C) }
        if rows[0], !rows[3] { return Symbol(ascii: 0x27) }
        return Symbol(ascii: rows[3] && !rows[0] ? 0x2E : 0x2D)
    }

    /// The replacements of the visual language, section 14; what is not listed becomes `?`.
    private static let table: [UInt32: UInt8] = {
        let pairs: [(String, String)] = [
            ("─━│┃┊┆╎├┤┼┬┴╭╮╰╯┌┐└┘", "-=||:::||+++++++++++"),
            ("▌█■┄┈╌·•", ">=#....*"),
            ("▏▎▍▋▊▉", "   >>>"),
            ("▁▂▃▄▅▆▇", "..::||!"),
            ("→←↑↓…×≈≤≥−", "><^v~x~<>-"),
            ("▸◂▾▴»✓✗◆●○", "><v^r*X^+o"),
            ("▲▼‖◌–—∞½", "+-=x--8%"),
            ("“”‘’«µ°", "\"\"''<u'"),
        ]
        var table: [UInt32: UInt8] = [:]
        for (from, to) in pairs {
            for (scalar, byte) in zip(from.unicodeScalars, to.utf8) { table[scalar.value] = byte }
        }
        return table
    }()
}
