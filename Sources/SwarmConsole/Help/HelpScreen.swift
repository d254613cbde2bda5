import SwarmCore
import TerminalUI

/// Every key and what it does, made from the keymap that routes them.
struct HelpScreen: OverlayScreen {
    private let keymap: Keymap
    private var offset = 0
    private static let width = 116
    /// More than there are; what is beyond the end is cut when the screen's size is known.
    private static let mostLines = 10_000
    private static let wordsColumn = 11
    /// From here on the keys stand in two columns.
    private static let twoColumns = 96

    init(_ keymap: Keymap) { self.keymap = keymap }

    mutating func update(_ key: Key, _ glance: Glance) -> [Action] {
        switch keymap.action(for: key) {
        case .up: offset = max(0, offset - 1)
        case .down: offset += 1
        case .pageUp: offset = max(0, offset - 8)
        case .pageDown: offset += 8
        case .first: offset = 0
        case .last: offset = Self.mostLines
        case .back, .help, .quit, .open: return [.close]
        default: break
        }
        return []
    }

    // MARK: Lines

    /// One line of the help; a head has no keys.
    struct Line: Hashable {
        var keys: String
        var words: String
        /// The words go on from the line above.
        var isRest = false
    }

    /// The same with words that are too long for that width broken.
    private func lines(within width: Int) -> [Line] {
        lines.flatMap { line -> [Line] in
            guard !line.keys.isEmpty || line.isRest else { return [line] }
            let parts = TextWidth.wrapped(line.words, to: max(8, width - Self.wordsColumn))
            return parts.enumerated().map { place, words in
                Line(keys: place == 0 ? line.keys : "", words: words, isRest: place > 0)
            }
        }
    }

    /// The general keys, then the keys of each pane under its name.
    var lines: [Line] {
        var lines = [Line(keys: "", words: "Everywhere")]
        lines += merged(keymap.bindings.filter(\.panes.isEmpty))
        for pane in PaneID.allCases {
            let own = keymap.bindings.filter { $0.panes.contains(pane) }
            guard !own.isEmpty else { continue }
            lines.append(Line(keys: "", words: ""))
            lines.append(Line(keys: "", words: pane.name))
            lines += merged(own)
        }
        return lines
    }

    /// The keys that go to a pane by its number stand in one line.
    private func merged(_ bindings: [KeyBinding]) -> [Line] {
        let panes = bindings.filter { $0.id.pane != nil }
        var lines = bindings.filter { $0.id.pane == nil }.map {
            Line(keys: $0.firstKeyNames, words: $0.help)
        }
        if let first = panes.first, let last = panes.last {
            lines.append(Line(keys: "\(first.keyNames) to \(last.keyNames)", words: "Go to a pane"))
        }
        return lines
    }

    // MARK: Drawing

    mutating func settle(_ size: Size) { offset = min(offset, layout(size).layout.last) }

    private func layout(_ size: Size) -> (lines: [Line], layout: Layout) {
        // Two columns have room for every word.
        let width = Dialog.area(of: Size(columns: Self.width, rows: size.rows), on: size).width
        let lines = size.columns >= Self.twoColumns ? lines : lines(within: width)
        return (lines, Layout(lines.count, size))
    }

    /// How so many lines stand on a screen.
    private struct Layout {
        let perColumn: Int
        let columns: Int
        let dialogSize: Size
        /// Lines of a column that are seen.
        let height: Int
        /// The largest offset.
        var last: Int { max(0, perColumn - height) }

        init(_ count: Int, _ size: Size) {
            columns = size.columns >= HelpScreen.twoColumns ? 2 : 1
            perColumn = (count + columns - 1) / columns
            dialogSize = Size(
                columns: HelpScreen.width, rows: min(max(8, size.rows - 2), perColumn + 4))
            height = max(1, Dialog.area(of: dialogSize, on: size).height)
        }
    }

    func view(_ canvas: inout Canvas, _ glance: Glance) {
        let look = glance.look
        let (all, layout) = layout(canvas.size)
        let first = min(offset, layout.last)
        let seen =
            "\(first + 1) to \(min(first + layout.height, layout.perColumn)) of \(layout.perColumn)"
        let keys = canvas.size.columns < 60 ? "" : ", j k move   Esc closes"
        let dialog = Dialog(
            title: "Keys", note: layout.last > 0 ? seen + keys : "Esc closes",
            size: layout.dialogSize, look: look.dialog)
        let area = dialog.draw(on: &canvas)
        let columns = area.columns(
            Array(repeating: .share(1), count: layout.columns), gap: layout.columns > 1 ? 3 : 0)
        canvas.withClip(area) { canvas in
            for (place, column) in columns.enumerated() {
                let begin = place * layout.perColumn + first
                let end = min(all.count, (place + 1) * layout.perColumn)
                let shown = all[min(begin, end)..<end].prefix(layout.height)
                for (row, line) in shown.enumerated() {
                    draw(line, on: &canvas, in: column.row(row), look)
                }
            }
        }
    }

    private func draw(_ line: Line, on canvas: inout Canvas, in area: Rect, _ look: Look) {
        guard !line.keys.isEmpty || line.isRest else {
            canvas.text(line.words, at: area.origin, style: look.strong(.name), width: area.width)
            return
        }
        canvas.text(line.keys, at: area.origin, style: look.strong(.focus), width: 10)
        canvas.text(
            line.words, at: area.origin.moved(columns: Self.wordsColumn), style: look.style(.text),
            width: max(0, area.width - Self.wordsColumn))
    }
}
