import SwarmCore
import Testing

@testable import SwarmFiles

/// What a text, read as a swarm file beside the built-in one, comes to.
struct Read {
    let definition: SwarmDefinition
    let faults: [DefinitionFault]

    init(swarm text: String? = nil, recipes: [String] = []) {
        var faults: [DefinitionFault] = []
        let node = text.flatMap { YAMLText.node(Array($0.utf8), file: "swarm.yaml", &faults) }
        let recipes = recipes.enumerated().compactMap { place, text in
            YAMLText.node(Array(text.utf8), file: "recipe\(place + 1).yaml", &faults)
        }
        definition = SwarmDefinition.read(
            swarm: node, recipes: recipes, defaults: BuiltIn.definition, faults: &faults)
        self.faults = faults.inReadingOrder()
    }

    var sentences: [String] { faults.map(\.sentence) }
}

/// A swarm file with one agent of these lines.
func agentFile(_ lines: String...) -> String {
    "agents:\n  - name: Legal Agent\n    skills: [contracts]\n"
        + lines.map { "    \($0)\n" }.joined()
}

/// A recipe file with these steps, each of a skill somebody has unless it says otherwise.
func recipeFile(_ steps: String...) -> String {
    "name: trial\nsteps:\n" + steps.map { "  \($0)\n" }.joined()
}

/// Numbers from a seed, the same everywhere (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        defer { state &+= 0x9E37_79B9_7F4A_7C15 }
        return KeyedRandom.mix(state)
    }
}
