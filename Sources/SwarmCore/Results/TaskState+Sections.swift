extension TaskState {
    /// The products that count, by the recipe's section key; by step without a recipe.
    public func sections(_ swarm: SwarmState) -> [String: JSONObject] {
        var sections: [String: JSONObject] = [:]
        for index in subtasks.indices where counts(index) {
            guard let product = subtasks[index].product else { continue }
            sections[sectionKey(of: index, swarm)] = product.json
        }
        return sections
    }

    /// Whether a subtask's product is its step's result: of several answers the agreed one is.
    public func counts(_ index: Int) -> Bool { decidedIndex(of: index) == index }

    /// The key a subtask's product stands under in the joined result.
    public func sectionKey(of index: Int, _ swarm: SwarmState) -> String {
        let step = brief.stepName(index, swarm)
        return brief.recipe?.sections.first { $0.step == step }?.key ?? step
    }

    /// What the section is called on screen.
    public func sectionTitle(of index: Int, _ swarm: SwarmState) -> String {
        let step = brief.stepName(index, swarm)
        let titled = brief.recipe?.sections.first { $0.step == step }?.title
        return titled ?? brief.plan?.steps[index].title ?? step
    }

    /// The results that flow into a subtask, in the order of the plan.
    public func inputs(of index: Int, _ swarm: SwarmState) -> [StepResult] {
        guard let plan = brief.plan else { return [] }
        var results: [StepResult] = []
        for before in plan.steps[index].after where counts(before) {
            guard let product = subtasks[before].product else { continue }
            let agent = subtasks[before].agent.map { swarm.agent($0).card.name }
            results.append(
                StepResult(step: plan.recipeStep(of: before), agent: agent, product: product))
        }
        return results
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

/// A finished step's result, as it flows into the steps that wait for it.
public struct StepResult: Sendable {
    public let step: String
    /// Nil for a result taken over from an earlier task.
    public let agent: String?
    public let product: Product
}
