import SwarmCore

/// A number from outside in hundredths: exact to add, and bounded so that sums do not overflow.
///
/// Larger magnitudes than `Amount.largest` are cut to it.
struct Figure: Hashable, Comparable {
    static let zero = Figure(hundredths: 0)
    private static let largest = 100 * Amount.largest

    let hundredths: Int64

    init(hundredths: Int64) {
        self.hundredths = min(max(hundredths, -Self.largest), Self.largest)
    }

    /// Rounds to hundredths; what is no number counts as 0.
    init(_ double: Double) {
        let bounded = min(max(double, -Double(Amount.largest)), Double(Amount.largest))
        hundredths = double.isNaN ? 0 : Int64((bounded * 100).rounded())
    }

    /// A number, or a text with exactly one number in it: `$1,200.50`, `12k`, `-3,5`, `(40)`, `12 %`.
    init?(_ value: JSONValue?) {
        switch value {
        case .integer(let whole):
            self.init(hundredths: min(max(whole, -Amount.largest), Amount.largest) * 100)
        case .number(let double):
            guard !double.isNaN else { return nil }
            self.init(double)
        case .string(let text): self.init(text: text)
        case nil, .null, .bool, .array, .object: return nil
        }
    }

    init?(text: some StringProtocol) {
        var characters = String(text.prefix(48)).filter {
            !$0.isWhitespace && !"$€£¥'_".contains($0)
        }
        var isNegative = false
        if characters.hasPrefix("("), characters.hasSuffix(")") {
            isNegative = true
            characters = String(characters.dropFirst().dropLast())
        }
        if let sign = characters.first, "-−+".contains(sign) {
            isNegative = sign != "+"
            characters.removeFirst()
        }
        for word in ["usd", "eur", "gbp", "%"] where characters.lowercased().hasSuffix(word) {
            characters.removeLast(word.count)
        }
        let factor: Double =
            switch characters.last {
            case "k", "K": 1_000
            case "m", "M": 1_000_000
            default: 1
            }
        if factor > 1 { characters.removeLast() }
        guard let plain = Self.plain(characters), let value = Double(plain) else { return nil }
        self.init((isNegative ? -value : value) * factor)
    }

    /// Digits with at most one point. A comma before exactly three digits groups, else it is the point.
    private static func plain(_ text: String) -> String? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let groups = parts.dropFirst()
        let isGrouped =
            parts[0].count <= 3
            && groups.allSatisfy { $0.prefix { $0 != "." }.count == 3 }
        guard groups.isEmpty || isGrouped || parts.count == 2 else { return nil }
        let joined = parts.joined(separator: isGrouped ? "" : ".")
        let isPlain =
            joined.utf8.allSatisfy { 0x30...0x39 ~= $0 || $0 == 0x2E }
            && joined.utf8.contains { $0 != 0x2E }
        return isPlain ? joined : nil
    }

    var double: Double { Double(hundredths) / 100 }

    /// A whole number where it is one.
    var json: JSONValue {
        hundredths % 100 == 0 ? .integer(hundredths / 100) : .number(double)
    }

    /// `12,400`, `-3.5`: digits in groups of three, at most two after the point.
    var text: String {
        let magnitude = hundredths.magnitude
        var digits = String(magnitude / 100)
        var grouped = ""
        while digits.count > 3 {
            grouped = "," + digits.suffix(3) + grouped
            digits.removeLast(3)
        }
        let cents = magnitude % 100
        let tail =
            cents == 0 ? "" : cents % 10 == 0 ? ".\(cents / 10)" : ".\(cents / 10)\(cents % 10)"
        return (hundredths < 0 ? "-" : "") + digits + grouped + tail
    }

    static func < (a: Figure, b: Figure) -> Bool { a.hundredths < b.hundredths }
    static func + (a: Figure, b: Figure) -> Figure {
        Figure(hundredths: a.hundredths + b.hundredths)
    }
    static func - (a: Figure, b: Figure) -> Figure {
        Figure(hundredths: a.hundredths - b.hundredths)
    }

    /// `part` of `whole` in percent to one place; 0 of nothing.
    static func percent(_ part: Figure, of whole: Figure) -> Double {
        guard whole.hundredths != 0 else { return 0 }
        return tenths(part.double / whole.double * 100)
    }

    /// Rounded to one place and kept within ±99999.
    static func tenths(_ value: Double) -> Double {
        guard !value.isNaN else { return 0 }
        return (min(max(value, -99_999), 99_999) * 10).rounded() / 10
    }
}

extension Sequence<Figure> {
    var sum: Figure { reduce(.zero, +) }
}

extension JSONObject {
    /// Members by name; of two with one name the later stands.
    init(_ pairs: [(String, JSONValue)]) {
        self.init()
        for (key, value) in pairs { self[key] = value }
    }
}
