/// One number of a policy: its key and how it is read and written. A new policy is a field and a row here.
private struct PolicyField<Root>: Sendable {
    let key: String
    let read: @Sendable (DefinitionNode, inout Root, inout [DefinitionFault]) -> Void
    let write: @Sendable (Root) -> JSONValue

    static func span(
        _ key: String, _ path: WritableKeyPath<Root, TimeSpan> & Sendable,
        _ range: ClosedRange<TimeSpan> = TimeSpan.definable
    ) -> Self {
        Self(key: key) { node, root, faults in
            if let span = node.timeSpan(in: range, &faults) { root[keyPath: path] = span }
        } write: {
            .string($0[keyPath: path].text)
        }
    }

    static func count(
        _ key: String, _ path: WritableKeyPath<Root, Int> & Sendable, _ range: ClosedRange<Int>
    ) -> Self {
        Self(key: key) { node, root, faults in
            if let count = node.integer(in: range, &faults) { root[keyPath: path] = count }
        } write: {
            .integer(Int64($0[keyPath: path]))
        }
    }

    static func flag(_ key: String, _ path: WritableKeyPath<Root, Bool> & Sendable) -> Self {
        Self(key: key) { node, root, faults in
            if let flag = node.flag(&faults) { root[keyPath: path] = flag }
        } write: {
            .bool($0[keyPath: path])
        }
    }

    /// Dollars; left out or null is no limit.
    static func money(_ key: String, _ path: WritableKeyPath<Root, Money?> & Sendable) -> Self {
        Self(key: key) { node, root, faults in
            if let money = node.money(&faults) { root[keyPath: path] = money }
        } write: {
            $0[keyPath: path].map { .string($0.definition) } ?? .null
        }
    }

    static func choice<Choice: RawRepresentable<String> & CaseIterable & SendableMetatype>(
        _ key: String, _ path: WritableKeyPath<Root, Choice> & Sendable
    ) -> Self {
        Self(key: key) { node, root, faults in
            if let choice: Choice = node.choice(&faults) { root[keyPath: path] = choice }
        } write: {
            .string($0[keyPath: path].rawValue)
        }
    }

    /// A share of one, kept in thousandths.
    static func share(_ key: String, _ path: WritableKeyPath<Root, Int32> & Sendable) -> Self {
        Self(key: key) { node, root, faults in
            if let share = node.thousandths(&faults) { root[keyPath: path] = share }
        } write: {
            .number(Double($0[keyPath: path]) / 1_000)
        }
    }

    static func group<Part>(
        _ key: String, _ path: WritableKeyPath<Root, Part> & Sendable,
        _ fields: [PolicyField<Part>],
        _ check: @escaping @Sendable (Part, DefinitionNode, inout [DefinitionFault]) -> Void = {
            _, _, _ in
        }
    ) -> Self {
        Self(key: key) { node, root, faults in
            readFields(fields, node, into: &root[keyPath: path], &faults)
            check(root[keyPath: path], node, &faults)
        } write: {
            .object(writeFields(fields, $0[keyPath: path]))
        }
    }
}

private func readFields<Root>(
    _ fields: [PolicyField<Root>], _ node: DefinitionNode, into root: inout Root,
    _ faults: inout [DefinitionFault]
) {
    let keys = fields.map(\.key)
    let example = "{\(keys.first ?? ""): …}"
    guard let reader = MappingReader(node, keys: keys, example: example, &faults) else { return }
    for field in fields {
        if let value = reader[field.key] { field.read(value, &root, &faults) }
    }
}

private func writeFields<Root>(_ fields: [PolicyField<Root>], _ root: Root) -> JSONObject {
    JSONObject(distinct: fields.map { JSONObject.Member($0.key, $0.write(root)) })
}

extension Policies {
    /// Reads policies; what is not named keeps its default. Nil when the node is no mapping.
    public init?(definition node: DefinitionNode, faults: inout [DefinitionFault]) {
        self.init()
        guard node.members != nil else {
            faults.append(
                node.fault("\(node.shown) is not a mapping", hint: "Write {reputation: ema}."))
            return nil
        }
        readFields(Self.fields, node, into: &self, &faults)
    }

    /// Every number; `init(definition:faults:)` reads equal policies back.
    public var definition: JSONObject { writeFields(Self.fields, self) }

