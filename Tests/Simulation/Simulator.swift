import SwarmCore

/// Runs seeded schedules of one swarm each: owns time, order and failure, and checks the rules after every step.
///
/// A shell in miniature: effects wait until the journal holds their events, and a crash leaves nothing but what it
/// holds. One thread; buffers and prepared swarms are kept from schedule to schedule.
public struct Simulator {
    public let options: Options
    public private(set) var coverage = Coverage()

    var casting = Casting()
    var cast = Cast(number: 0)
    var dice = Dice(seed: 0)
    var temper = Temper()
    var agenda = Agenda()
    var checker = Checker()

    var swarm = Swarm()
    var decision = Decision()
    /// Everything decided in this schedule; the first `durableCount` are in the journal.
    var records: [Record] = []
    var durableCount = 0
    /// The fold of what is in the journal.
    var durable = SwarmState()
    /// How many records there were after each step that is not durable yet.
    var marks: [Int] = []
    /// Effects whose events the shell does not know to be durable yet.
    var held: [Held] = []
    var isCommitDue = false
    /// Numbers of the tasks acknowledged to a client.
    var acknowledged: [UInt32] = []
    /// Attempts whose work was asked to stop.
    var stopped: [AttemptKey] = []
    /// Who asked for a model call or a tool; a token is a place here.
    var callers: [Waiting] = []
    var toolCallers: [Waiting] = []

    /// True time, microseconds; `lag` behind it is the swarm's, which stands still while no process runs.
    var time: Int64 = 0
    var lag: Int64 = 0
    /// How far the wall clock has been set away from the true time.
    var wallShift: Int64 = 0
    /// How many processes have lived.
    var life: UInt16 = 0
    var crashesLeft = 0
    var submitted = 0
    /// Tasks no swarm of these agents can do, by name: one that was changed has another brief.
    var infeasible: Set<String> = []
    /// For a defect: the task as the journal will tell it.
    var promised: TaskBrief?
    var isCalm = false
    var features = FeatureSet()
    /// Records that crashes took.
    var lost = 0

    struct Record {
        let at: Instant
        let event: Event
    }

    struct Held {
        let effect: Effect
        /// The records that must be durable first.
        let mark: Int
    }

    /// More happenings than any sound schedule has; a livelock is found here.
    static let mostSteps = 5_000

    public init(_ options: Options = Options()) { self.options = options }

    /// Runs one schedule from its seed alone.
    public mutating func run(seed: UInt64) -> Outcome {
        begin(seed)
        var steps = 0
        while checker.violation == nil, advance() {
            steps += 1
            if steps > Self.mostSteps { checker.fail(.liveness, "no rest after \(steps) steps") }
        }
        if checker.violation == nil { finish(seed) }
        let summary = summarise()
        coverage.add(features, events: records.count + lost, steps: steps)
        return Outcome(
            seed: seed, events: records.count, journalHash: summary,
            violation: checker.violation)
    }

    private mutating func begin(_ seed: UInt64) {
        cast = casting.cast(for: seed)
        dice = Dice(seed: seed)
        temper = Temper(&dice, options.mode)
        var extra = Dice(seed: seed ^ 0x51D3)
        temper.extend(&extra)
        agenda.empty()
        swarm = cast.swarm
        durable = cast.swarm.state
        checker.begin(durable)
        checker.stoodStill = 0
        records.removeAll(keepingCapacity: true)
        durableCount = 0
        marks.removeAll(keepingCapacity: true)
        held.removeAll(keepingCapacity: true)
        isCommitDue = false
        acknowledged.removeAll(keepingCapacity: true)
        stopped.removeAll(keepingCapacity: true)
        callers.removeAll(keepingCapacity: true)
        toolCallers.removeAll(keepingCapacity: true)
        (time, lag, wallShift) = (0, 0, 0)
        life = 0
        crashesLeft = temper.crashes
        submitted = 0
        infeasible.removeAll(keepingCapacity: true)
        isCalm = false
        features = FeatureSet()
        lost = 0
        layOut()
    }

