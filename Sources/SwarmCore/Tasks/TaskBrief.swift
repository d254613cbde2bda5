/// A task as it was accepted, checked and complete; an operator's change makes another one.
public final class TaskBrief: Sendable {
    /// Its id for people and files, such as `campaign_001`; unique in a data folder.
    public let name: String
    public let title: String
    public let text: String
    public let type: String
    public let recipe: Recipe?
    public let complexity: Complexity
    /// The skill of each subtask, in their order; with a plan a skill may stand there twice.
    public let skills: [SkillID]
    public let skillSet: SkillSet
    public let domain: String?
    public let domains: SkillSet
    public let priority: Priority
    public let deadline: WallTime?
    public let data: JSONObject
    /// What was filled in because the task did not say.
    public let assumptions: [String]
    public let bestEffort: Bool
    /// How the subtasks depend on each other; nil: all at once.
    public let plan: Plan?
    /// When the deadline passes, on the swarm's clock; nil when it has none or it had passed before.
    public let due: Instant?
    /// The task it repeats with changed data.
    public let origin: String?
    /// What its model calls may cost together; nil: what the policies say.
    public let budget: Money?
    public let cache: CachePolicy

    public init(
        name: String, title: String, text: String = "", type: String, recipe: Recipe? = nil,
        complexity: Complexity, skills: [SkillID],
        domain: String? = nil,
        domains: SkillSet = SkillSet(), priority: Priority = .normal, deadline: WallTime? = nil,
        data: JSONObject = JSONObject(), assumptions: [String] = [], bestEffort: Bool = false,
        plan: Plan? = nil, due: Instant? = nil, origin: String? = nil, budget: Money? = nil,
        cache: CachePolicy = .none
    ) {
        self.name = name
        self.title = title
        self.text = text
        self.type = type
        self.recipe = recipe
        self.complexity = complexity
        self.skills = skills
        self.skillSet = SkillSet(skills)
        self.domain = domain
        self.domains = domains
        self.priority = priority
        self.deadline = deadline
        self.data = data
        self.assumptions = assumptions
        self.bestEffort = bestEffort
        self.plan = plan
        self.due = due
        self.origin = origin
        self.budget = budget
        self.cache = cache
    }

    /// The recipe's step a subtask belongs to; without a recipe's plan its skill is its name.
    public func stepName(_ index: Int, _ swarm: SwarmState) -> String {
        plan?.recipeStep(of: index) ?? swarm.skillName(skills[index])
    }
}

extension TaskBrief {
    /// The same task to be submitted once more, as `<name>_again` and so on, by the recipe as it is now.
    ///
    /// A deadline still to come at `now` holds again; without `now` it only orders the queue.
    public func again(in swarm: SwarmState, now: Instant? = nil) -> TaskBrief {
        var again = "\(name)_again"
        var number = 2
        while swarm.tasks.id(named: again) != nil {
            again = "\(name)_again_\(number)"
            number += 1
        }
        return TaskBrief(
            name: again, title: title, text: text, type: type,
            recipe: recipe.flatMap { swarm.recipes[$0.name] },
            complexity: complexity, skills: skills, domain: domain,
            domains: domains, priority: priority, deadline: deadline, data: data,
            assumptions: assumptions, bestEffort: bestEffort, plan: plan,
            due: due.flatMap { due in now.flatMap { due > $0 ? due : nil } }, origin: name,
            budget: budget, cache: cache)
    }
}