    private static let fields: [PolicyField<Policies>] = [
        PolicyField(key: "scoring") { node, root, faults in
            if let scoring = ScoringPolicy(node, &faults) { root.scoring = scoring }
        } write: {
            .object($0.scoring.definition)
        },
        .choice("reputation", \.reputation),
        .group("attempts", \.attempts, attempts) { part, node, faults in
            node.check(
                part.idleTimeout <= part.hardTimeout, "idle_timeout", "hard_timeout", &faults)
            node.check(part.backoffBase <= part.backoffCap, "backoff_base", "backoff_cap", &faults)
        },
        .group(
            "breaker", \.breaker,
            [
                .count("opens_after", \.opensAfter, 1...1_000), .span("open_for", \.openFor),
                .span("probe_within", \.probeWithin),
            ]),
        .group("teams", \.teams, teams) { part, node, faults in
            node.check(
                part.leastForModerate <= part.mostForModerate, "least_for_moderate",
                "most_for_moderate", &faults)
            node.check(
                part.leastForComplex <= part.mostForComplex, "least_for_complex",
                "most_for_complex", &faults)
        },
        .share("willing_below", \.willingBelowPermille),
        .count("recorded_bids", \.recordedBids, 1...100),
        .span("ageing", \.ageing),
        .count("retained_tasks", \.retainedTasks, 1...100_000),
        .count("retained_changes", \.retainedChanges, 1...100_000),
        .count("retained_notes", \.retainedNotes, 1...10_000),
        .span("tool_approval_within", \.toolApprovalWithin),
        .group(
            "budgets", \.budgets,
            [
                .money("task", \.task), .money("agent", \.agent), .money("day", \.day),
                .flag("allow_unknown_prices", \.allowsUnknownPrices),
            ]),
        .span("progress_interval", \.progressInterval),
        .group(
            "limits", \.limits,
            [
                .count("subtasks", \.subtasks, 1...StepSet.capacity),
                .count("depth", \.depth, 1...StepSet.capacity),
                .count("fan_out", \.fanOut, 1...StepSet.capacity),
                .count("messages", \.messages, 0...100_000),
                .count("calls", \.calls, 0...10_000),
                .count("tool_calls", \.toolCalls, 0...10_000),
            ]),
        .group(
            "health", \.health,
            [
                .count("recovers_after", \.recoversAfter, 1...100),
                .count("slow_factor", \.slowFactor, 2...100),
                .count("steady_factor", \.steadyFactor, 1...100),
            ]
        ) { part, node, faults in
            node.check(
                part.steadyFactor < part.slowFactor, "steady_factor", "slow_factor", &faults)
        },
        .group(
            "scaling", \.scaling,
            [
                .count("quiet_per_minute", \.quietPerMinute, 0...1_000_000),
                .count("busy_per_minute", \.busyPerMinute, 1...1_000_000),
                .span("retires_after", \.retiresAfter),
            ]
        ) { part, node, faults in
            node.check(
                part.quietPerMinute < part.busyPerMinute, "quiet_per_minute", "busy_per_minute",
                &faults)
        },
    ]

    private static let attempts: [PolicyField<AttemptPolicy>] = [
        .span("idle_timeout", \.idleTimeout), .span("hard_timeout", \.hardTimeout),
        // Attempts are numbered to 255, interrupted ones included.
        .count("most", \.most, 1...50), .count("most_interruptions", \.mostInterruptions, 1...100),
        .span("backoff_base", \.backoffBase, .zero ... .seconds(3_600)),
        .span("backoff_cap", \.backoffCap, .zero ... .seconds(86_400)),
        .count("stuck_after", \.stuckAfter, 2...1_000),
    ]

    private static let teams: [PolicyField<TeamPolicy>] = [
        .count("most_for_moderate", \.mostForModerate, 1...StepSet.capacity),
        .count("most_for_complex", \.mostForComplex, 1...StepSet.capacity),
        .count("least_for_moderate", \.leastForModerate, 1...StepSet.capacity),
        .count("least_for_complex", \.leastForComplex, 1...StepSet.capacity),
    ]
}

extension ScoringPolicy {
    /// Reads `{reputation: 0.4, skill: 0.4, load: 0.2, match: jaccard}`; a weight left out is 0.
    fileprivate init?(_ node: DefinitionNode, _ faults: inout [DefinitionFault]) {
        let keys = ["reputation", "skill", "load", "match"]
        let example = "{reputation: 0.4, skill: 0.4, load: 0.2}"
        guard let reader = MappingReader(node, keys: keys, example: example, &faults) else {
            return nil
        }
        let weights = keys.prefix(3).map { reader[$0]?.thousandths(&faults) ?? 0 }
        let match: SkillMatch = reader["match"]?.choice(&faults) ?? .jaccard
        let sum = weights.reduce(Int64(0)) { $0 + Int64($1) }
        if sum > 1_000 || sum == 0 {
            let shown = JSONValue.number(Double(sum) / 1_000).figure
            faults.append(
                node.fault(
                    "the weights add up to \(shown)",
                    hint: "Together they are above 0 and at most 1."))
        }
        self.init(
            reputation: weights[0], skill: weights[1], load: weights[2], skillMatch: match)
    }

    fileprivate var definition: JSONObject {
        [
            "reputation": .number(Double(reputationWeight) / 1_000),
            "skill": .number(Double(skillWeight) / 1_000),
            "load": .number(Double(loadWeight) / 1_000), "match": .string(skillMatch.rawValue),
        ]
    }
}

extension DefinitionNode {
    /// A share of one such as 0.8, in thousandths.
    fileprivate func thousandths(_ faults: inout [DefinitionFault]) -> Int32? {
        guard let share = number(in: 0...1, &faults) else { return nil }
        let raw = (share * 1_000).rounded()
        if abs(share * 1_000 - raw) > 1e-6, 0...1 ~= share {
            faults.append(fault("\(shown) is finer than a thousandth", hint: "Round it."))
        }
        return Int32(exactly: raw)
    }

    fileprivate func check(
        _ holds: Bool, _ smaller: String, _ larger: String, _ faults: inout [DefinitionFault]
    ) {
        if holds { return }
        faults.append(
            (self[smaller] ?? self[larger] ?? self).fault(
                "\(smaller) is too large beside \(larger)", hint: "Lower it, or raise \(larger)."))
    }
}
