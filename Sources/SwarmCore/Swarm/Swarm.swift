package import HeapModule

/// The deciding value: takes what happened, answers with facts and with what is to be done about them.
///
/// No clock, no I/O, no randomness but draws keyed by the seed. All it knows of the world is in `state`, the fold
/// of the events it emitted; what else it holds can be rebuilt from that.
public struct Swarm: Sendable {
    public package(set) var state: SwarmState

    package var waiting = WaitingLine()
    package var timers: Heap<Timer> = []
    var timerOrder: UInt64 = 0
    /// When each of `state.liveAttempts` was last heard of, in the same order.
    package var signs: [Sign] = []
    /// When the earliest live attempt could be overdue.
    var nextCheck = Instant(microseconds: .max)
    var frontier: [Candidate] = []
    var team: [AgentID] = []
    /// The task `team` was chosen for, while it is being placed.
    var placing: TaskID?
    var bidders: [AgentID] = []

    /// Messages a fault holds up, by their number.
    var heldUp: [UInt64: (message: Message, token: UInt64?)] = [:]

    /// Who waits for the operator's answer to a tool call.
    var toolTokens: [ToolKey: UInt64] = [:]

    /// What the load no longer asks for, by the first agent of each kind.
    var surplus: [AgentID: Surplus] = [:]
    /// Whether the timer that looks after it is set.
    var isScaleTimed = false

    package struct Sign: Sendable {
        var heard: Instant
        var recorded: Instant
        var permille: UInt16 = 0
        /// How long the whole process stood still meanwhile.
        var stoodStill = TimeSpan.zero
        /// What it did last, and how often in a row.
        var action: UInt64 = 0
        var repeats = 0
    }

    package struct Timer: Comparable, Sendable {
        package enum Kind: Hashable, Sendable {
            case retry(SubtaskKey)
            case probe(AgentID)
            case endFault(FaultID)
            /// The probe of a half-open breaker has had its time.
            case probeEnd(AttemptKey)
            case deadline(TaskID)
            case approval(SubtaskKey)
            case reviews(AttemptKey)
            case answers(TaskID, group: Int)
            case deliver(UInt64)
            case scale
            case toolApproval(AttemptKey, UInt16)
        }

        let at: Instant
        let order: UInt64
        package let kind: Kind

        package static func < (a: Timer, b: Timer) -> Bool { (a.at, a.order) < (b.at, b.order) }
    }

    /// A subtask that has had so many is moved no more; attempts are numbered in a byte.
    static let mostAttempts = 200

    public init(policies: Policies = Policies()) {
        state = SwarmState(policies: policies)
    }

    /// When `tick` is next needed; nil while nothing waits for the time.
    public var nextDeadline: Instant? {
        let earliest = min(timers.min?.at ?? Instant(microseconds: .max), nextCheck)
        return earliest.microseconds == .max ? nil : earliest
    }

    /// Takes one input in. `now` never goes back; an earlier one counts as the latest.
    public mutating func step(_ input: Input, at now: Instant, into out: inout Decision) {
        let now = max(now, state.now)
        switch input {
        case .startRun(let seed):
            emit(.runStarted(number: state.run + 1, seed: seed), now, &out)
        case .register(let card):
            register(card, now, &out)
            scale(now, &out)
        case .submit(let brief, let kept): submit(brief, kept, now, &out)
        case .report(let key, let report): take(report, of: key, now, &out)
        case .message(let draft): send(draft, now, &out)
        case .pause(let agent): change(agent, to: .paused, now, &out)
        case .resume(let agent): change(agent, to: .resumed, now, &out)
        case .cancel(let task): cancel(task, now, &out)
        case .change(let task, let change): self.change(task, change, now, &out)
        case .inject(let spec): inject(spec, now, &out)
        case .revert(let fault): endFault(fault, now, &out)
        case .answerApproval(let key, let granted): answer(key, granted, by: .operator, now, &out)
        case .reviewed(let key, let agent, let note): take(note, on: key, by: agent, now, &out)
        case .reassign(let key, let agent): reassign(key, to: agent, now, &out)
        case .edit(let agent, let card):
            edit(agent, card, now, &out)
            editReplicas(of: agent, now, &out)
            scale(now, &out)
        case .retire(let agent):
            retire(agent, now, &out)
            scale(now, &out)
        case .define(let recipe): emit(.recipeDefined(recipe), now, &out)
        case .removeRecipe(let name): emit(.recipeRemoved(name), now, &out)
        case .setPolicies(let policies):
            change(to: policies, now, &out)
            scale(now, &out)
        case .caption(let text): emit(.captionShown(text), now, &out)
        case .reserve(let request, let token): reserve(request, token: token, now, &out)
        case .settle(let id, let settlement): settle(id, settlement, now, &out)
        case .answerTool(let key, let number, let granted):
            answerTool(key, number, granted, by: .operator, now, &out)
        case .remember(let draft): remember(draft, now, &out)
        case .forget(let agent, let note): forget(agent, note, now, &out)
        case .tick: tick(now, &out)
        }
    }

