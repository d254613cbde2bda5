import Testing

@testable import SwarmCore

/// Random runs under a seed, with the rules that must always hold checked after every step.
@Suite struct RandomRunTests {
    @Test(arguments: 1...80 as ClosedRange<UInt64>)
    func everyTaskEndsOnceAndTheFoldAgrees(seed: UInt64) throws {
        try RandomRun(seed: seed, kills: false).play()
    }

    @Test(arguments: 1...80 as ClosedRange<UInt64>)
    func everyTaskEndsOnceThoughTheProcessIsKilled(seed: UInt64) throws {
        try RandomRun(seed: seed, kills: true).play()
    }

    @Test func theSameSeedGivesTheSameEvents() throws {
        let runs = try (0..<2).map { _ in
            let run = RandomRun(seed: 5, kills: true)
            try run.play()
            return run.rehearsal.events.map { "\($0)" }
        }
        #expect(runs[0].count > 100)
        #expect(runs[0] == runs[1])
    }
}

/// One random run: twelve tasks, agents that change, faults, an operator who answers or does not.
final class RandomRun {
    private static let tasks = 12

    let seed: UInt64
    let kills: Bool
    /// What a killed process starts from, made of the fold of its events.
    private let recall: (SwarmState) throws -> SwarmState
    var random: SplitMix
    var rehearsal: Rehearsal
    private var text = EventWriter()
    /// The fold of the events as the journal's text holds them.
    private var read = SwarmState()
    private var written = SwarmState()
    private var readCount = 0
    private var stale: [AttemptKey] = []

    init(
        seed: UInt64, kills: Bool, recall: @escaping (SwarmState) throws -> SwarmState = { $0 }
    ) {
        self.seed = seed
        self.kills = kills
        self.recall = recall
        var random = SplitMix(seed)
        var cards = (1...5).map { RandomPlan.card($0, &random) }
        // Someone for every skill, and a second answer for every question.
        for number in 6...7 {
            cards.append(
                AgentCard(
                    name: "agent \(number)", skills: RandomPlan.skills.map { .init($0) },
                    loadPerSubtask: 20))
        }
        self.random = random
        rehearsal = Rehearsal(cards)
        rehearsal.step(.startRun(seed: seed))
    }

    func play() throws {
        var left = Self.tasks
        for round in 0..<4_000 {
            if left == 0, rehearsal.state.openTasks == 0 { break }
            let isCalm = round > 400
            if left > 0, isCalm || random.chance(0.3) {
                left -= 1
                submit()
            }
            if isCalm { calm() } else { act() }
            answerWhatIsAsked(isCalm)
            if kills, random.chance(0.05) { try rehearsal.restart(recall: recall) }
            try check()
        }
        verdict()
    }

    // MARK: What happens

    private func submit() {
        var kept: [KeptResult] = []
        if random.chance(0.2) {
            kept = [KeptResult(subtask: 0, product: Product(["answer": "yes"]), quality: 88)]
        }
        rehearsal.submit(
            steps: RandomPlan.steps(&random), Complexity.allCases[Int(random.below(3))],
            due: random.chance(0.3) ? .seconds(Double(1 + random.below(40))) : nil,
            priority: Priority.allCases[Int(random.below(4))], kept: kept)
    }

    private var anyAgent: AgentID {
        AgentID(Int(random.below(UInt64(rehearsal.state.agents.count))))
    }

    private func act() {
        switch random.below(22) {
        case 0...4: finishOne()
        case 5...6: rehearsal.advance(.milliseconds(Int(random.below(900))))
        case 7: rehearsal.advance(.seconds(Double(random.below(30))))
        case 8...9: failOne()
        case 10...11: report()
        case 12: rehearsal.step(.pause(anyAgent))
        case 13: rehearsal.step(.resume(anyAgent))
        case 14: rehearsal.step(.inject(RandomPlan.fault(rehearsal.state.agents.count, &random)))
        case 15: lateReport()
        case 16: rehearsal.step(.retire(anyAgent))
        case 17: rehearsal.step(.register(rehearsal.state.agent(anyAgent).card))
        case 18: edit()
        case 19: reassign()
        case 20: message()
        default:
            if let task = rehearsal.state.tasks.all.last(where: { $0.status == nil }),
                random.chance(0.2)
            {
                rehearsal.step(.cancel(task.id))
            }
        }
    }

