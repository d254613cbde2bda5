/// What the cases carry.
extension EventWriter {
    mutating func append(_ card: AgentCard) {
        text("agent", card.name)
        key("skills")
        bytes.append(0x5B)
        for (place, skill) in card.skills.enumerated() {
            if place > 0 { bytes.append(0x2C) }
            bytes.append(contentsOf: #"{"name":"#.utf8)
            JSONWriter.appendString(skill.name, to: &bytes)
            texts("keywords", skill.keywords)
            bytes.append(0x7D)
        }
        bytes.append(0x5D)
        texts("domains", card.domains)
        text("driver", card.driver.rawValue)
        text("model", card.model)
        number("max_load", Int64(card.maxLoad))
        number("load_per_subtask", Int64(card.loadPerSubtask))
        if let expected = card.expectedWork { number("expected_work_us", expected.microseconds) }
        if card.replicas != 1...1 {
            number("least", Int64(card.replicas.lowerBound))
            number("most", Int64(card.replicas.upperBound))
        }
        if let kind = card.replicaOf { text("replica_of", kind) }
        if !card.settings.isEmpty { json("settings", .object(card.settings)) }
        append(card.limits)
    }

    private mutating func append(_ limits: AgentLimits) {
        if let idle = limits.idleTimeout { number("idle_timeout_us", idle.microseconds) }
        if let hard = limits.hardTimeout { number("timeout_us", hard.microseconds) }
        if let budget = limits.budget { number("budget_nano", budget.nanodollars) }
        if let calls = limits.callsPerMinute { number("calls_per_minute", Int64(calls)) }
    }

    mutating func append(_ change: AgentChange) {
        text("change", change.name)
        switch change {
        case .wentOffline(let fault), .healthDropped(let fault):
            number("fault", Int64(fault.number))
        case .degraded(let reason): text("reason", reason.rawValue)
        case .breakerOpened(let until): number("until", until.microseconds)
        case .paused, .resumed, .cameBack, .recovered, .breakerHalfOpened, .breakerClosed,
            .healthRestored, .retired, .reinstated:
            break
        }
    }

    mutating func append(_ brief: TaskBrief, _ state: SwarmState) {
        text("task", brief.name)
        text("title", brief.title)
        if !brief.text.isEmpty { text("text", brief.text) }
        text("task_type", brief.type)
        if let recipe = brief.recipe { text("recipe", recipe.name) }
        text("complexity", brief.complexity.rawValue)
        texts("skills", brief.skills.map { state.skillName($0) })
        if let domain = brief.domain { text("domain", domain) }
        text("priority", brief.priority.rawValue)
        if let deadline = brief.deadline { text("deadline", deadline.rfc3339) }
        key("data")
        brief.data.appendJSON(to: &bytes)
        if !brief.assumptions.isEmpty { texts("assumptions", brief.assumptions) }
        if brief.bestEffort { flag("best_effort", true) }
        if let plan = brief.plan { json("plan", plan.json) }
        if let due = brief.due { number("due", due.microseconds) }
        if let origin = brief.origin { text("origin", origin) }
        if let budget = brief.budget { number("budget_nano", budget.nanodollars) }
        if brief.cache != .none { text("cache", brief.cache.rawValue) }
    }

    mutating func append(_ census: Census) {
        number("asked", Int64(census.asked))
        number("willing", Int64(census.willing))
        number("overloaded", Int64(census.overloaded))
        number("unavailable", Int64(census.unavailable))
        number("off_domain", Int64(census.offDomain))
    }

    mutating func append(_ bid: Bid, _ state: SwarmState) {
        agent(bid.agent, state)
        flag("willing", bid.isWilling)
        number("shared_skills", Int64(bid.sharedSkills))
        text("health", bid.health.rawValue)
        number("load_permille", Int64(bid.loadPermille))
        if let matches = bid.domainMatches { flag("domain_matches", matches) }
        points("reputation", bid.reputation)
        points("reputation_term", bid.reputationTerm)
        points("skill_term", bid.skillTerm)
        points("load_term", bid.loadTerm)
        points("score", bid.score)
    }

    mutating func append(_ outcome: AttemptOutcome) {
        switch outcome {
        case .succeeded(let product, let quality):
            text("outcome", "succeeded")
            number("quality", Int64(quality))
            key("product")
            product.json.appendJSON(to: &bytes)
        case .failed(let failure):
            text("outcome", failure.name)
            switch failure {
            case .gaveUp(let reason), .stuck(let reason), .unavailable(let reason),
                .refused(let reason), .overBudget(let reason):
                text("reason", reason)
            case .poorQuality(let quality), .rejected(let quality):
                number("quality", Int64(quality))
            case .crashed, .hung, .ranTooLong, .interrupted, .cancelled, .expired, .reassigned:
                break
            }
        }
    }

    mutating func append(_ message: Message, _ state: SwarmState) {
        number("message", Int64(truncatingIfNeeded: message.number))
        text("kind", message.kind.rawValue)
        text("topic", message.topic)
        text("sender", message.sender.name(state))
        text("recipient", message.recipient.name(state))
        if let id = message.task { task(id, state) }
        if let causation = message.causation {
            number("causation", Int64(truncatingIfNeeded: causation))
        }
        if let replyBy = message.replyBy { number("reply_by", replyBy.microseconds) }
        key("payload")
        message.payload.appendJSON(to: &bytes)
    }

    mutating func append(_ spec: FaultSpec, _ state: SwarmState) {
        text("kind", spec.kind.name)
        switch spec.kind {
        case .slow(let factor), .slowTokens(let factor): number("factor", Int64(factor))
        case .flaky(let percent), .dropMessages(let percent): number("percent", Int64(percent))
        case .delayMessages(let span), .journalStall(let span): number("span_us", span.microseconds)
        case .crash, .hang, .poorQuality, .corrupt, .partition, .healthDrop, .rateLimit,
            .overloaded, .truncatedStream, .garbage, .wrongUsage:
            break
        }
        switch spec.target {
        case .agent(let id): agent(id, state)
        case .skill(let skill): text("skill", state.skillName(skill))
        case .everyone: flag("everyone", true)
        }
        if let duration = spec.duration { number("duration_us", duration.microseconds) }
        if let count = spec.count { number("count", Int64(count)) }
        text("seed", String(spec.seed))
    }

    mutating func append(_ change: ReputationChange, _ state: SwarmState) {
        text("task", change.taskName)
        points("before", change.before)
        points("after", change.after)
        text("reason", change.reason.rawValue)
        text("tier", Tier(change.after).rawValue)
        number("quality", Int64(change.quality))
        texts("skills", change.skills.map { state.skillName($0) })
    }

    /// Approvals, reviews and agreed answers.
    mutating func appendJudgement(_ event: Event, _ state: SwarmState) {
        switch event {
        case .approvalAsked(let key, let until):
            place(key, state)
            if let until { number("until", until.microseconds) }
        case .approvalGiven(let key, let granted, let source):
            place(key, state)
            flag("granted", granted)
            text("by", source.rawValue)
        case .reviewAsked(let key, let reviewer, let until):
            attempt(key, state)
            agent(reviewer, state)
            number("until", until.microseconds)
        case .reviewGiven(let key, let reviewer, let note):
            attempt(key, state)
            agent(reviewer, state)
            number("score", Int64(note.score))
            text("comment", note.comment)
        case .reviewDecided(let key, let verdict):
            attempt(key, state)
            text("outcome", verdict.outcome.rawValue)
            number("quality", Int64(verdict.quality))
            number("approvals", Int64(verdict.approvals))
            number("refusals", Int64(verdict.refusals))
            number("missing", Int64(verdict.missing))
        case .consensusReached(let id, let group, let consensus):
            task(id, state)
            number("group", Int64(group))
            if let winner = consensus.winner { number("winner", Int64(winner)) }
            json("votes", .array(consensus.votes.map(\.json)))
            number("missing", Int64(consensus.missing))
        default: break
        }
    }
}

extension Consensus.Vote {
    fileprivate var json: JSONValue {
        let fields: JSONObject = [
            "answer": answer, "subtasks": members.json, "reputation": reputation.json,
        ]
        return .object(fields)
    }
}
