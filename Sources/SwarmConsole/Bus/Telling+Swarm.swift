import SwarmCore

extension Telling {
    // MARK: Agents

    mutating func tellRegistered(_ id: AgentID, _ card: AgentCard) {
        sender = card.shortName
        recipient = "orchestrator"
        link = BusRow.Link(agent: id)
        text = "\(Figures.count(card.skills.count, "skill")), \(card.model)"
    }

    mutating func tellChange(_ id: AgentID, _ change: AgentChange) {
        sender = swarm.shortName(id)
        recipient = "orchestrator"
        link = BusRow.Link(agent: id)
        switch change {
        case .paused:
            tellSteering(of: id, "agent.paused")
            say(.paused, "paused, takes no new work")
        case .resumed:
            tellSteering(of: id, "agent.resumed")
            say(.healthy, "resumed, takes bids again")
        case .wentOffline(let fault):
            topic = "agent.offline"
            say(.offline, "offline, fault \(fault.number)")
        case .cameBack:
            topic = "agent.back"
            say(.healthy, "back")
        case .degraded(let reason):
            topic = "agent.degraded"
            say(.degraded, "degraded: \(reason.words)")
        case .recovered:
            topic = "agent.healthy"
            say(.healthy, "healthy again")
        case .healthDropped(let fault):
            topic = "agent.unhealthy"
            say(.unhealthy, "unhealthy, fault \(fault.number)")
        case .healthRestored:
            topic = "agent.healthy"
            say(.healthy, "healthy again")
        case .retired:
            tellSteering(of: id, "agent.retired")
            say(.retired, "retired: finishes what it has, takes no more")
        case .reinstated:
            tellSteering(of: id, "agent.reinstated")
            say(.healthy, "back from retirement, takes bids again")
        case .breakerOpened(let until):
            topic = "breaker.open"
            say(.unhealthy, "breaker open, probe in \(span(until - at))")
        case .breakerHalfOpened:
            topic = "breaker.half"
            say(.waiting, "breaker half-open, one probe may run")
        case .breakerClosed:
            topic = "breaker.closed"
            say(.healthy, "breaker closed")
        }
    }

    private mutating func tellSteering(of id: AgentID, _ topic: String) {
        self.topic = topic
        sender = "you"
        recipient = swarm.shortName(id)
    }

    mutating func tellReputation(_ id: AgentID, _ change: ReputationChange) {
        topic = "reputation"
        recipient = swarm.shortName(id)
        link = BusRow.Link(task: change.task, agent: id)
        let title = swarm.tasks[change.task]?.brief.title ?? change.taskName
        let figures = "\(Figures.reputation(change.before)) → \(Figures.reputation(change.after))"
        switch change.reason {
        case .success, .highQuality:
            text = "\(figures), \(title) done, quality \(change.quality)"
            tone = .role(.gain)
        case .failure:
            text = "\(figures), \(title) failed"
            tone = .role(.failed)
        }
    }

    // MARK: Tasks

    mutating func tellSubmitted(_ id: TaskID, _ brief: TaskBrief) {
        sender = "you"
        recipient = "orchestrator"
        link = BusRow.Link(task: id)
        text = "\(brief.title), \(brief.complexity.rawValue), \(brief.priority.rawValue)"
    }

    mutating func tellChanged(_ id: TaskID, _ change: TaskChange) {
        sender = "you"
        recipient = "queue"
        link = BusRow.Link(task: id)
        let title = swarm.taskTitle(id)
        switch change {
        case .priority(let priority): text = "\(title): priority \(priority.rawValue)"
        case .budget(let amount?): text = "\(title): budget \(amount.text)"
        case .budget(nil): text = "\(title): no budget of its own"
        }
    }

    mutating func tellQueued(_ id: TaskID, _ subtask: UInt8?, _ skill: SkillID) {
        link = BusRow.Link(task: id, subtask: subtask.map(Int.init))
        recipient = "queue"
        let name = swarm.skillLabel(skill)
        say(.waiting, "\(swarm.taskTitle(id)) waits: nobody takes \(name) now")
    }

    mutating func tellAnnounced(_ id: TaskID, _ census: Census, _ ranAsTeam: Bool) {
        topic = "announcement"
        recipient = Figures.count(Int(census.asked), "agent")
        link = BusRow.Link(task: id)
        let skills = swarm.tasks[id]?.brief.skills.map(swarm.skillLabel) ?? []
        let needs = skills.isEmpty ? "no skill" : skills.joined(separator: ", ")
        text = "needs \(needs)" + (ranAsTeam ? "; no agent has all of it, so a team runs it" : "")
    }

    mutating func tellBid(_ id: TaskID, _ bid: Bid) {
        topic = "bid"
        sender = swarm.shortName(bid.agent)
        recipient = "orchestrator"
        link = BusRow.Link(task: id, agent: bid.agent)
        text =
            bid.isWilling
            ? "yes: \(Figures.score(bid.score))" : "no: \(bid.refusal ?? "not willing")"
    }

    mutating func tellResult(
        _ id: TaskID, _ status: TaskStatus, _ quality: UInt8, _ warnings: [String]
    ) {
        topic = "result"
        link = BusRow.Link(task: id)
        var words = "\(swarm.taskTitle(id)) \(status.word)"
        if status == .succeeded || status == .partial { words += ", quality \(quality)" }
        if let task = swarm.tasks[id] { words += ", took \(span(at - task.submittedAt))" }
        if !warnings.isEmpty { words += ", \(Figures.count(warnings.count, "warning"))" }
        say(Sign(status), words)
    }

    // MARK: Messages and faults

    mutating func tell(_ message: Message) {
        topic = message.topic
        sender = swarm.partyName(message.sender)
        recipient = swarm.partyName(message.recipient)
        link.task = message.task
        if case .agent(let id) = message.sender { link.agent = id }
        text = message.payload.line()
        switch message.kind {
        case .question, .answer: tone = .story
        case .note: tone = .plain
        }
    }

    mutating func tellFault(_ spec: FaultSpec) {
        topic = "fault"
        sender = "you"
        recipient = swarm.targetName(spec.target)
        isFault = true
        if case .agent(let id) = spec.target { link.agent = id }
        text = "\(spec.kind.label) injected\(spec.extent), seed \(spec.seed)"
        tone = .role(.failed)
    }

    mutating func tellFaultEnd(_ id: FaultID) {
        topic = "fault.ended"
        let fault = swarm.fault(id)
        recipient = fault.map { swarm.targetName($0.spec.target) } ?? "all"
        if let fault, case .agent(let agent) = fault.spec.target { link.agent = agent }
        let what = fault?.spec.kind.label ?? "fault \(id.number)"
        if let fault, fault.hits == 0, fault.messages == 0,
            FaultChoice(fault.spec.kind).isOfAttempts
        {
            say(.waiting, "\(what) is over and met no work. Break it again while a task runs")
            return
        }
        let hits = fault.map { ", \($0.hitWords)" } ?? ""
        say(.healthy, "\(what) is over\(hits)")
    }
}

extension Bid {
    /// The first check that failed, in words; nil for a willing bid.
    var refusal: String? {
        guard !isWilling else { return nil }
        if sharedSkills == 0 { return "has none of the skills" }
        switch health {
        case .paused, .offline, .unhealthy: return health.rawValue
        case .healthy, .degraded: break
        }
        if domainMatches == false { return "another domain" }
        return "load \(Figures.percent(permille: Int(loadPermille)))"
    }
}
