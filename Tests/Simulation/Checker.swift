import SwarmCore

/// Follows a swarm by its events alone, in figures of its own, and says when a rule is broken.
///
/// An independent, plain account: it knows nothing of rankings, timers or waiting lines. Only the first
/// violation of a schedule is kept.
struct Checker {
    /// What made the swarm decide.
    enum Cause {
        case operation, time, recovery
        case report(AttemptKey, Saying)
        case message
        case review(AttemptKey, AgentID)
    }

    struct Agent {
        var skills: SkillSet
        var domains: SkillSet
        var most: Int32
        var perSubtask: Int32
        /// A new card may leave it with more than it would take.
        var isEdited = false
        var isRetired = false
        var isUnwell = false
        var live: Int32 = 0
        var isPaused = false
        var offline: UInt32 = 0
        var breaker = Breaker.closed
        var failuresInARow = 0
        var endedWell = false
        var reputation = ReputationPolicy.start
    }

    struct Subtask {
        enum Phase {
            case open, waiting, backingOff, running, inReview, awaitingApproval
            case succeeded, failed, cancelled, skipped, notNeeded

            var isClosed: Bool {
                switch self {
                case .open, .waiting, .backingOff, .running, .inReview, .awaitingApproval: false
                case .succeeded, .failed, .cancelled, .skipped, .notNeeded: true
                }
            }
        }

        let skill: SkillID
        var phase = Phase.open
        var number: UInt8 = 0
        var agent: Int32 = -1
        var failures: UInt8 = 0
        var interruptions: UInt8 = 0
        /// Agents that failed at it, as bits.
        var failed: UInt64 = 0
        var awardedAt: Int64 = 0
        var heardAt: Int64 = 0
        var notBefore: Int64 = 0
        var permille: UInt16 = 0
        var hasActed = false
        var isApproved = false
        var reworks: UInt8 = 0
        /// Reviewers asked for the latest attempt's result, and those who answered, as bits.
        var asked: UInt64 = 0
        var answered: UInt64 = 0
    }

    struct Task {
        let id: TaskID
        let first: Int
        let count: Int
        let domains: SkillSet
        let plan: Plan?
        let due: Int64
        var status: TaskStatus?
        var isExpired = false
        /// Which of the plan's groups are decided, as bits, and what each agreed on.
        var decided: UInt64 = 0
        var winners: [Int?] = []
        /// Agents whose reputation it moved, as bits.
        var paid: UInt64 = 0
        var messages = 0
    }

    private let verdict = Verdict()
    var policies = Policies()
    private(set) var agents: [Agent] = []
    private(set) var tasks: [Task] = []
    private(set) var subtasks: [Subtask] = []
    private(set) var sequence: UInt64 = 0
    private(set) var live = 0
    /// Taking in again what was checked before, to know what there was.
    var isReplaying = false
    /// How long the whole process stood still in this schedule, which no attempt is to blame for.
    var stoodStill: Int64 = 0
    /// The operator names an agent himself, who may be of another domain and begins at once.
    var isReassigning = false
    private var touched: UInt64 = 0

    /// Begins a schedule with a prepared swarm that has no tasks yet.
    mutating func begin(_ state: SwarmState) {
        verdict.violation = nil
        policies = state.policies
        agents.removeAll(keepingCapacity: true)
        for agent in state.agents { add(agent) }
        tasks.removeAll(keepingCapacity: true)
        subtasks.removeAll(keepingCapacity: true)
        sequence = state.sequence
        live = 0
        touched = 0
    }

    private mutating func add(_ agent: AgentState) {
        agents.append(
            Agent(
                skills: agent.skills, domains: agent.domains, most: agent.maxLoad,
                perSubtask: agent.loadPerSubtask))
    }

    /// The first rule broken in this schedule.
    var violation: Violation? { verdict.violation }

    func fail(_ invariant: Invariant, _ message: @autoclosure () -> String) {
        guard verdict.violation == nil, !isReplaying else { return }
        verdict.violation = Violation(invariant: invariant, message: message())
    }

    /// Fails unless the condition holds.
    @inline(__always)
    func expect(
        _ condition: Bool, _ invariant: Invariant, _ message: @autoclosure () -> String
    ) {
        if !condition { fail(invariant, message()) }
    }

