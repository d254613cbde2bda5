extension TaskState {
    /// The products that are in, by the recipe's section key; by skill without a recipe.
    public func sections(_ swarm: SwarmState) -> [String: JSONObject] {
        var sections: [String: JSONObject] = [:]
        for subtask in subtasks {
            guard let product = subtask.product else { continue }
            sections[sectionKey(of: subtask, swarm)] = product.json
        }
        return sections
    }

    /// The key a subtask's product stands under in the joined result.
    public func sectionKey(of subtask: Subtask, _ swarm: SwarmState) -> String {
        let skill = swarm.skillName(subtask.skill)
        return brief.recipe?.sections.first { $0.skill == skill }?.key ?? skill
    }

    /// What the section is called on screen.
    public func sectionTitle(of subtask: Subtask, _ swarm: SwarmState) -> String {
        let skill = swarm.skillName(subtask.skill)
        return brief.recipe?.sections.first { $0.skill == skill }?.title ?? skill
    }

    /// From the first award to the end (or `now`); nil before anything ran.
    public func executionTime(now: Instant) -> TimeSpan? {
        startedAt.map { (endedAt ?? now) - $0 }
    }

    /// The work of the successful attempts one after another.
    public var sequentialTime: TimeSpan {
        attempts.filter(\.succeeded).reduce(.zero) { sum, attempt in
            sum + ((attempt.endedAt ?? attempt.awardedAt) - attempt.awardedAt)
        }
    }
}
