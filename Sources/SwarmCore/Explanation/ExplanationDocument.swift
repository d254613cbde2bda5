/// An explanation as JSON: every bid with its checks and terms, the team, every attempt and what it led to.
public struct ExplanationDocument {
    private let explanation: Explanation
    private var swarm: SwarmState { explanation.swarm }

    public init(_ explanation: Explanation) { self.explanation = explanation }

    /// Nil when there is no such task. `scoring` asks what would have been under other weights.
    public func json(whatIf scoring: ScoringPolicy? = nil) -> JSONObject? {
        guard let task = explanation.task else { return nil }
        var document: JSONObject = [
            "task": .string(task.brief.name), "title": .string(task.brief.title),
            "type": .string(task.brief.type), "complexity": .string(task.brief.complexity.rawValue),
            "priority": .string(task.brief.priority.rawValue),
            "skills": names(task.brief.skills), "status": .string(task.statusWord),
            "quality": .integer(Int64(task.quality)),
        ]
        if let time = explanation.submittedAt { document["submitted"] = .string(time.rfc3339) }
        if explanation.namesakes > 0 {
            document["namesakes"] = .integer(Int64(explanation.namesakes))
        }
        document["announcements"] = .array(
            explanation.announcements.map { .object(announcement($0)) })
        document["agrees_with_record"] = .bool(explanation.agreesWithRecord)
        document["reviewers"] = agents(task.reviewers)
        document["waits"] = .array(explanation.waits.map { .object(wait($0, task)) })
        document["awards"] = .array(explanation.awards.map { .object(award($0, task)) })
        document["attempts"] = .array(task.attempts.map { .object(attempt($0, task)) })
        document["reputation"] = .array(
            explanation.reputationChanges.map { .object(change($0.agent, $0.change)) })
        if let scoring, let last = explanation.announcements.last {
            document["what_if"] = .object(choice(last.moment.choice(under: scoring)))
        }
        return document
    }

    // MARK: Choosing

    private func announcement(_ announcement: Explanation.Announcement) -> JSONObject {
        let census = announcement.census
        var object: JSONObject = [
            "time": .string(announcement.moment.time.rfc3339),
            "census": [
                "agents": .integer(Int64(announcement.moment.swarm.agents.count)),
                "asked": .integer(Int64(census.asked)), "willing": .integer(Int64(census.willing)),
                "overloaded": .integer(Int64(census.overloaded)),
                "unavailable": .integer(Int64(census.unavailable)),
                "off_domain": .integer(Int64(census.offDomain)),
            ], "recorded_bids": .integer(Int64(announcement.recorded.count)),
        ]
        for member in choice(announcement.moment.choice()).members {
            object[member.key] = member.value
        }
        return object
    }

    /// What follows from a moment under some weights.
    public func choice(_ choice: Choice) -> JSONObject {
        let scoring = choice.scoring
        return [
            "weights": [
                "reputation": permille(scoring.reputationWeight),
                "skill": permille(scoring.skillWeight), "load": permille(scoring.loadWeight),
            ], "skill_match": .string(scoring.skillMatch.rawValue),
            "bids": .array(choice.bids.map { .object(bid($0)) }),
            "ties": .array(
                choice.ties.map { tie in
                    .object([
                        "agents": agents([tie.first, tie.second]), "score": tie.score.json,
                        "decided_by": .string(tie.rule.rawValue),
                    ])
                }),
            "steps": .array(choice.steps.map { .object(step($0)) }),
            "team": agents(choice.team), "ran_as_team": .bool(choice.ranAsTeam),
            "uncovered": names(Array(choice.uncovered)),
            "reviewers_seats": agents(choice.reviewers),
        ]
    }

    private func bid(_ bid: Bid) -> JSONObject {
        [
            "agent": name(bid.agent), "willing": .bool(bid.isWilling),
            "shared_skills": .integer(Int64(bid.sharedSkills)),
            "health": .string(bid.health.rawValue),
            "load_percent": .number(Double(bid.loadPermille) / 10),
            "domain_matches": bid.domainMatches.map { .bool($0) } ?? .null,
            "reputation": bid.reputation.json, "reputation_term": bid.reputationTerm.json,
            "skill_term": bid.skillTerm.json, "load_term": bid.loadTerm.json,
            "score": bid.score.json,
        ]
    }

    private func step(_ step: Choice.Step) -> JSONObject {
        switch step {
        case .taken(let agent, let skills):
            ["agent": name(agent), "taken": true, "brings": names(Array(skills))]
        case .nothingNew(let agent):
            ["agent": name(agent), "taken": false, "because": "nothing new"]
        case .lacks(let agent, let skills):
            ["agent": name(agent), "taken": false, "lacks": names(Array(skills))]
        }
    }

    // MARK: What came of it

    private func wait(_ wait: Explanation.Wait, _ task: TaskState) -> JSONObject {
        var object: JSONObject = ["skill": .string(swarm.skillName(wait.skill))]
        if let subtask = wait.subtask {
            object["subtask"] = .string(task.subtaskName(Int(subtask)))
        }
        object["seconds"] = wait.until.map { .number(($0 - wait.since).rounded3) } ?? .null
        object["answers"] = .array(wait.answers.map { .object(bid($0)) })
        return object
    }

