import SwarmCore
import TerminalUI

/// The panes, by number.
struct Desk {
    private var panes: [any Pane]

    init() {
        panes = [
            AgentsPane(), TimelinePane(), BusPane(), ResultPane(), FaultsPane(), ReputationPane(),
            DetailPane(), QueuePane(), CostsPane(),
        ]
    }

    subscript(id: PaneID) -> (any Pane)? { place(id).map { panes[$0] } }

    mutating func update(_ id: PaneID, _ action: ActionID, _ glance: Glance) -> [Action]? {
        guard let place = place(id) else { return nil }
        return panes[place].update(action, glance)
    }

    mutating func settle(_ id: PaneID, _ area: Rect, _ glance: Glance) {
        guard let place = place(id) else { return }
        panes[place].settle(area, glance)
    }

    /// Puts the cursor of a pane on what stands at a place of it; where it is already, `opens` opens that.
    mutating func click(
        _ id: PaneID, _ point: Point, _ area: Rect, opens: Bool, _ glance: Glance
    ) -> [Action] {
        guard let place = place(id) else { return [] }
        let before = panes[place].cursorRow
        guard panes[place].click(point, area, glance) else { return [] }
        if opens, before != nil, panes[place].cursorRow == before {
            return panes[place].update(.open, glance) ?? []
        }
        return panes[place].chosen(glance).map { [.select($0)] } ?? []
    }

    func position(of id: PaneID) -> Int { self[id]?.position ?? 0 }

    mutating func restore(_ id: PaneID, to position: Int) {
        if let place = place(id) { panes[place].restore(position) }
    }

    /// They stand in the order of their numbers, from 1.
    private func place(_ id: PaneID) -> Int? {
        panes.indices.contains(id.rawValue - 1) ? id.rawValue - 1 : nil
    }
}
