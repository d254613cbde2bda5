extension QualityCheck {
    /// How each rule is written: its key, how it is read, how it is written. One row a rule.
    private struct RuleForm: Sendable {
        let key: String
        let read: @Sendable (DefinitionNode, inout [DefinitionFault]) -> Rule?
        let write: @Sendable (Rule) -> JSONValue?
    }

    private static let forms: [RuleForm] = [
        RuleForm(key: "present") { node, faults in
            node.flag(&faults).flatMap { isAsked in
                if !isAsked { faults.append(node.fault("only true says something")) }
                return isAsked ? .present : nil
            }
        } write: {
            $0 == .present ? true : nil
        },
        RuleForm(key: "length") { node, faults in
            node.wholeBounds(in: 0...1_000_000, &faults).map { .textLength($0) }
        } write: {
            guard case .textLength(let range) = $0 else { return nil }
            return .string("\(range.lowerBound)..\(range.upperBound)")
        },
        RuleForm(key: "count") { node, faults in
            node.integer(in: 0...10_000, &faults).map { .count(atLeast: $0) }
        } write: {
            guard case .count(let least) = $0 else { return nil }
            return .integer(Int64(least))
        },
        RuleForm(key: "amount") { node, faults in
            node.bounds(in: -1e15...1e15, &faults).map { .amount($0) }
        } write: {
            guard case .amount(let range) = $0 else { return nil }
            let figures = [range.lowerBound, range.upperBound].map { JSONValue.number($0).figure }
            return .string(figures.joined(separator: ".."))
        },
        RuleForm(key: "sum_equals") { node, faults in
            node.path(&faults).map { .sumEquals($0) }
        } write: {
            guard case .sumEquals(let path) = $0 else { return nil }
            return .string(path)
        },
        RuleForm(key: "mentions") { node, faults in
            node.text(1...64, &faults).map { .mentions(datum: $0) }
        } write: {
            guard case .mentions(let datum) = $0 else { return nil }
            return .string(datum)
        },
        RuleForm(key: "within") { node, faults in
            node.text(1...64, &faults).map { .withinDatum($0) }
        } write: {
            guard case .withinDatum(let datum) = $0 else { return nil }
            return .string(datum)
        },
    ]

    /// Reads `{step: [{path: body, length: 80..5000, weight: 15}]}`.
    static func checks(
        _ node: DefinitionNode, _ steps: [RecipeStep], _ faults: inout [DefinitionFault]
    ) -> [QualityCheck] {
        guard let members = node.members else {
            faults.append(
                node.fault(
                    "\(node.shown) is not a mapping",
                    hint: "List them for each step: {write: [{path: body, present: true}]}."))
            return []
        }
        var checks: [QualityCheck] = []
        for member in members {
            if !steps.contains(where: { $0.name == member.key }) {
                faults.append(
                    DefinitionFault(
                        at: member.place, path: member.value.path,
                        "there is no step \(DefinitionFault.shown(member.key))",
                        hint: DefinitionFault.hint(for: member.key, among: steps.map(\.name))))
            }
            let listed = member.value.list(most: 64, &faults) ?? []
            checks += listed.compactMap { QualityCheck($0, step: member.key, &faults) }
        }
        return checks
    }

    private init?(
        _ node: DefinitionNode, step: String, _ faults: inout [DefinitionFault]
    ) {
        let ruleKeys = Self.forms.map(\.key)
        let example = "{path: body, length: 80..5000, weight: 15}"
        guard
            let reader = MappingReader(
                node, keys: ["path", "weight"] + ruleKeys, example: example, &faults)
        else { return nil }
        let path = reader.required("path", &faults)?.path(&faults)
        let weight = reader["weight"]?.integer(in: 0...1_000, &faults) ?? 10
        let given = Self.forms.filter { reader[$0.key] != nil }
        guard given.count == 1, let form = given.first, let rule = reader[form.key] else {
            faults.append(
                node.fault(
                    given.isEmpty ? "the check asks for nothing" : "the check asks for two things",
                    hint: "Write exactly one of \(ruleKeys.joined(separator: ", "))."))
            return nil
        }
        guard let rule = form.read(rule, &faults), let path else { return nil }
        self.init(step, path, rule, weight: weight)
    }

    var definition: JSONObject {
        var definition: JSONObject = ["path": .string(path)]
        for form in Self.forms { definition[form.key] = form.write(rule) }
        definition["weight"] = .integer(Int64(weight))
        return definition
    }
}

extension CrossCheck {
    /// Reads `{amount: campaign.estimated_cost, limit: budget.allocated, warning: …}`: each a section's key,
    /// then the path in its product.
    init?(
        _ node: DefinitionNode, sections: [String], _ faults: inout [DefinitionFault]
    ) {
        let example = "{amount: campaign.cost, limit: budget.total, warning: Too dear}"
        guard
            let reader = MappingReader(
                node, keys: ["amount", "limit", "warning"], example: example, &faults)
        else { return nil }
        let amount = reader.required("amount", &faults)
            .flatMap { Self.operand($0, sections, &faults) }
        let limit = reader.required("limit", &faults)
            .flatMap { Self.operand($0, sections, &faults) }
        let warning = reader.required("warning", &faults)?.text(1...300, &faults)
        guard let amount, let limit, let warning else { return nil }
        self.init(
            section: amount.section, path: amount.path, limitSection: limit.section,
            limitPath: limit.path, warning: warning)
    }

    private static func operand(
        _ node: DefinitionNode, _ sections: [String], _ faults: inout [DefinitionFault]
    ) -> (section: String, path: String)? {
        guard let text = node.path(&faults) else { return nil }
        let parts = text.split(separator: ".", maxSplits: 1)
        guard parts.count == 2 else {
            faults.append(
                node.fault(
                    "\(node.shown) names no value of a section",
                    hint: "Write section.path, such as budget.allocated."))
            return nil
        }
        node.check(String(parts[0]), isA: "section", among: sections, &faults)
        return (String(parts[0]), String(parts[1]))
    }

    var definition: JSONObject {
        [
            "amount": .string(section + "." + path),
            "limit": .string(limitSection + "." + limitPath), "warning": .string(warning),
        ]
    }
}
