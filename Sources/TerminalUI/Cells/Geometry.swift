/// How many columns and rows of character cells something has.
///
/// Negative numbers become 0.
public struct Size: Hashable, Sendable {
    public let columns: Int
    public let rows: Int

    public init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }

    /// The largest screen that is drawn: a terminal that claims more is used up to here.
    public static let largest = Size(columns: 1_000, rows: 500)

    /// The smaller of both in each direction.
    public func limited(to other: Size) -> Size {
        Size(columns: min(columns, other.columns), rows: min(rows, other.rows))
    }
}

/// One cell, counted from the top left corner, which is (0, 0).
public struct Point: Hashable, Sendable {
    public var column: Int
    public var row: Int

    public init(column: Int, row: Int) {
        self.column = column
        self.row = row
    }

    /// The cell this many columns and rows away.
    public func moved(columns: Int = 0, rows: Int = 0) -> Point {
        Point(column: column + columns, row: row + rows)
    }
}

/// How much of a length one part gets when a rectangle is divided.
public enum Track: Hashable, Sendable {
    /// Exactly this many cells, or what is left when less is left.
    case fixed(Int)
    /// A share of what the fixed parts leave, in proportion to the other shares.
    case share(Int)
}

/// A rectangle of cells.
///
/// `right` and `bottom` are the first column and row outside. An empty rectangle contains nothing
/// and drawing into it does nothing.
public struct Rect: Hashable, Sendable {
    public let origin: Point
    public let size: Size

    public init(origin: Point, size: Size) {
        self.origin = origin
        self.size = size
    }

    public init(column: Int, row: Int, width: Int, height: Int) {
        self.init(
            origin: Point(column: column, row: row), size: Size(columns: width, rows: height))
    }

    /// A rectangle of that size at the top left corner.
    public init(size: Size) {
        self.init(origin: Point(column: 0, row: 0), size: size)
    }

    public var left: Int { origin.column }
    public var top: Int { origin.row }
    public var right: Int { origin.column + size.columns }
    public var bottom: Int { origin.row + size.rows }
    public var width: Int { size.columns }
    public var height: Int { size.rows }
    public var isEmpty: Bool { size.columns == 0 || size.rows == 0 }

    public func contains(_ point: Point) -> Bool {
        point.column >= left && point.column < right && point.row >= top && point.row < bottom
    }

    /// The cells both have; empty when they do not meet.
    public func intersection(_ other: Rect) -> Rect {
        let newLeft = max(left, other.left)
        let newTop = max(top, other.top)
        return Rect(
            column: newLeft, row: newTop,
            width: min(right, other.right) - newLeft, height: min(bottom, other.bottom) - newTop)
    }

    /// The same rectangle with a margin taken off each side.
    public func inset(columns: Int = 0, rows: Int = 0) -> Rect {
        Rect(
            column: left + columns, row: top + rows,
            width: width - 2 * columns, height: height - 2 * rows)
    }

    /// A rectangle of at most that size in the middle of this one.
    public func centred(_ inner: Size) -> Rect {
        let size = inner.limited(to: size)
        return Rect(
            column: left + (width - size.columns) / 2, row: top + (height - size.rows) / 2,
            width: size.columns, height: size.rows)
    }
}
