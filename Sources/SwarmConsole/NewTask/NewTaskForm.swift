import SwarmCore
import TerminalUI

/// The form for a task: words in, what the swarm understands out, every line of it open to change.
///
/// Kept while closed, so that Esc loses nothing; empties itself once the task is accepted.
struct NewTaskForm: OverlayScreen {
    enum Field: Int, CaseIterable {
        case text, recipe, steps, skills, complexity, priority, data, deadline, budget, cache
    }

    /// What stands in the place of the lines for a while.
    enum Cover {
        case recall(RecallList)
        /// What the editor left cannot be read: the faults, a sentence each.
        case mending([String])
    }

    /// One sentence about what the last key or paste did.
    struct Remark: Hashable {
        var text: String
        var tone: Role
    }

    static let mostDataCharacters = 4_000

    var text = TextEdit(isMultiline: true)
    var understanding = Understanding()
    var field = Field.text
    /// The option under the cursor in a line of choices.
    var option = 0
    /// The data, deadline and budget lines while they are edited.
    var dataEdit = TextEdit(limit: mostDataCharacters)
    var deadlineEdit = TextEdit(limit: 100)
    var budgetEdit = TextEdit(limit: 100)
    /// What the swarm found wrong with the draft as last submitted.
    var refusal: Refusal?
    var cover: Cover?
    var remark: Remark?
    /// Set while a model thinks about the words.
    var asking: Asking?
    /// Why no model's plan is shown although one was asked for.
    var planTrouble: String?
    /// The words the plan was made for.
    var plannedText = ""
    /// What planning for this form has cost so far.
    var planCost = Money.zero
    /// What the editor left and could not be read; opened again as it is.
    var unread: String?
    /// Where Up and Down are among the earlier tasks; nil while the words are the operator's own.
    var recalled: Int?
    /// What stood here before it was replaced; the latest first.
    var putAside: [TaskDraft] = []

    init() {}

    /// Chooses a recipe and keeps the words.
    mutating func choose(recipe: String) {
        understanding.recipe = .named(recipe)
        understanding.skills = nil
        understanding.complexity = nil
        understanding.leftOut = []
    }

    func choosing(_ recipe: String) -> NewTaskForm {
        var form = self
        form.choose(recipe: recipe)
        return form
    }

    // MARK: Lines

    /// The lines that are there: steps only of a recipe made for one task, money only where models cost some.
    func fields(_ glance: Glance) -> [Field] {
        let hasSteps = understanding.oneOff(glance.swarm.recipes) != nil
        let costs = glance.usesModels
        return Field.allCases.filter { field in
            switch field {
            case .steps: hasSteps
            case .budget, .cache: costs
            default: true
            }
        }
    }

    mutating func move(by step: Int, _ glance: Glance) {
        let fields = fields(glance)
        let place = fields.firstIndex(of: field) ?? 0
        go(to: fields[(place + step + fields.count) % fields.count], glance)
        if field == .steps, step < 0 { option = max(0, steps(glance).count - 1) }
    }

    mutating func go(to field: Field, _ glance: Glance) {
        self.field = field
        option = chosenOption(glance)
        guard field == .data, understanding.dataLine == nil,
            case .success(let data) = understanding.data
        else { return }
        let line = DataLine.text(data)
        dataEdit = TextEdit(limit: Self.mostDataCharacters)
        if line.count <= Self.mostDataCharacters { dataEdit.insert(line) }
    }

    /// The option that is chosen in the line the cursor comes to.
    private func chosenOption(_ glance: Glance) -> Int {
        let recipes = glance.swarm.recipes
        return switch field {
        case .text, .data, .deadline, .budget, .skills, .steps: 0
        case .recipe: recipeOptions(recipes).firstIndex(of: shownOption(recipes)) ?? 0
        case .complexity:
            Complexity.allCases.firstIndex(of: understanding.shownComplexity(recipes)) ?? 0
        case .priority: Priority.allCases.firstIndex(of: understanding.priority) ?? 0
        case .cache: CachePolicy.allCases.firstIndex(of: understanding.cache) ?? 0
        }
    }

    // MARK: Submitting

    mutating func submit(_ glance: Glance) -> [Action] {
        guard case .success = understanding.data, case .success = understanding.deadline,
            case .success = understanding.budget
        else { return [] }
        if asking != nil {
            say("\(glance.planner ?? "A model") still plans it. Esc stops that.", .waiting)
            return []
        }
        if !steps(glance).isEmpty, keptSteps(glance).isEmpty {
            go(to: .steps, glance)
            say("Keep at least one step. Space takes it in again.", .failed)
            return []
        }
        refusal = nil
        let recipes = glance.swarm.recipes
        let draft = understanding.draft(text.text, recipes)
        let command: Command =
            understanding.newRecipe(recipes).map { .submitPlanned(draft, $0) } ?? .submit(draft)
        return [.submit(command)]
    }

    mutating func reply(_ reply: CommandReply, _ glance: Glance) -> [Action] {
        switch reply {
        case .submitted(let id, let name):
            let aside = putAside
            self = NewTaskForm()
            putAside = aside
            var selection = glance.selection
            selection.task = id
            selection.subtask = nil
            let title = glance.swarm.tasks[id]?.brief.title ?? name
            return [.close, .select(selection), .notice(Notice.submitted(title), tone: .healthy)]
        case .injected, .done: return [.close]
        case .refused(let why):
            refusal = why
            cover = nil
            if let first = faults.first {
                let wanted = Self.field(of: first)
                go(to: fields(glance).contains(wanted) ? wanted : .text, glance)
            }
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

    /// The sentences under a field, each in about that many cells: the swarm's, and for a line that cannot be read
    /// our own.
    func sentences(under field: Field, within cells: Int = .max) -> [String] {
        var sentences = faults.filter { Self.field(of: $0) == field }.map { fault in
            let line =
                switch fault {
                case .noSkillFound, .unknownSkill: "skills"
                default: "recipe"
                }
            return fault.sentence(within: cells, all: " under \(line)")
        }
        switch field {
        case .text:
            if let refusal, faults.isEmpty { sentences.append(refusal.sentence) }
        case .data:
            if case .failure(let why) = understanding.data { sentences.append(why.sentence) }
        case .deadline:
            if case .failure(let why) = understanding.deadline { sentences.append(why.sentence) }
        case .budget:
            if case .failure(let why) = understanding.budget { sentences.append(why.sentence) }
        case .recipe, .steps, .skills, .complexity, .priority, .cache: break
        }
        return sentences
    }

    mutating func say(_ text: String, _ tone: Role) { remark = Remark(text: text, tone: tone) }
}
