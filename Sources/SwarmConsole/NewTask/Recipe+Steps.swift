import SwarmCore

/// Recipes that a planner made for one task.
extension Recipe {
    /// How the names of such recipes begin.
    private static let oneOffPrefix = "plan_"

    var isOneOff: Bool { name.hasPrefix(Self.oneOffPrefix) }

    /// The recipe less some steps, under a name of its own; itself when it has none of them.
    ///
    /// What waited for one of them waits for what that one waited for.
    func without(_ names: Set<String>) -> Recipe {
        guard steps.contains(where: { names.contains($0.name) }) else { return self }
        let kept = steps.filter { !names.contains($0.name) }.map { step in
            var step = step
            step.after = waits(of: step, without: names)
            if let condition = step.condition, names.contains(condition.step) {
                step.condition = nil
            }
            return step
        }
        let known = Set(kept.map(\.name))
        let hash = KeyedRandom.hash(name + "-" + names.sorted().joined(separator: "-"))
        return Recipe(
            name: Self.oneOffPrefix + String(hash, radix: 36), title: title, type: type,
            words: words, steps: kept, complexity: complexity, data: data,
            sections: sections.filter { known.contains($0.step) },
            checks: checks.filter { known.contains($0.step) }, threshold: threshold,
            agents: agents)
    }

    /// The steps that a step waits for when some are left out, in the recipe's order.
    func waits(of step: RecipeStep, without names: Set<String>) -> [String] {
        var found: Set<String> = []
        var seen: Set<String> = []
        var rest = step.after
        while let name = rest.popLast() {
            guard seen.insert(name).inserted else { continue }
            if names.contains(name) {
                rest += steps.first { $0.name == name }?.after ?? []
            } else {
                found.insert(name)
            }
        }
        return steps.map(\.name).filter(found.contains)
    }
}
