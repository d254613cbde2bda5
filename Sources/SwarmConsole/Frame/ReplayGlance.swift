import SwarmCore
import TerminalUI

/// A replay as the console was last told of it: where it stands, and what there is to go to.
public struct ReplayGlance: Hashable, Sendable {
    public var position: ReplayPosition
    /// In order of time.
    public var markers: [ReplayMarker]

    public init(_ position: ReplayPosition, markers: [ReplayMarker]) {
        self.position = position
        self.markers = markers
    }

    /// The latest marker that has been passed.
    var passed: ReplayMarker? {
        var low = 0
        var high = markers.count
        while low < high {
            let middle = (low + high) / 2
            if markers[middle].event <= position.event { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? markers[low - 1] : nil
    }

    /// `2×`, `0.25×`.
    static func speed(_ speed: Double) -> String {
        let places = speed == speed.rounded() ? 0 : speed * 10 == (speed * 10).rounded() ? 1 : 2
        return Figures.decimal(speed, places: places) + "×"
    }
}

/// The attention line of a recording: how it plays, what was passed last, and that no key changes it.
struct ReplayLine {
    let replay: ReplayGlance
    let look: Look
    let times: TimeFormat
    /// The run that goes on meanwhile, and the key that leads back to it.
    var present: (words: String, key: String)?

    func draw(on canvas: inout Canvas, in area: Rect) {
        guard !area.isEmpty else { return }
        var inner = area.inset(columns: 1)
        if let present {
            var back: StyledText = [Span(present.words, look.style(.waiting))]
            if !present.words.isEmpty { back.append("   ") }
            back.append(present.key, look.strong(.focus))
            back.append(" back to live", look.style(.secondary))
            canvas.text(back, at: inner.origin, width: inner.width, alignment: .right)
            inner = inner.split(right: min(inner.width, back.columns + 3)).left
        }
        var line = StyledText()
        for part in parts {
            let isFirst = line.spans.isEmpty
            guard isFirst || line.columns + 3 + part.columns <= inner.width else { break }
            if !isFirst { line.append("   ") }
            line = line + part
        }
        canvas.text(line, at: inner.origin, width: inner.width)
    }

    private static func ago(_ span: TimeSpan, _ times: TimeFormat) -> String {
        span < .milliseconds(1) ? " now" : " \(times.span(span)) ago"
    }

    private var parts: [StyledText] {
        let position = replay.position
        let sign: Sign = position.isPlaying ? .running : .paused
        let word =
            position.isPlaying
            ? (position.loops ? " looping " : " playing ") + ReplayGlance.speed(position.speed)
            : position.event == position.lastEvent ? " at the end" : " paused"
        var parts: [StyledText] = [
            [Span(sign.glyph, look.style(.gain)), Span(word, look.strong(.gain))]
        ]
        if let passed = replay.passed {
            parts.append([
                Span(passed.label, look.strong(.name)),
                Span(Self.ago(position.time - passed.at, times), look.style(.text)),
            ])
        }
        parts.append(
            StyledText(
                "the swarm of \(times.wall(position.wall)), nothing you press changes it",
                look.style(.secondary)))
        return parts
    }
}
