import HeapModule

/// The deciding value: takes what happened, answers with facts and with what is to be done about them.
///
/// No clock, no I/O, no randomness but draws keyed by the seed. All it knows of the world is in `state`, the fold
/// of the events it emitted; what else it holds can be rebuilt from that.
public struct Swarm: Sendable {
    public internal(set) var state: SwarmState

    var waiting = WaitingLine()
    var timers: Heap<Timer> = []
    var timerOrder: UInt64 = 0
    /// When each of `state.liveAttempts` was last heard of, in the same order.
    var signs: [Sign] = []
    /// When the earliest live attempt could be overdue.
    var nextCheck = Instant(microseconds: .max)
    var frontier: [Candidate] = []
    var team: [AgentID] = []
    var bidders: [AgentID] = []

    struct Sign: Sendable {
        var heard: Instant
        var recorded: Instant
    }

    struct Timer: Comparable, Sendable {
        enum Kind: Hashable, Sendable {
            case retry(SubtaskKey)
            case probe(AgentID)
            case endFault(FaultID)
        }

        let at: Instant
        let order: UInt64
        let kind: Kind

        static func < (a: Timer, b: Timer) -> Bool { (a.at, a.order) < (b.at, b.order) }
    }

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
        case .register(let card): register(card, now, &out)
        case .submit(let brief): submit(brief, now, &out)
        case .report(let key, let report): take(report, of: key, now, &out)
        case .message(let draft): send(draft, now, &out)
        case .pause(let agent): change(agent, to: .paused, now, &out)
        case .resume(let agent): change(agent, to: .resumed, now, &out)
        case .cancel(let task): cancel(task, now, &out)
        case .inject(let spec): inject(spec, now, &out)
        case .revert(let fault): endFault(fault, now, &out)
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
    }

    // MARK: Agents

    private mutating func register(_ card: AgentCard, _ now: Instant, _ out: inout Decision) {
        guard state.agentID(named: card.name) == nil, state.hasRoom(for: card) else { return }
        let id = AgentID(state.agents.count)
        emit(.agentRegistered(id, card), now, &out)
        wake(id, now, &out)
    }

    private mutating func change(
        _ agent: AgentID, to change: AgentChange, _ now: Instant, _ out: inout Decision
    ) {
        guard state.agents.indices.contains(agent.position) else { return }
        let isPaused = state.agents[agent.position].isPaused
        guard isPaused != (change == .paused) else { return }
        emit(.agentChanged(agent, change), now, &out)
        if change == .resumed { wake(agent, now, &out) }
    }

    // MARK: Messages

    private mutating func send(_ draft: MessageDraft, _ now: Instant, _ out: inout Decision) {
        if let id = draft.task {
            guard let sent = state.tasks[id]?.messages, sent < state.policies.messagesPerTask else {
                out.effects.append(.refuseMessage(token: draft.token))
                return
            }
        }
        let message = Message(
            number: state.messageCount &+ 1, kind: draft.kind, topic: draft.topic,
            sender: draft.sender, recipient: draft.recipient, task: draft.task,
            causation: draft.causation, payload: draft.payload, replyBy: draft.replyBy)
        emit(.messageSent(message), now, &out)
        out.effects.append(.deliver(message, token: draft.token))
    }

    // MARK: Faults

    private mutating func inject(_ spec: FaultSpec, _ now: Instant, _ out: inout Decision) {
        let id = FaultID(UInt32(truncatingIfNeeded: state.faults.count + 1))
        emit(.faultInjected(id, spec), now, &out)
        if let duration = spec.duration { schedule(.endFault(id), at: now + duration) }
        if case .crash = spec.kind {
            for agent in state.agents.indices.map(AgentID.init)
            where state.does(spec.target, include: agent) {
                emit(.agentChanged(agent, .wentOffline(id)), now, &out)
                out.effects.append(.strike(agent))
            }
        }
        out.effects.append(.faultsChanged)
    }

    private mutating func endFault(_ id: FaultID, _ now: Instant, _ out: inout Decision) {
        guard state.fault(id)?.isActive == true else { return }
        emit(.faultReverted(id), now, &out)
        out.effects.append(.faultsChanged)
        for agent in state.agents.indices.map(AgentID.init)
        where state.agents[agent.position].offlineBecause == id {
            if let other = state.activeFaults(on: agent).last(where: { $0.spec.kind == .crash }) {
                emit(.agentChanged(agent, .wentOffline(other.id)), now, &out)
            } else {
                emit(.agentChanged(agent, .cameBack), now, &out)
                wake(agent, now, &out)
            }
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
