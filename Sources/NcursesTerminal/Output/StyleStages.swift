import TerminalUI

/// The changed cells of a frame, sorted so that those of one style are written one after another.
///
/// Where a colour takes 19 bytes, to name it once and move on takes less than to name it in every row. Each stage is
/// given to ncurses, and written, by itself; in one stage no row has two runs, as ncurses would write what lies
/// between them once more, in the style it has.
struct StyleStages {
    /// Neighbours in a row, written in one go.
    struct Run: Equatable {
        let row: Int
        var columns: Range<Int>
    }

    private struct Group {
        let style: Style
        var runs: [Run]
    }

    /// Styles with fewer runs are written together, row by row.
    private static let fewest = 3

    private var groups: [Group] = []
    private var places: [Style: Int] = [:]

    /// Takes the columns of a row that may have changed; none of them holds half of a wide symbol, before or after.
    mutating func add(
        _ span: Range<Int>, row: Int, from old: [Cell], to new: [Cell]
    ) {
        var run: (style: Style, columns: Range<Int>, isBlank: Bool)?
        for column in span {
            let cell = new[column]
            let isSame = cell == old[column]
            if let open = run {
                let takesStyle = open.isBlank && Self.isDrawable(open.style, in: cell.style)
                if takesStyle || Self.continues(open.style, cell) {
                    if takesStyle { run?.style = cell.style }
                    if !isSame { run?.columns = open.columns.lowerBound..<column + 1 }
                    run?.isBlank = open.isBlank && cell.symbol.isBlank
                    continue
                }
                add(Run(row: row, columns: open.columns), open.style)
            }
            run = isSame ? nil : (cell.style, column..<column + 1, cell.symbol.isBlank)
        }
        if let open = run { add(Run(row: row, columns: open.columns), open.style) }
    }

    /// The stages in the order in which they are written.
    func all() -> [[Run]] {
        var rare: [Run] = []
        var stages: [[Run]] = []
        for group in groups {
            guard group.runs.count >= Self.fewest else {
                rare += group.runs
                continue
            }
            let first = stages.count
            for run in group.runs {
                // Runs come row by row: the first stage that has none of this row takes it.
                if let stage = stages[first...].firstIndex(where: { $0.last?.row != run.row }) {
                    stages[stage].append(run)
                } else {
                    stages.append([run])
                }
            }
        }
        return rare.isEmpty ? stages : [rare] + stages
    }

    /// Whether a cell can be written in the style of the run before it.
    private static func continues(_ style: Style, _ cell: Cell) -> Bool {
        cell.style == style || cell.symbol.isBlank && isDrawable(cell.style, in: style)
    }

    /// Whether a blank of one style looks the same in the other: it shows its ground only.
    private static func isDrawable(_ blank: Style, in style: Style) -> Bool {
        let marking: Style.Attributes = [.underline, .reverse]
        return blank.background == style.background && blank.attributes.isDisjoint(with: marking)
            && style.attributes.isDisjoint(with: marking)
    }

    private mutating func add(_ run: Run, _ style: Style) {
        if let place = places[style] {
            groups[place].runs.append(run)
        } else {
            places[style] = groups.count
            groups.append(Group(style: style, runs: [run]))
        }
    }
}
