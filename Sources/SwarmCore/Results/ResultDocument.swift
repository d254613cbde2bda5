/// A task's result as JSON in the shape of the documents' synthesis example.
public enum ResultDocument {
    /// The result of a task, ended or not; `time` is the wall time of its end (or of asking).
    public static func json(
        _ task: TaskState, swarm: SwarmState, time: WallTime
    ) -> JSONObject {
        var result: JSONObject = [
            "task_id": .string(task.brief.name),
            "title": .string(task.brief.title),
            "type": .string(task.brief.type),
            "success": .bool(task.status == .succeeded),
            "status": .string(statusName(task)),
            "timestamp": .string(time.rfc3339),
            "contributing_agents": .array(contributors(task, swarm).map { .string($0) }),
        ]
        if let recipe = task.brief.recipe { result["recipe"] = .string(recipe.name) }
        if let origin = task.brief.origin { result["forked_from"] = .string(origin) }
        for index in task.subtasks.indices where task.counts(index) {
            guard let product = task.subtasks[index].product else { continue }
            result[task.sectionKey(of: index, swarm)] = .object(
                section(product, task.subtasks[index], swarm))
        }
        let agreements = agreements(task, swarm)
        if !agreements.isEmpty { result["consensus"] = .array(agreements) }
        result["subtask_results"] = .array(
            task.subtasks.indices.map { .object(subtaskResult($0, task, swarm)) })
        result["warnings"] = .array(task.warnings.map { .string($0) })
        let missing = missing(task, swarm)
        if !missing.isEmpty { result["missing"] = .array(missing) }
        if !task.brief.assumptions.isEmpty {
            result["assumptions"] = .array(task.brief.assumptions.map { .string($0) })
        }
        result["quality_score"] = .integer(Int64(task.quality))
        addTimes(task, swarm, to: &result)
        let costs = task.costs()
        if !costs.isEmpty { result["costs"] = .object(costs.json) }
        result["reputation"] = .object(reputations(task, swarm))
        return result
    }

    private static func statusName(_ task: TaskState) -> String {
        switch task.phase {
        case .waiting: "waiting"
        case .running: "running"
        case .ended(let status): status.rawValue
        }
    }

    /// Agents with a product in the result, in the order of the subtasks.
    private static func contributors(_ task: TaskState, _ swarm: SwarmState) -> [String] {
        var names: [String] = []
        for subtask in task.subtasks where subtask.phase == .succeeded {
            guard let agent = subtask.agent.map({ swarm.agent($0).card.name }) else { continue }
            if !names.contains(agent) { names.append(agent) }
        }
        return names
    }

    private static func section(
        _ product: Product, _ subtask: Subtask, _ swarm: SwarmState
    ) -> JSONObject {
        var section = JSONObject()
        if let agent = subtask.agent { section["agent"] = .string(swarm.agent(agent).card.name) }
        for member in product.json.members { section[member.key] = member.value }
        return section
    }

    private static func subtaskResult(
        _ index: Int, _ task: TaskState, _ swarm: SwarmState
    ) -> JSONObject {
        let subtask = task.subtasks[index]
        var result: JSONObject = [
            "subtask_id": .string(task.subtaskName(index)),
            "type": .string("\(task.brief.type)_\(swarm.skillName(subtask.skill))"),
            "step": .string(task.brief.stepName(index, swarm)),
            "skill": .string(swarm.skillName(subtask.skill)),
            "success": .bool(subtask.phase == .succeeded),
            "attempts": .integer(Int64(subtask.attempts)),
        ]
        if let agent = subtask.agent {
            result["agent_name"] = .string(swarm.agent(agent).card.name)
            result["model"] = .string(swarm.agent(agent).card.model)
        }
        if subtask.phase == .succeeded {
            result["quality_score"] = .integer(Int64(subtask.quality))
        }
        if case .skipped(let reason) = subtask.phase {
            result["skipped"] = .string(reason.rawValue)
        }
        let reviews = reviews(of: index, task, swarm)
        if !reviews.isEmpty { result["reviews"] = .array(reviews) }
        if let attempt = task.currentAttempt(of: index) {
            if let end = attempt.endedAt {
                result["execution_seconds"] = .number((end - attempt.awardedAt).rounded3)
            }
            if let failure = attempt.failure { result["error"] = .string(failure.words) }
        }
        let failures = task.attempts.filter {
            Int($0.key.subtask) == index && $0.failure != nil
        }
        if !failures.isEmpty {
            result["failed_attempts"] = .array(failures.map { .object(failedAttempt($0, swarm)) })
        }
        return result
    }

    private static func failedAttempt(_ attempt: Attempt, _ swarm: SwarmState) -> JSONObject {
        [
            "attempt": .integer(Int64(attempt.key.number)),
            "agent_name": .string(swarm.agent(attempt.agent).card.name),
            "error": .string(attempt.failure?.words ?? ""),
        ]
    }

