/// All but its recipe, which the state holds once for all its tasks.
extension TaskBrief: Codable {
    private enum Key: CodingKey {
        case name, title, text, type, complexity, skills, domain, domains, priority, deadline, data
        case assumptions, bestEffort, plan, due, origin, budget, cache
    }

    public convenience init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Key.self)
        let skills = try members.decode([SkillID].self, forKey: .skills)
        let plan = try members.decodeIfPresent(JSONValue.self, forKey: .plan).map { json in
            guard let plan = Plan(json: json, skills: skills) else {
                throw SnapshotFault.unreadable("a plan")
            }
            return plan
        }
        self.init(
            name: try members.decode(String.self, forKey: .name),
            title: try members.decode(String.self, forKey: .title),
            text: try members.decode(String.self, forKey: .text),
            type: try members.decode(String.self, forKey: .type),
            complexity: try members.decode(Complexity.self, forKey: .complexity), skills: skills,
            domain: try members.decodeIfPresent(String.self, forKey: .domain),
            domains: try members.decode(SkillSet.self, forKey: .domains),
            priority: try members.decode(Priority.self, forKey: .priority),
            deadline: try members.decodeIfPresent(WallTime.self, forKey: .deadline),
            data: try members.decode(JSONValue.self, forKey: .data).object ?? JSONObject(),
            assumptions: try members.decode([String].self, forKey: .assumptions),
            bestEffort: try members.decode(Bool.self, forKey: .bestEffort), plan: plan,
            due: try members.decodeIfPresent(Instant.self, forKey: .due),
            origin: try members.decodeIfPresent(String.self, forKey: .origin),
            budget: try members.decodeIfPresent(Money.self, forKey: .budget),
            cache: try members.decode(CachePolicy.self, forKey: .cache))
    }

    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Key.self)
        try members.encode(name, forKey: .name)
        try members.encode(title, forKey: .title)
        try members.encode(text, forKey: .text)
        try members.encode(type, forKey: .type)
        try members.encode(complexity, forKey: .complexity)
        try members.encode(skills, forKey: .skills)
        try members.encodeIfPresent(domain, forKey: .domain)
        try members.encode(domains, forKey: .domains)
        try members.encode(priority, forKey: .priority)
        try members.encodeIfPresent(deadline, forKey: .deadline)
        try members.encode(JSONValue.object(data), forKey: .data)
        try members.encode(assumptions, forKey: .assumptions)
        try members.encode(bestEffort, forKey: .bestEffort)
        try members.encodeIfPresent(plan?.json, forKey: .plan)
        try members.encodeIfPresent(due, forKey: .due)
        try members.encodeIfPresent(origin, forKey: .origin)
        try members.encodeIfPresent(budget, forKey: .budget)
        try members.encode(cache, forKey: .cache)
    }

    /// The same with a recipe.
    func with(_ recipe: Recipe) -> TaskBrief {
        TaskBrief(
            name: name, title: title, text: text, type: type, recipe: recipe,
            complexity: complexity, skills: skills, domain: domain, domains: domains,
            priority: priority, deadline: deadline, data: data, assumptions: assumptions,
            bestEffort: bestEffort, plan: plan, due: due, origin: origin,
            budget: budget, cache: cache)
    }
}
