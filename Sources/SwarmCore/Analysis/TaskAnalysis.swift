/// What a free text was understood as, with the words that led there (spec §3).
///
/// Everything here is a proposal: the operator sees why, and may change it before submitting.
public struct TaskAnalysis: Sendable {
    /// A skill the task seems to need.
    public struct Skill: Hashable, Sendable {
        public let name: String
        /// The words of the text that point at it; empty when only the recipe asks for it.
        public let words: [String]
    }

    /// The text is read up to here, in Unicode scalars; what follows changes nothing.
    public static let longestText = 65_536

    public let recipe: Recipe?
    public let recipeWords: [String]
    /// In the recipe's order, or without a recipe in the order of the text. Empty: nothing was recognised.
    public let skills: [Skill]
    public let complexity: Complexity
    public let complexityReason: String
    public let data: JSONObject
    public let title: String

    /// Reads `text` by the keywords the agents declare and the words of the recipes.
    ///
    /// Words match whole, case and a plural ending ignored. Each place in the text points at one skill: the
    /// recipe's if it has one there, then the skill of that name, then the one declared first. Linear time.
    public static func analyse(
        _ text: String, cards: [AgentCard], recipes: [Recipe]
    ) -> TaskAnalysis {
        let words = Words(text)
        let (recipe, recipeWords) = recipe(for: words, among: recipes)
        var phrases = PhraseIndex()
        var seen: Set<AgentCard.Skill> = []
        for skill in cards.lazy.flatMap(\.skills) where seen.insert(skill).inserted {
            phrases.add(skill.name, for: skill.name, first: true)
            for keyword in skill.keywords { phrases.add(keyword, for: skill.name, first: false) }
        }
        let allowed = recipe.map { Set($0.skills + $0.optionalSkills) }
        let found = phrases.claims(in: words, allowed: allowed)
        let names =
            recipe.map { $0.skills + $0.optionalSkills.filter { found[$0] != nil } }
            ?? found.sorted { $0.value.place < $1.value.place }.map(\.key)
        let skills = names.map { Skill(name: $0, words: found[$0]?.words ?? []) }
        let (complexity, reason) = complexity(of: skills.count)
        let reader = DatumReader(words: words, phrases: phrases)
        return TaskAnalysis(
            recipe: recipe, recipeWords: recipeWords, skills: skills, complexity: complexity,
            complexityReason: reason, data: reader.data(for: recipe),
            title: reader.title(for: recipe))
    }

    /// The recipe most of whose words stand in the text; ties: the first.
    private static func recipe(
        for words: Words, among recipes: [Recipe]
    ) -> (recipe: Recipe?, words: [String]) {
        var best: (recipe: Recipe?, words: [String]) = (nil, [])
        for recipe in recipes {
            var phrases = PhraseIndex()
            for word in recipe.words { phrases.add(word, for: recipe.name, first: true) }
            let found = phrases.claims(in: words, allowed: nil)[recipe.name]?.words ?? []
            if found.count > best.words.count { best = (recipe, found) }
        }
        return best
    }

    /// Spec §5: one agent, at most 3, at most 5.
    private static func complexity(of skills: Int) -> (Complexity, reason: String) {
        switch skills {
        case 0: (.simple, "no skill recognised")
        case 1: (.simple, "1 skill, one agent")
        case 2: (.moderate, "2 skills, a team of up to 3")
        default: (.complex, "\(skills) skills, a team of up to 5")
        }
    }
}
