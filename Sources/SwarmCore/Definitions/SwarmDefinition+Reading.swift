extension SwarmDefinition {
    private static let keys = [
        "version", "agents", "policies", "recipes", "endpoints", "models", "tools", "approve",
    ]

    /// Reads a swarm from its files and adds everything wrong with them to `faults`; use it only when there is none.
    ///
    /// - Parameters:
    ///   - swarm: `{version: 1, agents, policies, recipes, endpoints, models, tools, approve}`, every key
    ///     optional; the last four are for whoever calls models, not read here; nil when there is no such file.
    ///   - recipes: one node for each recipe that has a file of its own.
    ///   - defaults: what stands where the files say nothing: its agents when they list none, and those of its
    ///     recipes that they do not name anew and somebody has the skills for.
    ///   - drivers: those there are; an agent that wants another is a fault.
    public static func read(
        swarm: DefinitionNode?, recipes: [DefinitionNode], defaults: SwarmDefinition,
        drivers: [DriverKind] = DriverKind.allCases, faults: inout [DefinitionFault]
    ) -> SwarmDefinition {
        var top = swarm ?? DefinitionNode(.mapping([]))
        let example = "{agents: [\(AgentCard.example)]}"
        if MappingReader(top, keys: keys, example: example, &faults) == nil {
            top = DefinitionNode(.mapping([]))
        }
        _ = top["version"]?.integer(in: 1...1, &faults)
        let policies = top["policies"].flatMap { Policies(definition: $0, faults: &faults) }
        let agents = top["agents"].map { AgentCard.cards($0, &faults) } ?? defaults.agents
        var nodes = recipes
        if let listed = top["recipes"] {
            if listed.entries == nil {
                faults.append(listed.fault("\(listed.shown) is not a list"))
            }
            nodes = (listed.entries ?? []) + nodes
        }
        let limits = (policies ?? defaults.policies).limits
        let own = Self.recipes(nodes, limits, &faults)
        var skills = SkillCheck(agents: agents)
        skills.count(agents, at: top["agents"] ?? top, &faults)
        for (recipe, node) in own {
            skills.count(recipe.agents, at: node["agents"] ?? node, &faults)
            skills.check(recipe, node, &faults)
        }
        for node in [top] + own.map(\.node) { check(drivers, of: node["agents"], &faults) }
        var cards = Cards(agents)
        for (recipe, node) in own { cards.take(recipe.agents, at: node["agents"], &faults) }
        let names = Set(own.map(\.recipe.name))
        let kept = defaults.recipes.recipes.filter { !names.contains($0.name) }
            .map { $0.bringing($0.agents.filter(cards.agree)) }.filter(skills.isStaffed)
        return SwarmDefinition(
            agents: agents, recipes: RecipeCatalogue(kept + own.map(\.recipe)),
            policies: policies ?? defaults.policies)
    }

    private static func check(
        _ drivers: [DriverKind], of agents: DefinitionNode?, _ faults: inout [DefinitionFault]
    ) {
        for driver in (agents?.entries ?? []).compactMap({ $0["driver"] }) {
            guard let kind = driver.json.string.flatMap(DriverKind.init), !drivers.contains(kind)
            else { continue }
            let known = drivers.map(\.rawValue).joined(separator: ", ")
            faults.append(
                driver.fault(
                    "\(kind.rawValue) agents cannot work here yet", hint: "Write \(known)."))
        }
    }

    private static func recipes(
        _ nodes: [DefinitionNode], _ limits: TaskLimits, _ faults: inout [DefinitionFault]
    ) -> [(recipe: Recipe, node: DefinitionNode)] {
        var once = OnceOnly("is the name of two recipes")
        return nodes.compactMap { node in
            guard let recipe = Recipe(definition: node, limits: limits, faults: &faults) else {
                return nil
            }
            let name = node["name"] ?? node
            once.take(recipe.name, at: name.place, path: name.path, &faults)
            return (recipe, node)
        }
    }
}

/// Agents by name: one name is one agent, whoever brings it.
private struct Cards {
    private var cards: [String: AgentCard] = [:]

    init(_ agents: [AgentCard]) {
        for card in agents { cards[card.name] = card }
    }