    /// No more faults; everybody is back at work, and time goes on.
    private func calm() {
        for agent in rehearsal.state.agents.indices.prefix(7) {
            rehearsal.step(.resume(AgentID(agent)))
            rehearsal.step(.register(rehearsal.state.agents[agent].card))
        }
        for fault in rehearsal.state.faults where fault.isActive {
            rehearsal.step(.revert(fault.id))
        }
        for _ in 0..<4 { finishOne() }
        rehearsal.advance(.seconds(random.chance(0.3) ? 61 : 1))
    }

    private func finishOne() {
        let running = rehearsal.running
        guard !running.isEmpty else { return }
        let key = running[Int(random.below(UInt64(running.count)))]
        stale.append(key)
        rehearsal.finish(key, ["answer": random.chance(0.7) ? "yes" : "no"])
    }

    private func failOne() {
        guard let key = rehearsal.running.last else { return }
        let failures: [AttemptFailure] = [.crashed, .gaveUp("test"), .stuck("loop")]
        stale.append(key)
        rehearsal.fail(key, failures[Int(random.below(3))])
    }

    private func report() {
        guard let key = rehearsal.running.first else { return }
        let reports: [Report] = [
            .started, .progressed(0.5, note: "x"), .acted(fingerprint: 7, "search"),
            .finished(Product([:])),
        ]
        rehearsal.step(.report(key, reports[Int(random.below(4))]))
    }

    /// A report once more: late, or for an attempt that has ended.
    private func lateReport() {
        if let key = stale.last { rehearsal.finish(key) }
    }

    private func edit() {
        let agent = anyAgent
        let old = rehearsal.state.agent(agent).card
        // The last two can do everything, or a task might wait for a skill for ever.
        guard agent.position < 5 else { return }
        let new = RandomPlan.card(0, &random)
        rehearsal.step(
            .edit(
                agent,
                AgentCard(
                    name: old.name, skills: new.skills, domains: new.domains, maxLoad: new.maxLoad,
                    loadPerSubtask: new.loadPerSubtask, replicas: new.replicas)))
    }

    private func reassign() {
        guard let key = rehearsal.running.first else { return }
        let agent = random.chance(0.5) ? anyAgent : nil
        rehearsal.step(.reassign(key.subtaskKey, to: agent))
    }

    private func message() {
        rehearsal.step(
            .message(
                MessageDraft(
                    kind: .note, topic: "t", sender: .agent(anyAgent), recipient: .agent(anyAgent),
                    task: rehearsal.running.first?.task, payload: "hello")))
    }

    /// Approvals and reviews: in time, late, twice or never.
    private func answerWhatIsAsked(_ isCalm: Bool) {
        if random.chance(isCalm ? 0.8 : 0.2) {
            for task in rehearsal.state.tasks.all {
                for index in task.awaitingApproval {
                    let key = SubtaskKey(task: task.id, index: index)
                    rehearsal.step(.answerApproval(key, granted: random.chance(0.7)))
                    rehearsal.step(.answerApproval(key, granted: random.chance(0.5)))
                }
            }
        }
        if random.chance(0.3) {
            for review in rehearsal.reviews where random.chance(0.8) {
                rehearsal.review(review, Int(random.below(101)))
                if random.chance(0.3) { rehearsal.review(review, Int(random.below(101))) }
            }
        }
    }

    // MARK: What must hold

