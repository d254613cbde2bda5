extension SwarmState {
    /// What has to be done so that the swarm is what the definition says; nothing when it is already.
    ///
    /// Agents that neither the definition nor a recipe of it names retire, and so do their replicas.
    public func changes(to definition: SwarmDefinition) -> [Input] {
        var inputs: [Input] = []
        if policies != definition.policies { inputs.append(.setPolicies(definition.policies)) }
        for recipe in definition.recipes.recipes
        where recipes[recipe.name]?.definition != recipe.definition {
            inputs.append(.define(recipe))
        }
        for recipe in recipes.recipes where definition.recipes[recipe.name] == nil {
            inputs.append(.removeRecipe(recipe.name))
        }
        let brought = definition.recipes.recipes.flatMap(\.agents)
        for card in definition.agents { inputs += change(to: card, joins: true) }
        for card in brought { inputs += change(to: card, joins: false) }
        let kept = Set((definition.agents + brought).map(\.name))
        for agent in agents where !agent.isRetired {
            if !kept.contains(agent.card.replicaOf ?? agent.card.name) {
                inputs.append(.retire(agent.id))
            }
        }
        return inputs
    }

    /// Registers a new agent if it `joins`, edits a known one whose card differs.
    private func change(to card: AgentCard, joins: Bool) -> [Input] {
        guard let known = agentID(named: card.name).map({ agents[$0.position] }) else {
            return joins ? [.register(card)] : []
        }
        if known.isRetired { return joins ? [.register(card)] : [] }
        return known.card == card ? [] : [.edit(known.id, card)]
    }
}
