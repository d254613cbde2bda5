import SwarmCore
import TerminalUI

/// Finds anything by a few letters of its name and does it: actions, panes, agents, tasks, recipes, faults, themes.
struct Palette: OverlayScreen {
    private let themes: [Theme]
    private let layouts: [String]
    private var edit = TextEdit()
    private var cursor = 0
    /// What stood first when it was asked for what cannot be done.
    private var refused: String?
    private static let size = Size(columns: 84, rows: 22)

    init(themes: [Theme], layouts: [String] = []) {
        self.themes = themes
        self.layouts = layouts
    }

    // MARK: Keys

    mutating func update(_ key: Key, _ glance: Glance) -> [Action] {
        switch (key.code, key.modifiers.contains(.control)) {
        case (.escape, _): return [.close]
        case (.enter, _): return run(glance)
        case (.up, _), (.backTab, _), (.character("p"), true): move(by: -1, glance)
        case (.down, _), (.tab, _), (.character("n"), true): move(by: 1, glance)
        case (.pageUp, _): move(by: -10, glance)
        case (.pageDown, _): move(by: 10, glance)
        case (.backspace, _) where edit.isEmpty: return [.close]
        default: if edit.handle(key) { (cursor, refused) = (0, nil) }
        }
        return []
    }

    mutating func paste(_ text: String, _ glance: Glance) {
        edit.insert(text)
        (cursor, refused) = (0, nil)
    }

    private mutating func move(by step: Int, _ glance: Glance) {
        let count = found(glance).count
        cursor = count == 0 ? 0 : min(max(0, cursor + step), count - 1)
        refused = nil
    }

    private mutating func run(_ glance: Glance) -> [Action] {
        let found = found(glance)
        guard found.indices.contains(cursor) else { return [] }
        let item = found[cursor].item
        guard let why = item.whyNot else { return item.actions }
        refused = "\(item.title): \(why)."
        return []
    }

    private func found(_ glance: Glance) -> [PaletteItem.Found] {
        PaletteItem.ranked(
            PaletteItem.all(glance, themes: themes, layouts: layouts), edit.text)
    }

    // MARK: Drawing

    func view(_ canvas: inout Canvas, _ glance: Glance) {
        let look = glance.look
        let found = found(glance)
        let dialog = Dialog(
            title: "Find", note: "\(Figures.grouped(found.count)) found",
            size: Self.size, look: look.dialog)
        let area = dialog.draw(on: &canvas)
        canvas.withClip(area.inset(columns: -1)) { canvas in
            let parts = area.split(top: 2)
            canvas.glyph(
                Glyph(unicode: "›", ascii: ">"), at: area.origin, style: look.strong(.focus))
            TextField(
                edit, placeholder: "an action, agent, task, recipe, theme or pane", isActive: true,
                look: TextField.Look(
                    text: look.style(.bright), placeholder: look.style(.dim),
                    cursor: look.strong(.focus))
            ).draw(on: &canvas, in: parts.above.row(0).split(left: 2).right)
            let body = parts.below.split(bottom: 2)
            let first = max(0, cursor - body.above.height + 1)
            for (row, index) in found.indices.dropFirst(first).prefix(body.above.height)
                .enumerated()
            {
                draw(
                    found[index], index == cursor, on: &canvas, in: body.above.row(row), look)
            }
            drawFoot(found.isEmpty, on: &canvas, in: body.below.row(1), look)
        }
    }

    private func drawFoot(
        _ isEmpty: Bool, on canvas: inout Canvas, in area: Rect, _ look: Look
    ) {
        if let refused {
            canvas.text(refused, at: area.origin, style: look.style(.waiting), width: area.width)
        } else if isEmpty {
            canvas.text(
                "No match for '\(edit.text)'. Esc closes.", at: area.origin,
                style: look.style(.secondary), width: area.width)
        } else {
            KeyFooter(
                [
                    KeyFooter.Item("Enter", "do it"), KeyFooter.Item("Up Down", "choose"),
                    KeyFooter.Item("Esc", "close"),
                ], look: look.keys
            ).draw(on: &canvas, in: area)
        }
    }

    private func draw(
        _ found: PaletteItem.Found, _ isCursor: Bool, on canvas: inout Canvas, in area: Rect,
        _ look: Look
    ) {
        let item = found.item
        if isCursor {
            canvas.setBackground(area, look.color(.cursorRow))
            canvas.glyph(
                look.cursorBar, at: area.origin.moved(columns: -1), style: look.style(.focus))
        }
        canvas.text(item.kind.rawValue, at: area.origin, style: look.style(.dim), width: 8)
        let isOpen = item.whyNot == nil
        let letters = look.strong(.focus).underlined
        let places = found.match.places
        var line = Self.marked(
            item.title, found.isInNote ? [] : places,
            look.style(isOpen ? isCursor ? .bright : .name : .dim), letters)
        line.append("  ")
        line =
            line
            + Self.marked(
                item.note, found.isInNote ? places : [], look.style(isOpen ? .secondary : .dim),
                letters)
        if let why = item.whyNot { line.append("  \(why)", look.style(.waiting)) }
        let room = area.width - 9 - 8
        canvas.text(line, at: area.origin.moved(columns: 9), width: max(0, room))
        canvas.text(
            item.keys, at: area.origin, style: isOpen ? look.strong(.focus) : look.style(.dim),
            width: area.width, alignment: .right)
    }

    /// The text with the matched letters in another style.
    private static func marked(
        _ text: String, _ places: [Int], _ plain: Style, _ marked: Style
    ) -> StyledText {
        var line = StyledText()
        var run = ""
        var isMarked = false
        for (place, character) in text.enumerated() {
            let now = places.contains(place)
            if now != isMarked, !run.isEmpty {
                line.append(run, isMarked ? marked : plain)
                run = ""
            }
            isMarked = now
            run.append(character)
        }
        if !run.isEmpty { line.append(run, isMarked ? marked : plain) }
        return line
    }
}
