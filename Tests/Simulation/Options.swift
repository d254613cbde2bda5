/// What schedules are drawn under; with the seed it says all about one.
public struct Options: Sendable, CustomStringConvertible {
    public enum Mode: String, CaseIterable, Sendable {
        /// Things fail to the end: nothing wrong may be done.
        case safety
        /// After a while nothing fails any more: then everything must end.
        case liveness
    }

    /// Nil: drawn from the seed.
    public var mode: Mode?
    /// A defect put in on purpose.
    public var mutant: Mutant?

    public init(mode: Mode? = nil, mutant: Mutant? = nil) {
        self.mode = mode
        self.mutant = mutant
    }

    public var description: String {
        "mode \(mode?.rawValue ?? "drawn"), mutant \(mutant?.rawValue ?? "none")"
    }
}

/// What came of one schedule.
public struct Outcome: Sendable {
    public let seed: UInt64
    public let events: Int
    /// The hash of all its events: the same for the same seed, in every process.
    public let journalHash: UInt64
    public let violation: Violation?
}

/// How rough one schedule is; each kind of trouble is left out of some, so that none hides another.
struct Temper {
    var mode = Options.Mode.safety
    var length: Int64 = 0
    var tasks = 0
    var operations = 0
    var crashes = 0
    var crashesAtEffects = false
    var wallJumps = 0
    var standStills = 0
    /// In thousandths: attempts that go wrong, messages lost, appends that fail, attempts that send messages.
    var badWork = 0
    var lostMessages = 0
    var appendTrouble = 0
    var messages = 0
    /// Whether every step is committed by itself at once.
    var isPrompt = true
    var slowestCommit: Int64 = 0
    /// Whether timers come late.
    var isLate = false
    /// In thousandths: attempts that make model calls, that call tools, that remember or recall something.
    var calls = 0
    var tools = 0
    var memory = 0
    /// Whether work that goes wrong may also be put off, be refused, or find its model away.
    var hasModels = false
    /// Whether the operator also changes policies, recipes and agents, and takes notes away.
    var isReconfigured = false

    init() {}

    init(_ dice: inout Dice, _ forced: Options.Mode?) {
        let drawn: Options.Mode = dice.chance(500) ? .safety : .liveness
        mode = forced ?? drawn
        length = Int64(dice.within(1...20)) * 500_000
        tasks = dice.within(1...5)
        operations = dice.chance(500) ? 0 : dice.within(1...5)
        crashes = dice.chance(600) ? 0 : dice.within(1...3)
        crashesAtEffects = dice.chance(500)
        wallJumps = dice.chance(100) ? 2 : 0
        standStills = dice.chance(100) ? 1 : 0
        badWork = [0, 100, 300, 700][dice.below(4)]
        lostMessages = dice.chance(200) ? 100 : 0
        appendTrouble = dice.chance(200) ? 250 : 0
        messages = dice.chance(150) ? 500 : 0
        isPrompt = dice.chance(400)
        slowestCommit = dice.chance(200) ? 3_000_000 : 10_000
        isLate = dice.chance(300)
    }

    /// What came later is drawn from dice of its own, so that an old seed is the schedule it was where none of it is.
    mutating func extend(_ dice: inout Dice) {
        guard dice.chance(500) else { return }
        if dice.chance(500) { calls = dice.chance(500) ? 300 : 900 }
        if dice.chance(450) { tools = dice.chance(500) ? 300 : 800 }
        if dice.chance(250) { memory = 300 }
        hasModels = dice.chance(500)
        isReconfigured = dice.chance(400)
        if isReconfigured { operations += dice.within(1...4) }
    }
}
