import SwarmCore
import TerminalUI

/// Pane 5: the faults that are on, and what became of those before.
struct FaultsPane: Pane {
    static let id = PaneID.faults

    private var page: Page?
    private var scroll = PageScroll()
    /// The fault a link led to last.
    private var linked: FaultID?

    init() {}

    mutating func update(_ id: ActionID, _ glance: Glance) -> [Action]? {
        guard id == .open else { return scroll.update(id) ? [] : nil }
        guard let link = page?.link(at: scroll.cursor) else { return [.perform(.fault)] }
        var here = glance.selection
        here.fault = link.selection.fault
        return [.select(here), .go(link)]
    }

    var cursorRow: AnyHashable? { scroll.cursor }

    mutating func click(_ row: Int, _ area: Rect, _ glance: Glance) -> Bool {
        scroll.click(row)
    }

    mutating func settle(_ area: Rect, _ glance: Glance) {
        page =
            glance.swarm.faults.isEmpty && glance.armed.isEmpty
            ? nil : FaultRecord(glance: glance).page(width: area.width)
        scroll.settle(
            lines: page?.lines.count ?? 0, height: area.height, links: page?.links ?? [])
        turn(to: glance.selection.fault)
    }

    /// A link to a fault puts the cursor on it.
    private mutating func turn(to fault: FaultID?) {
        defer { linked = fault }
        guard let fault, fault != linked, let page,
            let line = page.links.last(where: { page.link(at: $0)?.selection.fault == fault })
        else { return }
        scroll.select(line)
    }

    mutating func restore(_ position: Int) { linked = nil }

    /// The line under the cursor.
    func copied(_ glance: Glance) -> String? {
        guard let page, let line = scroll.cursor else { return nil }
        return page.text(at: line)
    }

    func exported(_ glance: Glance) -> PaneExport? {
        page.map { PaneExport(name: "faults.txt", text: Sanitiser.lines($0.text)) }
    }

    func title(_ glance: Glance) -> PaneTitle {
        let active = glance.swarm.activeFaultCount
        let note = active > 0 ? "\(active) on" : ""
        return PaneTitle(
            "Fault lab", note: StyledText(note, glance.look.style(.failed)), inView: scroll.inView)
    }

    func view(_ canvas: inout Canvas, _ area: Rect, _ glance: Glance) {
        guard let page else {
            canvas.hint(
                "Nothing armed. \(glance.key(.fault)) breaks something on purpose.", in: area,
                glance.look)
            return
        }
        page.draw(
            on: &canvas, in: area, from: scroll.offset,
            cursor: glance.isFocused(.faults) ? scroll.cursor : nil)
    }
}
