import SwarmCore
import TerminalUI

/// The mouse does what keys do: a click chooses a pane, a row or a key of the footer, two open the row or zoom the
/// pane, the wheel scrolls, and a line between panes is pulled. It never answers a question and never does at once
/// what a key would ask about.
extension Console {
    private static let wheelRows = 3

    mutating func take(_ mouse: MouseEvent) -> [ConsoleEffect] {
        pending.beginBatch()
        switch mouse.kind {
        case .press(.left):
            heldLine = overlay.isOpen ? nil : grid.divider(at: mouse.point)?.line
            return click(mouse.point, isDouble: mouse.clicks > 1)
        case .drag(.left) where heldLine != nil: pull(to: mouse.point)
        case .release(.left): return letGo()
        case .scrollUp: return wheel(.up, mouse.point)
        case .scrollDown: return wheel(.down, mouse.point)
        case .drag where replay != nil && !overlay.isOpen && grid.strip.contains(mouse.point):
            return scrub(to: mouse.point)
        case .press, .release, .drag: break
        }
        return []
    }

    /// Moves the line between panes that the mouse holds.
    private mutating func pull(to point: Point) {
        guard let line = heldLine, let divider = grid.dividers.first(where: { $0.line == line })
        else { return }
        shares[line] = divider.share(at: point)
    }

    private mutating func letGo() -> [ConsoleEffect] {
        guard heldLine != nil else { return [] }
        heldLine = nil
        return keepLines()
    }

    private mutating func click(_ point: Point, isDouble: Bool) -> [ConsoleEffect] {
        guard !overlay.isOpen else {
            let (glance, size) = (glance(), size)
            return perform(overlay.withScreen { $0.click(point, size, glance) } ?? [])
        }
        guard !filter.isEditing else { return [] }
        notice = nil
        if grid.footer.contains(point) { return clickFooter(point) }
        if grid.strip.contains(point) { return scrub(to: point) }
        guard let slot = slot(at: point) else {
            // Between two panes: twice puts the lines back where they are drawn.
            if isDouble, heldLine != nil { shares = PaneShares() }
            return []
        }
        if slot.title.contains(point) {
            show(tab(of: slot, at: point) ?? slot.pane)
            return isDouble ? perform([.perform(.zoom)]) : []
        }
        show(slot.pane)
        if isShownBig(slot.pane) { return [] }
        let glance = glance()
        let place = Point(
            column: point.column - slot.body.left, row: point.row - slot.body.top)
        return perform(desk.click(slot.pane, place, slot.body, opens: isDouble, glance))
    }

    /// Scrolls the pane under the pointer, whichever has the focus.
    private mutating func wheel(_ id: ActionID, _ point: Point) -> [ConsoleEffect] {
        guard !overlay.isOpen else {
            let glance = glance()
            let key = Key(id == .up ? .up : .down)
            overlay.withScreen { $0.settle(size) }
            return perform(overlay.withScreen { $0.update(key, glance) } ?? [])
        }
        guard let slot = slot(at: point) else { return [] }
        var effects: [ConsoleEffect] = []
        for _ in 0..<Self.wheelRows {
            let glance = glance()
            effects += perform(desk.update(slot.pane, id, glance) ?? [])
        }
        return effects
    }

    private func slot(at point: Point) -> PaneGrid.Slot? {
        grid.slots.first { $0.title.contains(point) || $0.body.contains(point) }
    }

    /// Which of the panes that share a slot has its name there; names stand where `TabRow` draws them.
    private func tab(of slot: PaneGrid.Slot, at point: Point) -> PaneID? {
        guard !slot.tabs.isEmpty else { return nil }
        let row = TabRow(
            tabs: slot.tabs, current: slot.pane, isFocused: false, title: PaneTitle(""))
        return row.tab(at: point.column - slot.title.left, width: slot.title.width, look)
    }

    private mutating func clickFooter(_ point: Point) -> [ConsoleEffect] {
        let glance = glance()
        let view = FooterView(
            keymap, glance, width: grid.footer.width - 2, isRoomy: grid.density >= .medium)
        var scratch = Canvas(size: size)
        let drawn = view.draw(on: &scratch, in: grid.footer, look)
        guard let item = drawn.first(where: { $0.area.contains(point) })?.item,
            let row = view.rows.first(where: { $0.item == item })
        else { return [] }
        return perform([.perform(row.id)])
    }
}
