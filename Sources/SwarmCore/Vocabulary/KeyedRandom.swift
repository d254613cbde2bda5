/// Random numbers that depend on nothing but a seed and the parts a draw is named by.
///
/// No state: the same seed and parts give the same number in any order, process and machine, so a run
/// repeats exactly however its work interleaves. Each part goes through the finaliser of SplitMix64
/// (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). Not for secrets.
public struct KeyedRandom: Hashable, Sendable {
    public let seed: UInt64

    public init(seed: UInt64) { self.seed = seed }

    /// A number drawn evenly from all of `UInt64`, named by `parts` in their order.
    public func draw(_ parts: UInt64...) -> UInt64 { draw(parts) }

    /// A number in 0..<1 with 53 random bits, named by `parts` in their order.
    public func fraction(_ parts: UInt64...) -> Double { Double(draw(parts) >> 11) * 0x1p-53 }

    /// One of `choices`, named by `parts`; nil when there is none.
    public func choice<T>(of choices: [T], _ parts: UInt64...) -> T? {
        guard !choices.isEmpty else { return nil }
        return choices[Int(draw(parts) % UInt64(choices.count))]
    }

    /// A stable 64-bit hash of the text's UTF-8: FNV-1a (Fowler, Noll, Vo).
    public static func hash(_ text: String) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return hash
    }

    private func draw(_ parts: [UInt64]) -> UInt64 {
        var state = Self.mix(seed)
        for part in parts { state = Self.mix(state ^ Self.mix(part)) }
        return state
    }

    /// One step of SplitMix64 from `state`: every bit of it moves about half of the result's, and none is lost.
    @inlinable
    public static func mix(_ state: UInt64) -> UInt64 {
        var z = state &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
