import SwarmCore

/// Model calls, tool calls and memories of attempts, well behaved or not.
extension Simulator {
    /// Somebody who waits for the swarm's word on a call.
    struct Waiting {
        let key: AttemptKey
        let agent: AgentID
        let life: UInt16
        var isAnswered = false
        /// What the attempt reports once its tool has been answered.
        var end: Saying?
    }

    /// Lays out an attempt's calls; whether its end waits for a tool.
    mutating func startCalls(_ key: AttemptKey, _ agent: AgentID, _ work: Int64) -> Bool {
        if temper.memory > 0, dice.chance(temper.memory) {
            add(.recall(key, life: life), at: time + dice.span(upTo: work))
        }
        if temper.calls > 0, dice.chance(temper.calls) {
            for _ in 0..<dice.within(1...4) {
                add(.reserve(key, agent: agent, life: life), at: time + dice.span(upTo: work))
            }
        }
        guard temper.tools > 0, dice.chance(temper.tools) else { return false }
        for _ in 0..<dice.within(1...3) {
            add(.callTool(key, agent: agent, life: life), at: time + dice.span(upTo: work))
        }
        return dice.chance(600)
    }

    // MARK: Money

    mutating func reserve(_ key: AttemptKey, _ agent: AgentID, _ born: UInt16) {
        guard born == life else { return }
        let token = UInt64(callers.count)
        callers.append(Waiting(key: key, agent: agent, life: life))
        step(.reserve(request(key, agent), token: token), .money)
    }

    private mutating func request(_ key: AttemptKey, _ agent: AgentID) -> CallRequest {
        let purpose: CallPurpose =
            switch dice.below(12) {
            case 0: .review(key, AgentID(dice.below(cast.agents)))
            case 1: .answer(dice.chance(700) ? key.task : nil, agent)
            case 2: .planning
            case 3:
                .work(
                    AttemptKey(
                        task: key.task, subtask: Int(key.subtask), number: Int(key.number) + 1),
                    agent)
            default: .work(key, agent)
            }
        // A day has four seconds, and its end is told by a clock that may be wrong.
        let day = time / 4_000_000 + (dice.chance(100) ? Int64(dice.within(-1...1)) : 0)
        return CallRequest(
            purpose: purpose, model: "m\(dice.below(3))",
            worst: dice.chance(60) ? nil : Cast.money(25, &dice), day: 20_000 + Int32(day))
    }

    mutating func grant(_ token: UInt64, _ id: CallID) {
        answerCaller(token)
        checker.expect(
            id.number <= durable.ledger.latest, .durableFirst,
            "call \(id.number) is made and its reservation is not in the journal")
        if !isCalm, dice.chance(80) { return }
        let late: Int64 = dice.chance(150) ? 20_000_000 : 800_000
        for _ in 0...(dice.chance(80) ? 1 : 0) {
            add(.settle(id, life: life), at: time + dice.span(upTo: late))
        }
        guard !isCalm, dice.chance(50) else { return }
        add(.settle(CallID(id.number &+ UInt32(dice.within(0...3))), life: life), at: time)
    }

    mutating func refuseCall(_ token: UInt64) {
        answerCaller(token)
        let caller = callers[Int(token)]
        guard dice.chance(500) else { return }
        say(.overBudget, caller.key, caller.agent, after: dice.span(upTo: 5_000))
    }

    mutating func answerCaller(_ token: UInt64) {
        checker.expect(
            !callers[Int(token)].isAnswered, .budget,
            "a call of \(callers[Int(token)].key) is answered twice")
        callers[Int(token)].isAnswered = true
    }

    mutating func settle(_ id: CallID, _ born: UInt16) {
        if born != life, dice.chance(700) { return }
        let reserved = checker.reserved(for: id)
        let settlement: Settlement
        switch dice.below(10) {
        case 0: settlement = .unknown
        case 1: settlement = .unused
        case 2:
            settlement = Settlement(
                amount: reserved + Cast.money(8, &dice), usage: CallUsage(input: 9, output: 4),
                basis: .usage)
        case 3:
            settlement = Settlement(amount: .zero, basis: .cache, largest: reserved + reserved)
        default:
            let share = Int64(dice.within(0...100))
            settlement = Settlement(
                amount: Money(nanodollars: reserved.nanodollars / 100 * share),
                usage: CallUsage(input: 100, cachedInput: 40, output: 20), basis: .usage,
                largest: dice.chance(500) ? reserved : nil)
        }
        if let amount = settlement.amount, checker.isReserved(id), amount > reserved {
            features.insert(.callOvershot)
        }
        let before = checker.sequence
        step(.settle(id, settlement), .money)
        if checker.sequence == before { features.insert(.callIgnored) }
    }

