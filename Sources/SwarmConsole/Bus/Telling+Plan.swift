import SwarmCore

/// Plans, approvals, reviews, answers and what else an operator changes, in words.
extension Telling {
    // MARK: Agents, recipes, captions

    mutating func tellEdited(_ id: AgentID, _ card: AgentCard) {
        sender = "you"
        recipient = card.shortName
        link = BusRow.Link(agent: id)
        text = "has another card: \(Figures.count(card.skills.count, "skill")), \(card.model)"
    }

    mutating func tellRecipe(_ recipe: Recipe) {
        recipient = "all"
        text = "recipe \(recipe.name): \(Figures.count(recipe.steps.count, "step"))"
        if !recipe.agents.isEmpty {
            text += ", brings \(Figures.count(recipe.agents.count, "agent"))"
        }
    }

    mutating func tellCaption(_ words: String?) {
        recipient = "all"
        text = words ?? "the caption is taken away"
        tone = words == nil ? .plain : .story
    }

    mutating func tellLost(_ number: UInt64, _ fault: FaultID, until: Instant?) {
        isFault = true
        recipient = swarm.fault(fault).map { swarm.targetName($0.spec.target) } ?? "all"
        text =
            until.map { "message \(number) comes \(span($0 - at)) later" }
            ?? "message \(number) is lost"
        text += ", fault \(fault.number)"
        tone = .role(.failed)
    }

    // MARK: Steps and approvals

    mutating func tellSkipped(_ key: SubtaskKey, _ reason: SkipReason) {
        link = BusRow.Link(task: key.task, subtask: Int(key.index))
        say(Sign(reason), "\(swarm.subtaskLabel(key)) \(reason.ending)")
    }

    mutating func tellQuestion(_ key: SubtaskKey, _ until: Instant?) {
        link = BusRow.Link(task: key.task, subtask: Int(key.index))
        let question = swarm.question(of: key) ?? "May \(swarm.subtaskLabel(key)) begin?"
        let limit = until.map { "; no answer in \(Figures.countdown($0 - at)) is a no" } ?? ""
        say(.asks, "\(swarm.subtaskLabel(key)): \(question)\(limit)")
    }

    mutating func tellAnswer(_ key: SubtaskKey, _ granted: Bool, _ source: ApprovalSource) {
        link = BusRow.Link(task: key.task, subtask: Int(key.index))
        let label = swarm.subtaskLabel(key)
        switch source {
        case .operator:
            sender = "you"
            recipient = "orchestrator"
            say(granted ? .done : .denied, "\(label) is \(granted ? "approved" : "denied")")
        case .deadline: say(.denied, "nobody answered for \(label) in time, which is a no")
        }
    }

    // MARK: Reviews and answers

    mutating func tellReviewAsked(_ key: AttemptKey, _ agent: AgentID, _ until: Instant) {
        link = BusRow.Link(task: key.task, subtask: Int(key.subtask), agent: agent)
        recipient = swarm.shortName(agent)
        say(.inReview, "\(swarm.attemptLabel(key)), within \(span(until - at))")
    }

    mutating func tellReview(_ key: AttemptKey, _ agent: AgentID, _ note: ReviewNote) {
        link = BusRow.Link(task: key.task, subtask: Int(key.subtask), agent: agent)
        sender = swarm.shortName(agent)
        recipient = "orchestrator"
        text = "\(swarm.attemptLabel(key)): \(note.score)"
        if !note.comment.isEmpty { text += ", \(note.comment)" }
        tone = .story
    }

    mutating func tellVerdict(_ key: AttemptKey, _ verdict: Verdict) {
        link = BusRow.Link(task: key.task, subtask: Int(key.subtask))
        say(Sign(verdict.outcome), "\(swarm.attemptLabel(key)) \(verdict.words)")
    }

    mutating func tellConsensus(_ id: TaskID, _ group: Int, _ consensus: Consensus) {
        topic = "consensus"
        link = BusRow.Link(task: id, subtask: consensus.winner.map(Int.init))
        let groups = swarm.tasks[id]?.brief.plan?.groups ?? []
        let name = groups.indices.contains(group) ? groups[group].name : "answers \(group + 1)"
        say(consensus.winner == nil ? .partial : .done, "\(name): \(consensus.words)")
    }
}

extension AttemptFailure {
    /// It was stopped on purpose: nobody failed at it.
    var isNobodys: Bool {
        switch self {
        case .cancelled, .expired, .reassigned: true
        case .crashed, .hung, .ranTooLong, .gaveUp, .poorQuality, .interrupted, .stuck, .rejected,
            .unavailable, .refused, .overBudget:
            false
        }
    }
}
