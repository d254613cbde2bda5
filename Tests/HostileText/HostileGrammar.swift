/// Draws hostile text by chance: pieces of escapes, two-way characters, storms of marks, emoji, wide
/// characters and broken bytes, between words. The same seed draws the same text on every machine.
public struct HostileGrammar: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    /// SplitMix64 (Steele, Lea and Flood 2014).
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// A text of up to that many pieces.
    public mutating func text(pieces most: Int = 6) -> String {
        var bytes: [UInt8] = []
        for _ in 0..<roll(1...most) { appendPiece(to: &bytes) }
        // What is no UTF-8 becomes U+FFFD, as wherever text comes in.
        return String(decoding: bytes, as: UTF8.self)
    }

    public mutating func roll(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    private mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[roll(0...choices.count - 1)]
    }

    private mutating func appendPiece(to bytes: inout [UInt8]) {
        switch roll(0...13) {
        case 0: bytes += Array(controlSequence().utf8)
        case 1: bytes += Array(commandString().utf8)
        case 2: bytes += Array(pick(Self.escapes).utf8)
        case 3: bytes.append(UInt8(roll(0...31)))
        case 4: appendScalar(UInt32(roll(0x7F...0x9F)), &bytes)
        case 5: appendScalar(pick(Self.directions), &bytes)
        case 6: appendScalar(pick(Self.invisible), &bytes)
        case 7: appendStorm(&bytes)
        case 8: appendEmoji(&bytes)
        case 9: for _ in 0..<roll(1...6) { appendScalar(pick(Self.wide), &bytes) }
        case 10: for _ in 0..<roll(1...4) { bytes.append(UInt8(roll(0x80...0xFF))) }
        case 11: appendScalar(UInt32(roll(0...0x10FFFF)), &bytes)
        case 12: for _ in 0..<roll(1...4) { appendScalar(UInt32(roll(0x900...0x1200)), &bytes) }
        default: bytes += Array(pick(Self.words).utf8)
        }
    }

    /// `ESC [ parameters intermediates final`, by either introducer, sometimes without its end.
    private mutating func controlSequence() -> String {
        var text = roll(0...4) == 0 ? "\u{9b}" : "\u{1b}["
        if roll(0...2) == 0 { text += pick(["?", ">", "=", "<", "!"]) }
        for _ in 0..<roll(0...3) { text += "\(roll(0...3_000));" }
        if roll(0...5) > 0 { text.unicodeScalars.append(Unicode.Scalar(UInt8(roll(0x40...0x7E)))) }
        return text
    }

    /// A string command with a payload, ended by BEL, ST, CAN or nothing.
    private mutating func commandString() -> String {
        pick(["\u{1b}]", "\u{1b}P", "\u{1b}X", "\u{1b}^", "\u{1b}_", "\u{1b}k", "\u{9d}", "\u{90}"])
            + pick(["0;title", "52;c;QUFB", "8;;https://e.example/", "1337;File=:QQ", "q#0;2"])
            + pick(["\u{7}", "\u{1b}\\", "\u{9c}", "\u{18}", ""])
    }

    private mutating func appendStorm(_ bytes: inout [UInt8]) {
        if roll(0...2) > 0 { bytes += Array("e".utf8) }
        for _ in 0..<roll(1...12) { appendScalar(UInt32(roll(0x300...0x36F)), &bytes) }
    }

    private mutating func appendEmoji(_ bytes: inout [UInt8]) {
        for index in 0..<roll(1...4) {
            if index > 0 { appendScalar(0x200D, &bytes) }
            appendScalar(pick(Self.emoji), &bytes)
            if roll(0...2) == 0 { appendScalar(UInt32(roll(0x1F3FB...0x1F3FF)), &bytes) }
            if roll(0...3) == 0 { appendScalar(UInt32(roll(0xFE00...0xFE0F)), &bytes) }
        }
    }

    private mutating func appendScalar(_ value: UInt32, _ bytes: inout [UInt8]) {
        // Surrogates go in as the three bytes a careless writer makes of them.
        guard let scalar = Unicode.Scalar(value) else {
            bytes += [
                UInt8(0xE0 | value >> 12), UInt8(0x80 | value >> 6 & 0x3F),
                UInt8(0x80 | value & 0x3F),
            ]
            return
        }
        bytes += Array(String(Character(scalar)).utf8)
    }

    private static let escapes = [
        "\u{1b}#8", "\u{1b}(0", "\u{1b}c", "\u{1b}7\u{1b}8", "\u{1b}D", "\u{1b}M", "\u{1b}=",
        "\u{1b}\u{1b}[[2J", "\u{e}\u{f}", "\r\n", "\u{8}\u{8}", "\u{1b}",
    ]
    private static let directions: [UInt32] =
        [0x200E, 0x200F, 0x061C] + Array(0x202A...0x202E) + Array(0x2066...0x2069)
    private static let invisible: [UInt32] =
        [
            0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x180E, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9, 0xE000,
            0xE0001, 0xFFFE, 0xFFFF, 0x10FFFF,
        ] + Array(0x2028...0x2029) + Array(0x200B...0x200D) + Array(0x2060...0x2064)
        + Array(0xE0061...0xE0063)
    private static let wide: [UInt32] =
        [0x3000, 0xFF21, 0xFF5E, 0x3042, 0xAC00, 0x1100, 0x1161, 0x11A8, 0x20000, 0x2E80]
        + Array(0x6F20...0x6F24)
    private static let emoji: [UInt32] = [
        0x1F468, 0x1F469, 0x1F9D1, 0x1F4BB, 0x1F44D, 0x2764, 0x2614, 0x1F1F3, 0x1F1F1, 0x1F3F4,
        0x31,
        0x23, 0x20E3,
    ]
    private static let words = [
        "budget", " ", "Approved by operator", "│", "╭─╮", "● done", "▌", "\t", "$120", "a b c",
        "https://e.example/x", "<svg>&\"", "{\"a\":1}", "…", "–",
    ]
}