    /// Puts on the agenda what comes from outside.
    private mutating func layOut() {
        let length = temper.length
        for _ in 0..<temper.tasks { add(.submit, at: dice.span(upTo: length)) }
        for _ in 0..<temper.operations { add(.operate, at: dice.span(upTo: length)) }
        for _ in 0..<temper.crashes { add(.crash, at: dice.span(upTo: length)) }
        for _ in 0..<temper.wallJumps { add(.wallJump, at: dice.span(upTo: length)) }
        for _ in 0..<temper.standStills { add(.standStill, at: dice.span(upTo: length)) }
        if temper.mode == .liveness { add(.calm, at: length) }
    }

    mutating func add(_ kind: Happening.Kind, at moment: Int64) {
        agenda.add(Happening(at: moment, tie: tie(), kind: kind))
    }

    /// What decides among happenings of the same moment.
    private mutating func tie() -> UInt32 {
        let drawn = UInt32(truncatingIfNeeded: dice.next())
        guard options.mutant == .unsortedChoice else { return drawn }
        return UInt32(truncatingIfNeeded: drawn.hashValue)
    }

    // MARK: One happening

    /// Takes the next thing that happens; false when nothing ever will.
    private mutating func advance() -> Bool {
        let due = swarm.nextDeadline.map { $0.microseconds + lag } ?? .max
        let next = agenda.nextTime ?? .max
        guard due != .max || next != .max else { return false }
        if due < next {
            time = max(time, due)
            if temper.isLate { time += dice.span(upTo: 40_000) }
            step(.tick, .time)
        } else if let happening = agenda.takeNext() {
            time = max(time, happening.at)
            handle(happening)
        }
        return true
    }

    private mutating func handle(_ happening: Happening) {
        switch happening.kind {
        case .submit: submit()
        case .report(let key, let saying, let agent, let born):
            deliver(key, saying, agent, born)
        case .message(let key, let agent): message(key, agent)
        case .review(let key, let agent, let score, let born): review(key, agent, score, born)
        case .approve(let key, let granted):
            step(.answerApproval(key, granted: granted), .operation)
        case .operate: operate()
        case .reserve(let key, let agent, let born): reserve(key, agent, born)
        case .settle(let id, let born): settle(id, born)
        case .recall(let key, let born): recall(key, born)
        case .callTool(let key, let agent, let born): callTool(key, agent, born)
        case .finishTool(let key, let number, let born): finishTool(key, number, born)
        case .answerTool(let key, let number, let granted):
            step(.answerTool(key, number: number, granted: granted), .operation)
        case .commit(let born): if born == life { commit() }
        case .crash: crash()
        case .wallJump:
            features.insert(.wallJump)
            wallShift += Int64(dice.within(-200_000_000...200_000_000))
        case .standStill:
            features.insert(.standStill)
            let stop = dice.span(upTo: 30_000_000)
            time += stop
            checker.stoodStill += stop
        case .calm: calmDown()
        }
    }

    // MARK: Steps

    /// The swarm's own time.
    var now: Instant { Instant(microseconds: time - lag) }

    mutating func step(_ input: Input, _ cause: Checker.Cause) {
        decision.empty()
        let clock =
            options.mutant == .leaseByWallClock
            ? Instant(microseconds: now.microseconds + wallShift) : now
        if !stepAsMutant(input, at: clock) { swarm.step(input, at: clock, into: &decision) }
        take(cause)
    }

    /// Checks and keeps what was decided; nothing of it is done yet.
    mutating func take(_ cause: Checker.Cause) {
        if let mutant = options.mutant { bend(mutant, cause) }
        let (at, trueTime) = (swarm.state.now, now.microseconds)
        for event in decision.events {
            records.append(Record(at: at, event: event))
            checker.take(event, cause, at: trueTime, swarm.state)
            switch event {
            case .approvalAsked(let key, _): think(about: key)
            case .toolCalled(let call):
                if case .awaitingApproval = call.phase { think(about: call) }
            case .agentChanged(_, .retired):
                if case .time = cause { features.insert(.scaledDown) }
            default: break
            }
        }
        checker.settle(swarm.state, cause, at: trueTime)
        for effect in decision.effects { held.append(Held(effect: effect, mark: records.count)) }
        guard !decision.events.isEmpty || !decision.effects.isEmpty else { return }
        marks.append(records.count)
        guard !isCommitDue else { return }
        isCommitDue = true
        let delay = temper.isPrompt || isCalm ? 0 : dice.span(upTo: temper.slowestCommit)
        if delay == 0 { commit() } else { add(.commit(life: life), at: time + delay) }
    }
}
