/// How one task was given out and what came of it, read from the events of its swarm.
///
/// Feed it every event from the first: it folds the swarm beside, so a task long gone from memory is explained like
/// the latest. It holds a copy of the swarm for each time the task, or a part of it, was given out.
public struct Explanation: Sendable {
    /// One announcement of the whole task; an earlier one found nobody for some skill.
    public struct Announcement: Sendable {
        public let moment: Moment
        public let census: Census
        /// The bids the journal has in full.
        public internal(set) var recorded: [Bid] = []
    }

    /// Who got a subtask, and why.
    public struct Award: Sendable {
        public enum Reason: Hashable, Sendable {
            /// The best-ranked of the team with the skill; those above it had no room left.
            case team(passedOver: [AgentID])
            /// The best of the willing, once there was one.
            case best
            /// The attempt before failed at another agent, so that one came last.
            case another(than: AgentID)
            /// The attempt before failed at the same agent, but nobody else was willing.
            case nobodyElse
        }

        public let key: AttemptKey
        public let skill: SkillID
        public let agent: AgentID
        public let score: Points
        public let time: WallTime
        public let reason: Reason
        /// The moment of a subtask given out by itself; nil: the announcement's.
        public let moment: Moment?
    }

    /// A time the task, or a subtask of it, waited because nobody with a skill was willing.
    public struct Wait: Sendable {
        public let subtask: UInt8?
        public let skill: SkillID
        public let since: Instant
        /// Nil while it goes on.
        public internal(set) var until: Instant?
        /// What the agents with the skill answered, at most five.
        public let answers: [Bid]
    }

    /// What an attempt's end led to.
    public enum Consequence: Hashable, Sendable {
        case retry(until: Instant)
        case subtaskFailed
        case agentChanged(AgentID, String)
        /// It reported after its end; nothing changed.
        case fenced
    }

    public private(set) var swarm: SwarmState
    public private(set) var submittedAt: WallTime?
    public private(set) var announcements: [Announcement] = []
    public private(set) var awards: [Award] = []
    public private(set) var waits: [Wait] = []
    public private(set) var reputationChanges: [(agent: AgentID, change: ReputationChange)] = []
    /// Tasks of the same name that came before.
    public private(set) var namesakes = 0

    private let wanted: String?
    private var id: TaskID?
    private var ended: TaskState?
    private var consequences: [AttemptKey: [Consequence]] = [:]
    private var qualities: [AttemptKey: UInt8] = [:]
    private var latestFailure: (key: AttemptKey, agent: AgentID)?
    private var takesBids = false
    private var laterBid: (agent: AgentID, swarm: SwarmState)?

    /// `task` is a task's name; nil explains the one submitted last.
    public init(task: String? = nil, policies: Policies = Policies()) {
        wanted = task
        swarm = SwarmState(policies: policies)
    }

    /// The task as it ended, or as it is; nil when no such task was submitted.
    public var task: TaskState? { ended ?? id.flatMap { swarm.tasks[$0] } }

    /// The announcement that led to the team; nil before there is one.
    public var decisive: Announcement? {
        task?.attempts.isEmpty == false ? announcements.last : nil
    }

    public func consequences(of attempt: AttemptKey) -> [Consequence] {
        consequences[attempt] ?? []
    }

    /// 0...100, of an attempt that succeeded.
    public func quality(of attempt: AttemptKey) -> UInt8? { qualities[attempt] }

    /// The faults that were on the attempt's agent at any time while it ran, oldest first.
    public func faults(during attempt: Attempt) -> [FaultState] {
        swarm.faults.filter { fault in
            let end = attempt.endedAt ?? swarm.now
            return swarm.does(fault.spec.target, include: attempt.agent)
                && fault.injectedAt <= end && fault.endedAt.map { $0 > attempt.awardedAt } ?? true
        }
    }

    /// Whether what the journal recorded of the choice is what follows from the state before it.
    public var agreesWithRecord: Bool {
        guard let announcement = announcements.last else { return true }
        let choice = announcement.moment.choice()
        return announcement.recorded.allSatisfy { choice.bid(of: $0.agent) == $0 }
            && Int(announcement.census.willing) == choice.willing
            && Int(announcement.census.asked) == choice.bids.count
    }

    // MARK: Folding

    /// Takes the next event in.
    public mutating func apply(_ envelope: Envelope) {
        noteBefore(envelope)
        swarm.apply(envelope.event, at: envelope.at)
        noteAfter(envelope)
    }

