import SwarmCore
import TerminalUI

/// What a presenter says, in the attention line; how much needs a person stays at its right.
struct CaptionLine {
    let text: String
    let attention: Attention
    let look: Look
    /// The key that goes to the next.
    let key: String

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard !area.isEmpty else { return }
        let inner = area.inset(columns: 1)
        let count = attention.items.reduce(0) { $0 + $1.count }
        var room = inner.width
        if count > 0 {
            let needs: StyledText = [
                Span(Glyph(unicode: "?", ascii: "?"), look.strong(.waiting)),
                Span(" \(count) ", look.strong(.waiting)), Span(key, look.strong(.focus)),
                Span(" next", look.style(.secondary)),
            ]
            canvas.text(needs, at: inner.origin, width: inner.width, alignment: .right)
            room -= needs.columns + 3
        }
        let used = canvas.text(" caption ", at: inner.origin, style: look.badge(.gain), width: room)
        canvas.text(
            text, at: inner.origin.moved(columns: used + 2), style: look.strong(.bright),
            width: max(0, room - used - 2))
    }
}
