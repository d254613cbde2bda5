import SwarmCore

/// What agents do with the attempts they are given, well behaved or not.
extension Simulator {
    /// Lays out all that an attempt's driver will say.
    mutating func startWork(_ key: AttemptKey, _ agent: AgentID) {
        guard isKnown(key) else { return }
        let idle = cast.policies.attempts.idleTimeout.microseconds
        var work = 1 + dice.span(upTo: idle - 2)
        var end: Saying? = dice.chance(300) ? .excellent : .good
        spoil(&work, &end, by: agent)
        guard !isCalm, dice.chance(temper.badWork) else {
            say(.started, key, agent, after: dice.span(upTo: 20_000))
            if dice.chance(150) { say(.progress, key, agent, after: work / 2) }
            if dice.chance(temper.messages) {
                add(.message(key, agent: agent), at: time + work / 2)
            }
            let waits = startCalls(key, agent, work)
            if let end, !waits { say(end, key, agent, after: work) }
            return
        }
        features.insert(.badWork)
        _ = startCalls(key, agent, work)
        guard temper.hasModels, dice.chance(400) else {
            return misbehave(key, agent, work, idle)
        }
        let failures: [Saying] = [.postponed, .postponed, .unavailable, .refused, .overBudget]
        say(failures[dice.below(5)], key, agent, after: work)
    }

    /// Whether it still runs; the journal must know of it.
    private mutating func isKnown(_ key: AttemptKey) -> Bool {
        guard swarm.state.isLive(key) else { return false }
        var known = false
        durable.tasks.withTask(key.task) { task in
            known = task.subtasks[Int(key.subtask)].attempts >= key.number
        }
        checker.expect(known, .durableFirst, "\(key) starts and is not in the journal")
        return known
    }

    private mutating func misbehave(
        _ key: AttemptKey, _ agent: AgentID, _ work: Int64, _ idle: Int64
    ) {
        let hard = cast.policies.attempts.hardTimeout.microseconds
        switch dice.below(14) {
        case 0, 1: say(.gaveUp, key, agent, after: work)
        case 2: say(.crashed, key, agent, after: work)
        case 3: say(.poor, key, agent, after: work)
        case 4: say(.empty, key, agent, after: work)
        case 5: break  // not a word, ever
        case 6: say(.good, key, agent, after: idle + dice.span(upTo: 2 * idle))
        case 7:
            var moment: Int64 = 0
            while moment < hard + idle {
                moment += idle / 2 + dice.span(upTo: idle / 3)
                say(.progress, key, agent, after: moment)
            }
            say(.good, key, agent, after: moment)
        case 8:
            say(.good, key, agent, after: work)
            say(.good, key, agent, after: work + dice.span(upTo: idle))
            say(.gaveUp, key, agent, after: work)
        case 9:
            say(.good, key, agent, after: work)
            say(.started, key, agent, after: work + 1)
            say(.progress, key, agent, after: work + 2)
        case 10:
            for place in 1...6 { say(.acted, key, agent, after: work / 8 * Int64(place)) }
            say(.good, key, agent, after: work)
        case 11:
            for place in 1...3 { say(.progress, key, agent, after: idle / 2 * Int64(place)) }
        case 12:
            let forged = AttemptKey(
                task: key.task, subtask: Int(key.subtask),
                number: Int(key.number) + dice.within(-1...2))
            say(.good, forged, agent, after: work / 2)
            say(.good, key, agent, after: work)
        default:
            let other = TaskID(slot: key.task.slot, number: key.task.number &+ 1)
            let forged = AttemptKey(task: other, subtask: dice.below(40), number: 1)
            say(.good, forged, agent, after: work / 2)
            say(.poor, key, agent, after: work)
        }
    }

    /// What the injected faults make of it.
    private mutating func spoil(_ work: inout Int64, _ end: inout Saying?, by agent: AgentID) {
        guard swarm.state.activeFaultCount > 0 else { return }
        for fault in swarm.state.activeFaults(on: agent) {
            switch fault.spec.kind {
            case .crash: end = .crashed
            case .hang, .partition: end = nil
            case .slow(let factor): work *= Int64(factor)
            case .flaky(let percent): if dice.chance(percent * 10) { end = .gaveUp }
            case .poorQuality, .corrupt: end = .poor
            case .rateLimit, .overloaded: end = dice.chance(500) ? .postponed : .unavailable
            case .truncatedStream, .garbage: end = dice.chance(500) ? .unavailable : .refused
            case .slowTokens(let factor): work *= Int64(factor)
            case .healthDrop, .dropMessages, .delayMessages, .journalStall, .wrongUsage: break
            }
        }
    }

