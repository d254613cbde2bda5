/// Which rows of a list are seen, where there is no room for all of them.
struct RowsInView: Hashable, Sendable {
    private let range: Range<Int>
    private let count: Int

    /// - Parameters:
    ///   - range: The indices of the rows that are seen.
    ///   - count: How many rows there are. Nil while all are seen.
    init?(_ range: Range<Int>, of count: Int) {
        guard range.count < count else { return nil }
        (self.range, self.count) = (range, count)
    }

    /// `1 to 4 of 8`.
    var words: String { "\(range.lowerBound + 1) to \(range.upperBound) of \(count)" }

    /// `4/8`: how far down the list the last row is, where there are few cells.
    var brief: String { "\(range.upperBound)/\(count)" }
}
