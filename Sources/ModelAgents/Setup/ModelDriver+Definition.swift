import SwarmCore

extension ModelDriver {
    /// Adds what is wrong with the settings of a model agent's definition to `faults`, each at the setting it is about.
    /// Whether the endpoints and tools it names are there is known only to a driver: `faults(of:)`.
    public static func check(settings node: DefinitionNode, faults: inout [DefinitionFault]) {
        guard let settings = node.json.object else { return }
        let card = AgentCard(
            name: "agent", skills: [], driver: .model, model: DriverKind.model.rawValue,
            loadPerSubtask: 1,
            settings: settings)
        var found: [String] = []
        _ = AgentSettings(card, ModelDefaults(endpoint: "", small: ""), &found)
        for sentence in found {
            let key = sentence.prefix { !" .:".contains($0) }
            faults.append((node[String(key)] ?? node).fault(sentence))
        }
    }
}
