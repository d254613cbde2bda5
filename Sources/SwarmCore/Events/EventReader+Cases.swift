/// What the cases carry.
extension EventReader.Members {
    func card() throws(EventFault) -> AgentCard {
        guard let listed = try json("skills").array else { throw bad("skills") }
        let skills = listed.compactMap { value -> AgentCard.Skill? in
            guard let name = value["name"]?.string else { return nil }
            let keywords = value["keywords"]?.array?.compactMap(\.string) ?? []
            return AgentCard.Skill(name, keywords: keywords)
        }
        guard skills.count == listed.count else { throw bad("skills") }
        let expected = has("expected_work_us") ? try integer("expected_work_us") : nil
        return AgentCard(
            name: try text("agent"), skills: skills, domains: try texts("domains"),
            driver: try name("driver"), model: try text("model"), maxLoad: try int("max_load"),
            loadPerSubtask: try int("load_per_subtask"),
            expectedWork: expected.map { TimeSpan(microseconds: $0) }, replicas: try replicas(),
            replicaOf: optionalText("replica_of"),
            settings: has("settings") ? try jsonObject("settings") : JSONObject(),
            limits: try limits())
    }

    private func limits() throws(EventFault) -> AgentLimits {
        var limits = AgentLimits()
        if has("idle_timeout_us") { limits.idleTimeout = try span("idle_timeout_us") }
        if has("timeout_us") { limits.hardTimeout = try span("timeout_us") }
        limits.budget = try optionalMoney("budget_nano")
        if has("calls_per_minute") { limits.callsPerMinute = try int("calls_per_minute") }
        return limits
    }

    private func replicas() throws(EventFault) -> ClosedRange<Int> {
        guard has("least") || has("most") else { return 1...1 }
        let (least, most) = (try int("least"), try int("most"))
        guard least <= most else { throw bad("most") }
        return least...most
    }

    func recipe() throws(EventFault) -> Recipe {
        var faults: [DefinitionFault] = []
        let node = DefinitionNode(.object(try jsonObject("definition")))
        guard let recipe = Recipe(definition: node, faults: &faults) else {
            throw bad("definition")
        }
        return recipe
    }

    func policies() throws(EventFault) -> Policies {
        var faults: [DefinitionFault] = []
        let node = DefinitionNode(.object(try jsonObject("definition")))
        guard let policies = Policies(definition: node, faults: &faults) else {
            throw bad("definition")
        }
        return policies
    }

    func messageNumber() throws(EventFault) -> UInt64 {
        UInt64(clamping: try integer("message"))
    }

    func reviewNote() throws(EventFault) -> ReviewNote {
        ReviewNote(score: try int("score"), comment: try text("comment"))
    }

    func verdict() throws(EventFault) -> Verdict {
        Verdict(
            outcome: try name("outcome"), quality: try byte("quality"),
            approvals: try int("approvals"), refusals: try int("refusals"),
            missing: try int("missing"))
    }

    func consensus() throws(EventFault) -> Consensus {
        guard let listed = try json("votes").array else { throw bad("votes") }
        var votes: [Consensus.Vote] = []
        for vote in listed {
            guard let answer = vote["answer"], let members = StepSet(vote["subtasks"]),
                let reputation = vote["reputation"]?.double,
                let raw = Int32(exactly: (reputation * Double(Points.unitsPerPoint)).rounded())
            else { throw bad("votes") }
            votes.append(
                Consensus.Vote(answer: answer, members: members, reputation: Points(raw: raw)))
        }
        return Consensus(
            winner: has("winner") ? try int("winner") : nil, votes: votes,
            missing: try int("missing"))
    }

    func change() throws(EventFault) -> AgentChange {
        switch try text("change") {
        case "paused": return .paused
        case "resumed": return .resumed
        case "offline": return .wentOffline(try fault())
        case "back": return .cameBack
        case "degraded": return .degraded(try name("reason"))
        case "health_dropped": return .healthDropped(try fault())
        case "health_restored": return .healthRestored
        case "retired": return .retired
        case "reinstated": return .reinstated
        case "recovered": return .recovered
        case "breaker_open": return .breakerOpened(until: try instant("until"))
        case "breaker_half_open": return .breakerHalfOpened
        case "breaker_closed": return .breakerClosed
        default: throw bad("change")
        }
    }

    func brief() throws(EventFault) -> TaskBrief {
        var skills: [SkillID] = []
        for name in try texts("skills") {
            guard let id = state.skillID(named: name) else { throw bad("skills") }
            skills.append(id)
        }
        let domain = optionalText("domain")
        return TaskBrief(
            name: try text("task"), title: try text("title"), text: optionalText("text") ?? "",
            type: try text("task_type"),
            recipe: optionalText("recipe").flatMap { state.recipes[$0] },
            complexity: try name("complexity"), skills: skills,
            domain: domain,
            domains: state.domainSet(domain), priority: try name("priority"),
            deadline: optionalText("deadline").flatMap(WallTime.init(rfc3339:)),
            data: try jsonObject("data"),
            assumptions: has("assumptions") ? try texts("assumptions") : [],
            bestEffort: flag("best_effort") ?? false, plan: has("plan") ? try plan(skills) : nil,
            due: has("due") ? try instant("due") : nil, origin: optionalText("origin"),
            budget: try optionalMoney("budget_nano"),
            cache: has("cache") ? try name("cache") : .none)
    }

