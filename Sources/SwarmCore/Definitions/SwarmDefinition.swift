/// A swarm as a file describes it: who is in it, what it can be asked, and the numbers it decides by.
public struct SwarmDefinition: Sendable {
    public var agents: [AgentCard]
    public var recipes: RecipeCatalogue
    public var policies: Policies

    public init(agents: [AgentCard], recipes: RecipeCatalogue, policies: Policies = Policies()) {
        self.agents = agents
        self.recipes = recipes
        self.policies = policies
    }
}
