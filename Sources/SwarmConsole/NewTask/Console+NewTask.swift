import SwarmCore
import TerminalUI

/// What the frame does for the form: it brings it to the screen, carries its question to the planner and the
/// answer back.
extension Console {
    /// Opens the form and does what the key does there.
    mutating func openForm(_ id: ActionID) -> [ConsoleEffect] {
        open(.newTask)
        let glance = glance()
        let actions = withForm { form -> [Action] in
            switch id {
            case .newTaskInEditor: form.write(glance)
            case .plan: form.plan(glance)
            case .recall: form.beginRecall()
            default: []
            }
        }
        return perform(actions ?? [])
    }

    /// Works on the open form; nil when none is open.
    mutating func withForm<Result>(_ body: (inout NewTaskForm) -> Result) -> Result? {
        guard var form = overlay.screen as? NewTaskForm else { return nil }
        let result = body(&form)
        overlay.show(form)
        return result
    }

    /// Numbers the question, so that only its own answer is taken.
    mutating func ask(_ words: String) -> [ConsoleEffect] {
        planQuestions.asked += 1
        let number = planQuestions.asked
        planQuestions.open = number
        withForm { $0.asking = NewTaskForm.Asking(number: number) }
        return [.plan(PlanQuestion(number: number, text: words, swarm: swarm))]
    }

    /// Tells the planner when the form waits no more: it was closed, submitted or changed.
    mutating func settlePlanning() -> [ConsoleEffect] {
        guard let open = planQuestions.open,
            (overlay.screen as? NewTaskForm)?.asking?.number != open
        else { return [] }
        planQuestions.open = nil
        draft?.asking = nil
        return isFinished ? [] : [.stopPlanning]
    }

    mutating func takeForForm(_ message: ConsoleMessage) {
        let glance = glance()
        switch message {
        case .planned(let task, let question):
            if planQuestions.open == question { planQuestions.open = nil }
            withForm { $0.take(task, question: question, glance) }
        case .planning(let note, let question): withForm { $0.note(note, question: question) }
        case .edited(let task):
            if !(overlay.screen is NewTaskForm) { open(.newTask) }
            withForm { $0.take(task, glance) }
        case .attached, .events, .reply, .saved, .failed, .journal, .clock, .replay, .past: break
        }
    }
}

extension Key {
    /// `^L`, as the mock-ups write a letter with control: a small l is easily read as a one.
    var formName: String { modifiers == .control ? shortName.uppercased() : shortName }
}

extension Glance {
    /// Whether tasks may cost money: a model plans, or works.
    var usesModels: Bool {
        planner != nil || swarm.agents.contains { $0.card.driver == .model && !$0.isRetired }
    }

    /// The key of an action where letters are text; nil when it has none.
    func formBinding(_ id: ActionID) -> Key? {
        keymap.binding(id)?.keys.first { $0.typedCharacter == nil }
    }

    func formKey(_ id: ActionID) -> String { formBinding(id)?.formName ?? key(id) }
}
