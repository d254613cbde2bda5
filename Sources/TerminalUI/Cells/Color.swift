/// A colour with eight bits for red, green and blue.
public struct Color: Hashable, Sendable {
    public let red: UInt8
    public let green: UInt8
    public let blue: UInt8

    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// A colour from six hexadecimal digits, with or without `#`; nil for anything else.
    public init?(hex: String) {
        let digits = hex.hasPrefix("#") ? hex.dropFirst() : hex[...]
        guard digits.utf8.count == 6, digits.utf8.allSatisfy(Self.isHexDigit),
            let value = UInt32(digits, radix: 16)
        else { return nil }
        self.init(
            red: UInt8(truncatingIfNeeded: value >> 16),
            green: UInt8(truncatingIfNeeded: value >> 8),
            blue: UInt8(truncatingIfNeeded: value))
    }

    /// Six lower-case hexadecimal digits after a `#`.
    public var hex: String {
        let digits = Array("0123456789abcdef")
        return [red, green, blue].reduce(into: "#") { text, part in
            text.append(digits[Int(part >> 4)])
            text.append(digits[Int(part & 15)])
        }
    }

    /// This colour blended into another one.
    ///
    /// `share` is how much of the other one, 0...1; a value outside is clamped.
    public func mixed(with other: Color, share: Double) -> Color {
        let part = share.isNaN ? 0 : min(1, max(0, share))
        func blend(_ from: UInt8, _ to: UInt8) -> UInt8 {
            UInt8((Double(from) * (1 - part) + Double(to) * part).rounded())
        }
        return Color(
            red: blend(red, other.red), green: blend(green, other.green),
            blue: blend(blue, other.blue))
    }

    /// How far apart two colours are, as the sum over red, green and blue, 0...765.
    func distance(to other: Color) -> Int {
        zip([red, green, blue], [other.red, other.green, other.blue])
            .reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }
}

/// Colours from low to high with even blends between them.
public struct Gradient: Hashable, Sendable {
    public let stops: [Color]

    public init(_ stops: [Color]) {
        self.stops = stops
    }

    /// The colour at `fraction`, 0...1, clamped; nil when there are no stops.
    public func color(at fraction: Double) -> Color? {
        guard let first = stops.first, let last = stops.last else { return nil }
        guard fraction > 0 else { return first }
        guard fraction < 1 else { return last }
        let position = fraction * Double(stops.count - 1)
        let index = min(stops.count - 2, Int(position))
        guard index >= 0 else { return first }
        return stops[index].mixed(with: stops[index + 1], share: position - Double(index))
    }
}
