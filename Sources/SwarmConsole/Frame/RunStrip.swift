import SwarmCore
import TerminalUI

/// The whole run in one row with what happened in it: `0:00 ──◆───✓──▼─✗─»── 0:41.7  ● live`.
struct RunStrip {
    let markers: [Marker]
    let start: Instant
    let end: Instant
    let isRecorded: Bool
    let look: Look
    let times: TimeFormat

    func draw(on canvas: inout Canvas, in area: Rect) {
        let inner = area.row(0).inset(columns: 1)
        guard inner.width > 30 else { return }
        let left = canvas.text(
            times.clock(start, decimals: 0), at: inner.origin, style: look.style(.dim))
        let live: StyledText = [
            Span(Sign.healthy.glyph, look.style(isRecorded ? .gain : .healthy)),
            Span(
                isRecorded ? " recorded" : " live",
                look.strong(isRecorded ? .gain : .healthy)),
        ]
        canvas.text(live, at: inner.origin, width: inner.width, alignment: .right)
        let clock = times.clock(end)
        let clockEnd = inner.right - live.columns - 2
        canvas.text(
            clock, at: Point(column: clockEnd, row: inner.top), style: look.style(.text),
            alignment: .right)
        let line = Rect(
            column: inner.left + left + 1, row: inner.top,
            width: clockEnd - clock.utf8.count - 1 - inner.left - left - 1, height: 1)
        canvas.horizontalRule(at: line.origin, width: line.width, style: look.style(.rule))
        draw(markers, on: &canvas, in: line)
    }

    /// Where several fall on one cell, the one that matters most is seen.
    private func draw(_ markers: [Marker], on canvas: inout Canvas, in line: Rect) {
        let length = (end - start).microseconds
        guard length > 0, line.width > 0 else { return }
        var cells = [Marker?](repeating: nil, count: line.width)
        for marker in markers where marker.at >= start && marker.at <= end {
            let share = Double((marker.at - start).microseconds) / Double(length)
            let place = min(line.width - 1, Int(share * Double(line.width)))
            if let other = cells[place], other.kind.rawValue > marker.kind.rawValue { continue }
            cells[place] = marker
        }
        for (place, marker) in cells.enumerated() {
            guard let sign = marker?.sign else { continue }
            canvas.glyph(
                sign.glyph, at: line.origin.moved(columns: place), style: look.style(sign.role))
        }
    }
}
