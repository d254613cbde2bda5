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
        /// A reservation or a settlement.
        case money
        /// What an attempt says of tools and memories.
        case word(AttemptKey)
        case memory
    }

    struct Agent {
        var skills: SkillSet
        var domains: SkillSet
        var most: Int32
        var perSubtask: Int32
        var limits: AgentLimits
        /// A model or a program, which is given more time.
        var isSlow: Bool
        var replicas: ClosedRange<Int>
        /// The agent it is one more of.
        var base: Int?
        var notes: [UInt32] = []
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
        /// Tool calls that wait for the operator, since when, and how long such waits took in all.
        var asking: UInt8 = 0
        var askedAt: Int64 = 0
        var askedFor: Int64 = 0
        /// What it works with will not serve before.
        var postponedTo: Int64 = 0
        /// Trying again would end the same way.
        var isHopeless = false
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
        var budget: Money?
        var committed = Money.zero
        var calls = 0
        var tools: [Tool] = []
    }

    private let verdict = Verdict()
    var policies = Policies()
    /// What changed policies allowed in this schedule at the most, or at the least.
    private(set) var widest = Policies()
    var agents: [Agent] = []
    var books = Books()
    var noteCount: UInt32 = 0
    var isScaled = false
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
        widest = policies
        agents.removeAll(keepingCapacity: true)
        for agent in state.agents {
            add(agent.card, base: agent.card.replicaOf.flatMap(state.agentID)?.position, state)
        }
        books.empty()
        noteCount = 0
        isScaled = false
        tasks.removeAll(keepingCapacity: true)
        subtasks.removeAll(keepingCapacity: true)
        sequence = state.sequence
        live = 0
        touched = 0
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
        case .postponed(_, let span): subtasks[place].postponedTo = now + span.microseconds
        case .started, .finished, .failed, .toolFinished: break
        // A tool call is a sign of life once it is taken.
        case .callsTool, .recalls: return
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
        compareBooks(state, cause)
        checkScaling()
        switch cause {
        case .report(let key, let saying):
            expect(
                !saying.isEnd || running(key) == nil, .oneAttempt, "\(key) ended and still runs")
        case .time: checkTimeouts(now)
        case .operation, .recovery, .message, .review, .money, .word, .memory: break
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
            model.breaker != .closed || model.failuresInARow < widest.breaker.opensAfter,
            .breaker, "agent \(place): closed after \(model.failuresInARow) failures in a row")
    }

    /// After a tick nothing that is overdue still runs; who waits for the operator may.
    private mutating func checkTimeouts(_ now: Int64) {
        guard live > 0 else { return }
        for subtask in subtasks where subtask.phase == .running && subtask.asking == 0 {
            let (idle, hard) = patience(of: Int(subtask.agent))
            let most = hard + stoodStill + subtask.askedFor
            if now - subtask.awardedAt >= most {
                fail(.timers, "an attempt runs \(now - subtask.awardedAt) µs, longer than \(most)")
            }
            // After the process stood still an attempt's silence counts anew.
            if stoodStill == 0, now - subtask.heardAt >= idle {
                fail(.timers, "an attempt is silent \(now - subtask.heardAt) µs, not \(idle)")
            }
        }
    }

    /// How long an agent may be silent and may work, microseconds.
    func patience(of place: Int) -> (idle: Int64, hard: Int64) {
        let agent = agents[place]
        var (idle, hard) = (policies.attempts.idleTimeout, policies.attempts.hardTimeout)
        if agent.isSlow { (idle, hard) = (max(idle, .seconds(60)), max(hard, .seconds(600))) }
        return (
            (agent.limits.idleTimeout ?? idle).microseconds,
            (agent.limits.hardTimeout ?? hard).microseconds
        )
    }

    private mutating func takePolicies(_ changed: Policies) {
        policies = changed
        widest.attempts.most = max(widest.attempts.most, changed.attempts.most)
        widest.attempts.mostInterruptions = max(
            widest.attempts.mostInterruptions, changed.attempts.mostInterruptions)
        widest.breaker.opensAfter = max(widest.breaker.opensAfter, changed.breaker.opensAfter)
        // A probe's time is set when it begins; the shortest is the earliest end.
        widest.breaker.probeWithin = min(widest.breaker.probeWithin, changed.breaker.probeWithin)
    }

    // MARK: One event

    /// Takes one event in. `now` is the true time, whatever clock the swarm went by.
    mutating func take(_ event: Event, _ cause: Cause, at now: Int64, _ state: SwarmState) {
        sequence &+= 1
        switch event {
        case .runStarted: break
        case .faultInjected, .recipeDefined, .recipeRemoved, .captionShown:
            takeOperation(event, cause)
        case .agentRegistered(let id, let card): register(id, card, cause, state)
        case .agentEdited(let id, let card):
            takeScaling(of: id, event, cause)
            takeCard(of: id.position, card, state)
        case .policiesChanged(let changed):
            takeOperation(event, cause)
            takePolicies(changed)
        case .faultReverted: break
        case .agentChanged(let id, let change): takeChange(of: id, change, cause, now)
        case .taskSubmitted(let id, let brief):
            takeOperation(event, cause)
            submit(id, brief)
        case .taskChanged(let id, let change):
            takeOperation(event, cause)
            takeChange(of: id, change)
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
        case .costReserved(let id, let request): reserve(id, request, cause)
        case .costSettled(let id, let settlement): settle(id, settlement, cause)
        case .costRefused(let request, let refusal): refuse(request, refusal, cause)
        case .toolCalled(let call): callTool(call, cause, now)
        case .toolAnswered(let key, let number, let granted, let source):
            answerTool(key, number, granted, source, cause, now)
        case .toolFinished(let key, let number, _, _): finishTool(key, number, cause)
        case .memoryKept(let id, let note): remember(id, note, cause, state)
        case .memoryForgotten(let id, let note): forget(id, note, cause, state)
        case .memoryRecalled(let key, let recalls): recall(key, recalls, cause)
        case .reputationChanged(let agent, let change): moveReputation(of: agent, change)
        case .taskFinished(let id, let status, let quality, _): end(id, status, quality)
        case .taskAnnounced(let id, _, _), .bidReceived(let id, _), .reviewSeated(let id, _):
            expect(
                task(id).map { tasks[$0].status == nil } ?? false, .oneEnd,
                "\(event.type.rawValue) of task \(id.number), which is not open")
        }
    }

    func takeOperation(_ event: Event, _ cause: Cause) {
        switch cause {
        case .operation: break
        case .recovery, .time, .report, .message, .review, .money, .word, .memory:
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

    // MARK: Access for the other files

    mutating func change(_ place: Int, _ body: (inout Agent) -> Void) {
        body(&agents[place])
        touched |= 1 << UInt64(place & 63)
    }

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
