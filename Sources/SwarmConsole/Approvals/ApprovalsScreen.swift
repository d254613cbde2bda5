import SwarmCore
import TerminalUI

/// What asks the operator: a list, and of the chosen one all there is to decide by.
///
/// An answer goes to what is shown, and to nothing else: when that asks no more, nothing is sent.
struct ApprovalsScreen: OverlayScreen {
    /// The one shown.
    private(set) var chosen: Question?
    /// How far the page of the chosen one is scrolled.
    private var offset = 0
    private static let size = Size(columns: 94, rows: 27)
    private static let mostRows = 6

    /// - Parameter first: The one to show first; nil, or one that does not ask: the first of all.
    init(_ glance: Glance, first: Question? = nil) {
        let keys = glance.approvals.map(\.key)
        chosen = first.flatMap { keys.contains($0) ? $0 : nil } ?? keys.first
    }

    // MARK: Keys

    mutating func update(_ key: Key, _ glance: Glance) -> [Action] {
        switch glance.keymap.action(for: key) {
        case .pageUp: return scroll(by: -1, glance)
        case .pageDown: return scroll(by: 1, glance)
        default: break
        }
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

    private mutating func scroll(by step: Int, _ glance: Glance) -> [Action] {
        let lines = ApprovalPage(chosen, glance.approvals, glance).page(Self.size.columns - 6).lines
        offset = min(max(0, offset + step * 4), max(0, lines.count - 1))
        return []
    }

    private mutating func choose(_ key: Question?) {
        if key != chosen { offset = 0 }
        chosen = key
    }

    private mutating func move(by step: Int, _ glance: Glance) {
        let keys = glance.approvals.map(\.key)
        guard let place = keys.firstIndex(where: { $0 == chosen }) else {
            choose(keys.first)
            return
        }
        choose(keys[min(max(0, place + step), keys.count - 1)])
    }

    /// Whether a key says yes or no.
    static func answers(_ key: Key) -> Bool {
        switch key.code {
        case .character("y"), .character("n"), .character("o"): key.modifiers.isEmpty
        default: false
        }
    }

    /// The next question comes up by itself and takes no key for a moment: what was on its way was not for it.
    private mutating func answer(_ granted: Bool, _ glance: Glance) -> [Action] {
        let all = glance.approvals
        if let asked = glance.asked, asked.question == chosen, !asked.isReady(at: glance.now) {
            return [.notice("This one has just come up. Read it first.", tone: .waiting)]
        }
        guard let item = all.first(where: { $0.key == chosen }) else {
            return all.isEmpty ? [.close] : [.notice("That one asks no more.", tone: .secondary)]
        }
        let rest = all.map(\.key).filter { $0 != item.key }
        choose(rest.first)
        let done = "\(item.subject) \(granted ? "approved" : "denied")."
        let send = Action.send(item.answer(granted), done: done)
        return rest.isEmpty ? [.close, send] : [send]
    }

    private func open(_ glance: Glance) -> [Action] {
        guard let chosen else { return [.close] }
        let selection = Selection(
            agent: glance.selection.agent, task: chosen.task, subtask: chosen.subtask)
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
            drawPage(
                ApprovalPage(chosen, all, glance).page(body.width), on: &canvas, in: body, glance)
            drawAnswers(
                all.first { $0.key == chosen }, on: &canvas, in: parts.below.row(1), glance)
        }
    }

    /// A page that is longer than its room says so: nobody answers what they have not seen unknowingly.
    private func drawPage(
        _ page: Page, on canvas: inout Canvas, in area: Rect, _ glance: Glance
    ) {
        guard page.lines.count > area.height else {
            page.draw(on: &canvas, in: area)
            return
        }
        let parts = area.split(bottom: 1)
        let first = min(offset, max(0, page.lines.count - parts.above.height))
        page.draw(on: &canvas, in: parts.above, from: first)
        let below = page.lines.count - first - parts.above.height
        canvas.text(
            below > 0
                ? "\(Figures.count(below, "more line")): \(glance.key(.pageDown))"
                : "the end: \(glance.key(.pageUp)) goes back",
            at: parts.below.origin, style: glance.look.strong(.waiting), width: area.width,
            alignment: .right)
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
            // Less than a word of it says nothing; the page below has it whole.
            if line.width >= 62 {
                canvas.text(
                    item.task.brief.title, at: line.origin.moved(columns: 38),
                    style: look.style(.secondary), width: line.width - 52)
            }
            canvas.text(
                item.left(at: now), at: line.origin, style: look.style(.waiting),
                width: line.width, alignment: .right)
        }
    }

    private func drawAnswers(
        _ item: PendingApproval?, on canvas: inout Canvas, in area: Rect, _ glance: Glance
    ) {
        let isTool = item?.tool != nil
        let isNew = glance.asked.map { $0.question == chosen && !$0.isReady(at: glance.now) }
        let isEnabled = item != nil && isNew != true
        KeyFooter(
            [
                KeyFooter.Item(
                    "y", isTool ? "yes, call it" : "yes, let it begin", isEnabled: isEnabled),
                KeyFooter.Item(
                    "n", isTool ? "no, do not" : "no, leave it out", isEnabled: isEnabled),
                KeyFooter.Item("Enter", "its task"),
                KeyFooter.Item("Esc", "later"), KeyFooter.Item("j k", "next"),
            ], look: glance.look.keys
        ).draw(on: &canvas, in: area)
    }
}
