extension Scenario {
    private static let keys = ["title", "about", "seed", "limit", "steps", "expect"]
    private static let example =
        "{title: A first run, steps: [{at: 0s, submit: {recipe: campaign}}]}"
    private static let mostSteps = 1_000

    /// Reads a script; nil when there is nothing to play.
    public init?(
        named name: String, definition node: DefinitionNode, faults: inout [DefinitionFault]
    ) {
        guard let reader = MappingReader(node, keys: Self.keys, example: Self.example, &faults)
        else { return nil }
        let title = reader["title"]?.text(1...120, &faults) ?? name
        self.init(
            name: name, title: title,
            about: reader["about"]?.text(1...500, isLong: true, &faults) ?? "")
        seed = reader["seed"]?.integer(in: 0...Int(Int32.max), &faults).map(UInt64.init) ?? 1
        limit = reader["limit"]?.timeSpan(in: .seconds(1)...(.seconds(3_600)), &faults) ?? limit
        let steps = reader.required("steps", &faults)?.list(most: Self.mostSteps, &faults) ?? []
        var latest = TimeSpan.zero
        self.steps = steps.compactMap { node in
            guard let step = ScenarioStep(node, &faults) else { return nil }
            if case .waitForEnd = step.deed {
                latest = .zero
            } else if step.at < latest {
                faults.append(
                    node.fault(
                        "it is before the step above it",
                        hint: "Put the steps in the order of their times."))
            } else {
                latest = step.at
            }
            return step
        }
        expectations = reader["expect"].map { ScenarioExpectations($0, &faults) } ?? expectations
    }
}

extension ScenarioStep {
    private static let deeds = [
        "say", "submit", "fault", "revert", "pause", "resume", "cancel", "retry", "approve", "deny",
        "wait",
    ]

    fileprivate init?(_ node: DefinitionNode, _ faults: inout [DefinitionFault]) {
        let example = "{at: 1s, submit: {recipe: campaign}}"
        guard
            let reader = MappingReader(node, keys: ["at"] + Self.deeds, example: example, &faults)
        else { return nil }
        let at = reader["at"]?.timeSpan(in: .zero...(.seconds(3_600)), &faults) ?? .zero
        let named = Self.deeds.filter { key in node.members?.contains { $0.key == key } ?? false }
        guard let deed = named.first, named.count == 1 else {
            faults.append(
                node.fault(
                    named.isEmpty ? "the step does nothing" : "the step does several things",
                    hint: "Give it exactly one of \(Self.deeds.joined(separator: ", "))."))
            return nil
        }
        guard let value = reader[deed] ?? (deed == "say" ? DefinitionNode(JSONValue.null) : nil)
        else {
            faults.append(node.fault("\(deed) says nothing", hint: "Write it like \(example)."))
            return nil
        }
        guard let deed = ScenarioDeed(deed, value, &faults) else { return nil }
        self.init(at: at, deed)
    }
}

extension ScenarioDeed {
    fileprivate init?(_ name: String, _ node: DefinitionNode, _ faults: inout [DefinitionFault]) {
        switch name {
        case "say":
            if node.isNull {
                self = .caption(nil)
                return
            }
            guard let text = node.text(1...300, &faults) else { return nil }
            self = .caption(text)
        case "submit":
            guard let draft = TaskDraft(definition: node, &faults) else { return nil }
            self = .submit(draft)
        case "fault":
            guard let fault = ScenarioFault(node, &faults) else { return nil }
            self = .fault(fault)
        case "revert":
            guard node.only("all", &faults) else { return nil }
            self = .revertAll
        case "wait":
            guard node.only("end", &faults) else { return nil }
            self = .waitForEnd
        case "approve", "deny":
            guard let (task, step) = node.approval(&faults) else { return nil }
            self = .answer(task: task, step: step, granted: name == "approve")
        default:
            guard let who = node.text(1...64, &faults) else { return nil }
            switch name {
            case "pause": self = .pause(who == "all" ? nil : who)
            case "resume": self = .resume(who == "all" ? nil : who)
            case "cancel": self = .cancel(task: who)
            default: self = .retry(task: who)
            }
        }
    }
}

extension ScenarioFault {
    private static let kinds = [
        "crash", "hang", "slow", "flaky", "poor_quality", "corrupt", "drop_messages",
        "delay_messages", "partition", "health_drop", "journal_stall",
    ]

