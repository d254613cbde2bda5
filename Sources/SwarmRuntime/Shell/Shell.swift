import SwarmCore

/// All that one running swarm changes, and its turns: take in, decide, make durable, do.
///
/// Invariant: an effect (an acknowledgement, an attempt's start, a message) leaves only after the events that
/// decided it are in the journal. A value that one function owns while it runs, so that no access to it is shared,
/// checked or copied.
struct Shell {
    var swarm: Swarm
    let ports: Ports
    var decision = Decision()
    var writer = EventWriter()
    /// The first event not in the journal yet.
    var firstUnwritten: UInt64
    var envelopes: [Envelope] = []
    var replies: [(@Sendable (CommandReply) -> Void, CommandReply)] = []
    var works: [AttemptKey: Task<Void, Never>] = [:]
    var answering: [AgentID: Task<Void, Never>] = [:]
    var feeds: [Feed] = []
    var timer: (at: Instant, task: Task<Void, any Error>)?
    var isStopping = false
    var onEnded: (@Sendable (TaskState, SwarmState) -> Void)?

    /// What the shell works with; never changes.
    struct Ports: Sendable {
        let journal: any Journal
        let clock: any SwarmClock
        /// The clock's reading at the swarm's instant 0.
        let epoch: Int64
        let recipes: RecipeCatalogue
        let drivers: [DriverKind: any AgentDriver]
        let bus: any MessageBus
        let inbox: Inbox
        let questions: OpenQuestions
        let faultLine: FaultLine
        let keepsEvents: Bool

        var now: Instant { Instant(microseconds: clock.monotonic() &- epoch) }
    }

    /// Takes up a recorded state: unfinished work is tried again, agents that are new are registered.
    init(recovering state: SwarmState, agents: [AgentCard], seed: UInt64, ports: Ports) {
        self.ports = ports
        firstUnwritten = state.sequence &+ 1
        swarm = Swarm(recovering: state, into: &decision)
        swarm.step(.startRun(seed: seed), at: state.now, into: &decision)
        for card in agents { swarm.step(.register(card), at: state.now, into: &decision) }
        ports.faultLine.update(from: swarm.state)
    }

    // MARK: Turns

    /// Takes everything in; the events wait for `commit`, the effects for `settle`.
    mutating func take(_ items: [Inbox.Item]) {
        let now = ports.now
        for item in items { take(item, now) }
        if let due = swarm.nextDeadline, due <= now { step(.tick, now) }
        record(now)
    }

    mutating func step(_ input: Input, _ now: Instant) {
        swarm.step(input, at: now, into: &decision)
        record(now)
    }

    /// Turns the events decided so far into lines and envelopes, as far as anybody wants them.
    private mutating func record(_ now: Instant) {
        guard !decision.events.isEmpty else { return }
        if ports.keepsEvents || !feeds.isEmpty {
            let (at, wall) = (max(now, swarm.state.now), ports.clock.wall())
            let first = swarm.state.sequence &- UInt64(decision.events.count) &+ 1
            for (place, event) in decision.events.enumerated() {
                let envelope = Envelope(
                    sequence: first &+ UInt64(place), at: at, time: wall, event: event)
                if ports.keepsEvents { writer.append(envelope, state: swarm.state) }
                if !feeds.isEmpty { envelopes.append(envelope) }
            }
        }
        decision.events.removeLast(decision.events.count)
    }

    /// One commit for all that was decided; nil when it is durable. What failed can be tried again.
    mutating func commit() -> JournalFault? {
        if !writer.bytes.isEmpty {
            let batch = JournalBatch(
                firstSequence: firstUnwritten, lastSequence: swarm.state.sequence,
                lines: writer.bytes)
            do {
                try ports.journal.append(batch)
            } catch {
                return error
            }
            writer.removeAll()
        }
        firstUnwritten = swarm.state.sequence &+ 1
        return nil
    }

    /// Tells and does what was decided; to be called once it is durable.
    mutating func settle() {
        if !envelopes.isEmpty {
            for feed in feeds { feed.push(envelopes) { swarm.state } }
            envelopes.removeAll(keepingCapacity: true)
        }
        if !replies.isEmpty {
            for (reply, answer) in replies { reply(answer) }
            replies.removeAll(keepingCapacity: true)
        }
        guard !decision.effects.isEmpty else { return }
        for place in decision.effects.indices { perform(decision.effects[place]) }
        decision.effects.removeLast(decision.effects.count)
    }

    func tell(trouble: String?) {
        for feed in feeds { feed.push(trouble: trouble) }
    }

    /// Sees to it that the swarm's next deadline wakes the inbox; no timer while there is none.
    mutating func setTimer() {
        guard let due = swarm.nextDeadline else { return }
        let now = ports.now
        if let timer, timer.at <= due, timer.at > now { return }
        timer?.task.cancel()
        let inbox = ports.inbox
        let wait = max(0, (due - now).microseconds)
        // Owned by `timer`; ends when due or when an earlier deadline takes its place.
        let task = Task {
            try await Task.sleep(for: .microseconds(wait), tolerance: .milliseconds(1))
            inbox.post(.input(.tick))
        }
        timer = (due, task)
    }

    /// Ends what runs beside it and lets the journal go.
    mutating func end() async {
        timer?.task.cancel()
        for work in works.values { work.cancel() }
        for answer in answering.values { answer.cancel() }
        for work in works.values { await work.value }
        works = [:]
        ports.journal.close()
    }

    // MARK: What comes in

    private mutating func take(_ item: Inbox.Item, _ now: Instant) {
        switch item {
        case .input(let input): step(input, now)
        case .command(let command, let reply): replies.append((reply, carryOut(command, now)))
        case .attach(let feed, let reply):
            feeds.append(feed)
            reply(Attachment(state: swarm.state, now: now, wall: ports.clock.wall()))
        case .question(let draft, let skill): ask(draft, skill: skill, now)
        case .workEnded(let key):
            works[key] = nil
            let silent = AttemptFailure.gaveUp("ended without a result")
            if swarm.state.isLive(key) { step(.report(key, .failed(silent)), now) }
        case .stop: isStopping = true
        }
    }
}
