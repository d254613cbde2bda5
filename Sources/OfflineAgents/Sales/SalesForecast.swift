/// What comes next in a row of figures, by one of three plain methods.
struct SalesForecast {
    enum Method: String, CaseIterable {
        case lastValue = "last value"
        case linearRegression = "linear regression"
        case movingAverage = "moving average"
    }

    enum Trend: String { case up, flat, down }

    let method: Method
    /// Never below 0.
    let next: Figure
    let trend: Trend
    /// The mean absolute error in percent when each known value from the third on is forecast from those before;
    /// nil with fewer than 3 values.
    let meanErrorPercent: Double?

    /// Changes of less than this share count as flat.
    static let flatShare = 0.02
    /// The moving average looks at so many values.
    static let window = 3

    init(_ values: [Figure], _ method: Method) {
        let series = values.map(\.double)
        self.method = method
        next = Figure(max(0, Self.next(series[...], method)))
        trend = Self.trend(series, method)
        meanErrorPercent = Self.error(series, method)
    }

    private static func next(_ series: ArraySlice<Double>, _ method: Method) -> Double {
        guard let last = series.last else { return 0 }
        switch method {
        case .lastValue: return last
        case .movingAverage: return mean(series.suffix(window))
        case .linearRegression:
            let line = line(series)
            return line.start + line.slope * Double(series.count)
        }
    }

    private static func trend(_ series: [Double], _ method: Method) -> Trend {
        guard series.count > 1 else { return .flat }
        switch method {
        case .lastValue:
            return trend(from: series[series.count - 2], to: series[series.count - 1])
        case .movingAverage:
            let recent = min(window, series.count / 2)
            return trend(
                from: mean(series.dropLast(recent).suffix(window)), to: mean(series.suffix(recent)))
        case .linearRegression:
            let middle = mean(series[...])
            return trend(from: middle, to: middle + line(series[...]).slope)
        }
    }

    private static func trend(from old: Double, to new: Double) -> Trend {
        let share = old > 0 ? (new - old) / old : new > old ? 1 : 0
        return share > flatShare ? .up : share < -flatShare ? .down : .flat
    }

    private static func error(_ series: [Double], _ method: Method) -> Double? {
        var errors: [Double] = []
        for place in series.indices where place >= 2 && series[place] > 0 {
            let guess = max(0, next(series[..<place], method))
            errors.append(abs(guess - series[place]) / series[place] * 100)
        }
        return errors.isEmpty ? nil : Figure.tenths(mean(errors[...]))
    }

    private static func mean(_ values: ArraySlice<Double>) -> Double {
        values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    }

    /// Least squares over the places 0, 1, 2, ….
    private static func line(_ series: ArraySlice<Double>) -> (start: Double, slope: Double) {
        let count = Double(series.count)
        let middle = mean(series)
        guard count > 1 else { return (middle, 0) }
        let center = (count - 1) / 2
        var (above, below) = (0.0, 0.0)
        for (place, value) in series.enumerated() {
            let distance = Double(place) - center
            above += distance * (value - middle)
            below += distance * distance
        }
        let slope = above / below
        return (middle - slope * center, slope)
    }
}
