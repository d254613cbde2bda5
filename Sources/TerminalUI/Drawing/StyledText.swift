/// A piece of text, or one glyph, with its style.
public struct Span: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        case text(String)
        case glyph(Glyph)
    }

    public var content: Content
    public var style: Style

    public init(_ text: String, _ style: Style = .plain) {
        content = .text(text)
        self.style = style
    }

    public init(_ glyph: Glyph, _ style: Style = .plain) {
        content = .glyph(glyph)
        self.style = style
    }

    /// Columns it takes.
    public var columns: Int { columns(upTo: .max) }

    /// Columns it takes, counted no further than just past `limit`.
    func columns(upTo limit: Int) -> Int {
        switch content {
        case .text(let text): TextWidth.of(text, upTo: limit)
        case .glyph: 1
        }
    }
}

/// A line of spans.
public struct StyledText: Hashable, Sendable {
    public var spans: [Span]

    public init(_ spans: [Span] = []) {
        self.spans = spans
    }

    public init(_ text: String, _ style: Style = .plain) {
        spans = [Span(text, style)]
    }

    /// Columns it takes.
    public var columns: Int { columns(upTo: .max) }

    /// Columns it takes, counted no further than just past `limit`.
    func columns(upTo limit: Int) -> Int {
        var total = 0
        for span in spans where total <= limit { total += span.columns(upTo: limit - total) }
        return total
    }

    public mutating func append(_ text: String, _ style: Style = .plain) {
        spans.append(Span(text, style))
    }

    public mutating func append(_ glyph: Glyph, _ style: Style = .plain) {
        spans.append(Span(glyph, style))
    }

    public static func + (left: StyledText, right: StyledText) -> StyledText {
        StyledText(left.spans + right.spans)
    }
}

extension StyledText: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: Span...) {
        spans = elements
    }
}
