import SwarmCore

/// What the form makes of the words, with what the operator changed on top.
struct Understanding {
    private(set) var analysis: TaskAnalysis?
    /// What the operator chose instead; nil: as inferred.
    var recipe: RecipeChoice?
    var skills: [String]?
    var complexity: Complexity?
    var priority = Priority.normal
    /// The line as it was edited; nil: as inferred.
    var dataLine: String?
    var deadlineLine = ""

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

    // MARK: What is shown

    func shownRecipe(_ recipes: RecipeCatalogue) -> Recipe? {
        switch recipe {
        case nil: analysis?.recipe
        case .some(.none): nil
        case .some(.named(let name)): recipes[name]
        }
    }

    func shownSkills(_ recipes: RecipeCatalogue) -> [String] {
        if let skills { return skills }
        if recipe != nil {
            let found = analysis?.skills.filter { !$0.words.isEmpty }.map(\.name) ?? []
            return shownRecipe(recipes)?.skills ?? found
        }
        return analysis?.skills.map(\.name) ?? []
    }

    func shownComplexity(_ recipes: RecipeCatalogue) -> Complexity {
        if let complexity { return complexity }
        if let recipe = shownRecipe(recipes) { return recipe.complexity }
        switch shownSkills(recipes).count {
        case ...1: return .simple
        case 2: return .moderate
        default: return .complex
        }
    }

    /// The data as inferred, or as the operator wrote it.
    var data: Result<JSONObject, DataLine.Unreadable> {
        dataLine.map(DataLine.parse) ?? .success(analysis?.data ?? JSONObject())
    }

    /// Nil while the line is empty; a failure while it cannot be read.
    var deadline: Result<WallTime?, UnreadableDeadline> {
        let line = deadlineLine.filter { !$0.isWhitespace }
        if line.isEmpty || line == "none" { return .success(nil) }
        return WallTime(rfc3339: line).map { .success($0) } ?? .failure(UnreadableDeadline())
    }

    struct UnreadableDeadline: Error, Hashable {
        var sentence: String { "Write a day, 2027-01-31, or a moment, 2027-01-31T18:00:00Z." }
    }

    /// The skills offered: those chosen, those of the recipe, each agent's first, then all others.
    func offeredSkills(_ swarm: SwarmState) -> [String] {
        let recipe = shownRecipe(swarm.recipes)
        var offered: [String] = []
        var seen: Set<String> = []
        let firsts = swarm.agents.filter { !$0.isRetired }.prefix(64).compactMap(
            \.card.skills.first?.name)
        let groups = [
            analysis?.skills.map(\.name) ?? [], recipe?.skills ?? [], recipe?.optionalSkills ?? [],
            skills ?? [], firsts, swarm.skillNames,
        ]
        for name in groups.joined() where seen.insert(name).inserted { offered.append(name) }
        return offered
    }

    // MARK: Submitting

    /// What is shown, as a draft: the swarm understands exactly what the operator saw.
    func draft(_ text: String, _ recipes: RecipeCatalogue) -> TaskDraft {
        var draft = TaskDraft()
        let words = text.split(whereSeparator: \.isNewline).joined(separator: "\n")
        if words.contains(where: { !$0.isWhitespace }) { draft.text = words }
        draft.title = analysis?.title
        draft.recipe = shownRecipe(recipes)?.name
        let skills = shownSkills(recipes)
        if !skills.isEmpty { draft.requiredSkills = skills }
        draft.complexity = complexity
        draft.priority = priority
        if case .success(let data) = data { draft.data = data }
        if case .success(let deadline) = deadline { draft.deadline = deadline }
        return draft
    }
}