    /// Reads `{kind: slow, agent: Finance Agent, factor: 4, for: 5s, count: 2}`.
    fileprivate init?(_ node: DefinitionNode, _ faults: inout [DefinitionFault]) {
        let keys = ["kind", "agent", "skill", "factor", "percent", "by", "for", "count"]
        guard
            let reader = MappingReader(
                node, keys: keys, example: "{kind: crash, agent: Finance Agent, for: 5s}", &faults)
        else { return nil }
        guard let name = reader.required("kind", &faults),
            let kind = Self.kind(name, reader, &faults)
        else { return nil }
        let target: Target
        if let agent = reader["agent"]?.text(1...64, &faults) {
            target = .agent(agent)
        } else if let skill = reader["skill"]?.text(1...64, &faults) {
            target = .skill(skill)
        } else {
            target = .everyone
        }
        self.init(
            kind: kind, target: target,
            duration: reader["for"]?.timeSpan(in: .milliseconds(1)...(.seconds(3_600)), &faults),
            count: reader["count"]?.integer(in: 1...1_000_000, &faults))
    }

    private static func kind(
        _ node: DefinitionNode, _ reader: MappingReader, _ faults: inout [DefinitionFault]
    ) -> FaultKind? {
        func percent() -> Int { reader["percent"]?.integer(in: 1...100, &faults) ?? 50 }
        func span() -> TimeSpan {
            reader["by"]?.timeSpan(in: .milliseconds(1)...(.seconds(60)), &faults)
                ?? .milliseconds(500)
        }
        switch node.json.string {
        case "crash": return .crash
        case "hang": return .hang
        case "slow": return .slow(factor: reader["factor"]?.integer(in: 2...100, &faults) ?? 4)
        case "flaky": return .flaky(percent: percent())
        case "poor_quality": return .poorQuality
        case "corrupt": return .corrupt
        case "drop_messages": return .dropMessages(percent: percent())
        case "delay_messages": return .delayMessages(span())
        case "partition": return .partition
        case "health_drop": return .healthDrop
        case "rate_limit": return .rateLimit
        case "overloaded": return .overloaded
        case "truncated_stream": return .truncatedStream
        case "slow_tokens":
            return .slowTokens(factor: reader["factor"]?.integer(in: 2...100, &faults) ?? 4)
        case "garbage": return .garbage
        case "wrong_usage": return .wrongUsage
        case "journal_stall": return .journalStall(span())
        default:
            let nearest = node.json.string.flatMap { NearestName.nearest(to: $0, in: kinds) }
            faults.append(
                node.fault(
                    "this is no kind of fault",
                    hint: nearest.map { "Nearest: \($0)." }
                        ?? "Known: \(kinds.joined(separator: ", "))."))
            return nil
        }
    }
}

extension ScenarioExpectations {
    fileprivate init(_ node: DefinitionNode, _ faults: inout [DefinitionFault]) {
        self.init()
        let keys = TaskStatus.allCases.map(\.rawValue) + ["recovers", "rises", "falls", "parallel"]
        guard
            let reader = MappingReader(
                node, keys: keys, example: "{succeeded: 3, recovers: true}", &faults)
        else { return }
        for status in TaskStatus.allCases {
            ended[status] = reader[status.rawValue]?.integer(in: 0...100_000, &faults)
        }
        recovers = reader["recovers"]?.flag(&faults) ?? false
        isParallel = reader["parallel"]?.flag(&faults) ?? false
        rises =
            reader["rises"]?.list(most: 100, &faults)?.compactMap { $0.text(1...64, &faults) } ?? []
        falls =
            reader["falls"]?.list(most: 100, &faults)?.compactMap { $0.text(1...64, &faults) } ?? []
    }
}

extension DefinitionNode {
    /// Whether it is the one word that may stand there.
    fileprivate func only(_ word: String, _ faults: inout [DefinitionFault]) -> Bool {
        if json.string == word { return true }
        faults.append(fault("only \(word) can stand here", hint: "Write \(word)."))
        return false
    }

    /// Reads `{task: ticket_7, step: hand_off}`.
    fileprivate func approval(_ faults: inout [DefinitionFault]) -> (String, String)? {
        guard
            let reader = MappingReader(
                self, keys: ["task", "step"], example: "{task: ticket_7, step: hand_off}", &faults),
            let task = reader.required("task", &faults)?.text(1...64, &faults),
            let step = reader.required("step", &faults)?.text(1...64, &faults)
        else { return nil }
        return (task, step)
    }
}
