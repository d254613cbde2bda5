extension Int {
    /// A number of cells from a measure that may be anything: NaN is 0, the rest is clamped.
    init(cells value: Double, in range: ClosedRange<Int>) {
        guard !value.isNaN else {
            self = Swift.min(Swift.max(0, range.lowerBound), range.upperBound)
            return
        }
        let low = Double(range.lowerBound)
        let high = Double(range.upperBound)
        self = Int(Swift.min(high, Swift.max(low, value)))
    }
}

extension Double {
    /// The share of the way from `low` to `high`, 0...1; 0 for NaN and for an empty range.
    func share(of range: ClosedRange<Double>) -> Double {
        let length = range.upperBound - range.lowerBound
        let share = (self - range.lowerBound) / length
        return share.isNaN ? 0 : Swift.min(1, Swift.max(0, share))
    }
}
