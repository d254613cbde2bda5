import SwarmCore

/// What the form makes of the words: by a model's plan, else by the keywords, with what the operator changed on top.
struct Understanding {
    private(set) var analysis: TaskAnalysis?
    /// What a model made of the words.
    private(set) var plan: PlannedTask?
    /// What the operator chose instead; nil: as understood.
    var recipe: RecipeChoice?
    var skills: [String]?
    var complexity: Complexity?
    var priority = Priority.normal
    /// Steps of a recipe made for this task that are left out.
    var leftOut: Set<String> = []
    /// Data that came with an earlier task or from the editor.
    var given: JSONObject?
    /// The line as it was edited; nil: as understood.
    var dataLine: String?
    var deadlineLine = ""
    var budgetLine = ""
    var cache = CachePolicy.none
    /// What a task may say and the form has no line for: its id, title, type, domain.
    var rest = TaskDraft()

    enum RecipeChoice: Hashable {
        case none
        case named(String)
    }

    /// The agents that a recipe brings count as there, so that words point at their skills too.
    mutating func read(_ text: String, _ swarm: SwarmState) {
        let hasWords = text.contains { !$0.isWhitespace }
        analysis = nil
        guard hasWords else { return }
        let cards = swarm.agents.map(\.card)
        let recipes = swarm.recipes.recipes
        analysis = .analyse(text, cards: cards, recipes: recipes)
        let newcomers = (analysis?.recipe?.agents ?? []).filter { new in
            swarm.agentID(named: new.name) == nil
        }
        if !newcomers.isEmpty {
            analysis = .analyse(text, cards: cards + newcomers, recipes: recipes)
        }
    }

    /// Takes a plan over: what the operator chose before, where the plan says something, gives way to it.
    mutating func take(_ plan: PlannedTask?) {
        self.plan = plan
        guard plan != nil else { return }
        recipe = nil
        skills = nil
        complexity = nil
        leftOut = []
        dataLine = nil
    }

    // MARK: What is shown

    /// The plan, where it decides about the recipe.
    private var decidingPlan: PlannedTask? { recipe == nil ? plan : nil }

    func shownRecipe(_ recipes: RecipeCatalogue) -> Recipe? {
        switch recipe {
        case nil:
            if let plan {
                plan.recipe ?? plan.draft.recipe.flatMap { recipes[$0] }
            } else {
                analysis?.recipe
            }
        case .some(.none): nil
        case .some(.named(let name)): recipes[name]
        }
    }

    /// The recipe made for one task, whose steps can be left out one by one.
    func oneOff(_ recipes: RecipeCatalogue) -> Recipe? {
        shownRecipe(recipes).flatMap { $0.isOneOff ? $0 : nil }
    }

    /// What goes along with the draft: a recipe the swarm does not know.
    func newRecipe(_ recipes: RecipeCatalogue) -> Recipe? {
        guard let recipe = oneOff(recipes)?.without(leftOut) else { return nil }
        return recipes[recipe.name] == recipe ? nil : recipe
    }

    func shownSkills(_ recipes: RecipeCatalogue) -> [String] {
        if let skills { return skills }
        let recipe = shownRecipe(recipes)?.without(leftOut)
        if let plan = decidingPlan { return plan.draft.requiredSkills ?? recipe?.skills ?? [] }
        guard self.recipe != nil else { return analysis?.skills.map(\.name) ?? [] }
        let found = analysis?.skills.filter { !$0.words.isEmpty }.map(\.name) ?? []
        return recipe?.skills ?? found
    }

    func shownComplexity(_ recipes: RecipeCatalogue) -> Complexity {
        if let chosen = complexity ?? decidingPlan?.draft.complexity { return chosen }
        if let recipe = shownRecipe(recipes) { return recipe.complexity }
        switch shownSkills(recipes).count {
        case ...1: return .simple
        case 2: return .moderate
        default: return .complex
        }
    }

    /// The data as the operator wrote it, or else as given, as planned, and from the words, in that order.
    var data: Result<JSONObject, DataLine.Unreadable> {
        if let dataLine { return DataLine.parse(dataLine) }
        var data = given ?? JSONObject()
        let others = [plan?.draft.data, analysis?.data].compactMap { $0 }
        for member in others.flatMap(\.members) where data[member.key] == nil {
            data[member.key] = member.value
        }
        return .success(data)
    }

    /// Nil while the line is empty; a failure while it cannot be read.
    var deadline: Result<WallTime?, UnreadableLine> {
        Self.read(deadlineLine, WallTime.init(rfc3339:)) {
            "Write a day, 2027-01-31, or a moment, 2027-01-31T18:00:00Z."
        }
    }

    /// What the task's model calls may cost together.
    var budget: Result<Money?, UnreadableLine> {
        Self.read(budgetLine, Money.init(definition:)) { "Write dollars, 0.50." }
    }

    /// A line whose sentence says how to write it.
    struct UnreadableLine: Error, Hashable {
        var sentence: String
    }

    private static func read<Value>(
        _ text: String, _ parse: (String) -> Value?, otherwise sentence: () -> String
    ) -> Result<Value?, UnreadableLine> {
        let line = text.filter { !$0.isWhitespace }
        if line.isEmpty || line == "none" { return .success(nil) }
        return parse(line).map { .success($0) } ?? .failure(UnreadableLine(sentence: sentence()))
    }

    /// The skills offered: those chosen, those of the recipe, each agent's first, then all others.
    func offeredSkills(_ swarm: SwarmState) -> [String] {
        let recipe = shownRecipe(swarm.recipes)
        var offered: [String] = []
        var seen: Set<String> = []
        let firsts = swarm.agents.filter { !$0.isRetired }.prefix(64).compactMap(
            \.card.skills.first?.name)
        let understood =
            plan == nil
            ? analysis?.skills.map(\.name) ?? []
            : plan?.draft.requiredSkills ?? recipe?.skills ?? []
        let groups = [
            understood, recipe?.skills ?? [], recipe?.optionalSkills ?? [], skills ?? [], firsts,
            swarm.skillNames,
        ]
        for name in groups.joined() where seen.insert(name).inserted { offered.append(name) }
        return offered
    }

    // MARK: Submitting

    /// What is shown, as a draft: the swarm understands exactly what the operator saw.
    func draft(_ text: String, _ recipes: RecipeCatalogue) -> TaskDraft {
        var draft = rest
        let words = Self.trimmed(text)
        draft.text = words.isEmpty ? nil : words
        draft.title = rest.title ?? plan?.draft.title ?? analysis?.title
        draft.recipe = shownRecipe(recipes)?.without(leftOut).name
        let skills = shownSkills(recipes)
        if !skills.isEmpty { draft.requiredSkills = skills }
        draft.complexity = complexity ?? decidingPlan?.draft.complexity
        draft.priority = priority
        if case .success(let data) = data { draft.data = data }
        if case .success(let deadline) = deadline { draft.deadline = deadline }
        if case .success(let budget) = budget { draft.budget = budget }
        draft.cache = cache
        return draft
    }

    /// Without the blanks and empty lines around it.
    static func trimmed(_ text: String) -> String {
        let rest = text.drop(while: \.isWhitespace)
        return rest.lastIndex { !$0.isWhitespace }.map { String(rest[...$0]) } ?? ""
    }
}
