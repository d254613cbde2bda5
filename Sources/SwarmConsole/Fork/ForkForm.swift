import SwarmCore
import TerminalUI

/// The task under the cursor once more, from the moment that is shown on: what had succeeded by then is kept, the
/// rest runs again with data that can be changed here. It becomes a task of the run that goes on.
struct ForkForm: OverlayScreen {
    /// One datum, as it can be edited.
    struct Datum: Hashable {
        let key: String
        let before: JSONValue
        var edit: TextEdit
    }

    private let title: String
    private let moment: Instant
    private let draft: TaskDraft
    private let kept: [KeptResult]
    /// The names of the steps that are kept, and of those that run again.
    private let keptSteps: [String]
    private let againSteps: [String]
    private(set) var data: [Datum]
    /// Data to be added, as `key=value`.
    private var more = TextEdit()
    private var place = 0
    private var wrong: String?
    private static let columns = 76
    private static let mostRows = 12
    private static let valueColumn = 20

    /// Nil where there is no task, or none that could run again.
    init?(_ glance: Glance) {
        guard let task = glance.task else { return nil }
        let live = glance.present?.swarm ?? glance.swarm
        draft = TaskDraft(forking: task.brief, in: glance.swarm) {
            live.tasks.id(named: $0) != nil
        }
        title = task.brief.title
        moment = glance.now
        kept = task.keptResults
        let places = Set(kept.map { Int($0.subtask) })
        let steps = task.subtasks.indices.map { glance.swarm.stepLabel(task, $0) }
        keptSteps = steps.indices.filter(places.contains).map { steps[$0] }
        againSteps = steps.indices.filter { !places.contains($0) }.map { steps[$0] }
        data = task.brief.data.members.map { member in
            let written = DataLine.text([member.key: member.value])
            return Datum(
                key: member.key, before: member.value,
                edit: TextEdit(String(written.dropFirst(member.key.count + 1))))
        }
    }

    // MARK: Keys

    mutating func update(_ key: Key, _ glance: Glance) -> [Action] {
        switch key.code {
        case .escape: return [.close]
        case .enter: return run()
        case .tab, .down: place = (place + 1) % (data.count + 1)
        case .backTab, .up: place = (place + data.count) % (data.count + 1)
        default:
            if edit(key) { wrong = nil }
        }
        return []
    }

    private mutating func edit(_ key: Key) -> Bool {
        data.indices.contains(place) ? data[place].edit.handle(key) : more.handle(key)
    }

    mutating func paste(_ text: String, _ glance: Glance) {
        if data.indices.contains(place) {
            data[place].edit.insert(text)
        } else {
            more.insert(text)
        }
        wrong = nil
    }

    mutating func reply(_ reply: CommandReply, _ glance: Glance) -> [Action] {
        guard case .refused(let refusal) = reply else { return [] }
        wrong = refusal.sentence
        return []
    }

    /// The data as edited; what was not touched stays as it was, whatever it is.
    private func edited() throws(DataLine.Unreadable) -> JSONObject {
        var result = draft.data
        for datum in data {
            let written = DataLine.text([datum.key: datum.before])
            let line = "\(datum.key)=\(datum.edit.text)"
            guard line != written else { continue }
            result[datum.key] = try DataLine.parse(line).get()[datum.key] ?? .string("")
        }
        for member in try DataLine.parse(more.text).get().members {
            result[member.key] = member.value
        }
        return result
    }

    private mutating func run() -> [Action] {
        var task = draft
        do {
            task.data = try edited()
        } catch {
            wrong = error.sentence
            return []
        }
        let begins = kept.isEmpty ? "from its start" : "with \(Figures.list(keptSteps)) kept"
        return [
            .close,
            .inPresent([
                .send(
                    .fork(task, kept: kept),
                    done: "\(task.id ?? title) runs, \(begins).")
            ]),
        ]
    }

    // MARK: Drawing

    func view(_ canvas: inout Canvas, _ glance: Glance) {
        let look = glance.look
        let rows = min(data.count, Self.mostRows) + 1
        let dialog = Dialog(
            title: "Fork", note: "at \(glance.times.clock(moment))",
            size: Size(columns: Self.columns, rows: rows + 13), look: look.dialog)
        let area = dialog.draw(on: &canvas)
        canvas.withClip(area.inset(columns: -1)) { canvas in
            canvas.text(title, at: area.origin, style: look.strong(.bright), width: area.width)
            drawSteps(on: &canvas, in: area, look)
            drawData(on: &canvas, in: area.split(top: 6).below, look)
            let foot = area.split(bottom: 3).below
            canvas.text(
                wrong
                    ?? "It becomes a new task of the live run; what is past stays as it was.",
                at: foot.origin, style: look.style(wrong == nil ? .secondary : .failed),
                width: foot.width)
            KeyFooter(
                [
                    KeyFooter.Item("Enter", "run it"), KeyFooter.Item("Tab", "next"),
                    KeyFooter.Item("Esc", "back"),
                ], look: look.keys
            ).draw(on: &canvas, in: foot.row(2))
        }
    }

    private func drawSteps(on canvas: inout Canvas, in area: Rect, _ look: Look) {
        let lines: [(String, String, Role)] = [
            ("name", draft.id ?? "", .text),
            ("kept", keptSteps.isEmpty ? "nothing yet" : Figures.list(keptSteps), .healthy),
            ("runs again", Figures.list(againSteps), .focus),
        ]
        for (row, line) in lines.enumerated() {
            let origin = area.row(row + 2).origin
            canvas.text(line.0, at: origin, style: look.style(.secondary))
            canvas.text(
                line.1, at: origin.moved(columns: Self.valueColumn), style: look.style(line.2),
                width: max(0, area.width - Self.valueColumn))
        }
    }

    /// The data that fit, around the one that is edited, and a row for more.
    private func drawData(on canvas: inout Canvas, in area: Rect, _ look: Look) {
        let count = data.count + 1
        let shown = min(count, Self.mostRows + 1, max(1, area.height - 4))
        let first = max(0, min(place - shown + 1, count - shown))
        let field = TextField.Look(
            text: look.style(.bright), placeholder: look.style(.dim), cursor: look.strong(.focus))
        for row in 0..<shown {
            let index = first + row
            let line = area.row(row)
            let isHere = index == place
            let datum = data.indices.contains(index) ? data[index] : nil
            if isHere {
                canvas.setBackground(line, look.color(.cursorRow))
                canvas.glyph(
                    look.cursorBar, at: line.origin.moved(columns: -1), style: look.style(.focus))
            }
            canvas.text(
                datum?.key ?? "more", at: line.origin, style: look.style(.secondary),
                width: Self.valueColumn - 2)
            TextField(
                datum?.edit ?? more, placeholder: datum == nil ? "key=value" : "", isActive: isHere,
                look: field
            ).draw(on: &canvas, in: line.split(left: Self.valueColumn).right)
        }
    }
}
