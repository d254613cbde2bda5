/// What an operator may change of a task that has not ended.
public enum TaskChange: Hashable, Sendable {
    /// Its place in the queue from now on; it does not take work from anybody.
    case priority(Priority)
    /// What its model calls may cost together, those already made included; nil: what the policies say.
    case budget(Money?)
}

extension TaskBrief {
    /// The same task with one thing changed.
    func changed(by change: TaskChange) -> TaskBrief {
        var (priority, budget) = (self.priority, self.budget)
        switch change {
        case .priority(let changed): priority = changed
        case .budget(let changed): budget = changed
        }
        return TaskBrief(
            name: name, title: title, text: text, type: type, recipe: recipe,
            complexity: complexity, skills: skills, domain: domain, domains: domains,
            priority: priority, deadline: deadline, data: data, assumptions: assumptions,
            bestEffort: bestEffort, plan: plan, due: due, origin: origin, budget: budget,
            cache: cache)
    }

    func differs(by change: TaskChange) -> Bool {
        switch change {
        case .priority(let changed): changed != priority
        case .budget(let changed): changed != budget
        }
    }
}
