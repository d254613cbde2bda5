/// As its definition says it.
extension Recipe: Codable {
    public convenience init(from decoder: any Decoder) throws {
        var faults: [DefinitionFault] = []
        let node = DefinitionNode(try JSONValue(from: decoder))
        // Faults are those of today's limits; it was taken in once.
        guard let read = Recipe(definition: node, faults: &faults) else {
            throw SnapshotFault.unreadable("a recipe")
        }
        self.init(
            name: read.name, title: read.title, type: read.type, words: read.words,
            steps: read.steps, complexity: read.complexity, data: read.data,
            sections: read.sections, checks: read.checks, crossChecks: read.crossChecks,
            threshold: read.threshold, agents: read.agents)
    }

    public func encode(to encoder: any Encoder) throws {
        try JSONValue.object(definition).encode(to: encoder)
    }
}

extension AgentCard: Codable {
    private enum Key: CodingKey {
        case name, skills, domains, driver, model, maxLoad, loadPerSubtask, expectedWork, replicas
        case replicaOf, settings
    }

    public convenience init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Key.self)
        self.init(
            name: try members.decode(String.self, forKey: .name),
            skills: try members.decode([Skill].self, forKey: .skills),
            domains: try members.decode([String].self, forKey: .domains),
            driver: try members.decode(DriverKind.self, forKey: .driver),
            model: try members.decode(String.self, forKey: .model),
            maxLoad: try members.decode(Int.self, forKey: .maxLoad),
            loadPerSubtask: try members.decode(Int.self, forKey: .loadPerSubtask),
            expectedWork: try members.decodeIfPresent(TimeSpan.self, forKey: .expectedWork),
            replicas: try members.decode(ClosedRange<Int>.self, forKey: .replicas),
            replicaOf: try members.decodeIfPresent(String.self, forKey: .replicaOf),
            settings: try members.decode(JSONValue.self, forKey: .settings).object ?? JSONObject())
    }

    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Key.self)
        try members.encode(name, forKey: .name)
        try members.encode(skills, forKey: .skills)
        try members.encode(domains, forKey: .domains)
        try members.encode(driver, forKey: .driver)
        try members.encode(model, forKey: .model)
        try members.encode(maxLoad, forKey: .maxLoad)
        try members.encode(loadPerSubtask, forKey: .loadPerSubtask)
        try members.encodeIfPresent(expectedWork, forKey: .expectedWork)
        try members.encode(replicas, forKey: .replicas)
        try members.encodeIfPresent(replicaOf, forKey: .replicaOf)
        try members.encode(JSONValue.object(settings), forKey: .settings)
    }
}