    private static func reviews(
        of index: Int, _ task: TaskState, _ swarm: SwarmState
    ) -> [JSONValue] {
        task.reviews.filter { Int($0.attempt.subtask) == index }.map { review in
            var fields: JSONObject = [
                "attempt": .integer(Int64(review.attempt.number)),
                "reviewer": .string(swarm.agent(review.reviewer).card.name),
            ]
            if let note = review.note {
                fields["score"] = .integer(Int64(note.score))
                fields["comment"] = .string(note.comment)
            }
            return .object(fields)
        }
    }

    /// What several answers to one question came to, dissent included.
    private static func agreements(_ task: TaskState, _ swarm: SwarmState) -> [JSONValue] {
        (task.brief.plan?.groups ?? []).enumerated().compactMap { place, group in
            guard let consensus = task.consensus[place] else { return nil }
            let votes = consensus.votes.map { vote -> JSONValue in
                let agents = vote.members.compactMap { task.subtasks[$0].agent }
                    .map { JSONValue.string(swarm.agent($0).card.name) }
                let fields: JSONObject = ["answer": vote.answer, "agents": .array(agents)]
                return .object(fields)
            }
            let fields: JSONObject = [
                "step": .string(group.name), "rule": .string(group.rule.rule.rawValue),
                "agreed": .bool(consensus.winner != nil), "votes": .array(votes),
                "missing": .integer(Int64(consensus.missing)),
            ]
            return .object(fields)
        }
    }

    /// Which skills have no result, and why.
    private static func missing(_ task: TaskState, _ swarm: SwarmState) -> [JSONValue] {
        task.subtasks.indices.compactMap { index in
            let subtask = task.subtasks[index]
            let reason: String
            switch subtask.phase {
            case .skipped(.notNeeded): return nil
            case .skipped(let skip): reason = skip.words
            case .failed:
                let last = task.currentAttempt(of: index)?.failure?.words ?? "it was not tried"
                reason = "failed \(subtask.attempts) attempts; last: \(last)"
            case .cancelled: reason = "cancelled"
            case .planned, .waiting, .backingOff, .running, .inReview, .awaitingApproval,
                .succeeded:
                return nil
            }
            let fields: JSONObject = [
                "step": .string(task.brief.stepName(index, swarm)),
                "skill": .string(swarm.skillName(subtask.skill)), "reason": .string(reason),
            ]
            return .object(fields)
        }
    }

    private static func addTimes(
        _ task: TaskState, _ swarm: SwarmState, to result: inout JSONObject
    ) {
        guard let taken = task.executionTime(now: swarm.now) else { return }
        let sequential = task.sequentialTime
        result["execution_time"] = .string("\(taken.tenths)s")
        result["execution_seconds"] = .number(taken.rounded3)
        result["sequential_seconds"] = .number(sequential.rounded3)
        if taken.microseconds > 0 {
            let speedUp = sequential.seconds / taken.seconds
            result["speedup"] = .number((speedUp * 100).rounded() / 100)
        }
    }

    private static func reputations(_ task: TaskState, _ swarm: SwarmState) -> JSONObject {
        var reputations = JSONObject()
        for agent in task.team {
            let state = swarm.agent(agent)
            guard let change = state.history.last(where: { $0.task == task.id }) else { continue }
            reputations[state.card.name] = .object([
                "before": change.before.json, "after": change.after.json,
                "reason": .string(change.reason.rawValue),
                "tier": .string(Tier(change.after).rawValue),
            ])
        }
        return reputations
    }
}

extension Points {
    /// Whole when it is whole, else with its decimals.
    public var json: JSONValue {
        raw % Points.unitsPerPoint == 0
            ? .integer(Int64(raw / Points.unitsPerPoint)) : .number(value)
    }
}

extension TimeSpan {
    /// Seconds to the millisecond.
    public var rounded3: Double { Double((microseconds + 500) / 1_000) / 1_000 }

    /// Seconds with one decimal, e.g. `2.8`.
    public var tenths: String {
        let tenths = (max(0, microseconds) + 50_000) / 100_000
        return "\(tenths / 10).\(tenths % 10)"
    }
}

extension AttemptFailure {
    /// In a person's words.
    public var words: String {
        switch self {
        case .crashed: "process ended"
        case .hung: "no sign of life"
        case .ranTooLong: "ran too long"
        case .gaveUp(let reason): reason
        case .poorQuality(let quality): "quality \(quality) is too low"
        case .interrupted: "swarmtop ended, the agent is not to blame"
        case .cancelled: "cancelled"
        case .stuck(let action): "stuck: \(action) again and again"
        case .rejected(let quality): "reviewers rejected it at quality \(quality)"
        case .expired: "the deadline passed"
        case .reassigned: "given to another agent"
        case .unavailable(let reason), .refused(let reason), .overBudget(let reason): reason
        }
    }
}

extension SkipReason {
    /// In a person's words.
    public var words: String {
        switch self {
        case .leftOut: "no willing agent had it"
        case .notNeeded: "not needed"
        case .denied: "the operator said no"
        case .blocked: "what it depends on has no result"
        case .expired: "the deadline passed"
        }
    }
}
