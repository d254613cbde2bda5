/// Lines in braille that run level and jump: for values that change at once, such as reputation.
///
/// Every cell has two by four dots. Series are drawn in order; a cell that several lines cross shows the dots of
/// all and has the colour of the last of them.
public struct StepChart {
    /// What one cell of the chart shows.
    public struct Mark: Hashable, Sendable {
        /// The dots as in U+2800.
        public var dots: UInt8
        /// The series that owns the colour, and its value here.
        public var series: Int
        public var value: Double

        public var symbol: Symbol { Self.symbols[Int(dots)] }

        private static let symbols = (UInt32(0)..<256).map { dots in
            Symbol(Character(Unicode.Scalar(0x2800 + dots) ?? " "))
        }
    }

    public var series: [[Double]]
    /// The values at the lower and the upper edge.
    public var range: ClosedRange<Double>
    /// How many steps the width stands for; nil for the longest series.
    public var steps: Int?

    public init(series: [[Double]], range: ClosedRange<Double>, steps: Int? = nil) {
        self.series = series
        self.range = range
        self.steps = steps
    }

    /// The cells row by row from the top; nil where nothing is drawn.
    public func marks(in size: Size) -> [[Mark?]] {
        let size = size.limited(to: .largest)
        guard size.columns > 0 else { return Array(repeating: [], count: size.rows) }
        let cells = cells(in: size)
        return (0..<size.rows).map { Array(cells[$0 * size.columns..<($0 + 1) * size.columns]) }
    }

    /// The same in one array.
    private func cells(in size: Size) -> [Mark?] {
        guard size.columns > 0, size.rows > 0 else { return [] }
        var pen = Pen(size: size, range: range)
        let steps = steps ?? series.map(\.count).max() ?? 0
        for (index, values) in series.enumerated() { pen.draw(values, of: index, steps: steps) }
        return pen.cells
    }

    public func draw(
        on canvas: inout Canvas, in area: Rect, style: (_ series: Int, _ value: Double) -> Style
    ) {
        let size = area.size.limited(to: .largest)
        for (place, mark) in cells(in: size).enumerated() {
            guard let mark else { continue }
            let (row, column) = place.quotientAndRemainder(dividingBy: size.columns)
            canvas.put(
                mark.symbol, column: area.left + column, row: area.top + row,
                style: style(mark.series, mark.value))
        }
    }

    /// The row a value is drawn in, for a label beside the line.
    public func row(of value: Double, height: Int) -> Int {
        Pen.dotRow(of: value, range: range, rows: height) / 4
    }

    /// The column where a step begins, for a cursor through the chart.
    public func column(ofStep step: Int, width: Int) -> Int {
        let count = steps ?? series.map(\.count).max() ?? 0
        return Pen.dotColumn(ofStep: step, steps: count, columns: width) / 2
    }
}

/// Draws series one after another into the same cells.
private struct Pen {
    let size: Size
    let range: ClosedRange<Double>
    private(set) var cells: [StepChart.Mark?]

    init(size: Size, range: ClosedRange<Double>) {
        self.size = size
        self.range = range
        cells = Array(repeating: nil, count: size.columns * size.rows)
    }

    mutating func draw(_ values: [Double], of series: Int, steps: Int) {
        var previous: Int?
        for (step, value) in values.enumerated() {
            let from = Self.dotColumn(ofStep: step, steps: steps, columns: size.columns)
            let isLast = step == values.count - 1
            let to =
                isLast
                ? size.columns * 2 - 1
                : Self.dotColumn(ofStep: step + 1, steps: steps, columns: size.columns)
            let row = Self.dotRow(of: value, range: range, rows: size.rows)
            let mark = StepChart.Mark(dots: 0, series: series, value: value)
            if let previous {
                for dotRow in min(previous, row)...max(previous, row) { dot(from, dotRow, mark) }
            }
            for column in from...max(from, to) { dot(column, row, mark) }
            previous = row
        }
    }

    /// The dots that are there stay; the cell is the new line's.
    private mutating func dot(_ column: Int, _ row: Int, _ mark: StepChart.Mark) {
        guard column / 2 < size.columns, row / 4 < size.rows else { return }
        let place = row / 4 * size.columns + column / 2
        var mark = mark
        mark.dots = (cells[place]?.dots ?? 0) | Self.bits[row % 4 * 2 + column % 2]
        cells[place] = mark
    }

    /// The last step keeps six tenths of a step to its right.
    static func dotColumn(ofStep step: Int, steps: Int, columns: Int) -> Int {
        let width = Double(max(1, columns * 2 - 1))
        let perStep = width / (Double(max(1, steps)) - 1 + 0.6)
        return Int(cells: (Double(step) * perStep).rounded(), in: 0...max(0, columns * 2 - 1))
    }

    static func dotRow(of value: Double, range: ClosedRange<Double>, rows: Int) -> Int {
        let dots = max(1, rows * 4)
        let share = 1 - value.share(of: range)
        return Int(cells: (share * Double(dots)).rounded(), in: 0...(dots - 1))
    }

    /// The left and the right dot of each of the four rows.
    private static let bits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
}
