import SwarmCore
import TerminalUI

/// Drafts, earlier tasks and recipes to begin a task from, narrowed by a few letters.
struct RecallList {
    enum Choice {
        case leave
        case take(TaskTemplate)
    }

    private let drafts: [TaskDraft]
    private(set) var edit = TextEdit(limit: 200)
    private(set) var cursor = 0

    init(drafts: [TaskDraft]) { self.drafts = drafts }

    /// Nil: it goes on.
    mutating func update(_ key: Key, _ glance: Glance) -> Choice? {
        let found = found(glance)
        switch key.code {
        case .escape: return .leave
        case .backspace where edit.isEmpty: return .leave
        case .enter:
            let place = min(cursor, found.count - 1)
            return found.indices.contains(place) ? .take(found[place]) : nil
        case .up, .backTab: move(to: cursor - 1, of: found.count)
        case .down, .tab: move(to: cursor + 1, of: found.count)
        case .pageUp: move(to: cursor - 10, of: found.count)
        case .pageDown: move(to: cursor + 10, of: found.count)
        default:
            if key.typedCharacter == nil, glance.keymap.action(for: key) == .recall {
                move(to: cursor + 1, of: found.count)
            } else if edit.handle(key) {
                cursor = 0
            }
        }
        return nil
    }

    mutating func paste(_ text: String) {
        edit.insert(text)
        cursor = 0
    }

    mutating func move(to place: Int, of count: Int) {
        cursor = count == 0 ? 0 : min(max(0, place), count - 1)
    }

    /// Those whose title and note hold the letters; the best first once some are typed.
    func found(_ glance: Glance) -> [TaskTemplate] {
        let all = TaskTemplate.all(glance.swarm, drafts: drafts)
        guard !edit.isEmpty else { return all }
        let matches = all.enumerated().compactMap { place, template in
            FuzzyMatch(edit.text, in: template.title + "  " + template.note).flatMap { match in
                match.isClose ? (place, match.score, template) : nil
            }
        }
        return matches.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map(\.2)
    }
}
