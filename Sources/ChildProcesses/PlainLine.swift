/// Text of a program, made fit for one line of a screen.
public enum PlainLine {
    /// The text without control sequences, control and invisible characters, runs of blanks as one, cut to `most`
    /// characters with a mark.
    public static func of(_ text: some StringProtocol, most: Int) -> String {
        var line = ""
        var count = 0
        var isBlank = true
        var scalars = text.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            if scalar == "\u{1B}" {
                skipSequence(&scalars)
                continue
            }
            let isSpace = scalar.properties.isWhitespace
            if isSpace && isBlank || !isSpace && !isVisible(scalar) { continue }
            guard count < most else { return line + "…" }
            line.unicodeScalars.append(isSpace ? " " : scalar)
            isBlank = isSpace
            count += 1
        }
        if isBlank, !line.isEmpty { line.removeLast() }
        return line
    }

    /// The rest of a sequence such as `ESC [ 31 m`; of other sequences the one character that follows.
    private static func skipSequence(_ scalars: inout some IteratorProtocol<Unicode.Scalar>) {
        guard scalars.next() == "[" else { return }
        while let scalar = scalars.next() {
            if 0x40...0x7E ~= scalar.value { return }
        }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
            .unassigned:
            false
        default: !scalar.properties.isDefaultIgnorableCodePoint
        }
    }
}
