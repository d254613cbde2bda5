import TerminalUI

/// Which lines of a page are seen. Stays where it is while the page grows below.
struct PageScroll: Hashable {
    private(set) var offset = 0
    private var lines = 0
    private var height = 0

    /// Takes the page's length and the area's height as they are now.
    mutating func settle(lines: Int, height: Int) {
        self.lines = lines
        self.height = height
        offset = min(max(0, offset), mostOffset)
    }

    /// Takes a movement key; false when it is none.
    mutating func update(_ id: ActionID?) -> Bool {
        switch id {
        case .up: scroll(to: offset - 1)
        case .down: scroll(to: offset + 1)
        case .pageUp: scroll(to: offset - max(1, height / 2))
        case .pageDown: scroll(to: offset + max(1, height / 2))
        case .first: scroll(to: 0)
        case .last: scroll(to: mostOffset)
        default: return false
        }
        return true
    }

    mutating func scroll(to line: Int) { offset = min(max(0, line), mostOffset) }

    var isWhole: Bool { lines <= height }

    /// `1 to 30 of 38`; empty while everything is seen.
    var position: String {
        isWhole ? "" : "\(offset + 1) to \(min(lines, offset + height)) of \(lines)"
    }

    private var mostOffset: Int { max(0, lines - height) }
}
