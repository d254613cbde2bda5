/// What a swarm did, in figures (spec §13), folded over its events beside `SwarmState`.
///
/// Whole numbers inside: microseconds, thousandths, counts. It grows with the agents, not with the events.
public struct Statistics: Sendable {
    public private(set) var attempts = AttemptCounts()
    public private(set) var messages = MessageCounts()
    /// From the first award to the end, of each task that ended and was not cancelled.
    public private(set) var durations = SpanTally()
    /// From submission to the first award, of each task that was awarded.
    public private(set) var waits = SpanTally()
    /// Times a task or subtask had to wait because nobody with the skill was willing.
    public private(set) var queued = 0
    /// Tasks that ran to an end, not cancelled: what the means of teams and parallel work are over.
    public private(set) var judged = 0
    /// Of those, the tasks with two or more subtasks running at once.
    public private(set) var parallel = 0
    public private(set) var teamMembers = 0
    /// One for each agent, in the order of registration.
    public private(set) var loads: [LoadTally] = []

    private var active = TimeSpan.zero
    private var isActive = false
    private var latest = Instant.zero

    public struct MessageCounts: Hashable, Sendable {
        public internal(set) var questions = 0
        public internal(set) var answers = 0
        public internal(set) var notes = 0

        public var sum: Int { questions + answers + notes }
    }

    public init() {}

    /// Takes one event in; `state` has taken it in already.
    public mutating func apply(_ event: Event, at time: Instant, state: SwarmState) {
        let now = max(time, latest)
        if isActive { active = active + (now - latest) }
        latest = now
        isActive = state.totals.running + state.totals.waiting > 0
        switch event {
        case .agentRegistered: loads.append(LoadTally(since: now, activeBefore: active))
        case .agentEdited(let agent, _): noteLoad(of: agent, now, state)
        case .taskQueued: queued += 1
        case .subtaskAwarded(let key, let agent, _): award(key, agent, now, state)
        case .attemptFinished(let key, let outcome):
            attempts.note(outcome)
            state.tasks.withTask(key.task) { task in
                let attempt = task.attempts.last { $0.key == key }
                if let agent = attempt?.agent { noteLoad(of: agent, now, state) }
            }
        case .attemptFenced: attempts.fenced += 1
        case .messageSent(let message): count(message.kind)
        case .taskFinished(let id, let status, _, _):
            guard status != .cancelled else { break }
            state.tasks.withTask(id) { judge($0) }
        default: break
        }
    }

    private mutating func award(
        _ key: AttemptKey, _ agent: AgentID, _ now: Instant, _ state: SwarmState
    ) {
        attempts.awarded += 1
        if key.number > 1 { attempts.retries += 1 }
        noteLoad(of: agent, now, state)
        state.tasks.withTask(key.task) { task in
            guard task.attempts.count == 1, let started = task.startedAt else { return }
            waits.add(started - task.submittedAt)
        }
    }

    private mutating func noteLoad(of agent: AgentID, _ now: Instant, _ state: SwarmState) {
        guard loads.indices.contains(agent.position) else { return }
        loads[agent.position].set(state.agent(agent).loadPermille, at: now)
    }

    private mutating func count(_ kind: Message.Kind) {
        switch kind {
        case .question: messages.questions += 1
        case .answer: messages.answers += 1
        case .note: messages.notes += 1
        }
    }

    private mutating func judge(_ task: TaskState) {
        judged += 1
        teamMembers += task.team.count
        if task.ranInParallel { parallel += 1 }
        if let started = task.startedAt, let ended = task.endedAt { durations.add(ended - started) }
    }

    // MARK: Over time

    /// The time in which at least one task was submitted and not ended.
    ///
    /// `now` is the time to count to while that goes on; by default that of the latest event.
    public func activeTime(now: Instant? = nil) -> TimeSpan {
        isActive ? active + (max(now ?? latest, latest) - latest) : active
    }

    /// An agent's mean load while the swarm was active and it was there, in thousandths; nil before that.
    public func meanLoadPermille(of agent: AgentID, now: Instant? = nil) -> Int? {
        guard loads.indices.contains(agent.position) else { return nil }
        return meanLoad(of: loads[agent.position...agent.position], now)
    }

    /// The mean load of all agents, each weighted by its time, in thousandths; nil before any task.
    public func meanLoadPermille(now: Instant? = nil) -> Int? { meanLoad(of: loads[...], now) }

    /// The highest load any agent had, in thousandths.
    public var peakLoadPermille: Int32? { loads.map(\.peakPermille).max() }

    private func meanLoad(of loads: ArraySlice<LoadTally>, _ now: Instant?) -> Int? {
        let now = max(now ?? latest, latest)
        let active = activeTime(now: now)
        var area = Int128(0)
        var time = Int128(0)
        for load in loads {
            area += Int128(load.area(at: now))
            time += Int128(active.microseconds - load.activeBefore.microseconds)
        }
        return time > 0 ? Int((area + time / 2) / time) : nil
    }
}
