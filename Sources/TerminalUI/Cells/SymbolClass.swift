/// What a scalar is to the sanitiser. Categories are those of the Unicode character database.
enum SymbolClass {
    /// The symbol of a character that takes columns of its own; nil for every other.
    static func spacing(_ scalar: Unicode.Scalar) -> Symbol? {
        let value = scalar.value
        if value < 0x7F { return value < 0x20 ? nil : Symbol(ascii: UInt8(value)) }
        if isUsual(value) { return Symbol(base: scalar, columns: ScalarWidth.columns(of: scalar)) }
        if let letter = regionalLetter(scalar) { return letter }
        if isInvisibleLetter(value) || isJamoInside(value) { return nil }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned, .nonspacingMark, .enclosingMark:
            return nil
        case .spaceSeparator:
            return value == 0x3000 ? Symbol(base: scalar, columns: 2) : .blank
        default:
            return Symbol(base: scalar, columns: ScalarWidth.columns(of: scalar))
        }
    }

    /// Whether it is in a block of which every character takes columns of its own, so that the character database
    /// need not be asked: letters of Latin and phonetic scripts, signs of punctuation, arrows, mathematics, lines,
    /// blocks, shapes and braille.
    static func isUsual(_ value: UInt32) -> Bool {
        switch value {
        case 0xA1...0xAC, 0xAE...0x2FF, 0x2010...0x2027, 0x2190...0x2426, 0x2500...0x25FF,
            0x2800...0x28FF:
            true
        default: false
        }
    }

    /// A visible stand-in: the control picture for C0 and DEL, one dot for all else.
    static func mark(for scalar: Unicode.Scalar) -> Symbol {
        let value = scalar.value
        let picture = value < 0x20 ? 0x2400 + value : value == 0x7F ? 0x2421 : 0
        guard picture != 0, let shown = Unicode.Scalar(picture) else { return Sanitiser.mark }
        return Symbol(base: shown, columns: 1)
    }

    static func isCombining(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        guard value >= 0x300, !isUsual(value) else { return false }
        if isSelector(scalar) || value == 0x34F || value == 0x17B4 || value == 0x17B5 {
            return false
        }
        if (0xE0000...0xE0FFF).contains(value) { return false }
        if isJamoInside(value) { return true }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return true
        default: return false
        }
    }

    static func isSelector(_ scalar: Unicode.Scalar) -> Bool {
        (0xFE00...0xFE0F).contains(scalar.value)
    }

    static func isSkinTone(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F3FB...0x1F3FF).contains(scalar.value)
    }

    static func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0x200C || scalar.value == 0x200D
    }

    /// A picture that others may be joined to; the letters of flags stand for themselves.
    static func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0x2100 && scalar.properties.isEmoji
            && !(0x1F1E6...0x1F1FF).contains(scalar.value)
    }

    static func isKeycap(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "#" || scalar == "*" || (0x30...0x39).contains(scalar.value)
    }

    /// Arabic, Syriac, Indic and South East Asian scripts, which need joiners to be written.
    static func isJoiningScript(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        return (0x620...0x8FF).contains(value) || (0x900...0xDFF).contains(value)
            || (0x1000...0x109F).contains(value) || (0x1780...0x18AA).contains(value)
    }

    /// The letter a regional indicator stands for: a flag is shown as its country's two letters.
    private static func regionalLetter(_ scalar: Unicode.Scalar) -> Symbol? {
        guard (0x1F1E6...0x1F1FF).contains(scalar.value) else { return nil }
        return Symbol(ascii: UInt8(scalar.value - 0x1F1E6 + 0x41))
    }

    /// Vowels and finals of Hangul, which take no column after their first consonant.
    private static func isJamoInside(_ value: UInt32) -> Bool {
        (0x1161...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value)
    }

    /// Letters that draw nothing and hide text: the Hangul fillers; and a vowel sign of Ahom that takes a column
    /// or none, by the version of Unicode a terminal knows.
    private static func isInvisibleLetter(_ value: UInt32) -> Bool {
        value == 0x115F || value == 0x1160 || value == 0x3164 || value == 0xFFA0 || value == 0x1171E
    }
}
