import TerminalUI

/// A table on a page: a dim head row, text left, numbers right, columns that leave when it is narrow.
struct PageTable {
    var columns: [TableLayout.Column]
    private(set) var rows: [[StyledText]] = []
    private var links: [Place?] = []
    var gap = 2
    /// Columns of figures and states, which are dropped rather than cut.
    var whole: Set<Int>

    init(_ columns: [TableLayout.Column], gap: Int = 2, whole: Set<Int> = []) {
        self.columns = columns
        self.gap = gap
        self.whole = whole
    }

    mutating func add(_ cells: [StyledText], link: Place? = nil) {
        rows.append(cells)
        links.append(link)
    }

    /// Makes each column as wide as its widest cell, within the limits it has.
    mutating func fit() {
        for index in columns.indices {
            let widest = rows.reduce(TextWidth.of(columns[index].title)) {
                max($0, index < $1.count ? $1[index].columns : 0)
            }
            let most = max(columns[index].minimumWidth, min(widest, columns[index].maximumWidth))
            columns[index].maximumWidth = most
            columns[index].minimumWidth =
                whole.contains(index) ? most : min(columns[index].minimumWidth, most)
        }
    }

    func write(to page: inout Page, at column: Int = 1, showsHead: Bool = true) {
        let layout = TableLayout(
            columns, start: column, width: max(0, page.width - column), gap: gap)
        if showsHead {
            page.row(
                layout.places.map { place in
                    Page.Part(
                        place.column, columns[place.index].title, page.look.style(.dim),
                        width: place.width, alignment: columns[place.index].alignment)
                })
        }
        for (row, link) in zip(rows, links) {
            page.row(
                layout.places.filter { $0.index < row.count }.map { place in
                    Page.Part(
                        place.column, row[place.index], width: place.width,
                        alignment: columns[place.index].alignment)
                }, link: link)
        }
    }
}
