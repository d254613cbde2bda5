import SwarmCore
import TerminalUI

/// Earlier tasks, recipes and the operator's editor: other ways for a task to come into the form.
extension NewTaskForm {
    private static let mostPutAside = 5

    /// Replaces what the form says.
    mutating func fill(_ draft: TaskDraft, _ glance: Glance) {
        let plan = understanding.plan
        let leftOut = understanding.leftOut
        text = TextEdit(Understanding.trimmed(draft.text ?? ""), isMultiline: true)
        understanding = Understanding()
        understanding.rest = draft.rest
        read(glance)
        let recipes = glance.swarm.recipes
        if let name = draft.recipe {
            if let own = plan?.recipe, own.name == name || own.without(leftOut).name == name {
                understanding.take(plan)
                understanding.leftOut = leftOut
            } else if recipes[name] != nil {
                understanding.recipe = .named(name)
            } else {
                refusal = .invalidTask([
                    .unknownRecipe(
                        name, nearest: recipes.nearestName(to: name), known: recipes.names)
                ])
            }
        } else if draft.requiredSkills != nil {
            understanding.recipe = .some(.none)
        }
        understanding.skills = draft.requiredSkills
        understanding.complexity = draft.complexity
        understanding.priority = draft.priority
        understanding.given = draft.data.isEmpty ? nil : draft.data
        understanding.deadlineLine = draft.deadline?.rfc3339 ?? ""
        understanding.budgetLine = draft.budget?.definition ?? ""
        understanding.cache = draft.cache
        deadlineEdit = TextEdit(understanding.deadlineLine, limit: deadlineEdit.limit)
        budgetEdit = TextEdit(understanding.budgetLine, limit: budgetEdit.limit)
        go(to: .text, glance)
    }

    /// Keeps what stands here, so that it can be recalled.
    private mutating func putAside(_ glance: Glance) {
        guard recalled == nil, !text.isEmpty || understanding.recipe != nil else { return }
        let draft = understanding.draft(text.text, glance.swarm.recipes)
        putAside = Array(([draft] + putAside.filter { $0 != draft }).prefix(Self.mostPutAside))
    }

    // MARK: Recalling

    mutating func beginRecall() -> [Action] {
        cover = .recall(RecallList(drafts: putAside))
        return []
    }

    /// Goes to an earlier task, or back to a later one and in the end to no words.
    mutating func recall(by step: Int, _ glance: Glance) {
        let earlier = TaskTemplate.earlier(glance.swarm)
        let place = (recalled ?? -1) + step
        guard place < earlier.count else {
            say(earlier.isEmpty ? "No earlier task yet." : "That is the first task.", .secondary)
            return
        }
        if place < 0 {
            fill(TaskDraft(), glance)
            recalled = nil
        } else {
            fill(earlier[place].draft, glance)
            recalled = place
            say("Earlier task \(place + 1) of \(earlier.count). Up and Down go on.", .secondary)
        }
    }

    mutating func follow(_ choice: RecallList.Choice?, _ glance: Glance) -> [Action] {
        switch choice {
        case nil: break
        case .leave: cover = nil
        case .take(let template):
            cover = nil
            putAside(glance)
            watchingWords { $0.fill(template.draft, glance) }
            recalled = nil
        }
        return []
    }

    // MARK: The editor

    /// Opens the words in the operator's editor; what could not be read the last time is opened as it was left.
    mutating func write(_ glance: Glance) -> [Action] {
        if asking != nil { stopAsking(because: "The editor opens, so") }
        let text = unread ?? TaskText(form: self, swarm: glance.swarm).text
        return [.effect(.edit(text))]
    }

    mutating func take(_ edited: EditedTask, _ glance: Glance) {
        remark = nil
        switch edited {
        case .task(let draft, let file):
            if let words = draft.text, words.count > text.limit {
                unread = file
                cover = .mending([
                    "The words are \(Figures.grouped(words.count)) characters; the form holds "
                        + "\(Figures.grouped(text.limit)). As a file: swarmtop run FILE."
                ])
                return
            }
            unread = nil
            cover = nil
            fill(draft, glance)
            recalled = nil
            say("Taken over from the editor. Enter submits it.", .secondary)
        case .faulty(let sentences, let file):
            unread = file
            cover = .mending(sentences)
        case .nothing(let reason, let file):
            if let file { unread = file }
            if unread == nil { cover = nil }
            say(reason, .waiting)
        }
    }

    /// The keys while what the editor left cannot be read.
    mutating func mend(_ key: Key, _ glance: Glance) -> [Action] {
        switch key.code {
        case .escape: return [.close]
        case .enter: return write(glance)
        case .character("x") where key.modifiers.isEmpty:
            unread = nil
            cover = nil
            say("What the editor left is dropped.", .secondary)
        default:
            if key.typedCharacter == nil, glance.keymap.action(for: key) == .newTaskInEditor {
                return write(glance)
            }
        }
        return []
    }
}

extension TaskDraft {
    /// What the form has no line for.
    fileprivate var rest: TaskDraft {
        var rest = TaskDraft()
        rest.id = id
        rest.title = title
        rest.type = type
        rest.domain = domain
        rest.bestEffort = bestEffort
        return rest
    }
}
