/// Up to 128 interned skills (or domains) as bits: unions, intersections and counts without a heap.
public struct SkillSet: Hashable, Sendable {
    public static let capacity = 128

    private var low: UInt64 = 0
    private var high: UInt64 = 0

    public init() {}

    public init(_ skills: some Sequence<SkillID>) {
        for skill in skills { insert(skill) }
    }

    public var isEmpty: Bool { low | high == 0 }
    public var count: Int { low.nonzeroBitCount &+ high.nonzeroBitCount }

    /// The skill interned first, or nil when empty.
    public var first: SkillID? {
        if low != 0 { return SkillID(low.trailingZeroBitCount) }
        return high != 0 ? SkillID(64 &+ high.trailingZeroBitCount) : nil
    }

    public mutating func insert(_ skill: SkillID) {
        if skill.index < 64 {
            low |= 1 << UInt64(skill.index)
        } else {
            high |= 1 << UInt64(skill.index &- 64)
        }
    }

    public func contains(_ skill: SkillID) -> Bool {
        skill.index < 64
            ? low >> UInt64(skill.index) & 1 == 1 : high >> UInt64(skill.index &- 64) & 1 == 1
    }

    public func intersection(_ other: SkillSet) -> SkillSet {
        var result = self
        result.low &= other.low
        result.high &= other.high
        return result
    }

    public func subtracting(_ other: SkillSet) -> SkillSet {
        var result = self
        result.low &= ~other.low
        result.high &= ~other.high
        return result
    }

    public func union(_ other: SkillSet) -> SkillSet {
        var result = self
        result.low |= other.low
        result.high |= other.high
        return result
    }

    public func isSuperset(of other: SkillSet) -> Bool { other.subtracting(self).isEmpty }

    public mutating func popFirst() -> SkillID? {
        guard let skill = first else { return nil }
        if low != 0 { low &= low &- 1 } else { high &= high &- 1 }
        return skill
    }
}

extension SkillSet: Sequence {
    public struct Iterator: IteratorProtocol {
        var rest: SkillSet
        public mutating func next() -> SkillID? { rest.popFirst() }
    }

    public func makeIterator() -> Iterator { Iterator(rest: self) }
}
