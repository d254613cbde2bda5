import SwarmCore
import TerminalUI

/// What asks the operator: a list, and of the chosen one all there is to decide by.
///
/// An answer goes to the subtask that is shown, and to no other: when that one no longer asks, nothing is sent.
struct ApprovalsScreen: OverlayScreen {
    /// The one shown.
    private(set) var chosen: SubtaskKey?
    private static let size = Size(columns: 94, rows: 27)
    private static let mostRows = 6

    /// - Parameter first: The one to show first; nil, or one that does not ask: the first of all.
    init(_ glance: Glance, first: SubtaskKey? = nil) {
        let keys = glance.approvals.map(\.key)
        chosen = first.flatMap { keys.contains($0) ? $0 : nil } ?? keys.first
    }

    // MARK: Keys

    mutating func update(_ key: Key, _ glance: Glance) -> [Action] {
        guard key.modifiers.isEmpty || key.code == .backTab else { return [] }
        switch key.code {
        case .escape, .character("q"): return [.close]
        case .up, .backTab, .character("k"): move(by: -1, glance)
        case .down, .tab, .character("j"): move(by: 1, glance)
        case .character("y"): return answer(true, glance)
        case .character("n"), .character("o"): return answer(false, glance)
        case .enter: return open(glance)
        default: break
        }
        return []
    }

    private mutating func move(by step: Int, _ glance: Glance) {
        let keys = glance.approvals.map(\.key)
        guard let place = keys.firstIndex(where: { $0 == chosen }) else {
            chosen = keys.first
            return
        }
        chosen = keys[min(max(0, place + step), keys.count - 1)]
    }

    private mutating func answer(_ granted: Bool, _ glance: Glance) -> [Action] {
        let all = glance.approvals
        guard let item = all.first(where: { $0.key == chosen }) else {
            return all.isEmpty ? [.close] : [.notice("That one asks no more.", tone: .secondary)]
        }
        let rest = all.map(\.key).filter { $0 != item.key }
        chosen = rest.first
        let done = "\(item.subject) \(granted ? "approved" : "denied")."
        let send = Action.send(.answerApproval(item.key, granted: granted), done: done)
        return rest.isEmpty ? [.close, send] : [send]
    }

    private func open(_ glance: Glance) -> [Action] {
        guard let chosen else { return [.close] }
        let selection = Selection(
            agent: glance.selection.agent, task: chosen.task, subtask: Int(chosen.index))
        return [.close, .select(selection), .focus(.detail)]
    }

    // MARK: Drawing

    func view(_ canvas: inout Canvas, _ glance: Glance) {
        let look = glance.look
        let all = glance.approvals
        let note = all.isEmpty ? "" : Figures.count(all.count, "question")
        let dialog = Dialog(
            title: "Approvals", note: note, size: Self.size, look: look.dialog)
        let area = dialog.draw(on: &canvas)
        canvas.withClip(area.inset(columns: -1)) { canvas in
            let parts = area.split(bottom: 2)
            let rows = min(all.count, Self.mostRows)
            drawList(all, on: &canvas, in: parts.above, look, glance.now)
            let body = parts.above.split(top: rows + (rows > 0 ? 1 : 0)).below
            page(all, width: body.width, glance).draw(on: &canvas, in: body)
            drawAnswers(
                all.contains { $0.key == chosen }, on: &canvas, in: parts.below.row(1), look)
        }
    }

    private func drawList(
        _ all: [PendingApproval], on canvas: inout Canvas, in area: Rect, _ look: Look,
        _ now: Instant
    ) {
        let place = all.firstIndex { $0.key == chosen } ?? 0
        let first = max(0, place - Self.mostRows + 1)
        for (row, item) in all.dropFirst(first).prefix(Self.mostRows).enumerated() {
            let line = area.row(row)
            let isChosen = item.key == chosen
            if isChosen {
                canvas.setBackground(line, look.color(.cursorRow))
                canvas.glyph(
                    look.cursorBar, at: line.origin.moved(columns: -1), style: look.style(.focus))
            }
            canvas.glyph(Sign.asks.glyph, at: line.origin, style: look.style(.waiting))
            canvas.text(
                item.subject, at: line.origin.moved(columns: 2),
                style: isChosen ? look.strong(.bright) : look.style(.text), width: 34)
            canvas.text(
                item.task.brief.title, at: line.origin.moved(columns: 38),
                style: look.style(.secondary), width: max(0, line.width - 52))
            canvas.text(
                item.left(at: now), at: line.origin, style: look.style(.waiting),
                width: line.width, alignment: .right)
        }
    }

    private func page(_ all: [PendingApproval], width: Int, _ glance: Glance) -> Page {
        let look = glance.look
        var page = Page(width: width, look: look)
        guard let item = all.first(where: { $0.key == chosen }) else {
            page.row(
                Page.Part(
                    0, all.isEmpty ? "Nothing asks you." : "That one asks no more. j k choose.",
                    look.style(.secondary)))
            return page
        }
        page.paragraph(item.question, look.strong(.bright), at: 0, most: 4)
        page.blank()
        func line(_ label: String, _ text: String, _ role: Role = .text, most: Int = 2) {
            page.labelled(label, text, look.style(role), at: 0, value: 13, most: most)
        }
        line("task", "\(item.task.brief.title)  \(item.task.brief.name)", .name)
        if !item.task.brief.text.isEmpty { line("words", item.task.brief.text, most: 3) }
        if let condition = item.condition { line("because", condition) }
        line(
            "answer by",
            item.until.map {
                "\(Figures.countdown($0 - glance.now)) left, at \(glance.times.clock($0)); "
                    + "then it is a no"
            } ?? "it waits until you answer", .waiting)
        page.blank()
        page.row(Page.Part(0, "What flows in", look.strong(.name)))
        if item.inputs.isEmpty { page.row(Page.Part(0, "nothing", look.style(.dim))) }
        for input in item.inputs {
            line(input.step, JSONValue.object(input.product.json).line(limit: 600), most: 4)
        }
        return page
    }

    private func drawAnswers(
        _ isAsked: Bool, on canvas: inout Canvas, in area: Rect, _ look: Look
    ) {
        KeyFooter(
            [
                KeyFooter.Item("y", "yes, let it begin", isEnabled: isAsked),
                KeyFooter.Item("n", "no, leave it out", isEnabled: isAsked),
                KeyFooter.Item("Enter", "its task"),
                KeyFooter.Item("Esc", "later"), KeyFooter.Item("j k", "next"),
            ], look: look.keys
        ).draw(on: &canvas, in: area)
    }
}
