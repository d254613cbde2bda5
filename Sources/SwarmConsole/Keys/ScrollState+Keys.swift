import TerminalUI

extension ScrollState {
    /// Takes one of the keys that move a cursor through a list; false when it is another key.
    mutating func move(_ id: ActionID, in ids: some RandomAccessCollection<ID>) -> Bool {
        switch id {
        case .up: move(by: -1, in: ids)
        case .down: move(by: 1, in: ids)
        case .first: moveToStart(in: ids)
        case .last: moveToEnd(in: ids)
        case .pageUp: page(by: -1, share: 0.5, in: ids)
        case .pageDown: page(by: 1, share: 0.5, in: ids)
        default: return false
        }
        return true
    }
}
