import SwarmCore
import Synchronization

/// The shell around a `Swarm`: takes inputs in turns, makes their events durable, then does what they ask.
///
/// Invariant: an effect (an acknowledgement, an attempt's start, a message) leaves only after the events that
/// decided it are in the journal. All the actor's state is touched by `run` alone; everything else comes through the
/// inbox, so there is no hop per event. Turns that find much in the inbox share one commit.
public actor SwarmRuntime: SwarmLink {
    private var swarm: Swarm
    private let journal: any Journal
    private let clock: any SwarmClock
    private let recipes: RecipeCatalogue
    private let drivers: [DriverKind: any AgentDriver]
    private let bus: any MessageBus
    private let inbox = Inbox()
    private let questions: OpenQuestions
    private let faultLine: FaultLine

    /// The clock's reading at the swarm's instant 0.
    private let epoch: Int64
    private var decision = Decision()
    private var writer = EventWriter()
    private var firstUnwritten: UInt64 = 0
    private var envelopes: [Envelope] = []
    private var replies: [(@Sendable (CommandReply) -> Void, CommandReply)] = []
    private var works: [AttemptKey: Task<Void, Never>] = [:]
    private var answering: [AgentID: Task<Void, Never>] = [:]
    private var feeds: [Feed] = []
    private var timer: (at: Instant, task: Task<Void, any Error>)?
    private var isStopping = false
    private var onEnded: @Sendable (TaskState, SwarmState) -> Void = { _, _ in }

    /// Reads the journal back, takes up what it left unfinished and registers the agents that are new.
    ///
    /// Nothing runs before `run`. The events of this start become durable with the first turn.
    public init(
        journal: any Journal, drivers: [DriverKind: any AgentDriver], agents: [AgentCard],
        recipes: RecipeCatalogue, policies: Policies = Policies(),
        clock: any SwarmClock = SystemClock(), bus: any MessageBus = InProcessBus()
    ) throws(JournalFault) {
        let state = try JournalReader(recipes: recipes).state(of: journal, policies: policies)
        self.journal = journal
        self.drivers = drivers
        self.recipes = recipes
        self.clock = clock
        self.bus = bus
        questions = OpenQuestions(clock: clock)
        faultLine = FaultLine(inbox: inbox, clock: clock)
        epoch = clock.monotonic() &- state.now.microseconds
        questions.setEpoch(epoch)
        firstUnwritten = state.sequence &+ 1
        swarm = Swarm(recovering: state, into: &decision)
        swarm.step(.startRun(seed: policies.seed), at: state.now, into: &decision)
        for card in agents where swarm.state.agentID(named: card.name) == nil {
            swarm.step(.register(card), at: state.now, into: &decision)
        }
        faultLine.update(from: swarm.state)
    }

    // MARK: From outside, any thread

    public nonisolated func send(_ command: Command) async -> CommandReply {
        await withCheckedContinuation { continuation in
            post(command) { continuation.resume(returning: $0) }
        }
    }

    /// Sends a command without waiting; `reply` is called once it is durable, on the runtime's own turn.
    public nonisolated func post(
        _ command: Command, reply: @escaping @Sendable (CommandReply) -> Void
    ) {
        inbox.post(.command(command, reply))
    }

    public nonisolated func attach(_ feed: Feed) async -> Attachment {
        await withCheckedContinuation { continuation in
            inbox.post(.attach(feed) { continuation.resume(returning: $0) })
        }
    }

    /// Ends `run` after its current turn; unfinished work is taken up by the next start.
    public nonisolated func stop() { inbox.post(.stop) }

    /// Calls `body` for each task that ends, once that is durable, on the runtime's own turn.
    public func whenTaskEnds(_ body: @escaping @Sendable (TaskState, SwarmState) -> Void) {
        onEnded = body
    }

    /// What the swarm is now; only between turns.
    public var state: SwarmState { swarm.state }

    // MARK: Turns

    /// Runs the swarm until `stop`; throws when the journal stays unwritable for `patience`.
    public func run(patience: TimeSpan = .century) async throws(JournalFault) {
        var items: [Inbox.Item] = []
        try await settle(patience)
        while !isStopping {
            items.removeAll(keepingCapacity: true)
            inbox.take(into: &items)
            let now = self.now
            for item in items { take(item, now) }
            if let due = swarm.nextDeadline, due <= now { step(.tick, now) }
            try await settle(patience)
            if items.isEmpty { await sleep() }
        }
        await end()
    }

    /// The time on the swarm's clock.
    public nonisolated var now: Instant { Instant(microseconds: clock.monotonic() &- epoch) }

    private func step(_ input: Input, _ now: Instant) {
        swarm.step(input, at: now, into: &decision)
        record(now)
    }

    /// Turns the events decided so far into lines and envelopes, as far as anybody wants them.
    private func record(_ now: Instant) {
        guard journal.keepsEvents || !feeds.isEmpty, !decision.events.isEmpty else { return }
        let wall = clock.wall()
        let count = UInt64(decision.events.count)
        for (place, event) in decision.events.enumerated() {
            let envelope = Envelope(
                sequence: swarm.state.sequence &- count &+ UInt64(place) &+ 1,
                at: max(now, swarm.state.now), time: wall, event: event)
            if journal.keepsEvents { writer.append(envelope, state: swarm.state) }
            if !feeds.isEmpty { envelopes.append(envelope) }
        }
        decision.events.removeLast(decision.events.count)
    }

    /// Makes what was decided durable, then does it, until nothing is left to do.
    private func settle(_ patience: TimeSpan) async throws(JournalFault) {
        record(now)
        try await commit(patience)
        decision.events.removeAll(keepingCapacity: true)
        for feed in feeds where !envelopes.isEmpty {
            feed.push(envelopes) { swarm.state }
        }
        envelopes.removeAll(keepingCapacity: true)
        for (reply, answer) in replies { reply(answer) }
        replies.removeAll(keepingCapacity: true)
        for effect in decision.effects { perform(effect) }
        decision.effects.removeAll(keepingCapacity: true)
    }

    /// One commit for all that was decided. A journal that cannot write is tried again: nothing was acknowledged yet.
    private func commit(_ patience: TimeSpan) async throws(JournalFault) {
        guard !writer.bytes.isEmpty else {
            firstUnwritten = swarm.state.sequence &+ 1
            return
        }
        let batch = JournalBatch(
            firstSequence: firstUnwritten, lastSequence: swarm.state.sequence,
            lines: writer.bytes)
        let begun = now
        var isTroubled = false
        while true {
            do {
                try journal.append(batch)
                break
            } catch {
                if now - begun >= patience { throw error }
                if !isTroubled { for feed in feeds { feed.push(trouble: error.reason) } }
                isTroubled = true
                try? await Task.sleep(for: .milliseconds(250))
            }
        }
        if isTroubled { for feed in feeds { feed.push(trouble: nil) } }
        writer.removeAll()
        firstUnwritten = swarm.state.sequence &+ 1
    }

    /// Waits until something comes in or the swarm's next deadline; no wake-up without one of them.
    private func sleep() async {
        if let due = swarm.nextDeadline {
            if timer.map({ due < $0.at || $0.at <= now }) ?? true { startTimer(due) }
        }
        await withCheckedContinuation { continuation in
            inbox.whenFilled { continuation.resume() }
        }
    }

    private func startTimer(_ due: Instant) {
        timer?.task.cancel()
        let inbox = self.inbox
        let wait = max(0, (due - now).microseconds)
        // Owned by `timer`; ends when due or when an earlier deadline takes its place.
        let task = Task {
            try await Task.sleep(for: .microseconds(wait), tolerance: .milliseconds(1))
            inbox.post(.input(.tick))
        }
        timer = (due, task)
    }

    private func end() async {
        timer?.task.cancel()
        for work in works.values { work.cancel() }
        for work in works.values { await work.value }
        for answer in answering.values { answer.cancel() }
        works = [:]
        journal.close()
    }

    // MARK: What comes in

    private func take(_ item: Inbox.Item, _ now: Instant) {
        switch item {
        case .input(let input): step(input, now)
        case .command(let command, let reply): replies.append((reply, carryOut(command, now)))
        case .attach(let feed, let reply):
            feeds.append(feed)
            reply(Attachment(state: swarm.state, now: now, wall: clock.wall()))
        case .question(let draft, let skill): ask(draft, skill: skill, now)
        case .workEnded(let key):
            works[key] = nil
            let silent = AttemptFailure.gaveUp("ended without a result")
            if swarm.state.isLive(key) { step(.report(key, .failed(silent)), now) }
        case .stop: isStopping = true
        }
    }

    private func carryOut(_ command: Command, _ now: Instant) -> CommandReply {
        switch command {
        case .submit(let draft): return submit(draft, now)
        case .cancel(let id):
            guard swarm.state.tasks.contains(id) else { return .refused(.noSuchTask) }
            if let status = swarm.state.tasks[id]?.status { return .refused(.alreadyEnded(status)) }
            step(.cancel(id), now)
        case .retry(let id): return retry(id, now)
        case .pause(let id): return change(id, .pause(id), now)
        case .resume(let id): return change(id, .resume(id), now)
        case .pauseAll:
            for agent in swarm.state.agents.indices { step(.pause(AgentID(agent)), now) }
        case .resumeAll:
            for agent in swarm.state.agents.indices { step(.resume(AgentID(agent)), now) }
        case .inject(let spec): return inject(spec, now)
        case .revert(let id):
            guard swarm.state.fault(id)?.isActive == true else { return .refused(.noSuchFault) }
            step(.revert(id), now)
        }
        return .done
    }

    private func change(_ agent: AgentID, _ input: Input, _ now: Instant) -> CommandReply {
        guard swarm.state.agents.indices.contains(agent.position) else {
            return .refused(.noSuchAgent)
        }
        step(input, now)
        return .done
    }

    private func inject(_ spec: FaultSpec, _ now: Instant) -> CommandReply {
        let hitsSomebody = swarm.state.agents.contains {
            swarm.state.does(spec.target, include: $0.id)
        }
        guard hitsSomebody else { return .refused(.noTarget) }
        step(.inject(spec), now)
        return .injected(FaultID(UInt32(truncatingIfNeeded: swarm.state.faults.count)))
    }

    private func retry(_ id: TaskID, _ now: Instant) -> CommandReply {
        guard let task = swarm.state.tasks[id] else { return .refused(.noSuchTask) }
        guard let status = task.status, status != .succeeded else {
            return .refused(.nothingToRetry)
        }
        return submit(task.brief.again(in: swarm.state), now)
    }

    private func submit(_ draft: TaskDraft, _ now: Instant) -> CommandReply {
        do {
            let brief = try draft.resolved(in: swarm.state, recipes: recipes)
            return submit(brief, now)
        } catch {
            return .refused(.invalidTask(error.faults))
        }
    }

    private func submit(_ brief: TaskBrief, _ now: Instant) -> CommandReply {
        let id = swarm.state.tasks.nextID
        step(.submit(brief), now)
        return .submitted(id, name: brief.name)
    }

    // MARK: What is to be done

    private func perform(_ effect: Effect) {
        switch effect {
        case .acknowledge: break  // the reply to the command is the acknowledgement
        case .start(let key, let agent): start(key, agent)
        case .cancel(let key, _): works.removeValue(forKey: key)?.cancel()
        case .strike(let agent): strike(agent)
        case .faultsChanged: faultLine.update(from: swarm.state)
        case .deliver(let message, let token): deliver(message, token)
        case .refuseMessage(let token): if let token { questions.close(token, with: nil) }
        case .ended(let id):
            if let task = swarm.state.tasks[id] { onEnded(task, swarm.state) }
        }
    }

    private func start(_ key: AttemptKey, _ agent: AgentID) {
        guard swarm.state.isLive(key), let order = order(key, agent) else { return }
        let desk = Desk(
            attempt: key, agent: agent, inbox: inbox, questions: questions, line: faultLine)
        guard let driver = drivers[order.card.driver] else {
            desk.fail("this swarmtop has no \(order.card.driver.rawValue) driver")
            return
        }
        guard case .running(let body) = driver.begin(order, at: desk) else { return }
        let inbox = self.inbox
        // Owned by `works`; ends with the attempt, or is cancelled with it.
        works[key] = Task {
            await body()
            inbox.post(.workEnded(key))
        }
    }

    private func order(_ key: AttemptKey, _ agent: AgentID) -> WorkOrder? {
        guard let brief = swarm.state.tasks.brief(of: key.task) else { return nil }
        return WorkOrder(
            attempt: key, agent: agent, card: swarm.state.agents[agent.position].card,
            brief: brief, skill: brief.skills[Int(key.subtask)],
            team: swarm.state.tasks.team(of: key.task), seed: swarm.state.seed)
    }

    /// The agent's process ends: its work is gone, which its attempts report.
    private func strike(_ agent: AgentID) {
        for key in swarm.state.liveAttempts where swarm.state.agent(working: key) == agent {
            works.removeValue(forKey: key)?.cancel()
            inbox.post(.report(key, .failed(.crashed)))
        }
    }

    private func deliver(_ message: Message, _ token: UInt64?) {
        if let token { questions.sent(token: token, as: message.number) }
        switch (message.kind, message.recipient) {
        case (.answer, _):
            if let asked = message.causation {
                let answer = Answer(
                    payload: message.payload, by: message.sender.name(swarm.state))
                questions.answer(to: asked, answer)
            }
        case (.question, .agent(let agent)):
            let brief = message.task.flatMap { swarm.state.tasks.brief(of: $0) }
            if bus.deliver(Question(message: message, brief: brief), to: agent) {
                startAnswering(agent)
            } else if let token {
                questions.close(token, with: nil)
            }
        case (.question, _), (.note, _): bus.publish(message)
        }
    }

    /// Addresses a question to a team mate with the skill, else to the one of best reputation for it.
    private func ask(_ draft: MessageDraft, skill: String, _ now: Instant) {
        var draft = draft
        guard let colleague = colleague(of: draft, skill: skill) else {
            if let token = draft.token { questions.close(token, with: nil) }
            return
        }
        draft.recipient = .agent(colleague)
        step(.message(draft), now)
    }

    private func colleague(of draft: MessageDraft, skill: String) -> AgentID? {
        guard let id = swarm.state.skillID(named: skill) else { return nil }
        let team = draft.task.map { swarm.state.tasks.team(of: $0) } ?? []
        let able = swarm.state.bestAgents(skill: id, swarm.state.agents.count).map(\.id)
            .filter { .agent($0) != draft.sender }
        return able.first { team.contains($0) } ?? able.first
    }

    /// One agent answers its questions one after another, in the order they came; a hung one does not.
    private func startAnswering(_ agent: AgentID) {
        let card = swarm.state.agents[agent.position].card
        guard let driver = drivers[card.driver] else { return }
        let (bus, inbox, line, before) = (self.bus, self.inbox, faultLine, answering[agent])
        // Owned by `answering`; ends when the mailbox is empty.
        answering[agent] = Task {
            await before?.value
            while !Task.isCancelled, let question = bus.takeNext(for: agent) {
                guard let answer = await driver.answer(question, card: card),
                    !line.isSilent(agent)
                else { continue }
                inbox.post(.message(question.message.answered(by: agent, with: answer)))
            }
        }
    }
}

extension Message {
    /// The answer to this question.
    func answered(by agent: AgentID, with payload: JSONValue) -> MessageDraft {
        let topic = topic.hasSuffix(".ask") ? String(topic.dropLast(4)) + ".reply" : topic
        return MessageDraft(
            kind: .answer, topic: topic, sender: .agent(agent), recipient: sender, task: task,
            causation: number, payload: payload)
    }
}
