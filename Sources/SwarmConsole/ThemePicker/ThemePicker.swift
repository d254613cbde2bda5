import SwarmCore
import TerminalUI

/// Chooses the colours: every move shows the whole screen in the theme under the cursor; Esc restores.
///
/// A panel at the right without the one tone of other dialogs, because the screen behind is what is chosen.
struct ThemePicker: OverlayScreen {
    private let themes: [Theme]
    private let before: Theme
    private var cursor: Int
    private static let width = 44

    init(themes: [Theme], current: Theme) {
        self.themes = themes
        before = current
        cursor = themes.firstIndex { $0.name == current.name } ?? 0
    }

    mutating func update(_ key: Key, _ glance: Glance) -> [Action] {
        switch key.code {
        case .escape, .character("q"): return [.theme(before), .close]
        case .enter:
            guard themes.indices.contains(cursor) else { return [.close] }
            let name = themes[cursor].name
            return [
                .theme(themes[cursor]), .close, .keepTheme,
                .notice("\(name) it is.", tone: .healthy),
            ]
        default: break
        }
        switch glance.keymap.action(for: key) {
        case .up: return show(cursor - 1)
        case .down: return show(cursor + 1)
        case .pageUp: return show(cursor - 5)
        case .pageDown: return show(cursor + 5)
        case .first: return show(0)
        case .last: return show(themes.count - 1)
        default: return []
        }
    }

    private mutating func show(_ place: Int) -> [Action] {
        guard !themes.isEmpty else { return [] }
        cursor = min(max(0, place), themes.count - 1)
        return [.theme(themes[cursor])]
    }

    func view(_ canvas: inout Canvas, _ glance: Glance) {
        let look = glance.look
        let screen = Rect(size: canvas.size)
        let size = Size(columns: Self.width, rows: min(screen.height - 4, themes.count + 6))
        let width = min(size.columns, screen.width)
        let frame = Rect(
            column: max(0, screen.width - width - 2), row: min(3, screen.height - size.rows),
            width: width, height: max(5, size.rows))
        canvas.withClip(frame) { canvas in
            canvas.fill(frame, style: Style(background: look.color(.panel)))
            canvas.box(frame, style: look.style(.focus))
            canvas.text(
                " Theme ", at: frame.origin.moved(columns: 2), style: look.strong(.name))
            if themes.count > 1 {
                canvas.text(
                    " \(cursor + 1)/\(themes.count) ",
                    at: Point(column: frame.right - 2, row: frame.top), style: look.style(.dim),
                    alignment: .right)
            }
            let inner = frame.inset(columns: 2, rows: frame.height < 9 ? 1 : 2)
            let first = max(0, min(cursor - inner.height + 2, themes.count - inner.height + 1))
            for (row, index) in (first..<themes.count).prefix(max(1, inner.height - 1)).enumerated()
            {
                draw(themes[index], index == cursor, on: &canvas, in: inner.row(row), look)
            }
            KeyFooter(
                [KeyFooter.Item("Enter", "use it"), KeyFooter.Item("Esc", "as before")],
                look: look.keys
            ).draw(on: &canvas, in: inner.row(inner.height - 1).split(left: 30).left)
        }
    }

    private func draw(
        _ theme: Theme, _ isCursor: Bool, on canvas: inout Canvas, in area: Rect, _ look: Look
    ) {
        if isCursor {
            canvas.setBackground(area, look.color(.cursorRow))
            canvas.glyph(
                look.cursorBar, at: area.origin.moved(columns: -1), style: look.style(.focus))
        }
        let style = isCursor ? look.strong(.bright) : look.style(.text)
        canvas.text(theme.name, at: area.origin, style: style, width: 20)
        canvas.text(
            theme.isDark ? "dark" : "light", at: area.origin.moved(columns: 21),
            style: look.style(.secondary))
        guard !look.isMono else { return }
        let accents: [Role] = [.failed, .degraded, .waiting, .healthy, .topic, .focus, .gain]
        for (place, role) in accents.prefix(max(0, (area.width - 26) / 2)).enumerated() {
            canvas.put(
                Symbol("■"), column: area.left + 27 + 2 * place, row: area.top,
                style: Style(foreground: theme.palette[role.slot]))
        }
    }
}
