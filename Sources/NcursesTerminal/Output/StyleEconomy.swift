/// Leaves out of a program's output the styles that change nothing, and joins those that stand together.
///
/// ncurses names both colours of a pair whenever one of them changes, and colours blanks; with colours of 19 bytes that
/// is two thirds of a frame. Here a style is written when something is drawn that shows it: a blank shows its ground
/// only. What else stands in the bytes is passed on as it is.
struct StyleEconomy {
    /// What the program asked for last.
    private var wanted = Style()
    /// What the terminal has; nil when that is not known.
    private var shown: Style?
    /// The terminal has styles that are not understood here: from then on all is passed on as it is.
    private var isOff = false

    /// The parameters that select a colour, `38;2;255;255;255` being long ones; none for the terminal's own. They stand
    /// in the value: a frame has hundreds of styles.
    private struct Color: Equatable {
        private var bytes = SIMD32<UInt8>()
        private(set) var count = 0

        init() {}

        /// Nil where they are longer than any colour.
        init?(_ parameters: ArraySlice<UInt8>) {
            guard parameters.count <= SIMD32<UInt8>.scalarCount else { return nil }
            for byte in parameters {
                bytes[count] = byte
                count += 1
            }
        }

        /// As a parameter; `own` selects the terminal's own.
        func write(own: StaticString, _ parts: inout Parts, to output: inout [UInt8]) {
            guard count > 0 else { return parts.add(own, to: &output) }
            parts.begin(in: &output)
            for place in 0..<count { output.append(bytes[place]) }
        }
    }

    /// A style sequence as it is written: what is in front of its next parameter.
    private struct Parts {
        private(set) var hasBegun = false

        mutating func begin(in output: inout [UInt8]) {
            if hasBegun {
                output.append(0x3B)
            } else {
                output.append(0x1B)
                output.append(0x5B)
                hasBegun = true
            }
        }

        mutating func add(_ parameter: StaticString, to output: inout [UInt8]) {
            begin(in: &output)
            parameter.withUTF8Buffer { output.append(contentsOf: $0) }
        }

        mutating func add(_ digit: UInt8, to output: inout [UInt8]) {
            begin(in: &output)
            output.append(0x30 + digit)
        }
    }

    private struct Style: Equatable {
        var foreground = Color()
        var background = Color()
        /// Bit n for attribute n: 1 bold, 2 dim, 3 italic, 4 underlined, 7 reversed...
        var attributes: UInt16 = 0

        /// Underlined, blinking, reversed or struck out: then a blank shows more than its ground.
        var marksBlanks: Bool { attributes & 0b10_1111_0000 != 0 }

        /// Then starting anew with `0` costs more than it saves, and the terminal is one that can turn attributes off.
        var hasDirectColor: Bool { foreground.count > 8 || background.count > 8 }

        /// What turns each group of attributes off, by ECMA-48.
        private static let groups: [(attributes: UInt16, off: StaticString)] = [
            (0b110, "22"), (0b1000, "23"), (0b1_0000, "24"), (0b110_0000, "25"),
            (0b1000_0000, "27"), (0b1_0000_0000, "28"), (0b10_0000_0000, "29"),
        ]

        /// Turns these off, and what is in a group with them.
        mutating func turnOff(
            _ these: UInt16, _ parts: inout Parts, to output: inout [UInt8]
        ) {
            for group in Self.groups where group.attributes & these != 0 {
                attributes &= ~group.attributes
                parts.add(group.off, to: &output)
            }
        }
    }

    /// Forgets what the terminal has: somebody else has written to it.
    mutating func forget() { shown = nil }

