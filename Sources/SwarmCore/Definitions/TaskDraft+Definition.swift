extension TaskDraft {
    static let definitionKeys = [
        "id", "title", "text", "type", "recipe", "complexity", "required_skills", "skills",
        "domain", "priority", "deadline", "data", "best_effort", "budget", "cache",
    ]

    /// Reads a task as a file says it: a mapping, or its words alone.
    public init?(definition node: DefinitionNode, _ faults: inout [DefinitionFault]) {
        self.init()
        if case .scalar(.string(let words)) = node.content {
            text = words
            return
        }
        guard
            let reader = MappingReader(
                node, keys: Self.definitionKeys,
                example: "{recipe: campaign, data: {budget: 50000}}", &faults)
        else { return nil }
        func words(_ key: String) -> String? {
            reader[key].flatMap { $0.words(&faults) }
        }
        id = words("id")
        title = words("title")
        text = words("text")
        type = words("type")
        recipe = words("recipe")
        domain = words("domain")
        complexity = reader["complexity"]?.choice(&faults)
        priority = reader["priority"]?.choice(&faults) ?? .normal
        deadline = reader["deadline"]?.moment(&faults)
        let skills = reader["required_skills"] ?? reader["skills"]
        requiredSkills = skills?.names(most: TaskDraft.mostSkills, &faults)
        bestEffort = reader["best_effort"]?.flag(&faults) ?? false
        budget = reader["budget"]?.money(&faults)
        cache = reader["cache"]?.choice(&faults) ?? .none
        guard let data = reader["data"] else { return }
        if let object = data.json.object {
            self.data = object
        } else {
            faults.append(
                data.fault("the data is not a mapping", hint: "Write it like {budget: 50000}."))
        }
    }
}

extension DefinitionNode {
    /// A text, or a number as it is written.
    fileprivate func words(_ faults: inout [DefinitionFault]) -> String? {
        switch json {
        case .string(let text): return text
        case .integer(let number): return String(number)
        default:
            faults.append(fault("it must be a text"))
            return nil
        }
    }

    fileprivate func moment(_ faults: inout [DefinitionFault]) -> WallTime? {
        guard let text = words(&faults) else { return nil }
        if let time = WallTime(rfc3339: text) { return time }
        faults.append(
            fault(
                "\(DefinitionFault.shown(text)) is no time",
                hint: "Write 2030-03-15 or 2030-03-15T18:00:00Z."))
        return nil
    }
}
