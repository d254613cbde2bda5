import TerminalUI

/// Which lines of a page are seen, and which of its links the cursor is on.
///
/// Moving goes to the next link while that is in view, and else on by a line, so that a page reads like a text and
/// every link can be reached. Stays where it is while the page grows below.
struct PageScroll: Hashable {
    private(set) var offset = 0
    /// The line of the link under the cursor; nil where none is in view.
    private(set) var cursor: Int?
    private var lines = 0
    private var height = 0
    private var links: [Int] = []

    /// Takes the page's length, the area's height and the lines of the links as they are now.
    mutating func settle(lines: Int, height: Int, links: [Int] = []) {
        self.lines = lines
        self.height = height
        self.links = links
        offset = min(max(0, offset), mostOffset)
        if cursor.map({ !links.contains($0) || !isSeen($0) }) ?? true { cursor = seen.first }
    }

    /// Takes a movement; false when it is none.
    mutating func update(_ id: ActionID?) -> Bool {
        switch id {
        case .up: step(by: -1)
        case .down: step(by: 1)
        case .pageUp: scroll(to: offset - max(1, height / 2))
        case .pageDown: scroll(to: offset + max(1, height / 2))
        case .first:
            scroll(to: 0)
            cursor = seen.first
        case .last:
            scroll(to: mostOffset)
            cursor = seen.last
        default: return false
        }
        return true
    }

    /// Shows the page from that line on, with the cursor on its first link.
    mutating func scroll(to line: Int) {
        offset = min(max(0, line), mostOffset)
        cursor = links.first { $0 >= line && isSeen($0) } ?? seen.last
    }

    /// Puts the cursor on a link and shows it.
    mutating func select(_ line: Int) {
        if !isSeen(line) { offset = min(max(0, line - height / 2), mostOffset) }
        cursor = line
    }

    /// Which of the links the cursor is on, counted from the first: the same while lines are broken or not.
    var linkNumber: Int? { cursor.flatMap { links.firstIndex(of: $0) } }

    /// Puts the cursor on that link and shows it.
    mutating func select(linkNumber number: Int) {
        if links.indices.contains(number) { select(links[number]) }
    }

    /// Puts the cursor on the link in a row of the view; false when there is none.
    mutating func click(_ row: Int) -> Bool {
        guard links.contains(offset + row), isSeen(offset + row) else { return false }
        cursor = offset + row
        return true
    }

    var isWhole: Bool { lines <= height }

    /// `1 to 30 of 38`; empty while everything is seen.
    var position: String { inView?.words ?? "" }

    /// The lines that are seen; nil while all are.
    var inView: RowsInView? {
        isWhole ? nil : RowsInView(offset..<min(lines, offset + max(0, height)), of: lines)
    }

    private mutating func step(by step: Int) {
        if let next = next(by: step), isSeen(next) {
            cursor = next
            return
        }
        offset = min(max(0, offset + step), mostOffset)
        if let next = next(by: step), isSeen(next) {
            cursor = next
        } else if let line = cursor, !isSeen(line) {
            cursor = nil
        }
    }

    private func next(by step: Int) -> Int? {
        guard let cursor else { return step > 0 ? seen.first : seen.last }
        return step > 0 ? links.first { $0 > cursor } : links.last { $0 < cursor }
    }

    private func isSeen(_ line: Int) -> Bool { (offset..<offset + max(0, height)).contains(line) }

    private var seen: [Int] { links.filter(isSeen) }

    private var mostOffset: Int { max(0, lines - height) }
}
