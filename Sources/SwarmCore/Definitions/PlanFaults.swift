/// What is wrong with a recipe's steps as a graph.
struct PlanFaults {
    let steps: [RecipeStep]
    /// The mapping of steps, for the places of faults.
    let node: DefinitionNode

    func find(_ limits: TaskLimits, _ faults: inout [DefinitionFault]) {
        guard !steps.isEmpty else { return }
        checkNames(&faults)
        let order = inOrder
        if order.count < steps.count {
            faults.append(cycleFault(outside: Set(order.map { steps[$0].name })))
        }
        checkConditions(&faults)
        checkSize(order, limits, &faults)
        if steps.allSatisfy(\.isOnRequest) {
            faults.append(
                node.fault(
                    "every step is on request, so a task would have none",
                    hint: "Take on_request from at least one."))
        }
    }

    private func checkNames(_ faults: inout [DefinitionFault]) {
        let names = steps.map(\.name)
        for step in steps {
            let entries = node[step.name]?["after"]
            for (place, name) in step.after.enumerated() {
                let entry = entries?.entries?.dropFirst(place).first ?? entries ?? node
                entry.check(name, isA: "step", among: names, &faults)
            }
            if let condition = step.condition, let entry = node[step.name]?["when"]?["step"] {
                entry.check(condition.step, isA: "step", among: names, &faults)
            }
        }
    }

    /// Places of the steps, each after those it waits for; without those on a cycle or behind one.
    private var inOrder: [Int] {
        var done: Set<String> = []
        var order: [Int] = []
        let known = Set(steps.map(\.name))
        var moved = true
        while moved {
            moved = false
            for (place, step) in steps.enumerated() where !done.contains(step.name) {
                guard step.after.allSatisfy({ done.contains($0) || !known.contains($0) }) else {
                    continue
                }
                done.insert(step.name)
                order.append(place)
                moved = true
            }
        }
        return order
    }

    /// One cycle by name: from a step that cannot begin, back along what it waits for until one comes again.
    private func cycleFault(outside done: Set<String>) -> DefinitionFault {
        var trail: [String] = []
        var at = steps.first { !done.contains($0.name) }
        while let step = at, !trail.contains(step.name) {
            trail.append(step.name)
            let next = step.after.first { name in
                !done.contains(name) && steps.contains { $0.name == name }
            }
            at = steps.first { $0.name == next }
        }
        let start = at.flatMap { step in trail.firstIndex(of: step.name) } ?? 0
        let cycle = Array(trail[start...])
        let words = (cycle + cycle.prefix(1)).joined(separator: " -> ")
        let entry = cycle.first.flatMap { node[$0]?["after"] } ?? node
        return entry.fault(
            "the steps wait for each other: \(words)", hint: "Take one of them out of after.")
    }

    /// A result can only be looked at once its step has ended.
    private func checkConditions(_ faults: inout [DefinitionFault]) {
        for step in steps {
            guard let condition = step.condition,
                steps.contains(where: { $0.name == condition.step }),
                let entry = node[step.name]?["when"]?["step"]
            else { continue }
            if !before(step).contains(condition.step) {
                faults.append(
                    entry.fault(
                        "\(condition.step) need not have ended when \(step.name) begins",
                        hint: "Add \(condition.step) to after."))
            }
        }
    }

    private func before(_ step: RecipeStep) -> Set<String> {
        var found: Set<String> = []
        var rest = step.after
        while let name = rest.popLast() {
            guard found.insert(name).inserted else { continue }
            rest += steps.first { $0.name == name }?.after ?? []
        }
        return found
    }

    private func subtasks(_ step: RecipeStep) -> Int { min(max(step.answers?.count ?? 1, 1), 99) }

    private func checkSize(
        _ order: [Int], _ limits: TaskLimits, _ faults: inout [DefinitionFault]
    ) {
        var depths: [String: Int] = [:]
        for place in order {
            let step = steps[place]
            depths[step.name] = 1 + (step.after.compactMap { depths[$0] }.max() ?? 0)
        }
        let all = steps.reduce(0) { $0 + subtasks($1) }
        let waiting = steps.map { step in
            (step, steps.reduce(0) { $0 + ($1.after.contains(step.name) ? subtasks($1) : 0) })
        }
        let most = min(limits.subtasks, StepSet.capacity)
        if all > most {
            faults.append(
                node.fault(
                    "the steps make \(all) subtasks, each answer counted",
                    hint: "At most \(most) are allowed (limits.subtasks)."))
        }
        if let deepest = depths.values.max(), deepest > limits.depth {
            faults.append(
                node.fault(
                    "\(deepest) steps wait one for another",
                    hint: "At most \(limits.depth) are allowed (limits.depth)."))
        }
        for (step, count) in waiting where count > limits.fanOut {
            faults.append(
                (node.member(step.name) ?? node).fault(
                    "\(count) subtasks wait for \(step.name)",
                    hint: "At most \(limits.fanOut) are allowed (limits.fan_out)."))
        }
    }
}
