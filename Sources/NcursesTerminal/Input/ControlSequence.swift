import TerminalUI

/// Recognises a key or a mouse event in a sequence that begins with `ESC [` or `ESC O`.
///
/// Sources: ECMA-48 for the form, xterm's control sequences for keys, modifiers and the mouse.
enum ControlSequence {
    private static let limit = 256

    static func step(_ bytes: ArraySlice<UInt8>) -> InputDecoder.Step {
        let body = bytes.dropFirst(2)
        guard let first = body.first else { return .incomplete }
        if first == UInt8(ascii: "[") { return linuxFunction(body) }
        if first == UInt8(ascii: "M") { return body.count < 4 ? .incomplete : .nothing(length: 6) }
        guard let end = body.firstIndex(where: { !(0x20...0x3F).contains($0) }) else {
            return body.count > limit ? .nothing(length: bytes.count) : .incomplete
        }
        let length = end - bytes.startIndex + 1
        guard (0x40...0x7E).contains(body[end]) else { return .nothing(length: length - 1) }
        let text = String(decoding: body[..<end], as: UTF8.self)
        if body[end] == UInt8(ascii: "~"), text == "200" { return .pasteBegins(length: length) }
        if text.hasPrefix("<"), let mouse = mouse(text.dropFirst(), final: body[end]) {
            return .event(.mouse(mouse), length: length)
        }
        if let report = report(text, final: body[end]) { return .report(report, length: length) }
        guard text.allSatisfy({ $0.isNumber || $0 == ";" || $0 == ":" }),
            let key = key(numbers(text), final: body[end])
        else { return .nothing(length: length) }
        return .event(.key(key), length: length)
    }

    private static func report(_ text: String, final: UInt8) -> TerminalReport? {
        let numbers = numbers(text)
        if final == UInt8(ascii: "n"), text == "0" { return .ready }
        guard final == UInt8(ascii: "R"), numbers.count == 2 else { return nil }
        return .cursor(column: numbers[1])
    }

    /// `ESC O A` and its kind: cursor and keypad keys in application mode.
    static func singleShift(_ bytes: ArraySlice<UInt8>) -> InputDecoder.Step {
        guard bytes.count > 2 else { return .incomplete }
        let final = bytes[bytes.startIndex + 2]
        if let code = letters[final] { return .event(.key(Key(code)), length: 3) }
        if final == UInt8(ascii: "M") { return .event(.key(Key(.enter)), length: 3) }
        if (UInt8(ascii: "j")...UInt8(ascii: "y")).contains(final) {
            let character = Character(Unicode.Scalar(final - 0x40))
            return .event(.key(Key(character)), length: 3)
        }
        return .nothing(length: (0x40...0x7E).contains(final) ? 3 : 2)
    }

    private static func linuxFunction(_ body: ArraySlice<UInt8>) -> InputDecoder.Step {
        guard body.count > 1 else { return .incomplete }
        let final = body[body.startIndex + 1]
        guard (UInt8(ascii: "A")...UInt8(ascii: "E")).contains(final) else {
            return .nothing(length: 4)
        }
        return .event(.key(Key(.function(Int(final) - 64))), length: 4)
    }

    private static let letters: [UInt8: Key.Code] = [
        UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right,
        UInt8(ascii: "D"): .left, UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end,
        UInt8(ascii: "P"): .function(1), UInt8(ascii: "Q"): .function(2),
        UInt8(ascii: "R"): .function(3), UInt8(ascii: "S"): .function(4),
    ]

    private static let tildes: [Int: Key.Code] = [
        1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
        11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5),
        17: .function(6), 18: .function(7), 19: .function(8), 20: .function(9),
        21: .function(10), 23: .function(11), 24: .function(12),
    ]

    /// `R` with numbers is a cursor report, not F3.
    private static func key(_ numbers: [Int], final: UInt8) -> Key? {
        let modifiers = modifiers(numbers.count > 1 ? numbers[1] : 1)
        switch final {
        case UInt8(ascii: "Z"): return Key(.backTab)
        case UInt8(ascii: "~"):
            if numbers.count == 3, numbers[0] == 27 { return typed(numbers[2], modifiers) }
            return tildes[numbers.first ?? 0].map { Key($0, modifiers) }
        case UInt8(ascii: "u"): return typed(numbers.first ?? 0, modifiers)
        case UInt8(ascii: "R") where !numbers.isEmpty: return nil
        default: return letters[final].map { Key($0, modifiers) }
        }
    }

    /// A key that a terminal names by its code point.
    private static func typed(_ value: Int, _ modifiers: Key.Modifiers) -> Key? {
        switch value {
        case 9: return modifiers.contains(.shift) ? Key(.backTab) : Key(.tab, modifiers)
        case 13: return Key(.enter, modifiers)
        case 27: return Key(.escape, modifiers)
        case 127: return Key(.backspace, modifiers)
        default:
            guard let scalar = UInt32(exactly: value).flatMap(Unicode.Scalar.init),
                scalar.value >= 0x20, !(0x7F..<0xA0).contains(scalar.value),
                !(0xE000..<0xF900).contains(scalar.value)
            else { return nil }
            return Key(Character(scalar), modifiers.subtracting(.shift))
        }
    }

    /// xterm adds 1 to the bits: 1 shift, 2 alt, 4 control.
    private static func modifiers(_ value: Int) -> Key.Modifiers {
        guard (2...16).contains(value) else { return [] }
        var modifiers: Key.Modifiers = []
        if (value - 1) & 1 != 0 { modifiers.insert(.shift) }
        if (value - 1) & 2 != 0 { modifiers.insert(.alt) }
        if (value - 1) & 4 != 0 { modifiers.insert(.control) }
        return modifiers
    }

    /// At most six digits each, so nothing overflows; what is longer counts as 0.
    private static func numbers(_ text: some StringProtocol) -> [Int] {
        guard !text.isEmpty else { return [] }
        return text.split(separator: ";", omittingEmptySubsequences: false).map { part in
            let digits = part.prefix { $0 != ":" }
            return digits.utf8.count <= 6 ? Int(digits) ?? 0 : 0
        }
    }

    private static func mouse(_ text: Substring, final: UInt8) -> MouseEvent? {
        let numbers = numbers(text)
        guard numbers.count == 3, final == UInt8(ascii: "M") || final == UInt8(ascii: "m")
        else { return nil }
        let code = numbers[0]
        var modifiers: Key.Modifiers = []
        if code & 4 != 0 { modifiers.insert(.shift) }
        if code & 8 != 0 { modifiers.insert(.alt) }
        if code & 16 != 0 { modifiers.insert(.control) }
        let point = Point(column: max(0, numbers[1] - 1), row: max(0, numbers[2] - 1))
        let buttons: [MouseEvent.Button] = [.left, .middle, .right]
        let kind: MouseEvent.Kind
        if code & 64 != 0 {
            guard code & 3 < 2 else { return nil }
            kind = code & 1 == 0 ? .scrollUp : .scrollDown
        } else {
            guard code & 3 < 3, code < 64 else { return nil }
            let button = buttons[code & 3]
            kind =
                final == UInt8(ascii: "m")
                ? .release(button) : code & 32 != 0 ? .drag(button) : .press(button)
        }
        return MouseEvent(kind, at: point, modifiers: modifiers)
    }
}
