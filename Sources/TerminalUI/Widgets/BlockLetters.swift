/// Text in letters three rows high, for whoever sits far away.
///
/// A dot of a letter is half a cell, so that it is about square; with `scale` 2 it is two columns of a whole
/// row, and letters are six rows high. What has no letter here is shown as a small block, so nothing is hidden.
public struct BlockLetters: Sendable {
    public let scale: Int

    /// - Parameter scale: 1 or 2; others are taken as the nearer of these.
    public init(scale: Int = 1) { self.scale = min(2, max(1, scale)) }

    /// Rows a line takes.
    public var height: Int { 3 * scale }

    /// Columns the text takes, without the gap behind its last letter; counted no further than just past `limit`.
    public func columns(of text: String, upTo limit: Int = .max) -> Int {
        var columns = -scale
        for letter in BlockFont.dots(of: text) {
            columns += (letter.width + 1) * scale
            if columns > limit { break }
        }
        return max(0, columns)
    }

    /// The words in lines of at most that many columns; the last of at most `maximumLines` ends in `…`.
    public func wrapped(_ text: String, to columns: Int, maximumLines: Int) -> [String] {
        guard maximumLines > 0, columns > 0 else { return [] }
        let blank = self.columns(of: " ") + 2 * scale
        var lines: [String] = []
        var used = 0
        for word in text.split(whereSeparator: \.isWhitespace) {
            let word = cut(String(word), to: columns)
            let width = self.columns(of: word)
            if !lines.isEmpty, used + blank + width <= columns {
                lines[lines.count - 1] += " " + word
                used += blank + width
            } else if lines.count < maximumLines {
                lines.append(word)
                used = width
            } else {
                lines[lines.count - 1] = cut(lines[lines.count - 1] + " " + word, to: columns)
                break
            }
        }
        return lines
    }

    /// As much of the text as fits, its end `…` when something was cut.
    public func cut(_ text: String, to columns: Int) -> String {
        guard self.columns(of: text, upTo: columns) > columns else { return text }
        let room = columns - self.columns(of: "…") - scale
        var used = -scale
        var shown = ""
        for symbol in Sanitiser.symbols(of: text) {
            used += (BlockFont.dots(of: symbol).width + 1) * scale
            guard used <= room else { break }
            symbol.write(to: &shown)
        }
        return shown + (columns >= self.columns(of: "…") ? "…" : "")
    }

    /// Draws one line; returns the columns it took. Nothing is drawn outside `width`.
    @discardableResult
    public func draw(
        _ text: String, on canvas: inout Canvas, at point: Point, style: Style, width: Int
    ) -> Int {
        let area = Rect(column: point.column, row: point.row, width: max(0, width), height: height)
        var column = point.column
        canvas.withClip(area) { canvas in
            for letter in BlockFont.dots(of: text) {
                guard column < area.right else { break }
                draw(letter, on: &canvas, column, point.row, style)
                column += (letter.width + 1) * scale
            }
        }
        return max(0, column - point.column - scale)
    }

    private func draw(
        _ letter: BlockFont.Dots, on canvas: inout Canvas, _ column: Int, _ row: Int, _ style: Style
    ) {
        for x in 0..<letter.width {
            for y in 0..<3 * scale {
                let glyph: Glyph?
                if scale == 2 {
                    glyph = letter[x, y] ? Self.full : nil
                } else {
                    glyph = Self.half(letter[x, 2 * y], letter[x, 2 * y + 1])
                }
                guard let glyph else { continue }
                for step in 0..<scale {
                    canvas.glyph(
                        glyph, at: Point(column: column + x * scale + step, row: row + y),
                        style: style)
                }
            }
        }
    }

    private static let full = Glyph(unicode: "█", ascii: "#")

    private static func half(_ upper: Bool, _ lower: Bool) -> Glyph? {
        switch (upper, lower) {
        case (true, true): full
        case (true, false): Glyph(unicode: "▀", ascii: "\"")
        case (false, true): Glyph(unicode: "▄", ascii: ",")
        case (false, false): nil
        }
    }
}
