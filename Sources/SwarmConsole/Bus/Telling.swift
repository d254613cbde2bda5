import SwarmCore

/// The words of a bus row while they are put together.
struct Telling {
    let swarm: SwarmState
    let at: Instant
    let again: Instant?
    var topic: String
    var sender = "orchestrator"
    var recipient = "you"
    var isFault = false
    var sign: Sign?
    var text = ""
    var tone = BusRow.Tone.plain
    var link = BusRow.Link()

    init(_ envelope: Envelope, _ swarm: SwarmState, again: Instant?) {
        self.swarm = swarm
        at = envelope.at
        self.again = again
        topic = envelope.event.type.rawValue
        switch envelope.event {
        case .runStarted(let number, let seed):
            recipient = "all"
            text = "run \(number) begins, seed \(seed)"
        case .agentRegistered(let id, let card): tellRegistered(id, card)
        case .agentChanged(let id, let change): tellChange(id, change)
        case .agentEdited(let id, let card): tellEdited(id, card)
        case .recipeDefined(let recipe): tellRecipe(recipe)
        case .recipeRemoved(let name):
            recipient = "all"
            text = "recipe \(name) is gone"
        case .policiesChanged:
            recipient = "all"
            text = "other policies hold from now on"
        case .taskSubmitted(let id, let brief): tellSubmitted(id, brief)
        case .taskChanged(let id, let change): tellChanged(id, change)
        case .taskQueued(let id, let subtask, let skill): tellQueued(id, subtask, skill)
        case .taskAnnounced(let id, let census, let ranAsTeam):
            tellAnnounced(id, census, ranAsTeam)
        case .bidReceived(let id, let bid): tellBid(id, bid)
        case .reviewSeated(let id, let agent):
            link = BusRow.Link(task: id, agent: agent)
            recipient = swarm.shortName(agent)
            text = "joins the team of \(swarm.taskTitle(id)) as reviewer"
        case .subtaskSkipped(let key, let reason): tellSkipped(key, reason)
        case .subtaskReused(let key, _, let quality):
            link = BusRow.Link(task: key.task, subtask: Int(key.index))
            say(.kept, "\(swarm.subtaskLabel(key)) kept from an earlier task, quality \(quality)")
        case .approvalAsked(let key, let until): tellQuestion(key, until)
        case .approvalGiven(let key, let granted, let source):
            tellAnswer(key, granted, source)
        case .reviewAsked(let key, let agent, let until): tellReviewAsked(key, agent, until)
        case .reviewGiven(let key, let agent, let note): tellReview(key, agent, note)
        case .reviewDecided(let key, let verdict): tellVerdict(key, verdict)
        case .consensusReached(let id, let group, let consensus):
            tellConsensus(id, Int(group), consensus)
        case .deadlinePassed(let id):
            topic = "deadline"
            link = BusRow.Link(task: id)
            say(.expired, "the deadline of \(swarm.taskTitle(id)) passed")
        case .subtaskAwarded(let key, let agent, let score): tellAward(key, agent, score)
        case .attemptStarted(let key): tellStart(key)
        case .attemptProgressed(let key, let permille, let note): tellProgress(key, permille, note)
        case .attemptFinished(let key, let outcome): tellFinish(key, outcome)
        case .attemptFenced(let key):
            tell(of: key, fromAgent: true)
            say(.fenced, "late result of \(swarm.attemptLabel(key)) ignored")
        case .retryScheduled(let key, let until):
            link = BusRow.Link(task: key.task, subtask: Int(key.index))
            recipient = "queue"
            say(.retrying, "\(swarm.subtaskLabel(key)) runs again in \(span(until - at))")
        case .subtaskFailed(let key): tellSubtaskFailed(key)
        case .messageSent(let message): tell(message)
        case .messageDropped(let number, let fault): tellLost(number, fault, until: nil)
        case .messageDelayed(let number, let fault, let until):
            tellLost(number, fault, until: until)
        case .costReserved, .costSettled, .costRefused: tellCost(envelope.event)
        case .toolCalled, .toolAnswered, .toolFinished: tellTool(envelope.event)
        case .memoryKept, .memoryForgotten, .memoryRecalled: tellMemory(envelope.event)
        case .captionShown(let words): tellCaption(words)
        case .faultInjected(_, let spec): tellFault(spec)
        case .faultReverted(let id): tellFaultEnd(id)
        case .reputationChanged(let id, let change): tellReputation(id, change)
        case .taskFinished(let id, let status, let quality, let warnings):
            tellResult(id, status, quality, warnings)
        }
    }

