/// A short piece of foreign text that is safe to print: for the sentences of faults and notes.
///
/// Controls become their pictures (`␛`), other invisible and direction-changing characters `∙`, runs of white
/// space one space. Longer text is cut with a `…`.
enum Excerpt {
    static let mostCharacters = 200

    static func of(_ text: some StringProtocol, most: Int = mostCharacters) -> String {
        var shown = String.UnicodeScalarView()
        var count = 0
        var owesSpace = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                owesSpace = count > 0
                continue
            }
            let needed = owesSpace ? 2 : 1
            guard count + needed < most else {
                shown.append("…")
                break
            }
            if owesSpace { shown.append(" ") }
            shown.append(visible(scalar))
            count += needed
            owesSpace = false
        }
        return String(shown)
    }

    /// The excerpt of bytes that should be UTF-8; those that are not become `�`.
    static func of(bytes: [UInt8]) -> String {
        of(String(decoding: bytes.prefix(8 * mostCharacters), as: UTF8.self))
    }

    private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar.value < 0x20 { return Unicode.Scalar(0x2400 + scalar.value) ?? "∙" }
        if scalar.value == 0x7F { return "␡" }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
            return "∙"
        default: return scalar.properties.isDefaultIgnorableCodePoint ? "∙" : scalar
        }
    }
}
