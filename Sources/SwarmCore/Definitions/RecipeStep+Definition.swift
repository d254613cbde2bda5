extension RecipeStep {
    private static let keys = [
        "title", "skill", "after", "on_request", "optional", "when", "approval", "review",
        "answers",
    ]

    /// Reads `name: {skill, title, after: [steps], on_request, optional, when, approval, review, answers}`.
    ///
    /// Without a skill the step's name is one; without a title its name is shown.
    init(definition member: DefinitionNode.Member, _ faults: inout [DefinitionFault]) {
        self.init(name: member.key, skill: member.key)
        guard !member.value.isNull else { return }
        let example = "{skill: content_creation, after: [research]}"
        guard let reader = MappingReader(member.value, keys: Self.keys, example: example, &faults)
        else { return }
        self.init(
            name: member.key, title: reader["title"]?.text(1...120, &faults),
            skill: reader["skill"]?.name(&faults) ?? member.key)
        after = reader["after"]?.names(most: Recipe.mostSteps, &faults) ?? []
        isOnRequest = reader["on_request"]?.flag(&faults) ?? false
        isOptional = reader["optional"]?.flag(&faults) ?? false
        condition = reader["when"].flatMap { StepCondition($0, &faults) }
        approval = reader["approval"].flatMap { ApprovalRule($0, &faults) }
        review = reader["review"].flatMap { ReviewRule($0, &faults) }
        answers = reader["answers"].flatMap { AnswersRule($0, &faults) }
    }

    var definition: JSONObject {
        var definition: JSONObject = ["title": .string(title), "skill": .string(skill)]
        if !after.isEmpty { definition["after"] = .array(after.map(JSONValue.string)) }
        if isOnRequest { definition["on_request"] = true }
        if isOptional { definition["optional"] = true }
        definition["when"] = condition.map { .object($0.definition) }
        definition["approval"] = approval.map { .object($0.definition) }
        definition["review"] = review.map { .object($0.definition) }
        definition["answers"] = answers.map { .object($0.definition) }
        return definition
    }
}

extension StepCondition {
    /// Reads `{step: escalation, path: escalate, equals: true}`.
    init?(_ node: DefinitionNode, _ faults: inout [DefinitionFault]) {
        let keys = ["step", "path", "equals"]
        let example = "{step: escalation, path: escalate, equals: true}"
        guard let reader = MappingReader(node, keys: keys, example: example, &faults) else {
            return nil
        }
        let step = reader.required("step", &faults)?.text(1...64, &faults)
        let path = reader.required("path", &faults)?.path(&faults)
        let equals = node.member("equals")?.json
        if equals == nil { _ = reader.required("equals", &faults) }
        guard let step, let path, let equals else { return nil }
        self.init(step: step, path: path, equals: equals)
    }

    var definition: JSONObject {
        ["step": .string(step), "path": .string(path), "equals": equals]
    }
}

extension ApprovalRule {
    /// Reads `{question: What will happen?, within: 10m}`, or the question alone.
    init?(_ node: DefinitionNode, _ faults: inout [DefinitionFault]) {
        if case .scalar = node.content {
            guard let question = node.text(1...500, &faults) else { return nil }
            self.init(question: question)
            return
        }
        let example = "{question: Send it?, within: 10m}"
        guard
            let reader = MappingReader(
                node, keys: ["question", "within"], example: example, &faults)
        else { return nil }
        let within = reader["within"]?.timeSpan(in: TimeSpan.definable, &faults)
        guard let question = reader.required("question", &faults)?.text(1...500, &faults) else {
            return nil
        }
        self.init(question: question, within: within)
    }

    var definition: JSONObject {
        var definition: JSONObject = ["question": .string(question)]
        definition["within"] = within.map { .string($0.text) }
        return definition
    }
}

extension ReviewRule {
    /// Reads `{reviewers: 2, rule: majority, quorum: 1, within: 10s}`, or the number of reviewers alone.
    init?(_ node: DefinitionNode, _ faults: inout [DefinitionFault]) {
        if case .scalar = node.content {
            guard let reviewers = node.integer(in: 1...9, &faults) else { return nil }
            self.init(reviewers: reviewers)
            return
        }
        let keys = ["reviewers", "rule", "quorum", "within"]
        guard
            let reader = MappingReader(
                node, keys: keys, example: "{reviewers: 2, rule: majority}", &faults)
        else { return nil }
        let rule: ConsensusRule = reader["rule"]?.choice(&faults) ?? .majority
        let within = reader["within"]?.timeSpan(in: TimeSpan.definable, &faults) ?? .seconds(10)
        let reviewers = reader.required("reviewers", &faults)?.integer(in: 1...9, &faults)
        let quorum = reader["quorum"]?.quorum(of: reviewers, "reviewers", &faults) ?? 1
        guard let reviewers else { return nil }
        self.init(reviewers: reviewers, rule: rule, quorum: quorum, within: within)
    }

    var definition: JSONObject {
        [
            "reviewers": .integer(Int64(reviewers)), "rule": .string(rule.rawValue),
            "quorum": .integer(Int64(quorum)), "within": .string(within.text),
        ]
    }
}

extension AnswersRule {
    /// Reads `{count: 3, path: trend, rule: majority, quorum: 2, within: 30s}`.
    init?(_ node: DefinitionNode, _ faults: inout [DefinitionFault]) {
        let keys = ["count", "path", "rule", "quorum", "within"]
        guard
            let reader = MappingReader(
                node, keys: keys, example: "{count: 3, path: trend, rule: majority}", &faults)
        else { return nil }
        let rule: ConsensusRule = reader["rule"]?.choice(&faults) ?? .majority
        let within = reader["within"]?.timeSpan(in: TimeSpan.definable, &faults)
        let count = reader.required("count", &faults)?.integer(in: 2...9, &faults)
        let path = reader.required("path", &faults)?.path(&faults)
        let quorum = reader["quorum"]?.quorum(of: count, "answers", &faults) ?? 2
        guard let count, let path else { return nil }
        self.init(count: count, path: path, rule: rule, quorum: quorum, within: within)
    }

    var definition: JSONObject {
        var definition: JSONObject = [
            "count": .integer(Int64(count)), "path": .string(path), "rule": .string(rule.rawValue),
            "quorum": .integer(Int64(quorum)),
        ]
        definition["within"] = within.map { .string($0.text) }
        return definition
    }
}

extension DefinitionNode {
    /// Member names joined by dots.
    func path(_ faults: inout [DefinitionFault]) -> String? {
        guard let path = text(1...200, &faults) else { return nil }
        if path.split(separator: ".", omittingEmptySubsequences: false).contains("") {
            faults.append(
                fault(
                    "\(shown) is not a path",
                    hint: "Join member names by dots, such as allocated or breakdown.tools."))
        }
        return path
    }

    /// At most as many as there can be votes.
    fileprivate func quorum(
        of count: Int?, _ voters: String, _ faults: inout [DefinitionFault]
    ) -> Int? {
        guard let quorum = integer(in: 1...9, &faults) else { return nil }
        if let count, quorum > count, 1...9 ~= quorum {
            faults.append(
                fault(
                    "a quorum of \(quorum) is never met by \(count) \(voters)",
                    hint: "Write a whole number from 1 to \(count)."))
        }
        return quorum
    }
}
