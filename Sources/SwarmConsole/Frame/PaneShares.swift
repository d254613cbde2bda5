import TerminalUI

/// Where the operator moved the lines between panes: shares of the panes' width or height, in thousandths.
///
/// A line that was never moved stands where the visual language draws it.
struct PaneShares: Hashable, Sendable {
    /// Two lines from top to bottom, two from left to right; a small screen has fewer.
    enum Line: String, CaseIterable, Sendable {
        case left, middle, top, bottom
    }

    private var places: [Line: Int] = [:]

    /// Kept within 1...999; what a pane needs at least is for the grid to see to.
    subscript(line: Line) -> Int? {
        get { places[line] }
        set { places[line] = newValue.map { min(max(1, $0), 999) } }
    }

    var isEmpty: Bool { places.isEmpty }

    /// These rows with their lines where they were moved to, each at least that high; the gaps stay.
    func moved(_ rows: [Rect], in room: Rect, least: [Int]) -> [Rect] {
        let lines: [Line] = [.top, .bottom]
        let count = rows.count
        guard count > 1, lines.prefix(count - 1).contains(where: { places[$0] != nil }) else {
            return rows
        }
        var starts = rows.map(\.top)
        for (place, line) in lines.prefix(count - 1).enumerated() {
            if let share = places[line] {
                starts[place + 1] = room.top + share * room.height / 1_000
            }
        }
        for place in 1..<count {
            starts[place] = max(starts[place], starts[place - 1] + least[place - 1])
        }
        var end = room.bottom
        for place in stride(from: count - 1, to: 0, by: -1) {
            end -= least[place]
            starts[place] = min(starts[place], end)
            end = starts[place]
        }
        return rows.indices.map { place in
            let isLast = place == count - 1
            let gap = isLast ? 0 : rows[place + 1].top - rows[place].bottom
            let end = isLast ? room.bottom : starts[place + 1] - gap
            return Rect(
                column: room.left, row: starts[place], width: room.width,
                height: max(0, end - starts[place]))
        }
    }

    /// How many columns are left of that line, `usual` where it was not moved, within what leaves both sides room.
    func columns(before line: Line, usual: Int, width: Int, within range: ClosedRange<Int>) -> Int {
        guard let share = places[line] else { return usual }
        return min(max(range.lowerBound, share * width / 1_000), range.upperBound)
    }
}

/// A line between panes, where the mouse takes hold of it.
struct PaneDivider {
    let line: PaneShares.Line
    /// A title row, or the empty columns between two panes.
    let area: Rect
    /// What is divided.
    let room: Rect

    var isColumn: Bool { line == .left || line == .middle }

    /// The share that puts the line there.
    func share(at point: Point) -> Int {
        let (place, whole) =
            isColumn
            ? (point.column - room.left, room.width) : (point.row - room.top, room.height)
        return whole > 0 ? (place * 1_000 + whole - 1) / whole : 0
    }
}
