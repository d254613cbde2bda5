import TerminalUI

extension Canvas {
    /// What a pane says that has nothing to show, in as many lines as it needs.
    ///
    /// - Parameter area: Of the pane; its first column is for the cursor bar.
    mutating func hint(_ words: String, in area: Rect, _ look: Look) {
        let lines = TextWidth.wrapped(
            words, to: max(1, area.width - 1), maximumLines: max(0, area.height))
        for (row, line) in lines.enumerated() {
            text(line, at: area.row(row).origin.moved(columns: 1), style: look.style(.dim))
        }
    }
}