    /// Adds what a recipe brings; a fault where an agent is known as another one.
    mutating func take(
        _ brought: [AgentCard], at node: DefinitionNode?, _ faults: inout [DefinitionFault]
    ) {
        for card in brought {
            if !agree(card), let node {
                let entry = node.entries?.first { $0["name"]?.json == .string(card.name) }
                faults.append(
                    (entry?["name"] ?? node).fault(
                        "\(DefinitionFault.shown(card.name)) is described differently elsewhere",
                        hint: "Describe it alike, or give it another name."))
            }
            cards[card.name] = cards[card.name] ?? card
        }
    }

    /// Whether no other agent has its name.
    func agree(_ card: AgentCard) -> Bool { cards[card.name].map { $0 == card } ?? true }
}

extension Recipe {
    /// The recipe with these agents instead of its own.
    fileprivate func bringing(_ agents: [AgentCard]) -> Recipe {
        guard agents != self.agents else { return self }
        return Recipe(
            name: name, title: title, type: type, words: words, steps: steps,
            complexity: complexity, data: data, sections: sections, checks: checks,
            crossChecks: crossChecks, threshold: threshold, agents: agents)
    }
}

/// Whether somebody has the skills the recipes ask for, and whether they all fit into a `SkillSet`.
private struct SkillCheck {
    private let taken: Set<String>
    /// The swarm's own, each once in order of appearance so that hints do not vary, and how many have each.
    private let known: [String]
    private let able: [String: Int]
    private var skills: Set<String> = []
    private var domains: Set<String> = []

    init(agents: [AgentCard]) {
        taken = Set(agents.map(\.name))
        able = Self.able(agents)
        known = Self.names(agents)
    }

    /// Adds what these agents bring; a fault where the whole first becomes too much.
    mutating func count(
        _ cards: [AgentCard], at node: DefinitionNode, _ faults: inout [DefinitionFault]
    ) {
        let most = SkillSet.capacity
        let before = (skills.count, domains.count)
        skills.formUnion(cards.lazy.flatMap(\.skills).map(\.name))
        domains.formUnion(cards.lazy.flatMap(\.domains))
        for (kind, before, after) in [
            ("skills", before.0, skills.count), ("domains", before.1, domains.count),
        ] where before <= most && after > most {
            faults.append(
                node.fault(
                    "with these agents the swarm has \(after) different \(kind)",
                    hint: "At most \(most) are possible in all."))
        }
    }

    func isStaffed(_ recipe: Recipe) -> Bool {
        let brought = Self.able(self.brought(by: recipe))
        return recipe.steps.allSatisfy { able[$0.skill] != nil || brought[$0.skill] != nil }
    }

    /// Every step needs somebody with its skill, and several answers as many as their quorum.
    func check(
        _ recipe: Recipe, _ node: DefinitionNode, _ faults: inout [DefinitionFault]
    ) {
        let team = brought(by: recipe)
        let brought = Self.able(team)
        for step in recipe.steps {
            let entry = node["steps"]?.member(step.name)
            let place = entry?["skill"] ?? entry ?? node["steps"] ?? node
            let able = able[step.skill, default: 0] + brought[step.skill, default: 0]
            if able == 0 {
                let known = known + Self.names(team)
                faults.append(
                    place.fault(
                        "no agent has the skill \(DefinitionFault.shown(step.skill))",
                        hint: DefinitionFault.hint(for: step.skill, among: known)))
            } else if let rule = step.answers, able < rule.quorum {
                faults.append(
                    (entry?["answers"] ?? place).fault(
                        "\(able == 1 ? "1 agent has" : "\(able) agents have") the skill "
                            + "\(step.skill), the quorum is \(rule.quorum)",
                        hint: "Add agents, raise their replicas, or lower the quorum."))
            }
        }
    }

    private func brought(by recipe: Recipe) -> [AgentCard] {
        recipe.agents.filter { !taken.contains($0.name) }
    }

    private static func names(_ agents: [AgentCard]) -> [String] {
        var seen: Set<String> = []
        return agents.flatMap(\.skills).map(\.name).filter { seen.insert($0).inserted }
    }

    private static func able(_ agents: [AgentCard]) -> [String: Int] {
        var able: [String: Int] = [:]
        for card in agents {
            for name in Set(card.skills.map(\.name)) {
                able[name, default: 0] += max(1, min(card.replicas.upperBound, 1_000))
            }
        }
        return able
    }
}
