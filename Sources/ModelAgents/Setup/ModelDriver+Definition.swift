import SwarmCore

extension ModelDriver {
    /// Adds what is wrong with the settings of a model agent's definition to `faults`, each at the setting it is about.
    ///
    /// - Parameters:
    ///   - endpoints: The names of those that are set up.
    ///   - tools: Names of tools, or beginnings with a `*` of those only a running server names.
    public static func check(
        settings node: DefinitionNode, endpoints: [String], tools: [String],
        faults: inout [DefinitionFault]
    ) {
        guard let settings = node.json.object else { return }
        let card = AgentCard(
            name: "agent", skills: [], driver: .model, model: DriverKind.model.rawValue,
            loadPerSubtask: 1,
            settings: settings)
        var found: [String] = []
        let read = AgentSettings(card, ModelDefaults(endpoint: "", small: ""), &found)
        for sentence in found {
            let key = sentence.prefix { !" .:".contains($0) }
            faults.append((node[String(key)] ?? node).fault(sentence))
        }
        func unknown(_ kind: String, _ name: String, _ known: [String]) -> DefinitionFault {
            let nearest = NearestName.nearest(to: name, in: known).map { "Nearest: \($0)." }
            let all = known.isEmpty ? "None is set up." : "Known: \(known.joined(separator: ", "))."
            let setting = kind == "tool" ? "tools" : "endpoint"
            return (node[setting] ?? node).fault(
                "there is no \(kind) \(Excerpt.of(name, most: 60))", hint: nearest ?? all)
        }
        for route in read.routes(model: read.small)
        where !route.endpoint.isEmpty && !endpoints.contains(route.endpoint) {
            faults.append(unknown("endpoint", route.endpoint, endpoints))
        }
        for choice in read.tools where !tools.contains(where: choice.mayFit) {
            faults.append(unknown("tool", choice.pattern, tools))
        }
    }
}