    /// Apart from the figures, so that a check may read them while it writes here. Owned by one checker.
    private final class Verdict { var violation: Violation? }

    // MARK: Looking things up

    func task(_ id: TaskID) -> Int? {
        let place = Int(id.number) - 1
        return tasks.indices.contains(place) && tasks[place].id == id ? place : nil
    }

    func subtask(_ key: SubtaskKey) -> Int? {
        guard let task = task(key.task), Int(key.index) < tasks[task].count else { return nil }
        return tasks[task].first + Int(key.index)
    }

    /// The place of the attempt's subtask if the attempt is under way.
    func running(_ key: AttemptKey) -> Int? {
        guard let place = subtask(key.subtaskKey), subtasks[place].phase == .running,
            subtasks[place].number == key.number
        else { return nil }
        return place
    }

    // MARK: Steps

    /// A report reached the swarm; a sign of life for the attempt it names.
    ///
    /// Progress that does not move and the same action again are none.
    mutating func heard(_ key: AttemptKey, _ report: Report, at now: Int64) {
        guard let place = running(key) else { return }
        switch report {
        case .progressed(let share, _):
            let permille = UInt16(min(max(share, 0), 1) * 1000)
            guard permille > subtasks[place].permille else { return }
            subtasks[place].permille = permille
        case .acted:
            guard !subtasks[place].hasActed else { return }
            subtasks[place].hasActed = true
        case .started, .finished, .failed: break
        }
        subtasks[place].heardAt = now
    }

    /// After all events of a step: what the swarm says of itself must be what the events say.
    mutating func settle(_ state: SwarmState, _ cause: Cause, at now: Int64) {
        expect(state.sequence == sequence, .sequence, "\(state.sequence) is not \(sequence)")
        while touched != 0 {
            let place = touched.trailingZeroBitCount
            touched &= touched &- 1
            compare(place, state.agents[place])
        }
        expect(
            state.liveAttempts.count == live, .load,
            "\(state.liveAttempts.count) live attempts, not \(live)")
        switch cause {
        case .report(let key, let saying):
            expect(
                !saying.isEnd || running(key) == nil, .oneAttempt, "\(key) ended and still runs")
        case .time: checkTimeouts(now)
        case .operation, .recovery, .message, .review: break
        }
    }

    /// The bits of a new card's skills are the swarm's to give; `state` may be later than the event.
    private mutating func takeCard(of place: Int, _ card: AgentCard, _ state: SwarmState) {
        let skills = SkillSet(card.skills.compactMap { state.skillID(named: $0.name) })
        let domains = SkillSet(
            card.domains.compactMap { name in
                state.domainNames.firstIndex(of: name).map(SkillID.init)
            })
        change(place) {
            $0.skills = skills
            $0.domains = domains
            $0.most = Int32(card.maxLoad)
            $0.perSubtask = Int32(card.loadPerSubtask)
            $0.isEdited = true
        }
    }

    private mutating func compare(_ place: Int, _ agent: AgentState) {
        let model = agents[place]
        expect(
            agent.load == model.live &* model.perSubtask, .load,
            "agent \(place) has load \(agent.load), not \(model.live &* model.perSubtask)")
        expect(
            agent.load >= 0 && (agent.load <= model.most || model.isEdited), .load,
            "agent \(place): load \(agent.load)")
        expect(
            agent.reputation == model.reputation, .reputation,
            "agent \(place) has \(agent.reputation.value), not \(model.reputation.value)")
        expect(
            agent.breaker == model.breaker, .breaker,
            "agent \(place): \(agent.breaker), not \(model.breaker)")
        expect(
            model.breaker != .closed || model.failuresInARow < policies.breaker.opensAfter,
            .breaker, "agent \(place): closed after \(model.failuresInARow) failures in a row")
    }

    /// After a tick nothing that is overdue still runs.
    private mutating func checkTimeouts(_ now: Int64) {
        guard live > 0 else { return }
        let most = policies.attempts.hardTimeout.microseconds + stoodStill
        for subtask in subtasks where subtask.phase == .running && now - subtask.awardedAt >= most {
            fail(.timers, "an attempt runs \(now - subtask.awardedAt) µs, longer than \(most)")
        }
    }

    // MARK: One event

