import SwarmCore
import TerminalUI

/// The whole run in one row with what happened in it: `0:00 ──◆───✓──▼─✗─»── 0:41.7  ● live`.
///
/// Over a recording it reaches to the recording's end: what is past is heavy, `●` stands where the replay does, and
/// a part that loops lies between `[` and `]`.
struct RunStrip {
    let markers: [Marker]
    let start: Instant
    let end: Instant
    /// Where a replay stands; nil while the run is live.
    let position: ReplayPosition?
    let look: Look
    let times: TimeFormat

    func draw(on canvas: inout Canvas, in area: Rect) {
        let inner = area.row(0).inset(columns: 1)
        guard let line = line(in: area) else { return }
        canvas.text(times.clock(start, decimals: 0), at: inner.origin, style: look.style(.dim))
        canvas.text(mode, at: inner.origin, width: inner.width, alignment: .right)
        canvas.text(
            times.clock(end), at: Point(column: line.right + 1, row: inner.top),
            style: look.style(.text))
        canvas.horizontalRule(at: line.origin, width: line.width, style: look.style(.rule))
        let here = position.map { place(of: $0.time, width: line.width) }
        if let here {
            canvas.horizontalRule(
                at: line.origin, width: here, style: look.style(.gain), isHeavy: true)
        }
        draw(markers, passed: here ?? line.width, on: &canvas, in: line)
        guard let here else { return }
        if let part = position?.part {
            let ends = [(part.lowerBound, "["), (part.upperBound, "]")]
            for (moment, sign) in ends {
                let place = place(of: moment, width: line.width)
                canvas.text(
                    sign, at: line.origin.moved(columns: place), style: look.strong(.gain))
            }
        }
        canvas.glyph(
            Sign.healthy.glyph, at: line.origin.moved(columns: here), style: look.strong(.bright))
    }

    /// What the markers of a recording are, each above its own; what has no room beside a weightier one is left out.
    func drawWords(_ markers: [ReplayMarker], on canvas: inout Canvas, in area: Rect, strip: Rect) {
        guard let line = line(in: strip), let position, !area.isEmpty else { return }
        var taken = [Bool](repeating: false, count: area.width + 1)
        for marker in weightiest(markers, at: position) {
            let column = line.left + place(of: marker.at, width: line.width)
            let width = TextWidth.of(marker.words, upTo: Self.mostWords)
            let start = min(column, line.right - width)
            let cells = max(area.left, start - 2)..<min(start + width + 2, area.right)
            guard start >= line.left, !taken[cells].contains(true) else { continue }
            for cell in start..<start + width { taken[cell] = true }
            let kind = Marker.Kind(marker)
            let style =
                marker.at > position.time
                ? look.style(.dim) : look.style(Marker(at: marker.at, kind: kind).sign.role)
            canvas.text(
                marker.words, at: Point(column: start, row: area.top), style: style, width: width)
        }
    }

    private static let mostWords = 24
    /// More than a row has room for.
    private static let mostMarkers = 64

    /// Trouble, then results, then awards; within each what is nearest to where the replay stands.
    private func weightiest(
        _ markers: [ReplayMarker], at position: ReplayPosition
    ) -> ArraySlice<ReplayMarker> {
        let near = markers.map { (marker: $0, away: abs(($0.at - position.time).microseconds)) }
        return near.sorted {
            let (one, other) = (weight($0.marker), weight($1.marker))
            return one == other ? $0.away < $1.away : one > other
        }.map(\.marker).prefix(Self.mostMarkers)
    }

    private func weight(_ marker: ReplayMarker) -> Int {
        switch marker.kind {
        case .faultInjected: 4
        case .failure: 3
        case .result: 2
        case .award: 1
        case .faultReverted: 0
        }
    }

    /// The moment that stands at a column of the screen; nil beside the line.
    func moment(at column: Int, in area: Rect) -> Instant? {
        guard let line = line(in: area), line.width > 1,
            (line.left..<line.right).contains(column), end > start
        else { return nil }
        let share = Double(column - line.left) / Double(line.width - 1)
        return min(end, start + .seconds((reach - start).seconds * share))
    }

    private var mode: StyledText {
        let word = position == nil ? " live" : position?.loops == true ? " loops" : " recorded"
        let role: Role = position == nil ? .healthy : .gain
        return [
            Span(Sign.healthy.glyph, look.style(role)), Span(word, look.strong(role)),
        ]
    }

    /// The cells of the line between the two clocks; nil where there is no room for it.
    private func line(in area: Rect) -> Rect? {
        let inner = area.row(0).inset(columns: 1)
        guard inner.width > 30 else { return nil }
        let left = inner.left + times.clock(start, decimals: 0).utf8.count + 1
        let right = inner.right - mode.columns - 2 - times.clock(end).utf8.count - 1
        guard left < right else { return nil }
        return Rect(column: left, row: inner.top, width: right - left, height: 1)
    }

    /// The time at the line's right end: of a live run the next whole second, so that its marks move once a second and
    /// do not creep with every frame.
    private var reach: Instant {
        guard position == nil else { return end }
        let second: Int64 = 1_000_000
        let span = max(0, (end - start).microseconds)
        return start + TimeSpan(microseconds: (span + second - 1) / second * second)
    }

    private func place(of moment: Instant, width: Int) -> Int {
        guard end > start else { return max(0, width - 1) }
        let share = (moment - start).seconds / (reach - start).seconds
        return min(max(0, Int(share * Double(width))), max(0, width - 1))
    }

    /// Where several fall on one cell, the one that matters most is seen.
    private func draw(
        _ markers: [Marker], passed: Int, on canvas: inout Canvas, in line: Rect
    ) {
        guard end > start, line.width > 0 else { return }
        var cells = [Marker?](repeating: nil, count: line.width)
        for marker in markers where marker.at >= start && marker.at <= end {
            let place = place(of: marker.at, width: line.width)
            if let other = cells[place], other.kind.rawValue > marker.kind.rawValue { continue }
            cells[place] = marker
        }
        for (place, marker) in cells.enumerated() {
            guard let sign = marker?.sign else { continue }
            canvas.glyph(
                sign.glyph, at: line.origin.moved(columns: place),
                style: look.style(place > passed ? .dim : sign.role))
        }
    }
}

extension ReplayMarker {
    /// Its label without what its place says anyway: `crash injected`, `Finance failed`, `done`.
    var words: String {
        switch kind {
        case .award: "awarded"
        case .faultInjected: label.split(separator: " on ").first.map { "\($0) injected" } ?? label
        case .faultReverted: "fault over"
        case .failure:
            (label.split(separator: ":").first.map(String.init) ?? label)
                .replacing(" Agent", with: "") + " failed"
        case .result: status?.word ?? "result"
        }
    }
}
