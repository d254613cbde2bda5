import TerminalUI

/// Recognises one key at the front of some bytes.
enum KeyBytes {
    static func step(_ bytes: ArraySlice<UInt8>) -> InputDecoder.Step {
        guard let first = bytes.first else { return .incomplete }
        switch first {
        case 0x1B: return escape(bytes)
        case 0x0D: return .event(.key(Key(.enter)), length: 1)
        case 0x09: return .event(.key(Key(.tab)), length: 1)
        case 0x08, 0x7F: return .event(.key(Key(.backspace)), length: 1)
        case 0x00: return .event(.key(Key(" ", .control)), length: 1)
        case 0x01...0x1A:
            return .event(.key(Key(character(first + 0x60), .control)), length: 1)
        case 0x1C...0x1F:
            return .event(.key(Key(character(first + 0x40), .control)), length: 1)
        case 0x20..<0x7F: return .event(.key(Key(character(first))), length: 1)
        default: return multibyte(bytes, first)
        }
    }

    private static func character(_ byte: UInt8) -> Character {
        Character(Unicode.Scalar(byte))
    }

    /// One UTF-8 character; a byte that starts none is dropped, and so are C1 controls.
    private static func multibyte(
        _ bytes: ArraySlice<UInt8>, _ first: UInt8
    ) -> InputDecoder.Step {
        let length: Int
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF: length = 3
        case 0xF0...0xF4: length = 4
        default: return .nothing(length: 1)
        }
        let part = bytes.prefix(length)
        guard part.dropFirst().allSatisfy({ $0 & 0xC0 == 0x80 }) else {
            return .nothing(length: 1)
        }
        guard part.count == length else { return .incomplete }
        guard let text = String(validating: part, as: UTF8.self), let character = text.first,
            first != 0xC2 || part[part.startIndex + 1] >= 0xA0
        else { return .nothing(length: length) }
        return .event(.key(Key(character)), length: length)
    }

    private static func escape(_ bytes: ArraySlice<UInt8>) -> InputDecoder.Step {
        guard bytes.count > 1 else { return .incomplete }
        let rest = bytes.dropFirst()
        switch rest[rest.startIndex] {
        case UInt8(ascii: "["): return ControlSequence.step(bytes)
        case UInt8(ascii: "O"): return ControlSequence.singleShift(bytes)
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"),
            UInt8(ascii: "X"):
            return string(bytes)
        default: return alt(step(rest), isEscape: rest.first == 0x1B)
        }
    }

    /// Escape before a key is alt with that key.
    private static func alt(_ inner: InputDecoder.Step, isEscape: Bool) -> InputDecoder.Step {
        switch inner {
        case .event(.key(let key), let length):
            let isFirst = !isEscape || key.code != .escape
            return .event(
                .key(Key(key.code, isFirst ? key.modifiers.union(.alt) : key.modifiers)),
                length: length + 1)
        case .event(let event, let length): return .event(event, length: length + 1)
        case .report(let report, let length): return .report(report, length: length + 1)
        case .pasteBegins(let length): return .pasteBegins(length: length + 1)
        case .nothing(let length): return .nothing(length: length + 1)
        case .incomplete: return .incomplete
        }
    }

    /// A report in a control string: swallowed up to BEL or ST.
    private static func string(_ bytes: ArraySlice<UInt8>) -> InputDecoder.Step {
        var index = bytes.startIndex + 2
        while index < bytes.endIndex {
            let length = index - bytes.startIndex
            if bytes[index] == 0x07 { return .nothing(length: length + 1) }
            if bytes[index] == 0x18 || bytes[index] == 0x1A { return .nothing(length: length + 1) }
            if bytes[index] == 0x1B {
                guard index + 1 < bytes.endIndex else { return .incomplete }
                return .nothing(length: bytes[index + 1] == 0x5C ? length + 2 : length)
            }
            index += 1
        }
        return .incomplete
    }
}
