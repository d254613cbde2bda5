/// Which columns of a table fit a width, and where each stands.
///
/// Columns leave from the highest `leaving` number down until the rest fits at its narrowest;
/// columns that never leave are cut at the right edge instead. What is left over goes to the
/// columns that may grow, in proportion.
public struct TableLayout: Hashable, Sendable {
    public struct Column: Hashable, Sendable {
        public var title: String
        public var minimumWidth: Int
        public var maximumWidth: Int
        public var alignment: Alignment
        /// 0 never leaves; the highest leaves first.
        public var leaving: Int

        public init(
            _ title: String, width: Int, alignment: Alignment = .left, leaving: Int = 0
        ) {
            self.init(title, width: width...width, alignment: alignment, leaving: leaving)
        }

        public init(
            _ title: String, width: ClosedRange<Int>, alignment: Alignment = .left,
            leaving: Int = 0
        ) {
            self.title = title
            minimumWidth = max(0, width.lowerBound)
            maximumWidth = max(0, width.upperBound)
            self.alignment = alignment
            self.leaving = leaving
        }
    }

    /// A column that is shown: its index among all columns, its first cell and its width.
    public struct Place: Hashable, Sendable {
        public let index: Int
        public let column: Int
        public let width: Int
    }

    public let places: [Place]

    /// - Parameters:
    ///   - start: The first cell; places count from the canvas's left edge.
    ///   - gap: Empty cells between columns; visual language section 3 asks for two at least.
    public init(_ columns: [Column], start: Int = 0, width: Int, gap: Int = 2) {
        var shown = Array(columns.indices)
        func narrowest() -> Int {
            shown.reduce(max(0, shown.count - 1) * gap) { $0 + columns[$1].minimumWidth }
        }
        while narrowest() > width,
            let first = shown.filter({ columns[$0].leaving > 0 })
                .max(by: { columns[$0].leaving < columns[$1].leaving })
        {
            shown.removeAll { $0 == first }
        }
        var spare = max(0, width - narrowest())
        var growth = shown.reduce(0) { $0 + Self.growth(columns[$1], limit: width) }
        var places: [Place] = []
        var position = start
        for index in shown {
            let most = Self.growth(columns[index], limit: width)
            let more = growth > 0 ? min(most, spare * most / growth) : 0
            growth -= most
            spare -= more
            let room = max(0, start + width - position)
            let cells = min(columns[index].minimumWidth + more, room)
            places.append(Place(index: index, column: position, width: cells))
            position += cells + gap
        }
        self.places = places.filter { $0.width > 0 }
    }

    /// Where the column with that index stands; nil when it is not shown.
    public func place(of index: Int) -> Place? {
        places.first { $0.index == index }
    }

    private static func growth(_ column: Column, limit: Int) -> Int {
        min(max(0, column.maximumWidth - column.minimumWidth), limit)
    }
}
