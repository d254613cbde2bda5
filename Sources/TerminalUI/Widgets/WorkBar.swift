/// Work on a time axis: solid parts ending in eighths of a cell, waits, and the expected rest.
///
/// Positions are cells from the left of the area and may be fractions. Numbers that make no sense
/// are clamped to the area, so that an agent that over-reports cannot bring the screen down.
/// Visual language sections 4 and 5.
public struct WorkBar {
    public struct Part: Hashable, Sendable {
        public enum Kind: Hashable, Sendable {
            /// `█`, its end in eighths.
            case solid
            /// `┄` in the style of a wait; `~` in ASCII.
            case wait
            /// `├┄┤`: planned.
            case planned
            /// One glyph at `start`, such as `✗` where an attempt failed.
            case glyph(Glyph)
        }

        public var kind: Kind
        public var start: Double
        public var end: Double
        public var style: Style

        public init(_ kind: Kind, from start: Double, to end: Double, style: Style) {
            self.kind = kind
            self.start = start
            self.end = end
            self.style = style
        }
    }

    /// What is expected to follow the last part.
    public enum Rest: Hashable, Sendable {
        case none
        /// A tail `┄` to a cap `┤` at that position; past it, the cap stays where it is.
        case until(Double)
        /// A tail of three cells without a cap: nobody knows.
        case unknown
    }

    public var parts: [Part]
    public var rest: Rest
    public var restStyle: Style

    public init(parts: [Part], rest: Rest = .none, restStyle: Style = .plain) {
        self.parts = parts
        self.rest = rest
        self.restStyle = restStyle
    }

    public func draw(on canvas: inout Canvas, in area: Rect) {
        let area = area.row(0)
        guard !area.isEmpty else { return }
        canvas.withClip(area) { canvas in
            drawRest(on: &canvas, in: area)
            for part in parts where part.kind == .solid { drawSolid(part, on: &canvas, in: area) }
            for part in parts where part.kind != .solid { drawOther(part, on: &canvas, in: area) }
        }
    }

    private func drawSolid(_ part: Part, on canvas: inout Canvas, in area: Rect) {
        let first = cell(part.start.rounded(), area)
        let eighths = Int(cells: ((part.end - part.start) * 8).rounded(), in: 0...area.width * 8)
        let whole = Symbol("█")
        for index in 0..<(eighths / 8) {
            canvas.put(whole, column: area.left + first + index, row: area.top, style: part.style)
        }
        guard eighths % 8 > 0 else { return }
        canvas.put(
            Self.eighths[eighths % 8 - 1], column: area.left + first + eighths / 8,
            row: area.top, style: part.style)
    }

    private func drawOther(_ part: Part, on canvas: inout Canvas, in area: Rect) {
        let first = cell(part.start.rounded(), area)
        let last = cell(part.end.rounded(), area)
        switch part.kind {
        case .solid: break
        case .glyph(let glyph):
            canvas.glyph(
                glyph, at: Point(column: area.left + first, row: area.top), style: part.style)
        case .wait:
            draw(Self.waiting, from: first, to: last, style: part.style, on: &canvas, in: area)
        case .planned:
            draw(Self.tail, from: first + 1, to: last, style: part.style, on: &canvas, in: area)
            canvas.glyph(
                Self.open, at: Point(column: area.left + first, row: area.top), style: part.style)
            canvas.glyph(
                Self.cap, at: Point(column: area.left + last, row: area.top), style: part.style)
        }
    }

    private func drawRest(on canvas: inout Canvas, in area: Rect) {
        let end = parts.map(\.end).filter { !$0.isNaN }.max() ?? 0
        let first = cell(end, area) + 1
        switch rest {
        case .none: break
        case .unknown:
            draw(
                Self.tail, from: first, to: first + 3, style: restStyle, on: &canvas, in: area)
        case .until(let position):
            let last = cell(position.rounded(), area)
            draw(Self.tail, from: first, to: last, style: restStyle, on: &canvas, in: area)
            canvas.glyph(
                Self.cap, at: Point(column: area.left + last, row: area.top), style: restStyle)
        }
    }

    private func draw(
        _ glyph: Glyph, from first: Int, to last: Int, style: Style, on canvas: inout Canvas,
        in area: Rect
    ) {
        guard first < last else { return }
        for column in first..<last {
            canvas.glyph(
                glyph, at: Point(column: area.left + column, row: area.top), style: style)
        }
    }

    private func cell(_ position: Double, _ area: Rect) -> Int {
        Int(cells: position, in: 0...area.width)
    }

    private static let eighths = "▏▎▍▌▋▊▉".map { Symbol($0) }
    private static let waiting = Glyph(unicode: "┄", ascii: "~")
    private static let tail = Glyph(unicode: "┄", ascii: ".")
    private static let cap = Glyph(unicode: "┤", ascii: "|")
    private static let open = Glyph(unicode: "├", ascii: "|")
}
