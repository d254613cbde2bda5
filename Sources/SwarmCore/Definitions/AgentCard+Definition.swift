extension AgentCard {
    private static let keys = [
        "name", "skills", "domains", "driver", "model", "max_load", "load_per_subtask", "work_time",
        "replicas", "replica_of", "settings", "idle_timeout", "timeout", "budget",
        "calls_per_minute",
    ]
    static let example = "{name: Legal Agent, skills: {contracts: [contract, clause]}}"
    private static let words = [
        // Whoever else may send a message goes by these in the journal.
        "orchestrator", "operator", "everyone",
    ]

    /// Reads an agent; nil when it has no name or skills. Every fault is added to `faults`.
    ///
    /// `{name, skills: {skill: [keywords]} or [skills], domains, driver, model, max_load, load_per_subtask,
    /// work_time, replicas: 1..4, settings}`; only name and skills must be there.
    public convenience init?(definition node: DefinitionNode, faults: inout [DefinitionFault]) {
        guard let reader = MappingReader(node, keys: Self.keys, example: Self.example, &faults)
        else { return nil }
        let name = reader.required("name", &faults).flatMap { Self.name($0, &faults) }
        let skills = reader.required("skills", &faults).flatMap { Self.skills($0, &faults) }
        let driver: DriverKind = reader["driver"]?.choice(&faults) ?? .offline
        let most = reader["max_load"]?.integer(in: 1...1_000_000, &faults) ?? 100
        let load = reader["load_per_subtask"]?.integer(in: 1...max(1, most), &faults) ?? 25
        let domains = reader["domains"]?.names(most: 32, &faults)
        let model = reader["model"]?.text(1...120, &faults)
        let work = reader["work_time"]?.timeSpan(in: .zero ... .seconds(86_400), &faults)
        let replicas = reader["replicas"]?.wholeBounds(in: 1...1_000, &faults)
        let kind = reader["replica_of"]?.name(as: .title, &faults)
        let settings = reader["settings"].flatMap { Self.settings($0, &faults) }
        let limits = Self.limits(reader, &faults)
        guard let name, let skills else { return nil }
        self.init(
            name: name, skills: skills, domains: domains ?? [], driver: driver,
            model: model ?? (driver == .offline ? "offline rules" : driver.rawValue), maxLoad: most,
            loadPerSubtask: load, expectedWork: work, replicas: replicas ?? 1...1, replicaOf: kind,
            settings: settings ?? JSONObject(), limits: limits)
    }

    private static func limits(
        _ reader: MappingReader, _ faults: inout [DefinitionFault]
    ) -> AgentLimits {
        var limits = AgentLimits()
        limits.idleTimeout = reader["idle_timeout"]?.timeSpan(in: TimeSpan.definable, &faults)
        limits.hardTimeout = reader["timeout"]?.timeSpan(in: TimeSpan.definable, &faults)
        limits.budget = reader["budget"]?.money(&faults)
        limits.callsPerMinute = reader["calls_per_minute"]?.integer(in: 1...1_000_000, &faults)
        return limits
    }

    private static func name(
        _ node: DefinitionNode, _ faults: inout [DefinitionFault]
    ) -> String? {
        let name = node.name(as: .title, &faults)
        if let name, words.contains(name.lowercased()) {
            faults.append(node.fault("\(name) is taken by the swarm itself", hint: "Rename it."))
        }
        return name
    }

    private static func skills(
        _ node: DefinitionNode, _ faults: inout [DefinitionFault]
    ) -> [Skill]? {
        var skills: [Skill] = []
        if let members = node.members {
            var once = OnceOnly("is there twice")
            for member in members {
                let path = member.value.path
                DefinitionNode.check(member.key, .word, at: member.place, path: path, &faults)
                once.take(member.key, at: member.place, path: path, &faults)
                let keywords = member.value.isNull ? [] : keywords(member.value, &faults)
                skills.append(Skill(member.key, keywords: keywords))
            }
        } else if case .list = node.content {
            skills = node.names(most: SkillSet.capacity, &faults)?.map { Skill($0) } ?? []
        } else {
            faults.append(
                node.fault(
                    "\(node.shown) is not a list of skills",
                    hint: "Write [finance, budgeting], or {finance: [budget, cost]} with keywords.")
            )
            return nil
        }
        if skills.isEmpty {
            faults.append(node.fault("an agent needs at least one skill", hint: "Name one."))
        }
        return skills
    }

    private static func keywords(
        _ node: DefinitionNode, _ faults: inout [DefinitionFault]
    ) -> [String] {
        node.list(most: 200, &faults)?.compactMap { $0.text(1...60, &faults) } ?? []
    }

    private static func settings(
        _ node: DefinitionNode, _ faults: inout [DefinitionFault]
    ) -> JSONObject? {
        guard let settings = node.json.object else {
            faults.append(node.fault("\(node.shown) is not a mapping"))
            return nil
        }
        return settings
    }

    /// What `init(definition:faults:)` reads back as an equal card.
    public var definition: JSONObject {
        var definition: JSONObject = [
            "name": .string(name),
            "skills": .object(
                JSONObject(
                    distinct: skills.map { skill in
                        JSONObject.Member(
                            skill.name, .array(skill.keywords.map(JSONValue.string)))
                    })),
            "driver": .string(driver.rawValue), "model": .string(model),
            "max_load": .integer(Int64(maxLoad)),
            "load_per_subtask": .integer(Int64(loadPerSubtask)),
        ]
        if !domains.isEmpty { definition["domains"] = .array(domains.map(JSONValue.string)) }
        if let expectedWork { definition["work_time"] = .string(expectedWork.text) }
        if replicas != 1...1 {
            definition["replicas"] = .string("\(replicas.lowerBound)..\(replicas.upperBound)")
        }
        if let replicaOf { definition["replica_of"] = .string(replicaOf) }
        if !settings.isEmpty { definition["settings"] = .object(settings) }
        if let idle = limits.idleTimeout { definition["idle_timeout"] = .string(idle.text) }
        if let hard = limits.hardTimeout { definition["timeout"] = .string(hard.text) }
        if let budget = limits.budget { definition["budget"] = .string(budget.definition) }
        if let calls = limits.callsPerMinute {
            definition["calls_per_minute"] = .integer(Int64(calls))
        }
        return definition
    }
}
