import SwarmCore
import TerminalUI

extension NewTaskForm {
    /// Goes to the line under the pointer and takes the choice there; a click on the row of keys does what the key does.
    mutating func click(_ point: Point, _ size: Size, _ glance: Glance) -> [Action] {
        let view = NewTaskView(form: self, glance: glance, size: size)
        let layout = view.layout()
        if layout.keys.contains(point) {
            return view.key(at: point, in: layout.keys).map { update($0, glance) } ?? []
        }
        guard let placed = layout.rows.first(where: { $0.area.contains(point) }) else { return [] }
        let column = point.column - placed.area.left
        let chosen = placed.row.options.first { $0.value.contains(column) }?.key
        if case .recall(var list) = cover {
            guard let chosen else { return [] }
            if chosen == list.cursor { return update(Key(.enter), glance) }
            list.move(to: chosen, of: list.found(glance).count)
            cover = .recall(list)
            return []
        }
        guard cover == nil else { return [] }
        if placed.row.isPlanning { return plan(glance) }
        guard let clicked = placed.row.field else { return [] }
        remark = nil
        if field != clicked { go(to: clicked, glance) }
        if let chosen { watchingWords { $0.take(option: chosen, glance) } }
        return []
    }

    private mutating func take(option chosen: Int, _ glance: Glance) {
        option = chosen
        switch field {
        case .recipe:
            let options = recipeOptions(glance.swarm.recipes)
            if options.indices.contains(chosen) { choose(options[chosen]) }
        case .steps: toggleStep(chosen, glance)
        case .skills: toggleSkill(chosen, glance)
        case .complexity: understanding.complexity = Complexity.allCases[chosen]
        case .priority: understanding.priority = Priority.allCases[chosen]
        case .cache: understanding.cache = CachePolicy.allCases[chosen]
        case .text, .data, .deadline, .budget: option = 0
        }
        refusal = nil
    }
}
