/// An amount of US dollars in fixed point: 1 raw unit is a billionth of a dollar, so that one token's price is whole.
public struct Money: Hashable, Comparable, Sendable {
    public static let unitsPerDollar: Int64 = 1_000_000_000
    public static let zero = Money(nanodollars: 0)

    public var nanodollars: Int64

    public init(nanodollars: Int64) { self.nanodollars = nanodollars }

    /// Dollars, rounded up to the next billionth; nil for anything negative, infinite or above nine billion.
    public init?(dollars: Double) {
        let raw = (dollars * Double(Self.unitsPerDollar)).rounded(.up)
        guard raw >= 0, let whole = Int64(exactly: raw) else { return nil }
        nanodollars = whole
    }

    public var dollars: Double { Double(nanodollars) / Double(Self.unitsPerDollar) }

    public static func < (a: Money, b: Money) -> Bool { a.nanodollars < b.nanodollars }

    /// Amounts that would overflow stay at the most there is.
    public static func + (a: Money, b: Money) -> Money {
        let (sum, overflows) = a.nanodollars.addingReportingOverflow(b.nanodollars)
        return Money(nanodollars: overflows ? (b.nanodollars < 0 ? .min : .max) : sum)
    }

    public static func - (a: Money, b: Money) -> Money {
        let (rest, overflows) = a.nanodollars.subtractingReportingOverflow(b.nanodollars)
        return Money(nanodollars: overflows ? (b.nanodollars < 0 ? .max : .min) : rest)
    }

    public static func += (a: inout Money, b: Money) { a = a + b }
    public static func -= (a: inout Money, b: Money) { a = a - b }

    /// `$12.34`; below a cent four decimals more, so that a single call is not shown as nothing.
    public var text: String {
        let magnitude = nanodollars.magnitude
        let isFine = magnitude != 0 && magnitude < 10_000_000
        let unit: UInt64 = isFine ? 1_000 : 10_000_000
        let places = isFine ? 6 : 2
        let rounded = magnitude / unit + (magnitude % unit * 2 >= unit ? 1 : 0)
        var scale: UInt64 = 1
        for _ in 0..<places { scale *= 10 }
        let fraction = String(rounded % scale)
        let zeros = String(repeating: "0", count: places - fraction.utf8.count)
        return (nanodollars < 0 ? "-$" : "$") + String(rounded / scale) + "." + zeros + fraction
    }
}
