extension Recipe {
    /// The plan for these skills: the recipe's steps with them, and any other skill as a step of its own.
    ///
    /// Nil when all subtasks may run at once, each as its skill. Steps with several answers become as many
    /// subtasks as agents have the skill, at most what the recipe asks for.
    func plan(for skills: [SkillID], in swarm: SwarmState, _ faults: inout [TaskFault]) -> Plan? {
        guard steps.contains(where: \.isStructured) else { return nil }
        var steps = steps.filter { step in
            swarm.skillID(named: step.skill).map(skills.contains) ?? false
        }
        let covered = Set(steps.map(\.skill))
        for skill in skills where !covered.contains(swarm.skillName(skill)) {
            let name = swarm.skillName(skill)
            steps.append(RecipeStep(name: name, skill: name))
        }
        var draft = PlanDraft(swarm)
        for step in Self.inOrder(steps) { draft.add(step, &faults) }
        let plan = Plan(steps: draft.steps, groups: draft.groups)
        check(plan, draft.count, swarm.policies.limits, &faults)
        return plan
    }

    /// Each step after those it depends on, otherwise as written; a cycle's steps come last, as they stand.
    private static func inOrder(_ steps: [RecipeStep]) -> [RecipeStep] {
        var rest = steps
        var ordered: [RecipeStep] = []
        while !rest.isEmpty {
            let place =
                rest.firstIndex { step in
                    !step.waitsFor.contains { name in rest.contains { $0.name == name } }
                } ?? 0
            ordered.append(rest.remove(at: place))
        }
        return ordered
    }

    private func check(
        _ plan: Plan, _ count: Int, _ limits: TaskLimits, _ faults: inout [TaskFault]
    ) {
        let fanOut = plan.steps.indices.map { place in
            plan.steps.count { $0.after.contains(place) }
        }
        let measures: [(PlanMeasure, Int, Int)] = [
            (.subtasks, count, min(limits.subtasks, StepSet.capacity)),
            (.depth, plan.depth, limits.depth), (.fanOut, fanOut.max() ?? 0, limits.fanOut),
        ]
        for (measure, count, most) in measures where count > most {
            faults.append(.planTooLarge(measure, count: count, most: most))
        }
    }
}

extension RecipeStep {
    /// Whether it says more than which skill is needed.
    fileprivate var isStructured: Bool {
        !after.isEmpty || condition != nil || approval != nil || review != nil || answers != nil
            || isOptional || name != skill
    }

    /// Also what its condition looks at.
    fileprivate var waitsFor: [String] { after + (condition.map { [$0.step] } ?? []) }
}

/// A plan while its steps are put in.
private struct PlanDraft {
    let swarm: SwarmState
    var steps: [Plan.Step] = []
    var groups: [Plan.AnswerGroup] = []
    /// How many subtasks the recipe asks for, those that found no room included.
    private(set) var count = 0
    /// The subtasks of each recipe step.
    private var places: [String: [Int]] = [:]

    init(_ swarm: SwarmState) { self.swarm = swarm }

    mutating func add(_ step: RecipeStep, _ faults: inout [TaskFault]) {
        guard let skill = swarm.skillID(named: step.skill) else { return }
        let count = step.answers.map { answerers($0, step, skill, &faults) } ?? 1
        self.count += count
        guard self.count <= StepSet.capacity else { return }
        let first = steps.count
        for number in 0..<count {
            let suffix = count > 1 ? "_\(number + 1)" : ""
            let title = count > 1 ? "\(step.title) \(number + 1)" : step.title
            var planned = Plan.Step(name: step.name + suffix, title: title, skill: skill)
            planned.after = StepSet(step.waitsFor.flatMap { places[$0] ?? [] })
            planned.isOptional = step.isOptional
            planned.condition = step.condition.flatMap(condition)
            planned.approval = step.approval
            planned.review = step.review
            planned.group = step.answers.map { _ in UInt8(truncatingIfNeeded: groups.count) }
            places[step.name, default: []].append(steps.count)
            steps.append(planned)
        }
        if let rule = step.answers {
            let members = StepSet(first..<steps.count)
            groups.append(Plan.AnswerGroup(name: step.name, members: members, rule: rule))
        }
    }

    private func condition(_ condition: StepCondition) -> Plan.Condition? {
        places[condition.step]?.first.map {
            Plan.Condition(step: $0, path: condition.path, equals: condition.equals)
        }
    }

    /// As many as there are agents with the skill; fewer than the quorum is a fault.
    private func answerers(
        _ rule: AnswersRule, _ step: RecipeStep, _ skill: SkillID, _ faults: inout [TaskFault]
    ) -> Int {
        let able = swarm.agents.count { !$0.isRetired && $0.skills.contains(skill) }
        if able < rule.quorum {
            faults.append(
                .tooFewAgents(
                    step: step.name, skill: step.skill, count: able, quorum: rule.quorum))
        }
        return max(1, min(rule.count, able))
    }
}
