import SwarmCore

/// A cheap stateful generator: SplitMix64 (Steele, Lea, Flood 2014). The same seed rolls the same numbers everywhere.
public struct Dice: Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = KeyedRandom.mix(seed) }

    @inline(__always)
    mutating func next() -> UInt64 {
        let drawn = KeyedRandom.mix(state)
        state = state &+ 0x9E37_79B9_7F4A_7C15
        return drawn
    }

    /// A number in 0..<`bound`; 0 when the bound is not positive.
    @inline(__always)
    mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(max(1, bound))).high)
    }

    /// A number in the range, both ends included.
    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// True in so many of a thousand rolls.
    @inline(__always)
    mutating func chance(_ permille: Int) -> Bool { below(1000) < permille }

    /// A time in microseconds from 0 to `most`, short ones as likely as long ones: even over the powers of two.
    mutating func span(upTo most: Int64) -> Int64 {
        let bits = 64 - UInt64(max(1, most)).leadingZeroBitCount
        let top = Int64(1) << Int64(below(bits + 1))
        return min(most, Int64(truncatingIfNeeded: next() & UInt64(top - 1)))
    }
}
