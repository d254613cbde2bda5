/// How many spans of time there were, how long in all, and the longest.
public struct SpanTally: Hashable, Sendable {
    public private(set) var count = 0
    public private(set) var total = TimeSpan.zero
    public private(set) var longest = TimeSpan.zero

    public init() {}

    public mutating func add(_ span: TimeSpan) {
        count += 1
        total = total + span
        longest = max(longest, span)
    }

    /// To the microsecond, rounded down; nil before the first.
    public var mean: TimeSpan? {
        count == 0 ? nil : TimeSpan(microseconds: total.microseconds / Int64(count))
    }
}
