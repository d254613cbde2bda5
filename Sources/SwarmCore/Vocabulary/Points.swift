/// A score or a reputation in fixed point: 1 raw unit is 0.00001 points, so 65.71428 is 6 571 428.
///
/// Integers make ranking exact and the same on every machine.
public struct Points: Hashable, Comparable, Sendable {
    public static let unitsPerPoint: Int32 = 100_000

    public var raw: Int32

    public init(raw: Int32) { self.raw = raw }
    public init(_ points: Int) { raw = Int32(truncatingIfNeeded: points) &* Points.unitsPerPoint }

    public static let zero = Points(raw: 0)

    public var value: Double { Double(raw) / Double(Points.unitsPerPoint) }

    public static func < (a: Points, b: Points) -> Bool { a.raw < b.raw }
    public static func + (a: Points, b: Points) -> Points { Points(raw: a.raw &+ b.raw) }
    public static func - (a: Points, b: Points) -> Points { Points(raw: a.raw &- b.raw) }

    public func clamped(to range: ClosedRange<Points>) -> Points {
        min(max(self, range.lowerBound), range.upperBound)
    }
}
