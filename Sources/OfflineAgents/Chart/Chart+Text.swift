extension Chart {
    /// What a text chart is drawn with.
    private struct Pen {
        /// Parts of a cell from the smallest to the whole.
        let steps: [Character]
        let axis: Character
        let corner: String
        let floor: Character
        let point: Character
        let path: Character

        static let unicode = Pen(
            steps: Array("▏▎▍▌▋▊▉█"), axis: "│", corner: "└", floor: "─", point: "●", path: "·")
        static let ascii = Pen(
            steps: ["#"], axis: "|", corner: "+", floor: "-", point: "*", path: ".")
    }

    /// Columns no line of a text chart goes past.
    static let textWidth = 60
    /// Odd, so that the middle mark stands at half the height.
    private static let plotHeight = 9

    /// The chart as lines of block characters.
    var text: String { drawn(with: .unicode) }
    /// The chart as lines of ASCII; labels keep their letters.
    var asciiText: String { drawn(with: .ascii) }

    private func drawn(with pen: Pen) -> String {
        let lines = points.isEmpty ? ["(no data)"] : kind == .bar ? bars(pen) : line(pen)
        return
            ([PlainText.padded(title, to: min(Self.textWidth, PlainText.columns(title))), ""]
            + lines)
            .joined(separator: "\n")
    }

    // MARK: Bars

    /// `label │████▌      12`: all bars begin at zero, negative ones end there.
    private func bars(_ pen: Pen) -> [String] {
        let labels = min(18, points.map { PlainText.columns($0.label) }.max() ?? 0)
        let figures = points.map(\.value.text.count).max() ?? 0
        let width = max(8, Self.textWidth - labels - figures - 3)
        let left = Int((share(.zero) * Double(width)).rounded())
        return points.map { point in
            let bar =
                point.value < .zero
                ? String(repeating: " ", count: left - cells(point, width, left))
                    + String(
                        repeating: pen.steps[pen.steps.count - 1], count: cells(point, width, left))
                : String(repeating: " ", count: left)
                    + filled(share(point.value) - share(.zero), of: width, pen)
            return PlainText.padded(point.label, to: labels) + " \(pen.axis)"
                + PlainText.padded(bar, to: width) + " "
                + PlainText.padded(point.value.text, to: figures, atEnd: true)
        }
    }

    /// Whole cells of a negative bar, at most the `left` there are.
    private func cells(_ point: DataPoints.Point, _ width: Int, _ left: Int) -> Int {
        let share = share(.zero) - share(point.value)
        return min(left, max(1, Int((share * Double(width)).rounded())))
    }

    private func filled(_ share: Double, of width: Int, _ pen: Pen) -> String {
        let parts = pen.steps.count
        let units = Int((min(max(share, 0), 1) * Double(width * parts)).rounded())
        let whole = String(repeating: pen.steps[parts - 1], count: units / parts)
        return units % parts == 0 ? whole : whole + String(pen.steps[units % parts - 1])
    }

    // MARK: Line

    /// Points over a labelled axis, joined by dots.
    private func line(_ pen: Pen) -> [String] {
        let rows = Self.plotHeight
        let step = max(2, min(20, 44 / max(points.count - 1, 1)))
        let width = step * (points.count - 1) + 1
        var cells = [[Character]](
            repeating: [Character](repeating: " ", count: width), count: rows)
        func row(_ share: Double) -> Int { rows - 1 - Int((share * Double(rows - 1)).rounded()) }
        for (place, point) in points.enumerated() {
            if place + 1 < points.count {
                let (from, to) = (share(point.value), share(points[place + 1].value))
                for offset in 1..<step {
                    let between = from + (to - from) * Double(offset) / Double(step)
                    cells[row(between)][place * step + offset] = pen.path
                }
            }
            cells[row(share(point.value))][place * step] = pen.point
        }
        let marks = [0: Figure(high), rows - 1: Figure(low), rows / 2: middle(rows)]
        let room = min(16, marks.values.map(\.text.count).max() ?? 0)
        var lines = cells.enumerated().map { place, row in
            let mark = marks[place].map(\.text) ?? ""
            return PlainText.padded(mark, to: room, atEnd: true) + " \(pen.axis)" + String(row)
        }
        lines.append(
            String(repeating: " ", count: room + 1) + pen.corner
                + String(repeating: pen.floor, count: width))
        lines.append(String(repeating: " ", count: room + 2) + axisLabels(step: step, width: width))
        return lines.map { String($0.reversed().drop { $0 == " " }.reversed()) }
    }

    private func middle(_ rows: Int) -> Figure {
        Figure(low + (high - low) * Double(rows - 1 - rows / 2) / Double(rows - 1))
    }

    /// As many labels as fit, each under its point, the first always.
    private func axisLabels(step: Int, width: Int) -> String {
        var line = ""
        for (place, point) in points.enumerated() {
            let column = place * step
            let used = PlainText.columns(line)
            let label = PlainText.padded(point.label, to: min(10, PlainText.columns(point.label)))
            let isRoom = place == 0 || used + 1 <= column
            guard isRoom, column + PlainText.columns(label) <= 50 else { continue }
            line += String(repeating: " ", count: column - used) + label
        }
        return line
    }
}
