/// A share as squares with its exact number to the right: `■■■■■····  60%`.
///
/// `fraction` is 0...1; a value outside is clamped for the squares. A value above 0 has one
/// square at least. Visual language section 4.
public struct ValueBar {
    public var fraction: Double
    public var label: String
    /// Columns for the label, right-aligned, after the squares and one blank.
    public var labelWidth: Int
    /// Colours by position; one stop for a share without good or bad.
    public var gradient: Gradient
    public var track: Style
    public var number: Style

    public init(
        fraction: Double, label: String = "", labelWidth: Int = 4, gradient: Gradient,
        track: Style, number: Style = .plain
    ) {
        self.fraction = fraction
        self.label = label
        self.labelWidth = labelWidth
        self.gradient = gradient
        self.track = track
        self.number = number
    }

    public func draw(on canvas: inout Canvas, in area: Rect) {
        let area = area.row(0)
        guard !area.isEmpty else { return }
        let labelColumns = label.isEmpty ? 0 : labelWidth + 1
        let cells = max(0, area.width - labelColumns)
        var filled = Int(cells: (fraction * Double(cells)).rounded(), in: 0...cells)
        if fraction > 0, filled == 0 { filled = min(1, cells) }
        for index in 0..<cells {
            let color = gradient.color(at: (Double(index) + 0.5) / Double(cells))
            canvas.put(
                Symbol(index < filled ? "■" : "·"), column: area.left + index, row: area.top,
                style: index < filled ? Style(foreground: color) : track)
        }
        guard !label.isEmpty else { return }
        canvas.text(
            label, at: Point(column: area.left + cells + 1, row: area.top), style: number,
            width: area.width - cells - 1, alignment: .right)
    }
}
