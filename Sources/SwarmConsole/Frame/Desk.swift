import SwarmCore
import TerminalUI

/// The panes, by number.
struct Desk {
    private var panes: [any Pane]

    init() {
        panes = [
            AgentsPane(), TimelinePane(), BusPane(), ResultPane(), FaultsPane(), ReputationPane(),
            DetailPane(),
        ]
    }

    subscript(id: PaneID) -> (any Pane)? { panes.first { type(of: $0).id == id } }

    mutating func update(_ id: PaneID, _ key: Key, _ glance: Glance) -> [Action]? {
        guard let place = place(id) else { return nil }
        return panes[place].update(key, glance)
    }

    mutating func settle(_ id: PaneID, _ area: Rect, _ glance: Glance) {
        guard let place = place(id) else { return }
        panes[place].settle(area, glance)
    }

    private func place(_ id: PaneID) -> Int? { panes.firstIndex { type(of: $0).id == id } }
}