    /// What must be seen before the event changes it.
    private mutating func noteBefore(_ envelope: Envelope) {
        switch envelope.event {
        case .taskSubmitted(let new, let brief) where wanted == nil || wanted == brief.name:
            restart(new, envelope.time)
        case .taskAnnounced(let task, let census, _) where task == id:
            guard let brief = swarm.tasks.brief(of: task) else { break }
            let moment = Moment(
                swarm: swarm, time: envelope.time, skills: brief.skills, domains: brief.domains,
                complexity: brief.complexity)
            announcements.append(Announcement(moment: moment, census: census))
            takesBids = true
            return
        case .bidReceived(let task, let bid) where task == id:
            if takesBids, let last = announcements.indices.last {
                announcements[last].recorded.append(bid)
            } else {
                laterBid = (bid.agent, swarm)
            }
            return
        case .subtaskAwarded(let key, let agent, let score) where key.task == id:
            award(key, agent, score, envelope)
        case .attemptFinished(let key, let outcome) where key.task == id:
            finish(key, outcome)
        default: break
        }
        takesBids = false
        laterBid = nil
    }

    private mutating func noteAfter(_ envelope: Envelope) {
        switch envelope.event {
        case .taskQueued(let task, let subtask, let skill) where task == id:
            waits.append(
                Wait(subtask: subtask, skill: skill, since: envelope.at, answers: answers(skill)))
        case .retryScheduled(let key, let until) where key.task == id:
            note(.retry(until: until), key)
        case .subtaskFailed(let key) where key.task == id: note(.subtaskFailed, key)
        case .agentChanged(let agent, let change):
            guard let failure = latestFailure, failure.agent == agent else { break }
            consequences[failure.key, default: []].append(.agentChanged(agent, change.name))
            return
        case .attemptFenced(let key) where key.task == id:
            consequences[key, default: []].append(.fenced)
        case .reputationChanged(let agent, let change) where change.task == id:
            reputationChanges.append((agent, change))
        case .taskFinished(let task, _, _, _) where task == id:
            ended = swarm.tasks[task]
            for place in waits.indices where waits[place].until == nil {
                waits[place].until = envelope.at
            }
        case .attemptFinished: return
        default: break
        }
        latestFailure = nil
    }

    private mutating func restart(_ new: TaskID, _ time: WallTime) {
        if id != nil, wanted != nil { namesakes += 1 }
        id = new
        ended = nil
        submittedAt = time
        announcements = []
        awards = []
        waits = []
        reputationChanges = []
        consequences = [:]
        qualities = [:]
        latestFailure = nil
    }

    private mutating func award(
        _ key: AttemptKey, _ agent: AgentID, _ score: Points, _ envelope: Envelope
    ) {
        guard let task = swarm.tasks[key.task] else { return }
        let skill = task.subtasks[Int(key.subtask)].skill
        for place in waits.indices where waits[place].until == nil {
            if waits[place].subtask == nil || waits[place].subtask == key.subtask {
                waits[place].until = envelope.at
            }
        }
        var moment: Moment?
        let reason: Award.Reason
        if let bid = laterBid, bid.agent == agent {
            moment = Moment(
                swarm: bid.swarm, time: envelope.time, skills: [skill],
                domains: task.brief.domains, complexity: nil)
            let failed = task.currentAttempt(of: Int(key.subtask)).flatMap {
                $0.failure?.isAgents == true ? $0.agent : nil
            }
            reason = failed.map { $0 == agent ? .nobodyElse : .another(than: $0) } ?? .best
        } else {
            let team = announcements.last?.moment.choice().team ?? []
            let above = team.prefix { $0 != agent }
            reason = .team(
                passedOver: above.filter { swarm.agent($0).skills.contains(skill) })
        }
        awards.append(
            Award(
                key: key, skill: skill, agent: agent, score: score, time: envelope.time,
                reason: reason, moment: moment))
    }

    private mutating func finish(_ key: AttemptKey, _ outcome: AttemptOutcome) {
        latestFailure = nil
        switch outcome {
        case .succeeded(_, let quality): qualities[key] = quality
        case .failed:
            if let agent = swarm.agent(working: key) { latestFailure = (key, agent) }
        }
    }

    private mutating func note(_ consequence: Consequence, _ key: SubtaskKey) {
        guard let attempt = swarm.tasks[key.task]?.currentAttempt(of: Int(key.index)) else {
            return
        }
        consequences[attempt.key, default: []].append(consequence)
    }

    /// What those with the skill say to it now.
    private func answers(_ skill: SkillID) -> [Bid] {
        let skills = SkillSet([skill])
        let domains = id.flatMap { swarm.tasks.brief(of: $0)?.domains } ?? SkillSet()
        return swarm.agents.lazy.filter { $0.skills.contains(skill) }.prefix(5)
            .map { swarm.assess($0.id, skills: skills, domains: domains) }
    }
}
