import SwarmCore

/// A chart of labelled numbers: a line for a time series, bars for anything else.
struct Chart {
    enum Kind: String { case bar, line }

    let title: String
    let points: [DataPoints.Point]
    let kind: Kind

    /// The points of a time series are put into its order.
    init(title: String, _ data: DataPoints) {
        self.title = title
        points = data.ordered.points
        kind = data.isTimeSeries && data.points.count >= 3 ? .line : .bar
    }

    /// The lower end of the scale: 0, or below it for negative values.
    var low: Double { min(0, points.map(\.value.double).min() ?? 0) }
    /// The upper end of the scale; always above `low`.
    var high: Double {
        let high = max(0, points.map(\.value.double).max() ?? 0)
        return high > low ? high : low + 1
    }

    /// Where a value stands between `low` and `high`, 0...1.
    func share(_ value: Figure) -> Double {
        min(max((value.double - low) / (high - low), 0), 1)
    }

    /// One sentence on what is to be seen, with its figures.
    var caption: String {
        guard let first = points.first, let last = points.last else {
            return "There was nothing to draw."
        }
        let data = DataPoints(points)
        guard let largest = data.largest, let smallest = data.smallest, points.count > 1 else {
            return "\(title): \(first.label) is \(first.value.text)."
        }
        if kind == .line {
            let move = last.value - first.value
            let verb = move > .zero ? "rose" : move < .zero ? "fell" : "stayed"
            let share =
                first.value > .zero && move != .zero
                ? ", \(move > .zero ? "+" : "")\(Figure(Figure.percent(move, of: first.value)).text) %"
                : ""
            return "\(title): \(verb) from \(first.value.text) (\(first.label)) to "
                + "\(last.value.text) (\(last.label))\(share); the peak is \(largest.value.text) "
                + "(\(largest.label))."
        }
        return "\(title): \(largest.label) is largest with \(largest.value.text), "
            + "\(smallest.label) smallest with \(smallest.value.text), "
            + "of \(PlainText.count(points.count, "value"))."
    }
}