    private func plan(_ skills: [SkillID]) throws(EventFault) -> Plan {
        guard let plan = Plan(json: try json("plan"), skills: skills) else { throw bad("plan") }
        return plan
    }

    func census() throws(EventFault) -> Census {
        var census = Census()
        census.asked = try int32("asked")
        census.willing = try int32("willing")
        census.overloaded = try int32("overloaded")
        census.unavailable = try int32("unavailable")
        census.offDomain = try int32("off_domain")
        return census
    }

    func bid() throws(EventFault) -> Bid {
        Bid(
            agent: try agent(), sharedSkills: try byte("shared_skills"),
            health: try name("health"),
            loadPermille: Int16(clamping: try int32("load_permille")),
            domainMatches: flag("domain_matches"), isWilling: flag("willing") ?? false,
            reputation: try points("reputation"),
            reputationTerm: try points("reputation_term"),
            skillTerm: try points("skill_term"), loadTerm: try points("load_term"))
    }

    func outcome() throws(EventFault) -> AttemptOutcome {
        switch try text("outcome") {
        case "succeeded":
            return .succeeded(Product(try jsonObject("product")), quality: try byte("quality"))
        case "crashed": return .failed(.crashed)
        case "hung": return .failed(.hung)
        case "ran_too_long": return .failed(.ranTooLong)
        case "gave_up": return .failed(.gaveUp(try text("reason")))
        case "poor_quality": return .failed(.poorQuality(try int("quality")))
        case "interrupted": return .failed(.interrupted)
        case "cancelled": return .failed(.cancelled)
        case "stuck": return .failed(.stuck(try text("reason")))
        case "rejected": return .failed(.rejected(try int("quality")))
        case "expired": return .failed(.expired)
        case "reassigned": return .failed(.reassigned)
        case "unavailable": return .failed(.unavailable(try text("reason")))
        case "refused": return .failed(.refused(try text("reason")))
        case "over_budget": return .failed(.overBudget(try text("reason")))
        default: throw bad("outcome")
        }
    }

    func message() throws(EventFault) -> Message {
        let causation = has("causation") ? try integer("causation") : nil
        return Message(
            number: UInt64(clamping: try integer("message")), kind: try name("kind"),
            topic: try text("topic"), sender: try party("sender"),
            recipient: try party("recipient"), task: has("task") ? try task() : nil,
            causation: causation.map { UInt64(clamping: $0) }, payload: try json("payload"),
            replyBy: has("reply_by") ? try instant("reply_by") : nil)
    }

    func faultSpec() throws(EventFault) -> FaultSpec {
        let kind: FaultKind
        switch try text("kind") {
        case "crash": kind = .crash
        case "hang": kind = .hang
        case "slow": kind = .slow(factor: try int("factor"))
        case "flaky": kind = .flaky(percent: try int("percent"))
        case "poor_quality": kind = .poorQuality
        case "corrupt": kind = .corrupt
        case "drop_messages": kind = .dropMessages(percent: try int("percent"))
        case "delay_messages": kind = .delayMessages(try span("span_us"))
        case "partition": kind = .partition
        case "health_drop": kind = .healthDrop
        case "rate_limit": kind = .rateLimit
        case "overloaded": kind = .overloaded
        case "truncated_stream": kind = .truncatedStream
        case "slow_tokens": kind = .slowTokens(factor: try int("factor"))
        case "garbage": kind = .garbage
        case "wrong_usage": kind = .wrongUsage
        case "journal_stall": kind = .journalStall(try span("span_us"))
        default: throw bad("kind")
        }
        let target: FaultTarget
        if has("agent") {
            target = .agent(try agent())
        } else if has("skill") {
            target = .skill(try skill("skill"))
        } else {
            target = .everyone
        }
        let duration = has("duration_us") ? try integer("duration_us") : nil
        return FaultSpec(
            kind: kind, target: target,
            duration: duration.map { TimeSpan(microseconds: $0) },
            count: has("count") ? try int("count") : nil, seed: try unsigned("seed"))
    }

    private func span(_ member: String) throws(EventFault) -> TimeSpan {
        TimeSpan(microseconds: try integer(member))
    }

    func reputationChange() throws(EventFault) -> ReputationChange {
        var skills = SkillSet()
        for name in try texts("skills") {
            guard let id = state.skillID(named: name) else { throw bad("skills") }
            skills.insert(id)
        }
        return ReputationChange(
            task: try task(), taskName: try text("task"), before: try points("before"),
            after: try points("after"), reason: try name("reason"),
            quality: try byte("quality"), skills: skills)
    }
}
