import SwarmCore

/// The files that ship with the program.
public enum BuiltIn {
    /// The commented swarm file `init` writes; the built-in swarm is read from it.
    public static var swarmFile: String { text(PackageResources.swarm_yaml) }

    /// The commented recipe `init` writes as `recipes/release_notes.yaml`.
    public static var exampleRecipe: String { text(PackageResources.release_notes_yaml) }

    /// The built-in recipes' files in the order they are offered.
    static let recipeFiles: [(file: String, bytes: [UInt8])] = [
        ("campaign.yaml", PackageResources.campaign_yaml),
        ("support_ticket.yaml", PackageResources.support_ticket_yaml),
        ("blog_post.yaml", PackageResources.blog_post_yaml),
        ("sales_analysis.yaml", PackageResources.sales_analysis_yaml),
    ]

    /// The built-in agents, recipes and policies.
    public static let definition: SwarmDefinition = {
        var faults: [DefinitionFault] = []
        let definition = read(&faults)
        precondition(faults.isEmpty, faults.map(\.sentence).joined(separator: "\n"))
        return definition
    }()

    /// Reads the shipped files; the tests see to it that there are no faults.
    static func read(_ faults: inout [DefinitionFault]) -> SwarmDefinition {
        let swarm = YAMLText.node(PackageResources.swarm_yaml, file: "swarm.yaml", &faults)
        var recipes: [DefinitionNode] = []
        for (file, bytes) in recipeFiles {
            if let node = YAMLText.node(bytes, file: file, &faults) { recipes.append(node) }
        }
        let nothing = SwarmDefinition(agents: [], recipes: RecipeCatalogue([]))
        return SwarmDefinition.read(
            swarm: swarm, recipes: recipes, defaults: nothing, faults: &faults)
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// The four agents that work with no key, server or network (spec §2).
public enum BuiltInSwarm {
    /// Marketing, Finance, Insights and Support, in the order they register.
    public static let cards = BuiltIn.definition.agents
}

extension RecipeCatalogue {
    /// The recipes that ship with the program.
    public static let builtIn = BuiltIn.definition.recipes
}