    private func check() throws {
        let state = rehearsal.state
        let digest = state.digest
        try #require(digest == rehearsal.shadow.digest, "seed \(seed): the fold agrees")
        try #require(rehearsal.swarm.signs.count == state.liveAttempts.count, "seed \(seed)")
        try #require(state.sequence == UInt64(rehearsal.events.count), "seed \(seed)")
        var live = [Int32](repeating: 0, count: state.agents.count)
        for key in state.liveAttempts {
            let agent = try #require(
                state.agent(working: key), "seed \(seed): a live attempt is with nobody")
            live[agent.position] += 1
        }
        for (agent, attempts) in zip(state.agents, live) {
            try #require(agent.liveAttempts == attempts, "seed \(seed)")
            try #require(agent.load == attempts * agent.loadPerSubtask, "seed \(seed)")
            try #require(ReputationPolicy.range.contains(agent.reputation), "seed \(seed)")
        }
        try readNewEvents()
        try #require(read.digest == digest, "seed \(seed): the text agrees")
    }

    /// Each new event goes through the journal's text, into a state of its own.
    private func readNewEvents() throws {
        let reader = EventReader()
        for place in readCount..<rehearsal.events.count {
            let (event, at) = (rehearsal.events[place], rehearsal.times[place])
            try checkAward(event)
            text.removeAll()
            written.apply(event, at: at)
            text.append(
                Envelope(
                    sequence: written.sequence, at: at,
                    time: WallTime(milliseconds: 1_700_000_000_000), event: event), state: written)
            let envelope = try reader.read(Array(text.bytes.dropLast()), state: read)
            read.apply(envelope.event, at: envelope.at)
        }
        readCount = rehearsal.events.count
    }

    /// Judged on the state just before the award.
    private func checkAward(_ event: Event) throws {
        guard case .subtaskAwarded(let key, let agent, _) = event else { return }
        let who = read.agent(agent)
        let task = try #require(read.tasks[key.task])
        let index = Int(key.subtask)
        let isFree =
            !who.isRetired && !who.isPaused && who.offlineBecause == nil
            && who.droppedBecause == nil && who.willingness == .willing
        try #require(isFree, "seed \(seed): \(who.card.name) takes no work")
        try #require(who.skills.contains(task.subtasks[index].skill), "seed \(seed)")
        if case .open = who.breaker { Issue.record("seed \(seed): its breaker is open") }
        for before in task.brief.plan?.steps[index].after ?? StepSet() {
            #expect(task.subtasks[before].phase.isClosed, "seed \(seed): it had to wait")
        }
        if let group = task.brief.plan?.steps[index].group,
            let members = task.brief.plan?.groups[Int(group)].members
        {
            let others = members.filter { $0 != index && task.subtasks[$0].mayAnswer }
            #expect(
                !others.contains { task.subtasks[$0].agent == agent },
                "seed \(seed): one agent, one answer")
        }
    }

    private func verdict() {
        let state = rehearsal.state
        #expect(state.totals.ended == Self.tasks, "seed \(seed): all tasks end")
        #expect(state.liveAttempts.isEmpty, "seed \(seed)")
        #expect(state.agents.allSatisfy { $0.load == 0 }, "seed \(seed)")
        #expect(state.totals.waiting == 0 && state.totals.running == 0, "seed \(seed)")
        var ends: [TaskID: Int] = [:]
        var reputations: [String: Int] = [:]
        for event in rehearsal.events {
            switch event {
            case .taskFinished(let id, _, _, _): ends[id, default: 0] += 1
            case .reputationChanged(let agent, let change):
                reputations["\(agent.index) \(change.taskName)", default: 0] += 1
            case .reviewAsked(let key, let agent, _):
                let author = state.tasks[key.task]?.attempts.first { $0.key == key }?.agent
                #expect(author != agent, "seed \(seed): nobody reviews its own work")
            default: break
            }
        }
        #expect(ends.values.allSatisfy { $0 == 1 }, "seed \(seed): one end for each task")
        #expect(reputations.values.allSatisfy { $0 == 1 }, "seed \(seed): one change each")
        for task in state.tasks.all where task.status == .succeeded {
            #expect(
                task.subtasks.contains { $0.phase == .succeeded },
                "seed \(seed): nothing succeeds by doing nothing")
        }
    }
}
