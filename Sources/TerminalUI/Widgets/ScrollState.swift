/// Which part of a list is seen and where the cursor is, kept by id while rows come and go.
///
/// The cursor stays on its id. While following, the view stays at the end; otherwise rows that
/// come or go above leave what is seen where it is, but for a list in an order of its own that is seen from its first
/// row: that one stays there, as far as the cursor's row lets it. Call `update` whenever the rows or the height
/// change, before drawing.
public struct ScrollState<ID: Hashable & Sendable>: Hashable, Sendable {
    /// The id under the cursor; nil while there are no rows.
    public private(set) var cursor: ID?
    /// The index of the cursor at the last update.
    public private(set) var cursorIndex = 0
    /// The index of the first row that is seen.
    public private(set) var offset = 0
    /// The view sticks to the newest row.
    public private(set) var isFollowing: Bool
    /// Rows that came while not following and are still below the view.
    public private(set) var unseenCount = 0
    /// Columns scrolled to the right.
    public var horizontalOffset = 0
    @usableFromInline var anchor: ID?
    private var count = 0
    private var height = 0
    private let staysAtTop: Bool
    /// The first row was in view when the cursor was moved last.
    private var isAtTop = true

    /// - Parameter staysAtTop: Rows change their order, and the first ones matter most.
    public init(isFollowing: Bool = false, staysAtTop: Bool = false) {
        self.isFollowing = isFollowing
        self.staysAtTop = staysAtTop
    }

    /// The indices of the rows to draw.
    public var visible: Range<Int> { offset..<min(count, offset + height) }

    /// Takes the rows as they are now.
    ///
    /// A cursor whose row is gone moves to the row now in its place. Compiled for each caller's rows, since a long
    /// list may have to be searched in each frame.
    @inlinable
    public mutating func update(_ ids: some RandomAccessCollection<ID>, height: Int) {
        let found = isFollowing ? nil : Self.index(of: cursor, in: ids, near: cursorIndex)
        let anchored = isFollowing ? nil : Self.index(of: anchor, in: ids, near: offset)
        settle(count: ids.count, height: height, cursor: found, anchor: anchored)
        remember(ids)
    }

    @usableFromInline
    mutating func settle(count newCount: Int, height: Int, cursor: Int?, anchor: Int?) {
        let came = max(0, newCount - count)
        self.height = max(0, height)
        count = newCount
        guard newCount > 0 else {
            (cursorIndex, offset, unseenCount) = (0, 0, 0)
            return
        }
        if isFollowing {
            cursorIndex = newCount - 1
            offset = max(0, newCount - self.height)
            unseenCount = 0
        } else {
            cursorIndex = cursor ?? min(cursorIndex, newCount - 1)
            offset = staysAtTop && isAtTop ? 0 : anchor ?? offset
            showCursor()
            unseenCount = min(max(0, newCount - visible.upperBound), unseenCount + came)
        }
    }

    /// Moves the cursor by rows and disarms following, unless it ends on the last row.
    public mutating func move(by rows: Int, in ids: some RandomAccessCollection<ID>) {
        moveCursor(to: cursorIndex.addingReportingOverflow(rows).partialValue, in: ids)
    }

    public mutating func moveToStart(in ids: some RandomAccessCollection<ID>) {
        moveCursor(to: 0, in: ids)
    }

    public mutating func moveToEnd(in ids: some RandomAccessCollection<ID>) {
        moveCursor(to: ids.count - 1, in: ids)
    }

    /// Moves the cursor by pages of the visible height; half pages with `share` 0.5.
    public mutating func page(
        by pages: Int, share: Double = 1, in ids: some RandomAccessCollection<ID>
    ) {
        let rows = max(1, Int(cells: Double(height) * share, in: 0...Size.largest.rows))
        move(by: rows.multipliedReportingOverflow(by: pages).partialValue, in: ids)
    }

    /// Puts the cursor on that id; false when it is not among the rows.
    @discardableResult
    public mutating func select(_ id: ID, in ids: some RandomAccessCollection<ID>) -> Bool {
        guard let index = Self.index(of: id, in: ids, near: cursorIndex) else { return false }
        moveCursor(to: index, in: ids)
        return true
    }

    /// Arms or disarms following; when armed, the next update shows the newest row.
    public mutating func follow(_ isOn: Bool) {
        isFollowing = isOn
        if isOn { unseenCount = 0 }
    }

    private mutating func moveCursor(to index: Int, in ids: some RandomAccessCollection<ID>) {
        count = ids.count
        guard count > 0 else { return }
        if index < cursorIndex { isFollowing = false }
        cursorIndex = min(max(0, index), count - 1)
        // Before it is known how many rows are seen, nothing is scrolled.
        if height > 0 {
            showCursor()
            isAtTop = offset == 0
        }
        unseenCount = min(unseenCount, max(0, count - visible.upperBound))
        remember(ids)
    }

    private mutating func showCursor() {
        if cursorIndex < offset { offset = cursorIndex }
        if cursorIndex >= offset + height { offset = cursorIndex - max(0, height - 1) }
        offset = max(0, min(offset, count - max(1, min(height, count))))
    }

    @inlinable
    mutating func remember(_ ids: some RandomAccessCollection<ID>) {
        func id(_ index: Int) -> ID? {
            index < ids.count ? ids[ids.index(ids.startIndex, offsetBy: index)] : nil
        }
        remember(cursor: id(cursorIndex), anchor: id(min(offset, max(0, ids.count - 1))))
    }

    @usableFromInline
    mutating func remember(cursor: ID?, anchor: ID?) {
        (self.cursor, self.anchor) = (cursor, anchor)
    }

    /// Looks at the old place first, then outwards: rows rarely move far.
    @inlinable
    static func index(
        of id: ID?, in ids: some RandomAccessCollection<ID>, near start: Int
    ) -> Int? {
        guard let id else { return nil }
        let count = ids.count
        func holds(_ index: Int) -> Bool {
            index >= 0 && index < count && ids[ids.index(ids.startIndex, offsetBy: index)] == id
        }
        for distance in 0..<max(1, count) {
            if holds(start + distance) { return start + distance }
            if holds(start - distance) { return start - distance }
        }
        return nil
    }
}