    /// Text led by a sign, in the sign's colour.
    mutating func say(_ sign: Sign, _ text: String) {
        self.sign = sign
        self.text = text
        tone = .role(sign.role)
    }

    func span(_ span: TimeSpan) -> String { TimeFormat().span(span) }

    /// Fills in who does the attempt, at one end of the arrow.
    private mutating func tell(of key: AttemptKey, fromAgent: Bool) {
        let agent = swarm.attempt(key)?.agent
        link = BusRow.Link(task: key.task, subtask: Int(key.subtask), agent: agent)
        let name = agent.map(swarm.shortName) ?? "agent"
        (sender, recipient) = fromAgent ? (name, "orchestrator") : ("orchestrator", name)
    }

    // MARK: Attempts

    private mutating func tellAward(_ key: AttemptKey, _ agent: AgentID, _ score: Points) {
        topic = "award"
        recipient = swarm.shortName(agent)
        link = BusRow.Link(task: key.task, subtask: Int(key.subtask), agent: agent)
        let bids = swarm.tasks[key.task]?.bids ?? []
        let willing = Int(swarm.tasks[key.task]?.census.willing ?? 0)
        // Who bids later, once there is room, was not compared with those.
        let place = bids.prefix(willing).firstIndex { $0.agent == agent && $0.isWilling }
        let rank =
            switch (key.number, willing, place) {
            case (2..., _, _): ""
            case (_, 1, 0?): "only bid, "
            case (_, 2..., 0?): "best of \(willing) bids, "
            case (_, 2..., let place?): "\(Figures.ordinal(place + 1)) of \(willing) bids, "
            default: ""
            }
        let label =
            key.number > 1 ? swarm.attemptLabel(key) : swarm.subtaskLabel(key.subtaskKey)
        text = "\(label): \(rank)score \(Figures.score(score))"
    }

    private mutating func tellStart(_ key: AttemptKey) {
        tell(of: key, fromAgent: false)
        say(key.number > 1 ? .retrying : .running, swarm.attemptLabel(key))
    }

    private mutating func tellProgress(_ key: AttemptKey, _ permille: UInt16, _ note: String?) {
        topic = "progress"
        tell(of: key, fromAgent: true)
        let done = "\(swarm.subtaskLabel(key.subtaskKey)) \(Int(permille) / 10) %"
        text = note.map { "\(done): \($0)" } ?? done
    }

    private mutating func tellFinish(_ key: AttemptKey, _ outcome: AttemptOutcome) {
        tell(of: key, fromAgent: true)
        switch outcome {
        case .succeeded(_, let quality):
            topic = "attempt.done"
            say(.done, "\(swarm.attemptLabel(key)), quality \(quality)")
        case .failed(let failure) where failure.isNobodys:
            topic = "attempt.ended"
            let sign: Sign = failure == .expired ? .expired : .cancelled
            say(sign, "\(swarm.attemptLabel(key)): \(failure.words)")
        case .failed(let failure):
            topic = "attempt.failed"
            let when = again.map { ", again in \(span($0 - at))" } ?? ""
            say(.failed, "\(swarm.attemptLabel(key)): \(failure.words)\(when)")
        }
    }

    private mutating func tellSubtaskFailed(_ key: SubtaskKey) {
        link = BusRow.Link(task: key.task, subtask: Int(key.index))
        let subtask = swarm.tasks[key.task].flatMap { task in
            task.subtasks.indices.contains(Int(key.index)) ? task.subtasks[Int(key.index)] : nil
        }
        let failures = subtask.map { " \(Figures.count(Int($0.failures), "time"))" } ?? ""
        say(.failed, "\(swarm.subtaskLabel(key)) failed\(failures) and is given up")
    }
}
