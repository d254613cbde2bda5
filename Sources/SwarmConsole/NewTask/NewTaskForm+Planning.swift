import SwarmCore
import TerminalUI

/// A model's plan: asked for, waited for, taken over.
extension NewTaskForm {
    /// A question on its way.
    struct Asking: Hashable {
        /// Given by the frame; the answer names it.
        var number: Int?
        /// What holds it up, as the planner says.
        var note: String?
    }

    /// Asks the planner, or says what is missing.
    mutating func plan(_ glance: Glance) -> [Action] {
        guard let planner = glance.planner else {
            say(Self.noPlanner, .waiting)
            return []
        }
        guard asking == nil else {
            say("\(planner) has been asked. Esc stops that.", .waiting)
            return []
        }
        guard text.characters.contains(where: { !$0.isWhitespace }) else {
            go(to: .text, glance)
            say("Say what to do first; then \(planner) can plan it.", .waiting)
            return []
        }
        asking = Asking()
        planTrouble = nil
        return [.plan(Understanding.trimmed(text.text))]
    }

    static let noPlanner =
        "No model is set up. Start with --model gpt-4o-mini, or name one under models: in swarm.yaml."

    mutating func stopAsking(because reason: String) {
        guard asking != nil else { return }
        asking = nil
        say("\(reason) no plan is waited for any more.", .secondary)
    }

    /// Takes the answer to the question it waits for; one to another is too late and changes nothing.
    mutating func take(_ planned: PlannedTask, question: Int, _ glance: Glance) {
        guard let asking, asking.number == question else { return }
        self.asking = nil
        planCost += planned.cost
        switch planned.source {
        case .keywords(let reason):
            planTrouble = reason
            understanding.take(nil)
        case .model:
            planTrouble = nil
            plannedText = text.text
            understanding.take(planned)
        }
        refusal = nil
        if !fields(glance).contains(field) { field = .text }
        go(to: field, glance)
    }

    mutating func note(_ note: String, question: Int) {
        guard asking?.number == question else { return }
        asking?.note = note
    }
}
