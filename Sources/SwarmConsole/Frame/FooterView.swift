import SwarmCore
import TerminalUI

/// The keys that work here, made from the keymap; the least important leave first.
struct FooterView {
    let items: [KeyFooter.Item]

    init(_ keymap: Keymap, _ glance: Glance, width: Int, isRoomy: Bool) {
        let isFirstStart = glance.replay == nil && glance.swarm.totals.submitted == 0
        var rows: [(binding: KeyBinding, item: KeyFooter.Item)] = []
        for binding in keymap.bindings where binding.footer != nil {
            guard binding.belongs(to: glance.focus) else { continue }
            let reason = binding.whyNot(glance)
            if isFirstStart, reason != nil || !binding.isForBeginners { continue }
            let label = isRoomy ? binding.label : binding.shortLabel
            rows.append(
                (
                    binding,
                    KeyFooter.Item(
                        binding.keys.first?.shortName ?? "",
                        reason.map { "\(label): \($0)" } ?? label, isEnabled: reason == nil)
                ))
        }
        while rows.count > 1, Self.width(rows.map(\.item)) > width,
            let last = rows.indices.max(by: {
                rows[$0].binding.importance < rows[$1].binding.importance
            })
        {
            rows.remove(at: last)
        }
        items = rows.sorted { ($0.binding.footer ?? 0) < ($1.binding.footer ?? 0) }.map(\.item)
    }

    private static func width(_ items: [KeyFooter.Item]) -> Int {
        items.reduce(-3) { $0 + TextWidth.of($1.key) + 1 + TextWidth.of($1.label) + 3 }
    }

    /// Returns what was drawn with its cells.
    @discardableResult
    func draw(
        on canvas: inout Canvas, in area: Rect, _ look: Look
    ) -> [(item: KeyFooter.Item, area: Rect)] {
        KeyFooter(items, look: look.keys).draw(on: &canvas, in: area.inset(columns: 1))
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
