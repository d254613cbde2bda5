/// The last values as columns of eighths, newest at the right: `▃▄▅▆▇█`.
///
/// The scale is fixed by `range`, never by the values, so that two rows can be compared.
public struct Sparkline {
    public var values: [Double]
    public var range: ClosedRange<Double>
    public var style: Style

    public init(values: [Double], range: ClosedRange<Double>, style: Style) {
        self.values = values
        self.range = range
        self.style = style
    }

    public func draw(on canvas: inout Canvas, in area: Rect) {
        let area = area.row(0)
        guard !area.isEmpty else { return }
        let shown = values.suffix(area.width)
        let first = area.right - shown.count
        for (index, value) in shown.enumerated() {
            let level = Int(cells: value.share(of: range) * 8, in: 0...7)
            canvas.glyph(
                Self.levels[level], at: Point(column: first + index, row: area.top), style: style)
        }
    }

    private static let levels = zip("▁▂▃▄▅▆▇█", "..::||!!").map { Glyph(unicode: $0, ascii: $1) }
}
