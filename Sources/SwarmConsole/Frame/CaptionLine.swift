import SwarmCore
import TerminalUI

/// A caption in as many rows as it needs on a screen of a certain size.
struct CaptionLayout {
    static let badge = " caption "

    /// The first stands behind the badge; the last ends in an ellipsis where the screen has no room for all of it.
    let lines: [String]
    /// The rows it takes from the panes.
    let rows: Int
    /// Whether the first row has room for how much needs a person, and the key that goes there.
    let showsNeeds: Bool
    let key: String

    /// A screen of fewer columns gives two rows to a short caption, too: panes do not move with every caption.
    init(_ text: String, on size: Size, key: String) {
        let density = PaneGrid.Density(size)
        self.key = key
        showsNeeds = density > .list
        // At most 99 of them, behind a gap.
        let needs = showsNeeds ? 3 + "? 99 ".count + TextWidth.of(key) + " next".count : 0
        let taken = Self.badge.count + 1 + needs
        // One paragraph: what would break a line is shown by its mark. A word as long as what stands in the first row
        // beside the caption keeps it free.
        let text = TextWidth.cut(text, to: 10_000)
        let lines = TextWidth.wrapped(
            String(repeating: "x", count: taken) + " " + text, to: max(1, size.columns - 2),
            maximumLines: max(1, size.rows / 2 - 1))
        self.lines = [String(lines[0].dropFirst(taken + 1))] + lines.dropFirst()
        rows = max(lines.count, density >= .medium ? 1 : 2)
    }
}

/// What a presenter says, where the attention line is; how much needs a person stays at its right.
struct CaptionLine {
    let layout: CaptionLayout
    let attention: Attention
    let look: Look

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard !area.isEmpty else { return }
        let inner = area.inset(columns: 1)
        let used = canvas.text(
            CaptionLayout.badge, at: inner.origin, style: look.badge(.gain), width: inner.width)
        for (row, words) in layout.lines.enumerated() {
            let line = inner.row(row).split(left: row == 0 ? used + 2 : 0).right
            canvas.text(words, at: line.origin, style: look.strong(.bright), width: line.width)
        }
        let count = attention.count
        guard count > 0, layout.showsNeeds else { return }
        let needs: StyledText = [
            Span(Glyph(unicode: "?", ascii: "?"), look.strong(.waiting)),
            Span(" \(count) ", look.strong(.waiting)), Span(layout.key, look.strong(.focus)),
            Span(" next", look.style(.secondary)),
        ]
        canvas.text(needs, at: inner.origin, width: inner.width, alignment: .right)
    }
}