    private func award(_ award: Explanation.Award, _ task: TaskState) -> JSONObject {
        var object: JSONObject = [
            "subtask": .string(task.subtaskName(Int(award.key.subtask))),
            "skill": .string(swarm.skillName(award.skill)),
            "attempt": .integer(Int64(award.key.number)), "agent": name(award.agent),
            "score": award.score.json, "time": .string(award.time.rfc3339),
        ]
        switch award.reason {
        case .team(let passedOver):
            object["because"] = "team"
            object["passed_over"] = agents(passedOver)
        case .best: object["because"] = "best"
        case .another(let agent):
            object["because"] = "another"
            object["than"] = name(agent)
        case .nobodyElse: object["because"] = "nobody else"
        }
        if let moment = award.moment {
            object["bids"] = .array(moment.choice().bids.map { .object(bid($0)) })
        }
        return object
    }

    private func attempt(_ attempt: Attempt, _ task: TaskState) -> JSONObject {
        var object: JSONObject = [
            "subtask": .string(task.subtaskName(Int(attempt.key.subtask))),
            "attempt": .integer(Int64(attempt.key.number)), "agent": name(attempt.agent),
            "score": attempt.score.json,
            "outcome": .string(
                attempt.isLive ? "running" : attempt.failure?.name ?? "succeeded"),
        ]
        if let end = attempt.endedAt {
            object["seconds"] = .number((end - attempt.awardedAt).rounded3)
        }
        if let quality = explanation.quality(of: attempt.key) {
            object["quality"] = .integer(Int64(quality))
        }
        if let failure = attempt.failure { object["error"] = .string(failure.words) }
        object["faults"] = .array(
            explanation.faults(during: attempt).map { fault in
                .object([
                    "fault": .integer(Int64(fault.id.number)),
                    "kind": .string(fault.spec.kind.name),
                    "found_here": .bool(fault.broken == attempt.key),
                ])
            })
        object["followed"] = .array(
            explanation.consequences(of: attempt.key).map { .object(consequence($0, attempt)) })
        return object
    }

    private func consequence(
        _ consequence: Explanation.Consequence, _ attempt: Attempt
    ) -> JSONObject {
        switch consequence {
        case .retry(let until):
            [
                "what": "retry",
                "after_seconds": .number((until - (attempt.endedAt ?? until)).rounded3),
            ]
        case .subtaskFailed: ["what": "subtask failed"]
        case .agentChanged(let agent, let change):
            ["what": "agent changed", "agent": name(agent), "change": .string(change)]
        case .fenced: ["what": "fenced"]
        }
    }

    private func change(_ agent: AgentID, _ change: ReputationChange) -> JSONObject {
        [
            "agent": name(agent), "before": change.before.json, "after": change.after.json,
            "reason": .string(change.reason.rawValue),
            "tier": .string(Tier(change.after).rawValue),
        ]
    }

    // MARK: Names

    private func name(_ agent: AgentID) -> JSONValue { .string(swarm.agent(agent).card.name) }

    private func agents(_ agents: [AgentID]) -> JSONValue { .array(agents.map(name)) }

    private func names(_ skills: [SkillID]) -> JSONValue {
        .array(skills.map { .string(swarm.skillName($0)) })
    }

    private func permille(_ weight: Int32) -> JSONValue { .number(Double(weight) / 1000) }
}

extension BidOutcomes {
    /// Per agent, over all, and over time, as JSON.
    public func json(_ swarm: SwarmState) -> JSONObject {
        [
            "all": .object(all.json),
            "agents": .array(
                zip(swarm.agents, agents).map { agent, tally in
                    var object: JSONObject = ["agent": .string(agent.card.name)]
                    for member in tally.json.members { object[member.key] = member.value }
                    return .object(object)
                }),
            "over_time": .array(
                stretches.map { stretch in
                    var object: JSONObject = [
                        "from_seconds": .number((stretch.from - .zero).rounded3),
                        "to_seconds": .number((stretch.to - .zero).rounded3),
                    ]
                    for member in stretch.tally.json.members { object[member.key] = member.value }
                    return .object(object)
                }),
        ]
    }
}

extension BidOutcomes.Tally {
    fileprivate var json: JSONObject {
        func rounded(_ value: Double?) -> JSONValue {
            value.map { .number(($0 * 1000).rounded() / 1000) } ?? .null
        }
        return [
            "attempts": .integer(Int64(attempts)), "succeeded": .integer(Int64(succeeded)),
            "mean_score": rounded(meanScore?.value), "mean_quality": rounded(meanQuality),
            "success_rate": rounded(successRate), "correlation": rounded(correlation),
        ]
    }
}

extension TaskState {
    /// `waiting`, `running`, or how it ended.
    public var statusWord: String {
        switch phase {
        case .waiting: "waiting"
        case .running: "running"
        case .ended(let status): status.rawValue
        }
    }
}