    // MARK: Tools

    mutating func callTool(_ key: AttemptKey, _ agent: AgentID, _ born: UInt16) {
        if born != life { return }
        var waiting = Waiting(key: key, agent: agent, life: life)
        waiting.end = dice.chance(850) || isCalm ? .good : nil
        let token = UInt64(toolCallers.count)
        toolCallers.append(waiting)
        let isHarmless = dice.chance(400)
        let draft = ToolDraft(
            name: isHarmless ? Checker.harmlessTool : "write", arguments: "{}",
            needsApproval: !isHarmless, token: token)
        word(key, .callsTool(draft))
    }

    /// The operator answers, later, twice, for another call, or never.
    mutating func think(about call: ToolCall) {
        features.insert(.toolAsked)
        let (key, number) = (call.attempt, call.number)
        if isCalm { return add(.answerTool(key, number: number, granted: true), at: time) }
        for _ in 0..<[0, 1, 1, 1, 2][dice.below(5)] {
            let wrong = dice.chance(50) ? UInt16(dice.below(3)) : 0
            add(
                .answerTool(key, number: number &+ wrong, granted: dice.chance(700)),
                at: time + dice.span(upTo: 6_000_000))
        }
    }

    /// The swarm's word has come: the tool runs, or the attempt goes on without.
    mutating func hear(_ token: UInt64, _ number: UInt16, _ granted: Bool) {
        let place = Int(token)
        let caller = toolCallers[place]
        checker.expect(
            !caller.isAnswered, .tools, "tool call \(number) of \(caller.key) is answered twice")
        toolCallers[place].isAnswered = true
        if number == 0 { features.insert(.toolWithdrawn) }
        let work = 1 + dice.span(upTo: 400_000)
        if granted {
            checker.checkRun(of: caller.key, number)
            let calls = isCalm ? 1 : [0, 1, 1, 1, 1, 1, 2][dice.below(7)]
            for _ in 0..<calls {
                add(
                    .finishTool(caller.key, number: number, life: life),
                    at: time + dice.span(upTo: work))
            }
            if !isCalm, dice.chance(50) {
                add(.finishTool(caller.key, number: number &+ 1, life: life), at: time + work)
            }
        }
        if let end = caller.end { say(end, caller.key, caller.agent, after: work) }
    }

    mutating func finishTool(_ key: AttemptKey, _ number: UInt16, _ born: UInt16) {
        if born != life, dice.chance(700) { return }
        let isOver = checker.running(key) == nil
        let before = checker.sequence
        word(key, .toolFinished(number: number, isError: dice.chance(200), output: "out"))
        if isOver, checker.sequence != before { features.insert(.toolAfterEnd) }
    }

    private mutating func word(_ key: AttemptKey, _ report: Report) {
        checker.heard(key, report, at: now.microseconds)
        step(.report(key, report), .word(key))
    }

    // MARK: Memory

    mutating func recall(_ key: AttemptKey, _ born: UInt16) {
        guard born == life else { return }
        let recalls = (0..<dice.below(25)).map {
            Recall(note: UInt32($0 + 1), similarity: UInt16(1_000 - $0))
        }
        word(key, .recalls(recalls))
    }

    mutating func remember(_ agent: AgentID) {
        guard temper.memory > 0, dice.chance(temper.memory) else { return }
        for _ in 0...dice.below(3) {
            step(
                .remember(
                    NoteDraft(
                        agent: agent, kind: dice.chance(500) ? .result : .lesson, source: "t",
                        skill: "s0", text: dice.chance(100) ? "" : "so")), .memory)
        }
        guard dice.chance(150) else { return }
        let note = dice.chance(500) ? nil : UInt32(dice.within(0...6))
        step(.forget(agent, note: note), .operation)
    }

    // MARK: The end

    /// Whoever asked has an answer, unless its process is gone.
    func checkAnswers() {
        for caller in callers where caller.life == life {
            checker.expect(caller.isAnswered, .budget, "a call of \(caller.key) waits for ever")
        }
        for caller in toolCallers where caller.life == life {
            checker.expect(caller.isAnswered, .tools, "a tool of \(caller.key) waits for ever")
        }
    }
}

extension Checker {
    /// What was set aside for the call; zero for one that never was.
    func reserved(for id: CallID) -> Money {
        let place = Int(id.number) - 1
        return books.reservations.indices.contains(place) ? books.reservations[place].amount : .zero
    }
}
