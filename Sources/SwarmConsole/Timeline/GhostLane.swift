import SwarmCore
import TerminalUI

/// The same work one subtask after another, as a pale lane: `├─ marketing ─┼─finance┼── analytics ─┤`.
struct GhostLane {
    let parts: [(name: String, seconds: Double)]
    let columns: LaneColumns
    let look: Look

    func draw(at row: Int, on canvas: inout Canvas) {
        let style = look.style(.dim)
        columns.drawGrid(at: row, on: &canvas, look)
        canvas.text(
            "in turn", at: Point(column: columns.name.left, row: row), style: style,
            width: columns.name.width)
        let bar = columns.bar(at: row)
        guard bar.width > 1 else { return }
        canvas.withClip(bar) { canvas in
            var start = 0.0
            for (index, part) in parts.enumerated() {
                let from = place(start)
                let to = min(
                    columns.axis.isWhole ? bar.width - 1 : .max, place(start + part.seconds))
                canvas.horizontalRule(
                    at: Point(column: bar.left + from + 1, row: row), width: to - from - 1,
                    style: style)
                put(index == 0 ? "├" : "┼", at: from, row, on: &canvas)
                put("┤", at: to, row, on: &canvas)
                drawName(part.name, from: from, to: to, row, on: &canvas)
                start += part.seconds
            }
        }
    }

    private func place(_ seconds: Double) -> Int {
        let position = columns.axis.cells(shown: seconds).rounded()
        return position.isNaN ? 0 : Int(min(100_000, max(-100_000, position)))
    }

    /// In the middle, with blanks when they fit too, cut where four cells are left, or not at all.
    private func drawName(_ name: String, from: Int, to: Int, _ row: Int, on canvas: inout Canvas) {
        let room = to - from - 1
        let width = TextWidth.of(name)
        guard width <= room else {
            guard room >= 4 else { return }
            canvas.text(
                name, at: Point(column: columns.bar.left + from + 1, row: row),
                style: look.style(.dim), width: room)
            return
        }
        let shown = width + 2 <= room ? " \(name) " : name
        let start = from + 1 + (room - TextWidth.of(shown)) / 2
        canvas.text(
            shown, at: Point(column: columns.bar.left + start, row: row), style: look.style(.dim))
    }

    private func put(_ sign: Character, at cell: Int, _ row: Int, on canvas: inout Canvas) {
        canvas.put(
            Symbol(sign), column: columns.bar.left + cell, row: row, style: look.style(.dim))
    }
}