    /// Takes one event in. `now` is the true time, whatever clock the swarm went by.
    mutating func take(_ event: Event, _ cause: Cause, at now: Int64, _ state: SwarmState) {
        sequence &+= 1
        switch event {
        case .runStarted: break
        case .agentRegistered, .faultInjected, .recipeDefined, .recipeRemoved, .captionShown:
            takeOperation(event, cause)
        case .agentEdited(let id, let card):
            takeOperation(event, cause)
            takeCard(of: id.position, card, state)
        case .policiesChanged(let changed):
            takeOperation(event, cause)
            policies = changed
        case .faultReverted: break
        case .agentChanged(let id, let change): takeChange(of: id, change, cause, now)
        case .taskSubmitted(let id, let brief):
            takeOperation(event, cause)
            submit(id, brief)
        case .subtaskReused(let key, _, let quality):
            takeOperation(event, cause)
            expect(quality <= 100, .outcome, "\(key) has quality \(quality)")
            move(key, to: .succeeded)
            if let place = subtask(key) { changeSubtask(place) { $0.agent = -1 } }
        case .taskQueued(let id, let index, _):
            guard let index else { break }
            move(SubtaskKey(task: id, index: Int(index)), to: .waiting)
        case .subtaskSkipped(let key, let reason): skip(key, reason)
        case .subtaskFailed(let key): move(key, to: .failed)
        case .retryScheduled(let key, let until): retry(key, until.microseconds, now)
        case .subtaskAwarded(let key, let agent, _): award(key, agent, now)
        case .attemptStarted(let key), .attemptProgressed(let key, _, _):
            expect(running(key) != nil, .oneAttempt, "\(key) is heard of and does not run")
            checkClaim(key, cause)
        case .attemptFinished(let key, let outcome): finish(key, outcome, cause, now)
        case .attemptFenced(let key):
            expect(running(key) == nil, .oneAttempt, "\(key) runs and is fenced")
        case .approvalAsked(let key, _): askApproval(key)
        case .approvalGiven(let key, let granted, let source):
            giveApproval(key, granted, source, cause)
        case .reviewAsked(let key, let agent, _): askReview(key, agent)
        case .reviewGiven(let key, let agent, _): giveReview(key, agent, cause)
        case .reviewDecided(let key, let verdict): decideReview(key, verdict)
        case .consensusReached(let id, let group, let consensus):
            decide(id, Int(group), consensus)
        case .deadlinePassed(let id): expire(id, cause, now)
        case .messageSent(let message): count(message)
        case .messageDropped, .messageDelayed: break
        case .reputationChanged(let agent, let change): moveReputation(of: agent, change)
        case .taskFinished(let id, let status, let quality, _): end(id, status, quality)
        case .taskAnnounced(let id, _, _), .bidReceived(let id, _), .reviewSeated(let id, _):
            expect(
                task(id).map { tasks[$0].status == nil } ?? false, .oneEnd,
                "\(event.type.rawValue) of task \(id.number), which is not open")
        }
    }

    private mutating func takeOperation(_ event: Event, _ cause: Cause) {
        switch cause {
        case .operation: break
        case .recovery, .time, .report, .message, .review:
            fail(.authority, "\(event.type.rawValue) after \(cause)")
        }
    }

    private mutating func count(_ message: Message) {
        guard let id = message.task else { return }
        guard let place = task(id) else { return fail(.caps, "a message of no known task") }
        tasks[place].messages += 1
        expect(
            tasks[place].messages <= policies.limits.messages, .caps,
            "\(tasks[place].messages) messages of task \(id.number)")
    }

    // MARK: Agents

    mutating func change(_ place: Int, _ body: (inout Agent) -> Void) {
        body(&agents[place])
        touched |= 1 << UInt64(place & 63)
    }

