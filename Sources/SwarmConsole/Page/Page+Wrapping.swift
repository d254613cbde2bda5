import TerminalUI

extension Page.Line {
    /// The line over as many as its last text needs, the others standing under that text; itself where it fits.
    ///
    /// - Parameter width: Of the page; a text without a width of its own goes to its end.
    func wrapped(width: Int) -> [Page.Line] {
        guard rule == nil, let last = parts.indices.max(by: { parts[$0].column < parts[$1].column }),
            parts[last].alignment == .left
        else { return [self] }
        let part = parts[last]
        let room = max(1, part.width ?? width - part.column)
        guard part.text.columns > room else { return [self] }
        var lines: [Page.Line] = []
        for text in part.text.wrapped(to: room) {
            if lines.isEmpty {
                var first = self
                first.parts[last].text = text
                lines.append(first)
            } else {
                lines.append(Page.Line(parts: [Page.Part(part.column, text)]))
            }
        }
        return lines
    }
}

extension StyledText {
    /// The text in lines of at most so many columns, each character in the style it had.
    func wrapped(to columns: Int) -> [StyledText] {
        let pieces = spans.map { (text: $0.plain, style: $0.style) }
        var styles: [Style] = []
        for piece in pieces {
            styles += piece.text.filter { $0 != " " }.map { _ in piece.style }
        }
        var next = 0
        let plain = pieces.map(\.text).joined()
        return TextWidth.wrapped(plain, to: columns, maximumLines: 200).map { line in
            var text = StyledText()
            var run = ""
            var current = styles.isEmpty ? Style.plain : styles[min(next, styles.count - 1)]
            for character in line {
                if character != " ", !styles.isEmpty {
                    let style = styles[min(next, styles.count - 1)]
                    next += 1
                    if style != current {
                        text.append(run, current)
                        (run, current) = ("", style)
                    }
                }
                run.append(character)
            }
            text.append(run, current)
            return text
        }
    }
}

extension Span {
    /// What it says, without its style.
    var plain: String {
        switch content {
        case .text(let text): return text
        case .glyph(let glyph):
            var text = ""
            glyph.unicode.write(to: &text)
            return text
        }
    }
}
