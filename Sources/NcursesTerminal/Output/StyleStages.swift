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

    /// The runs of one style: a chain through `following`.
    private struct Group {
        var first: Int
        var last: Int
        var count: Int
    }

    /// Styles with fewer runs are written together, row by row.
    private static let fewest = 3

    private var runs: [Run] = []
    /// For each run the next one of its style; -1 for none.
    private var following: [Int] = []
    private var groups: [Group] = []
    private var places: [Style: Int] = [:]

    /// Takes the columns of a row that may have changed; none of them holds half of a wide symbol, before or after.
    mutating func add(
        _ span: Range<Int>, row: Int, from old: UnsafeBufferPointer<Cell>,
        to new: UnsafeBufferPointer<Cell>
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

    /// The runs in the order in which they are written, and where in it each stage ends.
    func all() -> (runs: [Run], ends: [Int]) {
        var ordered: [Run] = []
        var ends: [Int] = []
        ordered.reserveCapacity(runs.count)
        for group in groups where group.count < Self.fewest {
            var place = group.first
            while place >= 0 {
                ordered.append(runs[place])
                place = following[place]
            }
        }
        if !ordered.isEmpty { ends.append(ordered.count) }
        var chain = following
        for group in groups where group.count >= Self.fewest {
            var first = group.first
            while first >= 0 {
                first = Self.takeStage(of: runs, from: first, &chain, into: &ordered)
                ends.append(ordered.count)
            }
        }
        return (ordered, ends)
    }

    /// Takes the first run of each row from a chain; where what is left of the chain begins, or -1. Runs come row by row.
    private static func takeStage(
        of runs: [Run], from first: Int, _ chain: inout [Int], into ordered: inout [Run]
    ) -> Int {
        var (left, end) = (-1, -1)
        var place = first
        while place >= 0 {
            let next = chain[place]
            if place != first, ordered.last?.row == runs[place].row {
                if end >= 0 { chain[end] = place } else { left = place }
                end = place
                chain[place] = -1
            } else {
                ordered.append(runs[place])
            }
            place = next
        }
        return left
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
        let place = runs.count
        runs.append(run)
        following.append(-1)
        if let group = places[style] {
            following[groups[group].last] = place
            groups[group].last = place
            groups[group].count += 1
        } else {
            places[style] = groups.count
            groups.append(Group(first: place, last: place, count: 1))
        }
    }
}
