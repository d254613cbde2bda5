import TerminalUI

extension Page.Line {
    /// The line over as many as its longest text needs: what would be cut goes on under itself. Itself where all fits.
    ///
    /// - Parameter width: Of the page; the last text goes to its end, others to the next one.
    func wrapped(width: Int) -> [Page.Line] {
        guard rule == nil else { return [self] }
        let columns = parts.map(\.column).sorted()
        let pieces = parts.map { part -> [StyledText] in
            let end = columns.first { $0 > part.column }.map { $0 - 1 } ?? width
            let room = max(1, part.width ?? end - part.column)
            guard part.alignment == .left, part.text.columns > room else { return [part.text] }
            return part.text.wrapped(to: room)
        }
        let height = pieces.map(\.count).max() ?? 1
        guard height > 1 else { return [self] }
        return (0..<height).map { row in
            var line = row == 0 ? self : Page.Line()
            line.parts = parts.indices.filter { row < pieces[$0].count }.map { place in
                var part = parts[place]
                part.text = pieces[place][row]
                return part
            }
            return line
        }
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
