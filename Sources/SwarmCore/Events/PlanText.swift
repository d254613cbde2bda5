/// A plan as a journal line holds it: steps by their number from 0, spans in microseconds.
extension Plan {
    var json: JSONValue {
        var plan: JSONObject = ["steps": .array(steps.map(\.json))]
        if !groups.isEmpty { plan["groups"] = .array(groups.map(\.json)) }
        return .object(plan)
    }

    /// Nil when it is not a plan for these skills.
    convenience init?(json: JSONValue, skills: [SkillID]) {
        guard let listed = json["steps"]?.array, listed.count == skills.count,
            listed.count <= StepSet.capacity
        else { return nil }
        var steps: [Step] = []
        for (place, value) in listed.enumerated() {
            guard let step = Step(json: value, skill: skills[place], place) else { return nil }
            steps.append(step)
        }
        var groups: [AnswerGroup] = []
        for value in json["groups"]?.array ?? [] {
            guard let group = AnswerGroup(json: value) else { return nil }
            groups.append(group)
        }
        guard steps.allSatisfy({ step in step.group.map { Int($0) < groups.count } ?? true }),
            groups.allSatisfy({ $0.members.allSatisfy { $0 < steps.count } })
        else { return nil }
        self.init(steps: steps, groups: groups)
    }
}

extension Plan.Step {
    fileprivate var json: JSONValue {
        var step: JSONObject = ["name": .string(name), "title": .string(title)]
        if !after.isEmpty { step["after"] = after.json }
        if isOptional { step["optional"] = true }
        if let condition {
            step["when"] = .object([
                "step": .integer(Int64(condition.step)), "path": .string(condition.path),
                "equals": condition.equals,
            ])
        }
        if let approval {
            var rule: JSONObject = ["question": .string(approval.question)]
            if let within = approval.within { rule["within_us"] = .integer(within.microseconds) }
            step["approval"] = .object(rule)
        }
        if let review {
            step["review"] = .object([
                "reviewers": .integer(Int64(review.reviewers)),
                "rule": .string(review.rule.rawValue),
                "quorum": .integer(Int64(review.quorum)),
                "within_us": .integer(review.within.microseconds),
            ])
        }
        if let group { step["group"] = .integer(Int64(group)) }
        return .object(step)
    }

    fileprivate init?(json: JSONValue, skill: SkillID, _ place: Int) {
        guard let name = json["name"]?.string, let after = StepSet(json["after"] ?? .array([])),
            after.allSatisfy({ $0 < place })
        else { return nil }
        self.init(name: name, title: json["title"]?.string ?? name, skill: skill)
        self.after = after
        isOptional = json["optional"]?.bool ?? false
        if let when = json["when"] {
            guard let step = when["step"]?.integer.flatMap({ Int(exactly: $0) }), step < place,
                let path = when["path"]?.string, let equals = when["equals"]
            else { return nil }
            condition = Plan.Condition(step: step, path: path, equals: equals)
        }
        if let rule = json["approval"] {
            guard let question = rule["question"]?.string else { return nil }
            approval = ApprovalRule(question: question, within: rule.span("within_us"))
        }
        if let rule = json["review"] {
            guard let reviewers = rule.count("reviewers"), let quorum = rule.count("quorum"),
                let kind = rule.consensusRule, let within = rule.span("within_us")
            else { return nil }
            review = ReviewRule(reviewers: reviewers, rule: kind, quorum: quorum, within: within)
        }
        group = json.count("group").map { UInt8(clamping: $0) }
    }
}

extension Plan.AnswerGroup {
    fileprivate var json: JSONValue {
        var group: JSONObject = [
            "name": .string(name), "members": members.json, "count": .integer(Int64(rule.count)),
            "path": .string(rule.path), "rule": .string(rule.rule.rawValue),
            "quorum": .integer(Int64(rule.quorum)),
        ]
        if let within = rule.within { group["within_us"] = .integer(within.microseconds) }
        return .object(group)
    }

    fileprivate init?(json: JSONValue) {
        guard let name = json["name"]?.string, let members = StepSet(json["members"]),
            let count = json.count("count"), let path = json["path"]?.string,
            let kind = json.consensusRule, let quorum = json.count("quorum")
        else { return nil }
        let rule = AnswersRule(
            count: count, path: path, rule: kind, quorum: quorum, within: json.span("within_us"))
        self.init(name: name, members: members, rule: rule)
    }
}

extension StepSet {
    var json: JSONValue { .array(map { .integer(Int64($0)) }) }

    init?(_ json: JSONValue?) {
        guard let listed = json?.array else { return nil }
        self.init()
        for value in listed {
            guard let place = value.integer, (0..<Int64(StepSet.capacity)).contains(place) else {
                return nil
            }
            insert(Int(place))
        }
    }
}

extension JSONValue {
    fileprivate func count(_ member: String) -> Int? {
        self[member]?.integer.flatMap { (0...255).contains($0) ? Int($0) : nil }
    }

    fileprivate func span(_ member: String) -> TimeSpan? {
        self[member]?.integer.map { TimeSpan(microseconds: $0) }
    }

    fileprivate var consensusRule: ConsensusRule? {
        self["rule"]?.string.flatMap(ConsensusRule.init(rawValue:))
    }
}
