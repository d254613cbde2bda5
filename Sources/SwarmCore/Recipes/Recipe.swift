/// A named kind of task: the skills it needs, the data it takes, how its results are judged and joined.
public final class Recipe: Sendable {
    /// One part of the joined result: the product of the subtask with this skill, under this key.
    public struct Section: Hashable, Sendable {
        public let title: String
        public let key: String
        public let skill: String

        public init(title: String, key: String, skill: String) {
            self.title = title
            self.key = key
            self.skill = skill
        }
    }

    /// One datum the recipe works from. A missing one takes the default, and the result says so.
    public struct Datum: Hashable, Sendable {
        public enum Kind: String, Sendable { case text, amount }

        public let name: String
        public let kind: Kind
        public let fallback: JSONValue

        public init(name: String, kind: Kind, fallback: JSONValue) {
            self.name = name
            self.kind = kind
            self.fallback = fallback
        }
    }

    /// Quality below which an attempt of a task without a recipe counts as failed.
    public static let genericThreshold = 60

    public let name: String
    public let title: String
    /// The documents' task type, e.g. `email_campaign_with_analytics`.
    public let type: String
    /// Words in a free text that point at this recipe.
    public let words: [String]
    public let skills: [String]
    public let optionalSkills: [String]
    public let complexity: Complexity
    public let data: [Datum]
    public let sections: [Section]
    public let checks: [QualityCheck]
    public let crossChecks: [CrossCheck]
    /// Quality, 0...100, below which an attempt counts as failed.
    public let threshold: Int

    public init(
        name: String, title: String, type: String, words: [String], skills: [String],
        optionalSkills: [String] = [], complexity: Complexity, data: [Datum] = [],
        sections: [Section], checks: [QualityCheck], crossChecks: [CrossCheck] = [],
        threshold: Int = 60
    ) {
        self.name = name
        self.title = title
        self.type = type
        self.words = words
        self.skills = skills
        self.optionalSkills = optionalSkills
        self.complexity = complexity
        self.data = data
        self.sections = sections
        self.checks = checks
        self.crossChecks = crossChecks
        self.threshold = threshold
    }
}
