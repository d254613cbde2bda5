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
    /// Reviews under way; each ends by itself or with the swarm.
    var reviewing: [AttemptKey: [Task<Void, Never>]] = [:]
    var feeds: [Feed] = []
    /// The latest events of this start, for readers that come before anything else happens.
    private var opening: [Envelope] = []
    /// Readers that get a snapshot when this turn is durable, and the events from then on.
    var joining: [(Feed, @Sendable (Attachment) -> Void)] = []
    /// Tasks that ended this turn and are still in the state.
    private var ended: [TaskID] = []
    /// Those that ended before them, as they were then: a long turn may end more than the state keeps.
    private var endedLongAgo: [TaskState] = []
    var timer: (at: Instant, task: Task<Void, any Error>)?
    var snapshots: SnapshotPace
    var isStopping = false
    var onEnded: (@Sendable (TaskState, SwarmState) -> Void)?

    /// What the shell works with; never changes.
    struct Ports: Sendable {
        let journal: any Journal
        let clock: any SwarmClock
        /// The clock's reading at the swarm's instant 0.
        let epoch: Int64
        let drivers: Drivers
        let bus: any MessageBus
        let office: Desk.Office
        let keepsEvents: Bool

        var now: Instant { Instant(microseconds: clock.monotonic() &- epoch) }
    }

    /// Takes up a recorded state: unfinished work is tried again, and the swarm becomes what is defined.
    init(
        recovering state: SwarmState, definition: SwarmDefinition, seed: UInt64, ports: Ports,
        snapshots: SnapshotPace
    ) {
        self.ports = ports
        self.snapshots = snapshots
        firstUnwritten = state.sequence &+ 1
        swarm = Swarm(recovering: state, into: &decision)
        keepEnded(since: 0)
        swarm.step(.startRun(seed: seed), at: state.now, into: &decision)
        for input in swarm.state.changes(to: definition) {
            swarm.step(input, at: state.now, into: &decision)
        }
        ports.office.line.update(from: swarm.state)
        opening = Array(numbered(state.now).suffix(Self.mostOpening))
    }

    private static let mostOpening = 500

    /// The events decided and not recorded yet, with their places and times.
    private func numbered(_ now: Instant) -> [Envelope] {
        let first = swarm.state.sequence &- UInt64(decision.events.count) &+ 1
        let (at, wall) = (max(now, swarm.state.now), ports.clock.wall())
        return decision.events.enumerated().map { place, event in
            Envelope(sequence: first &+ UInt64(place), at: at, time: wall, event: event)
        }
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
        let known = decision.effects.count
        swarm.step(input, at: now, into: &decision)
        if onEnded != nil { keepEnded(since: known) }
        record(now)
    }

    private mutating func keepEnded(since known: Int) {
        for place in known..<decision.effects.count {
            guard case .ended(let id) = decision.effects[place] else { continue }
            ended.append(id)
            if ended.count * 2 >= swarm.state.policies.retainedTasks {
                endedLongAgo += ended.compactMap { swarm.state.tasks[$0] }
                ended = []
            }
        }
    }

    /// Turns the events decided so far into lines and envelopes, as far as anybody wants them.
    private mutating func record(_ now: Instant) {
        guard !decision.events.isEmpty else { return }
        if ports.keepsEvents || !feeds.isEmpty {
            let numbered = numbered(now)
            if ports.keepsEvents {
                for envelope in numbered { writer.append(envelope, state: swarm.state) }
            }
            if !feeds.isEmpty { envelopes += numbered }
        }
        decision.events.removeLast(decision.events.count)
    }

    /// How much longer a write takes, as active faults ask; nil when there is nothing to write or no such fault.
    var journalStall: Duration? {
        guard swarm.state.activeFaultCount > 0, !writer.bytes.isEmpty else { return nil }
        let stalls = swarm.state.faults.compactMap { fault -> TimeSpan? in
            guard fault.isActive, case .journalStall(let span) = fault.spec.kind else { return nil }
            return span
        }
        return stalls.max().map { .microseconds($0.microseconds) }
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
            // The feeds hold them now: to empty them would copy them first.
            envelopes = []
        }
        if !joining.isEmpty { join() }
        if !replies.isEmpty {
            for (reply, answer) in replies { reply(answer) }
            replies.removeLast(replies.count)
        }
        guard !decision.effects.isEmpty else { return }
        for place in decision.effects.indices { perform(decision.effects[place]) }
        decision.effects.removeLast(decision.effects.count)
        tellEnded()
    }

    private mutating func tellEnded() {
        guard let onEnded, !(ended.isEmpty && endedLongAgo.isEmpty) else { return }
        for task in endedLongAgo { onEnded(task, swarm.state) }
        for id in ended { swarm.state.tasks.withTask(id) { onEnded($0, swarm.state) } }
        endedLongAgo = []
        ended.removeLast(ended.count)
    }

    /// After the events of this turn, which the snapshot holds, and before those of the next.
    private mutating func join() {
        let isFresh = opening.last?.sequence == swarm.state.sequence
        let moment = Attachment(
            state: swarm.state, now: ports.now, wall: ports.clock.wall(),
            recent: isFresh ? opening : [])
        for (feed, reply) in joining {
            feeds.append(feed)
            reply(moment)
        }
        joining = []
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
        let inbox = ports.office.inbox
        let wait = max(0, (due - now).microseconds)
        // Owned by `timer`; ends when due or when an earlier deadline takes its place.
        let task = Task {
            try await Task.sleep(for: .microseconds(wait), tolerance: .milliseconds(1))
            inbox.post(.input(.tick))
        }
        timer = (due, task)
    }

    /// Ends what runs beside it, refuses what was not carried out, and lets the journal go.
    mutating func end(because reason: String = "the swarm has stopped") async {
        turnAway(reason)
        ports.office.calls.close()
        ports.office.tools.close()
        timer?.task.cancel()
        for work in works.values { work.cancel() }
        for answer in answering.values { answer.cancel() }
        for review in reviewing.values.joined() { review.cancel() }
        for work in works.values { await work.value }
        works = [:]
        await keepLastSnapshot()
        ports.journal.close()
    }

    /// Nobody waits for ever: who asked for something that is not durable is told, now or when it comes in.
    private mutating func turnAway(_ reason: String) {
        for (reply, _) in replies { reply(.refused(.journalFailed(reason))) }
        replies = []
        join()
        let (ports, last) = (ports, swarm.state)
        ports.office.inbox.close { item in
            switch item {
            case .command(_, let reply): reply(.refused(.journalFailed(reason)))
            case .attach(_, let reply):
                reply(
                    Attachment(
                        state: last, now: ports.now, wall: ports.clock.wall(), recent: []))
            case .question(let draft, _):
                if let token = draft.token { ports.office.questions.close(token, with: nil) }
            case .input, .workEnded, .encoded, .stop: break
            }
        }
    }

    /// Calls nobody settled, though the work that made them has returned.
    private mutating func settleCalls(of key: AttemptKey, _ now: Instant) {
        for call in swarm.state.ledger.open {
            guard case .work(key, _) = call.request.purpose else { continue }
            step(.settle(call.id, .unknown), now)
        }
    }

    // MARK: What comes in

    private mutating func take(_ item: Inbox.Item, _ now: Instant) {
        switch item {
        case .input(let input): step(input, now)
        case .command(let command, let reply): replies.append((reply, carryOut(command, now)))
        case .attach(let feed, let reply):
            joining.append((feed, reply))
        case .question(let draft, let skill): ask(draft, skill: skill, now)
        case .workEnded(let key):
            works[key] = nil
            let silent = AttemptFailure.gaveUp("ended without a result")
            if swarm.state.isLive(key) { step(.report(key, .failed(silent)), now) }
            settleCalls(of: key, now)
        case .encoded(let snapshot): keep(snapshot)
        case .stop: isStopping = true
        }
    }
}
