import SwarmCore
import TerminalUI

/// The keys that work here, made from the keymap; the most important come first, then whatever still fits.
///
/// Help and the way out always stay. Before a key is left out for want of room the others' reasons are: a press
/// still tells them. While one pane has the whole screen, its own keys and the way back come before the general
/// ones.
struct FooterView {
    let rows: [(id: ActionID, item: KeyFooter.Item)]

    /// Which general keys a zoomed pane keeps, in this order.
    private static let zoomed: [ActionID] = [.open, .copy, .export, .filter, .zoom, .help, .quit]
    /// Keys up to this importance have their places before any reason is said, and before other keys.
    private static let leastOfUsual = 11

    init(_ keymap: Keymap, _ glance: Glance, width: Int, isRoomy: Bool) {
        let isFirstStart = glance.replay == nil && glance.swarm.totals.submitted == 0
        var entries: [Entry] = []
        for binding in Self.bindings(keymap, glance) {
            let reason = binding.whyNot(glance)
            if isFirstStart, reason != nil || !binding.isForBeginners { continue }
            let isBack = glance.isZoomed && binding.id == .zoom
            entries.append(
                Entry(
                    id: binding.id, key: binding.keys.first?.shortName ?? "",
                    label: isBack ? "back" : isRoomy ? binding.label : binding.shortLabel,
                    reason: reason, importance: Self.importance(binding, glance)))
        }
        let ranked = entries.indices.sorted {
            let (a, b) = (entries[$0].importance, entries[$1].importance)
            return a == b ? $0 > $1 : a < b
        }
        var room = width + Self.gap
        func take(_ cells: Int) -> Bool {
            guard cells <= room else { return false }
            room -= cells
            return true
        }
        // First the usual keys and their reasons, then the others and theirs.
        let usual = ranked.prefix { entries[$0].importance <= Self.leastOfUsual }
        for places in [usual, ranked.dropFirst(usual.count)] {
            for place in places { entries[place].isShown = take(entries[place].cells) }
            for place in places where entries[place].isShown {
                entries[place].saysWhyNot = take(entries[place].reasonCells)
            }
        }
        rows = entries.filter(\.isShown).map { ($0.id, $0.item) }
    }

    /// Cells between two keys.
    private static let gap = 3

    /// A key that may stand in the row.
    private struct Entry {
        let id: ActionID
        let key: String
        let label: String
        /// Why it does nothing now; nil when it does.
        let reason: String?
        let importance: Int
        var isShown = false
        var saysWhyNot = false

        /// Cells it takes with the gap behind it, and those its reason takes beside.
        var cells: Int { TextWidth.of(key) + 1 + TextWidth.of(label) + FooterView.gap }
        var reasonCells: Int { reason.map { 2 + TextWidth.of($0) } ?? 0 }

        var item: KeyFooter.Item {
            let why = saysWhyNot ? reason.map { ": \($0)" } : nil
            return KeyFooter.Item(key, label + (why ?? ""), isEnabled: reason == nil)
        }
    }

    /// In the order of the row.
    private static func bindings(_ keymap: Keymap, _ glance: Glance) -> [KeyBinding] {
        func isHere(_ binding: KeyBinding) -> Bool {
            binding.belongs(to: glance.focus) && !binding.keys.isEmpty
        }
        // Over a recording the keys that play it stay.
        guard glance.isZoomed, glance.swarm.totals.submitted > 0, glance.replay == nil else {
            return keymap.bindings.filter { $0.footer != nil && isHere($0) }
                .sorted { ($0.footer ?? 0) < ($1.footer ?? 0) }
        }
        let here = keymap.bindings.filter(isHere)
        return here.filter { !$0.panes.isEmpty }.sorted { ($0.footer ?? 99) < ($1.footer ?? 99) }
            + zoomed.compactMap { id in here.first { $0.id == id && $0.panes.isEmpty } }
    }

    /// A zoomed pane's own keys leave from the last on; the way back, the help and the way out stay longest.
    private static func importance(_ binding: KeyBinding, _ glance: Glance) -> Int {
        switch binding.id {
        case .zoom where glance.isZoomed && glance.replay == nil: 0
        case .help, .quit: 0
        default: binding.importance
        }
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
