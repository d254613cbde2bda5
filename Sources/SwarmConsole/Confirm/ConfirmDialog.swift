import SwarmCore
import TerminalUI

/// A question before something that cannot be undone. Enter, N and Esc are No; only its own key is yes.
struct ConfirmDialog: OverlayScreen {
    private let confirmation: Confirmation
    private static let width = 76

    init(_ confirmation: Confirmation) { self.confirmation = confirmation }

    mutating func update(_ key: Key, _ glance: Glance) -> [Action] {
        switch key.code {
        case .escape, .enter: [.close]
        case .character(confirmation.key) where key.modifiers.isEmpty:
            [.close] + confirmation.actions
        case .character("n"), .character("N"), .character("q"): [.close]
        default: []
        }
    }

    func view(_ canvas: inout Canvas, _ glance: Glance) {
        let look = glance.look
        let columns = min(Self.width, max(20, canvas.size.columns)) - 6
        let lines = confirmation.consequences.flatMap {
            TextWidth.wrapped($0, to: columns, maximumLines: 6)
        }
        let question = TextWidth.wrapped(confirmation.question, to: columns, maximumLines: 3)
        let rows = lines.count + (lines.isEmpty ? 0 : 1) + question.count + 2
        let dialog = Dialog(
            title: "Sure?", size: Size(columns: Self.width, rows: rows + 4), look: look.dialog)
        let area = dialog.draw(on: &canvas)
        canvas.withClip(area) { canvas in
            var row = 0
            for line in lines {
                canvas.text(line, at: area.row(row).origin, style: look.style(.text))
                row += 1
            }
            if !lines.isEmpty { row += 1 }
            for line in question {
                canvas.text(line, at: area.row(row).origin, style: look.strong(.bright))
                row += 1
            }
            drawAnswers(on: &canvas, at: area.row(row + 1).origin, look)
        }
    }

    private func drawAnswers(on canvas: inout Canvas, at point: Point, _ look: Look) {
        let used = canvas.text(" N  No ", at: point, style: look.badge(.focus))
        let yes: StyledText = [
            Span(String(confirmation.key), look.strong(.failed)),
            Span(" yes, \(confirmation.verb.lowercasedFirst)", look.style(.text)),
        ]
        canvas.text(yes, at: point.moved(columns: used + 3))
    }
}

extension String {
    /// `cancel it` for `Cancel it`.
    var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