    mutating func say(_ saying: Saying, _ key: AttemptKey, _ agent: AgentID, after delay: Int64) {
        if !isCalm, temper.lostMessages > 0, dice.chance(temper.lostMessages) { return }
        let late = !isCalm && temper.lostMessages > 0 ? dice.span(upTo: 400_000) : 0
        add(.report(key, saying, agent: agent, life: life), at: time + delay + late)
    }

    /// The agent's process ends, and says so for each attempt it had.
    mutating func strike(_ agent: AgentID) {
        features.insert(.strike)
        for key in swarm.state.liveAttempts where swarm.state.agent(working: key) == agent {
            add(.report(key, .crashed, agent: agent, life: life), at: time)
            stopped.append(key)
        }
    }

    /// A report comes in. Work of a dead process or one that was stopped may still speak.
    mutating func deliver(
        _ key: AttemptKey, _ saying: Saying, _ agent: AgentID, _ born: UInt16
    ) {
        let isGone = born != life || (saying != .crashed && stopped.contains(key))
        if isGone, dice.chance(600) { return }
        if isGone { features.insert(.lateReport) }
        var addressed = key
        if options.mutant == .fencedByAgentName { addressed = readdressed(key, agent) }
        let report = report(saying, of: addressed)
        checker.heard(addressed, report, at: now.microseconds)
        step(.report(addressed, report), .report(key, saying))
        if saying == .good { remember(agent) }
    }

    /// Progress goes forward with the time; what will not serve now says until when.
    private mutating func report(_ saying: Saying, of key: AttemptKey) -> Report {
        if saying == .postponed {
            return .postponed("busy", by: TimeSpan(microseconds: dice.span(upTo: 15_000_000)))
        }
        guard saying == .progress, let place = checker.running(key) else { return saying.report }
        let spent = time - lag - checker.subtasks[place].awardedAt
        return .progressed(Double(spent) / 60_000_000, note: nil)
    }

    // MARK: Reviews

    /// A reviewer thinks, and answers well, badly, twice, for another, or never.
    mutating func startReview(_ key: AttemptKey, _ agent: AgentID) {
        features.insert(.review)
        let score = UInt8([30, 59, 75, 95][dice.below(4)])
        let delay = dice.span(upTo: isCalm ? 50_000 : 4_000_000)
        add(.review(key, agent, score: score, life: life), at: time + delay)
        guard !isCalm, dice.chance(temper.badWork) else { return }
        let other = AgentID(dice.below(cast.agents))
        add(.review(key, other, score: 90, life: life), at: time + dice.span(upTo: 4_000_000))
    }

    mutating func review(_ key: AttemptKey, _ agent: AgentID, _ score: UInt8, _ born: UInt16) {
        if born != life, dice.chance(500) { return }
        if !isCalm, dice.chance(100) { return }
        step(
            .reviewed(key, agent, ReviewNote(score: Int(score), comment: "")), .review(key, agent))
    }

    /// A defect made on purpose: whoever has work may end it, whatever attempt the report names.
    private func readdressed(_ key: AttemptKey, _ agent: AgentID) -> AttemptKey {
        guard !swarm.state.isLive(key) else { return key }
        return swarm.state.liveAttempts.first { swarm.state.agent(working: $0) == agent } ?? key
    }

    mutating func message(_ key: AttemptKey, _ agent: AgentID) {
        features.insert(.message)
        for _ in 0...dice.below(4) {
            step(
                .message(
                    MessageDraft(
                        kind: .note, topic: "notes", sender: .agent(agent), recipient: .everyone,
                        task: key.task, payload: .null)), .message)
        }
    }
}

extension Saying {
    private static let excellentProduct = Product(["text": "done", "more": "done"])
    static let goodProduct = Product(["text": "done", "a": "x", "b": .null])
    private static let poorProduct = Product(["text": .null, "a": "x", "b": .null])
    private static let emptyProduct = Product([:])

    var report: Report {
        switch self {
        case .started: .started
        case .progress: .progressed(0.5, note: nil)
        case .acted: .acted(fingerprint: 7, "again")
        case .excellent: .finished(Self.excellentProduct)
        case .good: .finished(Self.goodProduct)
        case .poor: .finished(Self.poorProduct)
        case .empty: .finished(Self.emptyProduct)
        case .gaveUp: .failed(.gaveUp("no"))
        case .crashed: .failed(.crashed)
        case .postponed: .postponed("busy", by: .zero)
        case .unavailable: .failed(.unavailable("away"))
        case .refused: .failed(.refused("no"))
        case .overBudget: .failed(.overBudget("dear"))
        }
    }
}
