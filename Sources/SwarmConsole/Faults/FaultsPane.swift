import SwarmCore
import TerminalUI

/// Pane 5: the faults that are on, and what became of those before.
struct FaultsPane: Pane {
    static let id = PaneID.faults

    private var page: Page?
    private var scroll = PageScroll()

    init() {}

    mutating func update(_ key: Key, _ glance: Glance) -> [Action]? {
        let id = Keymap.standard.binding(for: key, in: .faults)?.id
        if id == .open { return [.perform(.fault)] }
        return scroll.update(id) ? [] : nil
    }

    mutating func settle(_ area: Rect, _ glance: Glance) {
        page =
            glance.swarm.faults.isEmpty
            ? nil : FaultRecord(glance: glance).page(width: area.width)
        scroll.settle(lines: page?.lines.count ?? 0, height: area.height)
    }

    func title(_ glance: Glance) -> PaneTitle {
        let active = glance.swarm.activeFaultCount
        let note =
            active > 0
            ? StyledText("\(active) on", glance.look.style(.failed))
            : StyledText(scroll.position, glance.look.style(.dim))
        return PaneTitle("Fault lab", note: note)
    }

    func view(_ canvas: inout Canvas, _ area: Rect, _ glance: Glance) {
        guard let page else {
            canvas.text(
                "Nothing armed. x breaks something on purpose.",
                at: area.origin.moved(columns: 1), style: glance.look.style(.dim),
                width: max(0, area.width - 2))
            return
        }
        page.draw(on: &canvas, in: area, from: scroll.offset)
    }
}
