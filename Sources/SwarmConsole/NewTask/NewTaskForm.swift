import SwarmCore
import TerminalUI

/// The form for a task: words in, what the swarm understands out, every line of it open to change.
///
/// Kept while closed, so that Esc loses nothing; empties itself once the task is accepted.
struct NewTaskForm: OverlayScreen {
    enum Field: Int, CaseIterable {
        case text, recipe, skills, complexity, priority, data, deadline
    }

    var text = TextEdit(isMultiline: true)
    var understanding = Understanding()
    private(set) var field = Field.text
    /// The option under the cursor in a line of choices.
    var option = 0
    /// The data and deadline lines while they are edited.
    var dataEdit = TextEdit()
    var deadlineEdit = TextEdit()
    /// What the swarm found wrong with the draft as last submitted.
    var refusal: Refusal?

    init() {}

    /// A form with a recipe chosen, and the cursor where the words go.
    init(recipe: String) { understanding.recipe = .named(recipe) }

    // MARK: Keys

    mutating func update(_ key: Key, _ glance: Glance) -> [Action] {
        switch key.code {
        case .escape: return [.close]
        case .enter where !key.modifiers.contains(.alt): return submit(glance)
        case .tab: move(by: 1, glance)
        case .backTab: move(by: -1, glance)
        case .down: move(by: 1, glance)
        case .up: move(by: -1, glance)
        default: edit(key, glance)
        }
        return []
    }

    mutating func paste(_ text: String, _ glance: Glance) {
        switch field {
        case .text:
            self.text.insert(text)
            read(glance)
        case .data:
            dataEdit.insert(text)
            understanding.dataLine = dataEdit.text
        case .deadline:
            deadlineEdit.insert(text)
            understanding.deadlineLine = deadlineEdit.text
        case .recipe, .skills, .complexity, .priority: break
        }
        refusal = nil
    }

    private mutating func move(by step: Int, _ glance: Glance) {
        let count = Field.allCases.count
        field = Field(rawValue: (field.rawValue + step + count) % count) ?? .text
        option = chosenOption(glance)
        if field == .data, understanding.dataLine == nil,
            case .success(let data) = understanding.data
        {
            dataEdit = TextEdit(DataLine.text(data))
        }
    }

    /// The option that is chosen in the line the cursor comes to.
    private func chosenOption(_ glance: Glance) -> Int {
        switch field {
        case .text, .data, .deadline, .skills: 0
        case .recipe:
            understanding.shownRecipe(glance.swarm.recipes).flatMap {
                glance.swarm.recipes.names.firstIndex(of: $0.name)
            } ?? glance.swarm.recipes.names.count
        case .complexity:
            Complexity.allCases.firstIndex(of: understanding.shownComplexity(glance.swarm.recipes))
                ?? 0
        case .priority: Priority.allCases.firstIndex(of: understanding.priority) ?? 0
        }
    }

    private mutating func edit(_ key: Key, _ glance: Glance) {
        switch field {
        case .text:
            let before = text.characters
            text.handle(key)
            if text.characters != before { read(glance) }
        case .data:
            let before = dataEdit.characters
            dataEdit.handle(key)
            guard dataEdit.characters != before else { return }
            understanding.dataLine = dataEdit.text
            refusal = nil
        case .deadline:
            deadlineEdit.handle(key)
            understanding.deadlineLine = deadlineEdit.text
            refusal = nil
        case .recipe:
            let names = glance.swarm.recipes.names
            choose(key, among: names.count + 1) { $0.chooseRecipe(names) }
        case .complexity:
            choose(key, among: Complexity.allCases.count) {
                $0.understanding.complexity = Complexity.allCases[$0.option]
            }
        case .priority:
            choose(key, among: Priority.allCases.count) {
                $0.understanding.priority = Priority.allCases[$0.option]
            }
        case .skills: toggleSkill(key, glance)
        }
    }

    private mutating func read(_ glance: Glance) {
        refusal = nil
        understanding.read(text.text, glance.swarm)
    }

    /// Left and Right choose at once: in a line of one choice there is nothing else to do.
    private mutating func choose(_ key: Key, among count: Int, _ apply: (inout NewTaskForm) -> Void)
    {
        switch key.code {
        case .left: option = max(0, option - 1)
        case .right, .character(" "): option = min(count - 1, option + 1)
        default: return
        }
        refusal = nil
        apply(&self)
    }

    private mutating func chooseRecipe(_ names: [String]) {
        understanding.recipe =
            names.indices.contains(option) ? .named(names[option]) : .some(.none)
        understanding.skills = nil
        understanding.complexity = nil
    }

    private mutating func toggleSkill(_ key: Key, _ glance: Glance) {
        let offered = understanding.offeredSkills(glance.swarm)
        switch key.code {
        case .left: option = max(0, option - 1)
        case .right: option = min(max(0, offered.count - 1), option + 1)
        case .character(" "):
            guard offered.indices.contains(option) else { return }
            var chosen = understanding.shownSkills(glance.swarm.recipes)
            let name = offered[option]
            if let place = chosen.firstIndex(of: name) {
                chosen.remove(at: place)
            } else {
                chosen.append(name)
            }
            understanding.skills = chosen
            refusal = nil
        default: return
        }
    }

    // MARK: Submitting

    private mutating func submit(_ glance: Glance) -> [Action] {
        guard case .success = understanding.data, case .success = understanding.deadline else {
            return []
        }
        refusal = nil
        return [.submit(.submit(understanding.draft(text.text, glance.swarm.recipes)))]
    }

    mutating func reply(_ reply: CommandReply, _ glance: Glance) -> [Action] {
        switch reply {
        case .submitted(let id, let name):
            self = NewTaskForm()
            var selection = glance.selection
            selection.task = id
            selection.subtask = nil
            return [.close, .select(selection), .notice("\(name) is on its way.", tone: .healthy)]
        case .injected, .done: return [.close]
        case .refused(let why):
            refusal = why
            if let first = faults.first { field = Self.field(of: first) }
            return []
        }
    }

    // MARK: Faults

    var faults: [TaskFault] {
        if case .invalidTask(let faults) = refusal { faults } else { [] }
    }

    static func field(of fault: TaskFault) -> Field {
        switch fault {
        case .empty, .noSkillFound, .nameTaken, .badName, .tooLarge: .text
        case .unknownSkill, .tooManySkills, .tooFewAgents: .skills
        case .unknownRecipe, .planTooLarge: .recipe
        case .teamTooSmall: .complexity
        }
    }

    /// The sentences under a field: the swarm's, and for a line that cannot be read our own.
    func sentences(under field: Field) -> [String] {
        var sentences = faults.filter { Self.field(of: $0) == field }.map(\.sentence)
        switch field {
        case .text:
            if let refusal, faults.isEmpty { sentences.append(refusal.sentence) }
        case .data:
            if case .failure(let why) = understanding.data { sentences.append(why.sentence) }
        case .deadline:
            if case .failure(let why) = understanding.deadline { sentences.append(why.sentence) }
        case .recipe, .skills, .complexity, .priority: break
        }
        return sentences
    }
}
