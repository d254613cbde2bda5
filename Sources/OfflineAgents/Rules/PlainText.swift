import SwarmCore

/// Text from outside as the rules use it: bounded, and without what a terminal or a reader cannot see.
enum PlainText {
    /// At most `most` characters on one line; controls and runs of space become one space.
    static func line(_ text: String, most: Int) -> String {
        let bounded = text.unicodeScalars.prefix(4 * most + 40)
        var line = String.UnicodeScalarView()
        for scalar in bounded {
            let category = scalar.properties.generalCategory
            // Joiners hold emoji and Indic letters together; other format characters turn or hide text.
            if category == .format, scalar != "\u{200D}", scalar != "\u{200C}" { continue }
            let isGap = scalar.properties.isWhitespace || category == .control
            if !isGap { line.append(scalar) } else if line.last != " " { line.append(" ") }
        }
        if line.first == " " { line.removeFirst() }
        if line.last == " " { line.removeLast() }
        return cut(String(line), most: most)
    }

    /// The value as a line, or nil when there is nothing in it.
    static func line(_ value: JSONValue?, most: Int) -> String? {
        guard let value, value != .null else { return nil }
        let text: String
        switch value {
        case .string(let string): text = string
        case .array, .object: text = value.size > 4_000 ? "" : value.jsonText()
        case .null, .bool, .integer, .number: text = value.jsonText()
        }
        let line = line(text, most: most)
        return line.isEmpty ? nil : line
    }

    /// The text up to `most` characters, cut between words where there is a place.
    static func cut(_ text: String, most: Int) -> String {
        guard text.count > most else { return text }
        let head = text.prefix(max(most - 1, 0))
        let end = head.lastIndex(of: " ")
        let isNear = end.map { head.distance(from: $0, to: head.endIndex) < most / 3 } ?? false
        return (isNear ? head[..<(end ?? head.endIndex)] : head) + "…"
    }

    /// The words in lower case, apostrophes kept straight: `don't`.
    static func words(_ text: String) -> [String] {
        text.lowercased().replacing("’", with: "'")
            .split { !$0.isLetter && !$0.isNumber && $0 != "'" }
            .map { String($0.drop { $0 == "'" }) }
            .filter { !$0.isEmpty }
    }

    /// The sentences with their marks.
    static func sentences(_ text: String) -> [String] {
        var sentences: [String] = []
        var current = ""
        var isEnding = false
        for character in text {
            if isEnding, character.isWhitespace {
                sentences.append(current)
                current = ""
                isEnding = false
                continue
            }
            if current.isEmpty, character.isWhitespace { continue }
            current.append(character.isNewline ? " " : character)
            isEnding = ".!?".contains(character) || (isEnding && "\")”’".contains(character))
        }
        if current.contains(where: { !$0.isWhitespace }) { sentences.append(current) }
        return sentences
    }

    /// With a capital first letter.
    static func capitalised(_ text: some StringProtocol) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    /// `a, b and c`.
    static func list(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " and " + last
    }

    /// `1 row`, `2 rows`.
    static func count(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    /// Columns the text takes in a terminal, near enough for a chart: wide East Asian letters and emoji take 2.
    static func columns(_ text: some StringProtocol) -> Int {
        text.reduce(0) { sum, character in
            guard let scalar = character.unicodeScalars.first else { return sum }
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
                0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF,
                0x20000...0x3FFFD:
                return sum + 2
            default: return sum + 1
            }
        }
    }

    /// The text in exactly `width` columns, cut or filled with spaces.
    static func padded(_ text: String, to width: Int, atEnd: Bool = false) -> String {
        var shown = text
        while columns(shown) > width, !shown.isEmpty { shown.removeLast() }
        let gap = String(repeating: " ", count: max(0, width - columns(shown)))
        return atEnd ? gap + shown : shown + gap
    }
}
