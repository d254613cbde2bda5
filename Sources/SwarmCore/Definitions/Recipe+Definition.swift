extension Recipe {
    private static let keys = [
        "name", "title", "type", "words", "complexity", "threshold", "data", "steps", "sections",
        "checks", "cross_checks", "agents",
    ]
    static let mostSteps = StepSet.capacity

    /// Reads a recipe; nil when it has no name or no steps. Every fault is added to `faults`.
    ///
    /// `limits` bound its plan. Whether somebody has its skills is the swarm's matter: `SwarmDefinition`.
    public convenience init?(
        definition node: DefinitionNode, limits: TaskLimits = TaskLimits(),
        faults: inout [DefinitionFault]
    ) {
        let example = "{name: greeting, steps: {write: {skill: content_creation}}}"
        guard let reader = MappingReader(node, keys: Self.keys, example: example, &faults)
        else { return nil }
        let name = reader.required("name", &faults)?.name(&faults)
        let title = reader["title"]?.text(1...120, &faults)
        let type = reader["type"]?.text(1...120, &faults)
        let words = reader["words"]?.list(most: 200, &faults)?
            .compactMap { $0.text(1...60, &faults) }
        let listed = reader.required("steps", &faults)
        let steps = listed.flatMap { Self.steps($0, &faults) } ?? []
        if let listed { PlanFaults(steps: steps, node: listed).find(limits, &faults) }
        let complexity: Complexity? = reader["complexity"]?.choice(&faults)
        let threshold = reader["threshold"]?.integer(in: 0...100, &faults)
        let data = reader["data"].map { Self.data($0, &faults) }
        let named = Set(steps.map(\.name))
        let sections = reader["sections"].map { Self.sections($0, steps, &faults) }
        let checks = reader["checks"].map { QualityCheck.checks($0, steps, &faults) }
        let shown = sections ?? steps.map { Section(title: $0.title, key: $0.name, step: $0.name) }
        let crossChecks = reader["cross_checks"]?.list(most: 64, &faults)?
            .compactMap { CrossCheck($0, sections: shown.map(\.key), &faults) }
        let agents = reader["agents"].map { AgentCard.cards($0, &faults) }
        guard let name, !named.isEmpty else { return nil }
        self.init(
            name: name, title: title ?? name, type: type ?? name, words: words ?? [], steps: steps,
            complexity: complexity ?? Self.complexity(of: steps), data: data ?? [],
            sections: shown, checks: checks ?? [], crossChecks: crossChecks ?? [],
            threshold: threshold ?? Self.genericThreshold, agents: agents ?? [])
    }

    /// One skill wants one agent, two a team of three, more a team of five (spec §5).
    private static func complexity(of steps: [RecipeStep]) -> Complexity {
        switch Set(steps.lazy.filter { !$0.isOnRequest }.map(\.skill)).count {
        case 0, 1: .simple
        case 2: .moderate
        default: .complex
        }
    }

    private static func steps(
        _ node: DefinitionNode, _ faults: inout [DefinitionFault]
    ) -> [RecipeStep]? {
        guard let members = node.members else {
            faults.append(
                node.fault(
                    "\(node.shown) is not a mapping",
                    hint: "Name each step: {write: {skill: content_creation}, …}."))
            return nil
        }
        if members.isEmpty {
            faults.append(node.fault("a recipe needs at least one step", hint: "Add one."))
        }
        if members.count > mostSteps {
            faults.append(
                node.fault(
                    "the recipe has \(members.count) steps", hint: "Write at most \(mostSteps)."))
        }
        var once = OnceOnly("is there twice")
        return members.prefix(mostSteps).map { member in
            let path = member.value.path
            DefinitionNode.check(member.key, .word, at: member.place, path: path, &faults)
            once.take(member.key, at: member.place, path: path, &faults)
            return RecipeStep(definition: member, &faults)
        }
    }

    private static func data(
        _ node: DefinitionNode, _ faults: inout [DefinitionFault]
    ) -> [Datum] {
        guard let members = node.members else {
            faults.append(
                node.fault(
                    "\(node.shown) is not a mapping",
                    hint: "Name each datum: {budget: {kind: amount, fallback: 50000}}."))
            return []
        }
        return members.compactMap { member in
            let value = member.value
            DefinitionNode.check(member.key, .word, at: member.place, path: value.path, &faults)
            let example = "{kind: amount, fallback: 50000}"
            guard
                let reader = MappingReader(
                    value, keys: ["kind", "fallback"], example: example, &faults)
            else { return nil }
            let kind: Datum.Kind = reader["kind"]?.choice(&faults) ?? .text
            let fallback = reader.required("fallback", &faults)
            if let fallback, kind == .amount, Amount(fallback.json).value == nil {
                faults.append(
                    fallback.fault("\(fallback.shown) is not an amount", hint: "Write a number."))
            } else if let fallback, kind == .text, fallback.json.string == nil {
                _ = fallback.text(0...10_000, isLong: true, &faults)
            }
            return Datum(name: member.key, kind: kind, fallback: fallback?.json ?? .null)
        }
    }

    private static func sections(
        _ node: DefinitionNode, _ steps: [RecipeStep], _ faults: inout [DefinitionFault]
    ) -> [Section] {
        guard let members = node.members else {
            faults.append(
                node.fault(
                    "\(node.shown) is not a mapping",
                    hint: "Name each section: {budget: {title: Budget, step: finance}}."))
            return []
        }
        return members.compactMap { member in
            let value = member.value
            DefinitionNode.check(member.key, .word, at: member.place, path: value.path, &faults)
            let example = "{title: Budget, step: finance}"
            guard
                let reader = MappingReader(
                    value, keys: ["title", "step"], example: example, &faults)
            else { return nil }
            let title = reader["title"]?.text(1...120, &faults) ?? member.key
            guard let step = reader.required("step", &faults) else { return nil }
            let name = step.text(1...64, &faults).map { name in
                step.check(name, isA: "step", among: steps.map(\.name), &faults)
                return name
            }
            return name.map { Section(title: title, key: member.key, step: $0) }
        }
    }
}

extension DefinitionNode {
    /// A fault with the nearest known name unless the name is one of these.
    func check(
        _ name: String, isA kind: String, among known: [String],
        _ faults: inout [DefinitionFault]
    ) {
        guard !known.contains(name) else { return }
        faults.append(
            fault(
                "there is no \(kind) \(DefinitionFault.shown(name))",
                hint: DefinitionFault.hint(for: name, among: known)))
    }
}

extension AgentCard {
    /// Reads a list of agents whose names differ.
    static func cards(
        _ node: DefinitionNode, _ faults: inout [DefinitionFault]
    ) -> [AgentCard] {
        guard let entries = node.entries else {
            faults.append(
                node.fault("\(node.shown) is not a list", hint: "Write [\(AgentCard.example)]."))
            return []
        }
        if entries.count > RankKey.mostAgents {
            faults.append(
                node.fault("\(entries.count) agents", hint: "At most \(RankKey.mostAgents)."))
        }
        var once = OnceOnly("is the name of two agents")
        return entries.compactMap { entry in
            guard let card = AgentCard(definition: entry, faults: &faults) else { return nil }
            let name = entry["name"]
            once.take(
                card.name, at: name?.place ?? entry.place, path: name?.path ?? entry.path, &faults)
            return card
        }
    }
}