    /// The same picture in fewer bytes.
    mutating func lean(_ bytes: [UInt8]) -> [UInt8] {
        guard !isOff else { return bytes }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            if byte == 0x1B, place + 1 < bytes.count, bytes[place + 1] == 0x5B {
                let end = Self.endOfSequence(bytes, from: place + 2)
                take(bytes[place..<end], into: &output)
                place = end
            } else if byte == 0x1B {
                let end = Self.endOfEscape(bytes, from: place + 1)
                // A character set shows nothing; what else there is may scroll, or bring back a style.
                if end - place < 3 {
                    catchUp(blanksOnly: false, into: &output)
                    shown = nil
                }
                output += bytes[place..<end]
                place = end
            } else {
                // A row that is scrolled in has the ground's colour.
                if byte == 0x0A { catchUp(blanksOnly: true, into: &output) }
                if byte >= 0x20 { catchUp(blanksOnly: byte == 0x20, into: &output) }
                output.append(byte)
                place += 1
            }
        }
        return output
    }

    /// The place after the final byte of a control sequence.
    private static func endOfSequence(_ bytes: [UInt8], from start: Int) -> Int {
        var place = start
        while place < bytes.count, !(0x40...0x7E).contains(bytes[place]) { place += 1 }
        return min(bytes.count, place + 1)
    }

    /// The place after an escape sequence without parameters: `ESC M`, `ESC ( B`.
    private static func endOfEscape(_ bytes: [UInt8], from start: Int) -> Int {
        var place = start
        while place < bytes.count, (0x20...0x2F).contains(bytes[place]) { place += 1 }
        return min(bytes.count, place + 1)
    }

    private mutating func take(_ sequence: ArraySlice<UInt8>, into output: inout [UInt8]) {
        switch sequence.last {
        case UInt8(ascii: "m"):
            if let style = isOff ? nil : style(after: sequence.dropFirst(2).dropLast()) {
                wanted = style
            } else {
                catchUp(blanksOnly: false, into: &output)
                isOff = true
                output += sequence
            }
        case let final? where Self.moves.contains(final): output += sequence
        case let final?:
            catchUp(blanksOnly: Self.erasures.contains(final), into: &output)
            output += sequence
        case nil: break
        }
    }

    /// They show nothing.
    private static let moves = Array("HdGABCD".utf8)
    /// They show the ground only.
    private static let erasures = Array("KJXP@LM".utf8)

    // MARK: What is wanted

    /// What is wanted after the parameters of one style sequence; nil when one is not known.
    private func style(after parameters: ArraySlice<UInt8>) -> Style? {
        var style = wanted
        var place = parameters.startIndex
        repeat {
            let start = place
            var end = Self.endOfPart(parameters, from: start)
            guard let number = Self.number(parameters[start..<end].prefix { $0 != 0x3A }) else {
                return nil
            }
            if number == 38 || number == 48 {
                guard let last = Self.endOfColor(parameters, from: start) else { return nil }
                end = last
            }
            switch number {
            case 0: style = Style()
            case 1...9: style.attributes |= 1 << UInt16(number)
            case 39: style.foreground = Color()
            case 49: style.background = Color()
            case 30...38, 90...97:
                guard let color = Color(parameters[start..<end]) else { return nil }
                style.foreground = color
            case 40...48, 100...107:
                guard let color = Color(parameters[start..<end]) else { return nil }
                style.background = color
            default: return nil
            }
            place = end + 1
        } while place <= parameters.endIndex
        return style
    }

    /// The place after the parameter that begins there: its `;` or the end.
    private static func endOfPart(_ parameters: ArraySlice<UInt8>, from start: Int) -> Int {
        parameters[start...].firstIndex(of: 0x3B) ?? parameters.endIndex
    }

    /// The place after `38:2::r:g:b`, or `38` with `5;n` or `2;r;g;b` behind it; nil for anything else.
    private static func endOfColor(_ parameters: ArraySlice<UInt8>, from start: Int) -> Int? {
        var end = endOfPart(parameters, from: start)
        if parameters[start..<end].contains(0x3A) { return end }
        var (parts, wanted) = (0, 1)
        while parts < wanted {
            guard end < parameters.endIndex else { return nil }
            let next = end + 1
            end = endOfPart(parameters, from: next)
            parts += 1
            guard parts == 1 else { continue }
            switch number(parameters[next..<end]) {
            case 5: wanted = 2
            case 2: wanted = 4
            default: return nil
            }
        }
        return end
    }

    /// Empty is 0, as in `ESC [ m`.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit), value < 1_000 else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return value
    }

    // MARK: What is written

    /// Brings the terminal to what is wanted, as far as the next character shows it.
    private mutating func catchUp(blanksOnly: Bool, into output: inout [UInt8]) {
        guard !isOff, shown != wanted else { return }
        var now = shown ?? Style()
        let isBlank = blanksOnly && shown != nil && !wanted.marksBlanks && !now.marksBlanks
        if isBlank, now.background == wanted.background { return }
        var parts = Parts()
        if !isBlank, shown == nil || now.attributes & ~wanted.attributes != 0 {
            if shown != nil, now.hasDirectColor {
                now.turnOff(now.attributes & ~wanted.attributes, &parts, to: &output)
            } else {
                parts.add(0, to: &output)
                now = Style()
            }
        }
        if !isBlank {
            for number in UInt8(1)...9
            where (wanted.attributes & ~now.attributes) >> number & 1 == 1 {
                parts.add(number, to: &output)
            }
            now.attributes = wanted.attributes
            if now.foreground != wanted.foreground {
                wanted.foreground.write(own: "39", &parts, to: &output)
                now.foreground = wanted.foreground
            }
        }
        if now.background != wanted.background {
            wanted.background.write(own: "49", &parts, to: &output)
            now.background = wanted.background
        }
        shown = now
        if parts.hasBegun { output.append(UInt8(ascii: "m")) }
    }
}
