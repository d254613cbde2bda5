/// Text being typed, with a cursor; one line or several.
///
/// Bounded: what would go past `limit` characters is not taken. Pasted text is data: in one line
/// its breaks become blanks, and no control character is kept except line breaks.
public struct TextEdit: Hashable, Sendable {
    public private(set) var characters: [Character]
    /// Between characters, 0...count.
    public private(set) var cursor: Int
    public let isMultiline: Bool
    public let limit: Int

    public init(_ text: String = "", isMultiline: Bool = false, limit: Int = 20_000) {
        self.isMultiline = isMultiline
        self.limit = max(0, limit)
        characters = []
        cursor = 0
        insert(text)
    }

    public var text: String { String(characters) }
    public var isEmpty: Bool { characters.isEmpty }

    /// Handles an editing key; false when the key is none of this field's.
    ///
    /// Enter makes a line break only in a multi-line field and with alt; alone it is the form's.
    @discardableResult
    public mutating func handle(_ key: Key) -> Bool {
        if let character = key.typedCharacter {
            insert(String(character))
            return true
        }
        switch key.code {
        case .enter where isMultiline && key.modifiers.contains(.alt): insert("\n")
        case .backspace where key.modifiers.isDisjoint(with: [.control, .alt]): deleteBackward()
        case .backspace: deleteWordBackward()
        case .delete: deleteForward()
        case .left where key.modifiers.isEmpty: move(to: cursor - 1)
        case .right where key.modifiers.isEmpty: move(to: cursor + 1)
        case .left: move(to: wordStart)
        case .right: move(to: wordEnd)
        case .home: move(to: lineStart)
        case .end: move(to: lineEnd)
        case .character("w") where key.modifiers == .control: deleteWordBackward()
        case .character("u") where key.modifiers == .control: delete(from: lineStart, to: cursor)
        case .character("e") where key.modifiers == .control: move(to: lineEnd)
        case .character("b") where key.modifiers == .alt: move(to: wordStart)
        case .character("f") where key.modifiers == .alt: move(to: wordEnd)
        default: return false
        }
        return true
    }

    /// Puts text at the cursor, as typing or pasting does; returns how many characters were taken.
    @discardableResult
    public mutating func insert(_ text: String) -> Int {
        let room = max(0, limit - characters.count)
        var taken: [Character] = []
        for character in text {
            guard taken.count < room else { break }
            if let character = accepted(character) { taken.append(character) }
        }
        characters.insert(contentsOf: taken, at: cursor)
        cursor += taken.count
        return taken.count
    }

    public mutating func deleteBackward() { delete(from: cursor - 1, to: cursor) }
    public mutating func deleteForward() { delete(from: cursor, to: cursor + 1) }
    public mutating func deleteWordBackward() { delete(from: wordStart, to: cursor) }

    public mutating func clear() {
        characters = []
        cursor = 0
    }

    /// Moves the cursor, clamped to the text.
    public mutating func move(to position: Int) {
        cursor = min(max(0, position), characters.count)
    }

    private mutating func delete(from start: Int, to end: Int) {
        let range = max(0, start)..<max(0, start, min(end, characters.count))
        characters.removeSubrange(range)
        cursor = range.lowerBound
    }

    private func accepted(_ character: Character) -> Character? {
        if character.isNewline { return isMultiline ? "\n" : " " }
        if character == "\t" { return " " }
        let isControl = character.unicodeScalars.contains {
            $0.properties.generalCategory == .control
        }
        return isControl ? nil : character
    }

    private var wordStart: Int {
        var index = cursor
        while index > 0, characters[index - 1].isWhitespace { index -= 1 }
        while index > 0, !characters[index - 1].isWhitespace { index -= 1 }
        return index
    }

    private var wordEnd: Int {
        var index = cursor
        while index < characters.count, characters[index].isWhitespace { index += 1 }
        while index < characters.count, !characters[index].isWhitespace { index += 1 }
        return index
    }

    private var lineStart: Int {
        (characters[..<cursor].lastIndex(of: "\n") ?? -1) + 1
    }

    private var lineEnd: Int {
        characters[cursor...].firstIndex(of: "\n") ?? characters.count
    }
}
