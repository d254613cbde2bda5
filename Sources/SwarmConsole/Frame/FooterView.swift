import SwarmCore
import TerminalUI

/// The keys that work here, made from the keymap; the most important come first, then whatever still fits.
///
/// While one pane has the whole screen, its own keys and the way back come before the general ones.
struct FooterView {
    let rows: [(id: ActionID, item: KeyFooter.Item)]

    /// Which general keys a zoomed pane keeps, in this order.
    private static let zoomed: [ActionID] = [.open, .copy, .export, .filter, .zoom, .help]

    init(_ keymap: Keymap, _ glance: Glance, width: Int, isRoomy: Bool) {
        let isFirstStart = glance.replay == nil && glance.swarm.totals.submitted == 0
        var rows: [(binding: KeyBinding, item: KeyFooter.Item)] = []
        for binding in Self.bindings(keymap, glance) {
            let reason = binding.whyNot(glance)
            if isFirstStart, reason != nil || !binding.isForBeginners { continue }
            let isBack = glance.isZoomed && binding.id == .zoom
            let label = isBack ? "back" : isRoomy ? binding.label : binding.shortLabel
            rows.append(
                (
                    binding,
                    KeyFooter.Item(
                        binding.keys.first?.shortName ?? "",
                        reason.map { "\(label): \($0)" } ?? label, isEnabled: reason == nil)
                ))
        }
        let ranked = rows.indices.sorted {
            let (a, b) = (
                Self.importance(rows[$0].binding, glance), Self.importance(rows[$1].binding, glance)
            )
            return a == b ? $0 > $1 : a < b
        }
        var kept: [Int] = []
        for place in ranked
        where kept.isEmpty || Self.width((kept + [place]).map { rows[$0].item }) <= width {
            kept.append(place)
        }
        self.rows = kept.sorted().map { (rows[$0].binding.id, rows[$0].item) }
    }

    /// In the order of the row.
    private static func bindings(_ keymap: Keymap, _ glance: Glance) -> [KeyBinding] {
        let here = keymap.bindings.filter { $0.belongs(to: glance.focus) && !$0.keys.isEmpty }
        // Over a recording the keys that play it stay.
        guard glance.isZoomed, glance.swarm.totals.submitted > 0, glance.replay == nil else {
            return here.filter { $0.footer != nil }
                .sorted { ($0.footer ?? 0) < ($1.footer ?? 0) }
        }
        return here.filter { !$0.panes.isEmpty }.sorted { ($0.footer ?? 99) < ($1.footer ?? 99) }
            + zoomed.compactMap { id in here.first { $0.id == id && $0.panes.isEmpty } }
    }

    /// A zoomed pane's own keys leave from the last on; the way back and the help stay longest.
    private static func importance(_ binding: KeyBinding, _ glance: Glance) -> Int {
        guard glance.isZoomed, glance.replay == nil else { return binding.importance }
        switch binding.id {
        case .zoom: return 0
        case .help: return 1
        default: return binding.importance
        }
    }

    private static func width(_ items: [KeyFooter.Item]) -> Int {
        items.reduce(-3) { $0 + TextWidth.of($1.key) + 1 + TextWidth.of($1.label) + 3 }
    }

    /// Returns what was drawn with its cells, in the order of `rows` as far as there was room.
    @discardableResult
    func draw(
        on canvas: inout Canvas, in area: Rect, _ look: Look
    ) -> [(item: KeyFooter.Item, area: Rect)] {
        KeyFooter(rows.map(\.item), look: look.keys).draw(on: &canvas, in: area.inset(columns: 1))
    }
}

extension FilterLine {
    /// While words are typed the row of keys is theirs.
    func draw(on canvas: inout Canvas, in area: Rect, _ look: Look) {
        let inner = area.inset(columns: 1)
        canvas.fill(area, style: look.style(.ground))
        let line: StyledText = [
            Span("/ ", look.strong(.focus)), Span(text, look.style(.name)),
            Span(" ", look.badge(.focus)),
            Span("   Enter", look.strong(.focus)), Span(" keep", look.style(.secondary)),
            Span("   Esc", look.strong(.focus)), Span(" clear", look.style(.secondary)),
        ]
        canvas.text(line, at: inner.origin, width: inner.width)
    }
}
