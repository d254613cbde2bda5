/// A named kind of task: its steps and the agents it brings, the data it takes, how its results are judged and joined.
///
/// Immutable and shared by reference; `definition` is the same thing as a journal line or a file says it.
public final class Recipe: Sendable {
    /// One part of the joined result: the product of the step, under this key.
    public struct Section: Hashable, Sendable {
        public let title: String
        public let key: String
        public let step: String

        public init(title: String, key: String, step: String) {
            self.title = title
            self.key = key
            self.step = step
        }
    }

    /// One datum the recipe works from. A missing one takes the default, and the result says so.
    public struct Datum: Hashable, Sendable {
        public enum Kind: String, CaseIterable, Sendable { case text, amount }

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
    public let steps: [RecipeStep]
    public let complexity: Complexity
    public let data: [Datum]
    public let sections: [Section]
    public let checks: [QualityCheck]
    public let crossChecks: [CrossCheck]
    /// Quality, 0...100, below which an attempt counts as failed and a review as a no.
    public let threshold: Int
    /// Agents the recipe brings along; they join the swarm when the first such task comes in.
    public let agents: [AgentCard]

    public init(
        name: String, title: String, type: String, words: [String] = [], steps: [RecipeStep],
        complexity: Complexity, data: [Datum] = [], sections: [Section] = [],
        checks: [QualityCheck] = [], crossChecks: [CrossCheck] = [], threshold: Int = 60,
        agents: [AgentCard] = []
    ) {
        self.name = name
        self.title = title
        self.type = type
        self.words = words
        self.steps = steps
        self.complexity = complexity
        self.data = data
        self.sections = sections
        self.checks = checks
        self.crossChecks = crossChecks
        self.threshold = threshold
        self.agents = agents
    }

    /// The skills every such task needs, in the order of the steps, each once.
    public var skills: [String] { Self.unique(steps.filter { !$0.isOnRequest }) }

    /// The skills such a task may ask for beside them.
    public var optionalSkills: [String] {
        let needed = Set(skills)
        return Self.unique(steps.filter(\.isOnRequest)).filter { !needed.contains($0) }
    }

    private static func unique(_ steps: [RecipeStep]) -> [String] {
        var known: Set<String> = []
        return steps.map(\.skill).filter { known.insert($0).inserted }
    }
}

/// One node of a recipe's plan (spec §5).
public struct RecipeStep: Hashable, Sendable {
    /// Unique in the recipe; results of other steps are found by it.
    public let name: String
    public let title: String
    public let skill: String
    /// The steps whose results flow into this one; it begins when they have ended.
    public var after: [String] = []
    /// Left out unless the task names its skill.
    public var isOnRequest = false
    /// Its failure neither fails the task nor stops what comes after it.
    public var isOptional = false
    /// Runs only if a finished step's result says so.
    public var condition: StepCondition?
    public var approval: ApprovalRule?
    public var review: ReviewRule?
    public var answers: AnswersRule?

    public init(name: String, title: String? = nil, skill: String) {
        self.name = name
        self.title = title ?? name
        self.skill = skill
    }
}

/// Holds when the value at `path` in the result of `step` is `equals`.
public struct StepCondition: Hashable, Sendable {
    public let step: String
    /// Member names joined by dots.
    public let path: String
    public let equals: JSONValue

    public init(step: String, path: String, equals: JSONValue) {
        self.step = step
        self.path = path
        self.equals = equals
    }
}

/// A step the operator is asked about before it begins (spec §7).
public struct ApprovalRule: Hashable, Sendable {
    /// What will happen, in words, shown with the question.
    public let question: String
    /// How long the operator has; then the answer is no. Nil: for ever.
    public let within: TimeSpan?

    public init(question: String, within: TimeSpan? = nil) {
        self.question = question
        self.within = within
    }
}

/// When several votes count as one (spec §7).
public enum ConsensusRule: String, CaseIterable, Sendable {
    /// More than half of the votes.
    case majority
    /// More than half of the voters' reputation.
    case reputationWeighted = "reputation_weighted"
    /// All votes.
    case unanimous
}

/// How other agents check a step's result (spec §7).
public struct ReviewRule: Hashable, Sendable {
    /// How many agents are asked; 1...9.
    public let reviewers: Int
    public let rule: ConsensusRule
    /// So many reviews must have come in, or the result stands by its checks, and says so.
    public let quorum: Int
    /// How long the reviewers have.
    public let within: TimeSpan

    public init(
        reviewers: Int, rule: ConsensusRule = .majority, quorum: Int = 1,
        within: TimeSpan = .seconds(10)
    ) {
        self.reviewers = reviewers
        self.rule = rule
        self.quorum = quorum
        self.within = within
    }
}

/// How several agents' answers to the same step become one (spec §7).
public struct AnswersRule: Hashable, Sendable {
    /// How many agents answer; 2...9.
    public let count: Int
    /// Where in the product the answer to compare stands; member names joined by dots.
    public let path: String
    public let rule: ConsensusRule
    /// So many answers must have come in.
    public let quorum: Int
    /// How long the agents have from the first award; what is missing then does not count.
    public let within: TimeSpan?

    public init(
        count: Int, path: String, rule: ConsensusRule = .majority, quorum: Int = 2,
        within: TimeSpan? = nil
    ) {
        self.count = count
        self.path = path
        self.rule = rule
        self.quorum = quorum
        self.within = within
    }
}
