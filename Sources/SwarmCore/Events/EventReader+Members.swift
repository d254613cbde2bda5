extension EventReader {
    /// The members of one line, read as what they must be.
    struct Members {
        private let object: JSONObject
        let state: SwarmState
        let type: String

        init(_ object: JSONObject, _ state: SwarmState) {
            self.object = object
            self.state = state
            type = object["type"]?.string ?? ""
        }

        func bad(_ member: String) -> EventFault { .badMember(type: type, member: member) }

        // MARK: Plain values

        func has(_ member: String) -> Bool { object[member] != nil }
        func optionalText(_ member: String) -> String? { object[member]?.string }
        func flag(_ member: String) -> Bool? { object[member]?.bool }

        func text(_ member: String) throws(EventFault) -> String {
            guard let text = object[member]?.string else { throw bad(member) }
            return text
        }

        func integer(_ member: String) throws(EventFault) -> Int64 {
            guard let integer = object[member]?.integer else { throw bad(member) }
            return integer
        }

        func int(_ member: String) throws(EventFault) -> Int {
            guard let int = Int(exactly: try integer(member)) else { throw bad(member) }
            return int
        }

        func int32(_ member: String) throws(EventFault) -> Int32 {
            guard let int = Int32(exactly: try integer(member)) else { throw bad(member) }
            return int
        }

        func byte(_ member: String) throws(EventFault) -> UInt8 {
            guard let byte = UInt8(exactly: try integer(member)) else { throw bad(member) }
            return byte
        }

        func unsigned(_ member: String) throws(EventFault) -> UInt64 {
            guard let value = UInt64(try text(member)) else { throw bad(member) }
            return value
        }

        func instant(_ member: String) throws(EventFault) -> Instant {
            Instant(microseconds: try integer(member))
        }

        func texts(_ member: String) throws(EventFault) -> [String] {
            guard let array = object[member]?.array else { throw bad(member) }
            let texts = array.compactMap(\.string)
            guard texts.count == array.count else { throw bad(member) }
            return texts
        }

        func points(_ member: String) throws(EventFault) -> Points {
            guard let value = object[member]?.double,
                let raw = Int32(exactly: (value * Double(Points.unitsPerPoint)).rounded())
            else { throw bad(member) }
            return Points(raw: raw)
        }

        func name<Name: RawRepresentable<String>>(_ member: String) throws(EventFault) -> Name {
            guard let name = Name(rawValue: try text(member)) else { throw bad(member) }
            return name
        }

        // MARK: Things with a name

        func agent() throws(EventFault) -> AgentID {
            guard let id = state.agentID(named: try text("agent")) else { throw bad("agent") }
            return id
        }

        func skill(_ member: String) throws(EventFault) -> SkillID {
            guard let id = state.skillID(named: try text(member)) else { throw bad(member) }
            return id
        }

        func task() throws(EventFault) -> TaskID {
            guard let id = state.tasks.id(named: try text("task")) else { throw bad("task") }
            return id
        }

        func subtask() throws(EventFault) -> SubtaskKey {
            let task = try task()
            let text = try text("subtask")
            guard let mark = text.lastIndex(of: "_"),
                let number = Int(text[text.index(after: mark)...]),
                state.tasks[checked: task].subtasks.indices.contains(number - 1)
            else { throw bad("subtask") }
            return SubtaskKey(task: task, index: number - 1)
        }

        func attempt() throws(EventFault) -> AttemptKey {
            let key = try subtask()
            return AttemptKey(
                task: key.task, subtask: Int(key.index), number: Int(try byte("attempt")))
        }

        func fault() throws(EventFault) -> FaultID {
            guard let number = UInt32(exactly: try integer("fault")) else { throw bad("fault") }
            return FaultID(number)
        }

        func party(_ member: String) throws(EventFault) -> Party {
            switch try text(member) {
            case "orchestrator": return .orchestrator
            case "operator": return .operator
            case "everyone": return .everyone
            case let name:
                guard let id = state.agentID(named: name) else { throw bad(member) }
                return .agent(id)
            }
        }

        func json(_ member: String) throws(EventFault) -> JSONValue {
            guard let value = object[member] else { throw bad(member) }
            return value
        }

        func jsonObject(_ member: String) throws(EventFault) -> JSONObject {
            guard let value = object[member]?.object else { throw bad(member) }
            return value
        }
    }
}

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
            expectedWork: expected.map { TimeSpan(microseconds: $0) })
    }

    func change() throws(EventFault) -> AgentChange {
        switch try text("change") {
        case "paused": return .paused
        case "resumed": return .resumed
        case "offline": return .wentOffline(try fault())
        case "back": return .cameBack
        case "degraded": return .degraded
        case "recovered": return .recovered
        case "breaker_open": return .breakerOpened(until: try instant("until"))
        case "breaker_half_open": return .breakerHalfOpened
        case "breaker_closed": return .breakerClosed
        default: throw bad("change")
        }
    }

    func brief(_ recipe: (String) -> Recipe?) throws(EventFault) -> TaskBrief {
        var skills: [SkillID] = []
        for name in try texts("skills") {
            guard let id = state.skillID(named: name) else { throw bad("skills") }
            skills.append(id)
        }
        let domain = optionalText("domain")
        return TaskBrief(
            name: try text("task"), title: try text("title"), text: optionalText("text") ?? "",
            type: try text("task_type"), recipe: optionalText("recipe").flatMap(recipe),
            complexity: try name("complexity"), skills: skills,
            domain: domain,
            domains: state.domainSet(domain), priority: try name("priority"),
            deadline: optionalText("deadline").flatMap(WallTime.init(rfc3339:)),
            data: try jsonObject("data"),
            assumptions: has("assumptions") ? try texts("assumptions") : [],
            bestEffort: flag("best_effort") ?? false)
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
            duration: duration.map { TimeSpan(microseconds: $0) }, seed: try unsigned("seed"))
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