    private mutating func takeChange(
        of id: AgentID, _ change: AgentChange, _ cause: Cause, _ now: Int64
    ) {
        let place = id.position
        guard agents.indices.contains(place) else { return fail(.fitness, "no agent \(place)") }
        switch change {
        case .paused, .resumed:
            takeOperation(.agentChanged(id, change), cause)
            agents[place].isPaused = change == .paused
        case .wentOffline(let fault):
            // A fault that is spent may leave it to another.
            if case .report = cause, agents[place].offline == 0 {
                fail(.authority, "a report put agent \(place) offline")
            }
            agents[place].offline = fault.number
        case .cameBack:
            agents[place].offline = 0
        case .healthDropped: agents[place].isUnwell = true
        case .healthRestored: agents[place].isUnwell = false
        case .retired, .reinstated:
            takeOperation(.agentChanged(id, change), cause)
            agents[place].isRetired = change == .retired
        case .degraded, .recovered: break
        case .breakerOpened, .breakerHalfOpened, .breakerClosed:
            switchBreaker(place, change, now)
        }
    }

    private mutating func switchBreaker(_ place: Int, _ change: AgentChange, _ now: Int64) {
        let agent = agents[place]
        switch (agent.breaker, change) {
        case (.closed, .breakerOpened(let until)):
            expect(
                agent.failuresInARow >= policies.breaker.opensAfter, .breaker,
                "agent \(place) opens after \(agent.failuresInARow) failures in a row")
            self.change(place) { $0.breaker = .open(until: until) }
        case (.halfOpen, .breakerOpened(let until)):
            expect(!agent.endedWell, .breaker, "agent \(place) opens after a probe that succeeded")
            self.change(place) { $0.breaker = .open(until: until) }
        case (.open(let until), .breakerHalfOpened):
            expect(until.microseconds <= now, .breaker, "agent \(place) is probed too soon")
            self.change(place) { $0.breaker = .halfOpen }
        case (.halfOpen, .breakerClosed):
            expect(agent.endedWell, .breaker, "agent \(place) closes without a success")
            self.change(place) {
                $0.breaker = .closed
                $0.failuresInARow = 0
            }
        default: fail(.breaker, "agent \(place): \(change) while \(agent.breaker)")
        }
    }

    private mutating func moveReputation(of id: AgentID, _ change: ReputationChange) {
        guard let task = task(change.task) else { return fail(.reputation, "for no known task") }
        let place = id.position
        let bit = UInt64(1) << UInt64(place & 63)
        expect(
            tasks[task].paid & bit == 0, .reputation,
            "agent \(place) is paid twice for task \(change.task.number)")
        tasks[task].paid |= bit
        expect(tasks[task].status == nil, .reputation, "paid after task \(change.task.number)")
        let (did, failed) = part(of: place, in: tasks[task])
        expect(did || failed, .reputation, "agent \(place) did nothing for its change")
        expect(
            (change.reason == .failure) == failed, .reputation,
            "agent \(place): \(change.reason.rawValue), though failed is \(failed)")
        let after = policies.reputation.after(
            agents[place].reputation, succeeded: !failed, quality: Int(change.quality))
        expect(
            change.before == agents[place].reputation && change.after == after
                && ReputationPolicy.range.contains(change.after), .reputation,
            "agent \(place): \(change.before.value) to \(change.after.value), not \(after.value)")
        self.change(place) { $0.reputation = change.after }
    }

    /// Whether an agent succeeded at a subtask of the task, and whether it failed at one without making it good.
    private func part(of agent: Int, in task: Task) -> (did: Bool, failed: Bool) {
        var (did, failed) = (false, false)
        for subtask in subtasks[task.first..<task.first + task.count] {
            if subtask.phase == .succeeded, subtask.agent == Int32(agent) {
                did = true
            } else if subtask.failed >> UInt64(agent) & 1 == 1 {
                failed = true
            }
        }
        return (did, failed)
    }

    // MARK: Access for the other half

    mutating func addTask(_ task: Task, skills: [SkillID]) {
        tasks.append(task)
        for skill in skills { subtasks.append(Subtask(skill: skill)) }
    }

    mutating func changeTask(_ place: Int, _ body: (inout Task) -> Void) { body(&tasks[place]) }

    mutating func changeSubtask(_ place: Int, _ body: (inout Subtask) -> Void) {
        body(&subtasks[place])
    }

    mutating func countLive(_ difference: Int) { live += difference }

    /// Every agent that took part in the task, as bits.
    func takers(of task: Task) -> UInt64 {
        var takers: UInt64 = 0
        for agent in agents.indices {
            let (did, failed) = part(of: agent, in: task)
            if did || failed { takers |= 1 << UInt64(agent) }
        }
        return takers
    }
}
