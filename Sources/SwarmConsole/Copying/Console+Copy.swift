import SwarmCore
import TerminalUI

/// Taking something out of the console: into the clipboard, or into a file.
extension Console {
    /// What a terminal takes at once, in bytes.
    static let mostCopied = 65_536

    mutating func copyUnderCursor() -> [ConsoleEffect] {
        let glance = glance()
        guard let found = desk[focus]?.copied(glance) ?? named(glance), !found.isEmpty else {
            say("Nothing here to copy.", .secondary)
            return []
        }
        let text = Sanitiser.lines(found)
        let count = Figures.count(text.count, "character")
        guard text.utf8.count <= Self.mostCopied else {
            say(
                "\(count) are too many for the clipboard. \(keymap.name(.export)) writes a file.",
                .waiting)
            return []
        }
        say("Copied \(count).", .healthy)
        return [.copy(text)]
    }

    /// The name of what is chosen, as commands take it.
    private func named(_ glance: Glance) -> String? {
        switch focus {
        case .agents, .reputation:
            guard let id = selection.agent, swarm.agents.indices.contains(id.position) else {
                return nil
            }
            return swarm.agent(id).card.name
        case .timeline, .bus, .result, .faults, .detail, .queue, .costs:
            guard let task = glance.task else { return nil }
            guard let index = selection.subtask, task.subtasks.indices.contains(index) else {
                return task.brief.name
            }
            return "\(task.brief.name) \(swarm.stepLabel(task, index))"
        }
    }

    mutating func exportPane() -> [ConsoleEffect] {
        let glance = glance()
        guard let pane = desk[focus] else { return [] }
        let export =
            pane.exported(glance) ?? PaneExport(drawing: pane, name: focus.word, glance)
        guard !export.text.isEmpty else {
            say("Nothing here to export.", .secondary)
            return []
        }
        return [.export(name: export.name, text: export.inert)]
    }
}

extension Page {
    /// What stands on the page, a line a line, nothing cut; tables keep their columns as far as they fit.
    var text: String { lines.indices.map(text(at:)).joined(separator: "\n") + "\n" }

    func text(at line: Int) -> String {
        guard lines.indices.contains(line) else { return "" }
        var text = ""
        for part in lines[line].parts.sorted(by: { $0.column < $1.column }) {
            let gap = part.column - 1 - TextWidth.of(text)
            text += String(repeating: " ", count: max(text.isEmpty ? 0 : 1, gap))
            text += part.text.spans.map(\.plain).joined()
        }
        return text
    }
}
