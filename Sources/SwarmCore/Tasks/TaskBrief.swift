/// A task as it was accepted: checked, complete, and never changed.
public final class TaskBrief: Sendable {
    /// Its id for people and files, such as `campaign_001`; unique in a data folder.
    public let name: String
    public let title: String
    public let text: String
    public let type: String
    public let recipe: Recipe?
    public let complexity: Complexity
    /// Required skills in the order of the subtasks.
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

    public init(
        name: String, title: String, text: String = "", type: String, recipe: Recipe? = nil,
        complexity: Complexity, skills: [SkillID],
        domain: String? = nil,
        domains: SkillSet = SkillSet(), priority: Priority = .normal, deadline: WallTime? = nil,
        data: JSONObject = JSONObject(), assumptions: [String] = [], bestEffort: Bool = false
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
    }
}

extension TaskBrief {
    /// The same task to be submitted once more, as `<name>_again` and so on.
    public func again(in swarm: SwarmState) -> TaskBrief {
        var again = "\(name)_again"
        var number = 2
        while swarm.tasks.id(named: again) != nil {
            again = "\(name)_again_\(number)"
            number += 1
        }
        return TaskBrief(
            name: again, title: title, text: text, type: type, recipe: recipe,
            complexity: complexity, skills: skills, domain: domain,
            domains: domains, priority: priority, deadline: deadline, data: data,
            assumptions: assumptions, bestEffort: bestEffort)
    }
}