    mutating func emit(_ event: Event, _ now: Instant, _ out: inout Decision) {
        state.apply(event, at: now)
        out.events.append(event)
    }

    mutating func schedule(_ kind: Timer.Kind, at: Instant) {
        timerOrder &+= 1
        timers.insert(Timer(at: at, order: timerOrder, kind: kind))
        if timers.count > Self.mostIdleTimers, timers.count > 8 &* state.openTasks {
            let current = timers.unordered.filter { isOwned($0.kind) }
            timers = Heap(current)
        }
    }

    private static let mostIdleTimers = 1_024

    /// Whether what the timer was set for is still to come.
    private func isOwned(_ kind: Timer.Kind) -> Bool {
        switch kind {
        case .retry(let key), .approval(let key): state.isOpen(key.task)
        case .deadline(let id), .answers(let id, _): state.isOpen(id)
        case .reviews(let key), .probeEnd(let key), .toolApproval(let key, _):
            state.isOpen(key.task)
        case .probe, .endFault, .deliver, .scale: true
        }
    }

    // MARK: Messages

    private mutating func send(_ draft: MessageDraft, _ now: Instant, _ out: inout Decision) {
        if let id = draft.task {
            guard let sent = state.tasks[id]?.messages, sent < state.policies.limits.messages else {
                out.effects.append(.refuseMessage(token: draft.token))
                return
            }
        }
        let message = Message(
            number: state.messageCount &+ 1, kind: draft.kind, topic: draft.topic,
            sender: draft.sender, recipient: draft.recipient, task: draft.task,
            causation: draft.causation, payload: draft.payload, replyBy: draft.replyBy)
        emit(.messageSent(message), now, &out)
        if state.activeFaultCount == 0 || !isStopped(message, draft.token, now, &out) {
            out.effects.append(.deliver(message, token: draft.token))
        }
    }

    // MARK: Time

    private mutating func tick(_ now: Instant, _ out: inout Decision) {
        while let due = timers.min, due.at <= now {
            timers.removeMin()
            switch due.kind {
            case .retry(let key): retry(key, now, &out)
            case .endFault(let fault): endFault(fault, now, &out)
            case .probe(let agent): halfOpen(agent, now, &out)
            case .probeEnd(let key): giveUp(key, .ranTooLong, now, &out)
            case .deadline(let task): expire(task, now, &out)
            case .approval(let key): answer(key, false, by: .deadline, now, &out)
            case .reviews(let key): decideReviews(of: key, now, &out)
            case .answers(let task, let group): closeAnswers(task, group, now, &out)
            case .deliver(let number):
                if let held = heldUp.removeValue(forKey: number) {
                    out.effects.append(.deliver(held.message, token: held.token))
                }
            case .toolApproval(let key, let number):
                answerTool(key, number, false, by: .deadline, now, &out)
            case .scale:
                isScaleTimed = false
                scale(now, &out)
            }
        }
        if nextCheck <= now { checkLiveAttempts(now, &out) }
    }

    private mutating func halfOpen(_ agent: AgentID, _ now: Instant, _ out: inout Decision) {
        guard case .open(let until) = state.agents[agent.position].breaker, until <= now else {
            return
        }
        emit(.agentChanged(agent, .breakerHalfOpened), now, &out)
        wake(agent, now, &out)
    }
}
