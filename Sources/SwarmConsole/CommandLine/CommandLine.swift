import SwarmCore
import TerminalUI

/// One line at the foot of the screen to type commands in, with what could come next above it.
struct CommandLine: OverlayScreen {
    private let themes: [Theme]
    private let layouts: [String]
    private var edit = TextEdit()
    /// The suggestion under the cursor; nil until one was chosen.
    private var choice: Int?
    private var wrong: String?
    private static let mostSuggestions = 8

    /// - Parameter text: What is typed already.
    init(themes: [Theme], layouts: [String] = [], text: String = "") {
        self.themes = themes
        self.layouts = layouts
        edit = TextEdit(text)
    }

    // MARK: Keys

    mutating func update(_ key: Key, _ glance: Glance) -> [Action] {
        switch key.code {
        case .escape: return [.close]
        case .enter: return run(glance)
        case .tab, .down: choose(by: 1, glance)
        case .backTab, .up: choose(by: -1, glance)
        case .backspace where edit.isEmpty: return [.close]
        default:
            if choice != nil { edit = TextEdit(line(glance)) }
            if edit.handle(key) { (choice, wrong) = (nil, nil) }
        }
        return []
    }

    mutating func paste(_ text: String, _ glance: Glance) {
        edit.insert(text)
        (choice, wrong) = (nil, nil)
    }

    private mutating func run(_ glance: Glance) -> [Action] {
        do {
            return try CommandReading(glance: glance, themes: themes, layouts: layouts)
                .actions(line(glance))
        } catch {
            wrong = error.sentence
            return []
        }
    }

    /// What is typed, or the suggestion that was chosen.
    private func line(_ glance: Glance) -> String {
        let all = suggestions(glance)
        guard let choice, all.indices.contains(choice) else { return edit.text }
        return all[choice].line
    }

    private mutating func choose(by step: Int, _ glance: Glance) {
        let all = suggestions(glance)
        guard !all.isEmpty else { return }
        if all.count == 1 {
            edit = TextEdit(all[0].line + (all[0].takesMore ? " " : ""))
            choice = nil
        } else {
            choice =
                choice.map { ($0 + step + all.count) % all.count } ?? (step > 0 ? 0 : all.count - 1)
        }
        wrong = nil
    }

    // MARK: Completion

    struct Suggestion: Hashable {
        /// The line it makes.
        var line: String
        var argument: String
        var summary: String
        var takesMore: Bool
    }

    /// Commands while the first word is typed, then what fits as its argument.
    func suggestions(_ glance: Glance) -> [Suggestion] {
        let (word, rest) = CommandReading.split(edit.text)
        let isFirst = !edit.text.drop { $0 == " " }.contains(" ")
        guard !isFirst, let command = CommandWord(rawValue: word.lowercased()) else {
            let fitting = CommandWord.allCases.filter { $0.rawValue.hasPrefix(word.lowercased()) }
            return fitting.map {
                Suggestion(
                    line: $0.rawValue, argument: $0.argument, summary: $0.summary,
                    takesMore: !$0.argument.isEmpty)
            }
        }
        let wanted = rest.lowercased()
        return command.candidates(glance, themes, layouts)
            .filter { fits in
                let known = fits.lowercased()
                return known.hasPrefix(wanted) && known != wanted && known != wanted + " "
            }
            .prefix(64).map {
                Suggestion(
                    line: "\(command.rawValue) \($0)", argument: "", summary: "", takesMore: false)
            }
    }

    // MARK: Drawing

    func view(_ canvas: inout Canvas, _ glance: Glance) {
        let look = glance.look
        let screen = Rect(size: canvas.size)
        let all = suggestions(glance)
        let wrong = wrong.map {
            TextWidth.wrapped(
                $0, to: max(1, screen.width - 2), maximumLines: max(1, screen.height - 2))
        }
        let most = min(Self.mostSuggestions, max(0, screen.height - 2 - (wrong?.count ?? 1)))
        let first = max(0, (choice ?? 0) - most + 1)
        let shown = all.dropFirst(first).prefix(most)
        let rows = shown.count + (wrong?.count ?? 0) + 1
        let area = screen.split(bottom: rows).below
        canvas.fill(area, style: Style(background: look.color(.panel)))
        for (place, suggestion) in shown.enumerated() {
            draw(suggestion, first + place == choice, on: &canvas, in: area.row(place), look)
        }
        for (place, line) in (wrong ?? []).enumerated() {
            canvas.text(
                line, at: area.row(shown.count + place).origin.moved(columns: 1),
                style: look.style(.failed), width: max(0, area.width - 2))
        }
        drawLine(on: &canvas, in: area.row(rows - 1), glance)
    }

    private func draw(
        _ suggestion: Suggestion, _ isChosen: Bool, on canvas: inout Canvas, in area: Rect,
        _ look: Look
    ) {
        if isChosen {
            canvas.setBackground(area, look.color(.cursorRow))
            canvas.glyph(look.cursorBar, at: area.origin, style: look.style(.focus))
        }
        let isCommand = !suggestion.summary.isEmpty
        canvas.text(
            suggestion.line, at: area.origin.moved(columns: 2),
            style: isChosen ? look.strong(.bright) : look.style(.text),
            width: isCommand ? 11 : max(0, area.width - 4))
        guard isCommand else { return }
        canvas.text(
            suggestion.argument, at: area.origin.moved(columns: 14), style: look.style(.topic),
            width: 11)
        canvas.text(
            suggestion.summary, at: area.origin.moved(columns: 27), style: look.style(.secondary),
            width: max(0, area.width - 28))
    }

    private func drawLine(on canvas: inout Canvas, in area: Rect, _ glance: Glance) {
        let look = glance.look
        canvas.text(":", at: area.origin.moved(columns: 1), style: look.strong(.focus))
        let shown = choice == nil ? edit : TextEdit(line(glance))
        TextField(
            shown, isActive: true,
            look: TextField.Look(
                text: look.style(.bright), placeholder: look.style(.dim),
                cursor: look.strong(.focus))
        ).draw(on: &canvas, in: area.inset(columns: 2))
    }
}
