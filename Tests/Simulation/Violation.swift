/// What must hold after every event, whatever fails.
public enum Invariant: String, CaseIterable, Sendable {
    /// An acknowledged task is in the durable journal; no effect leaves before its events are.
    case durableFirst = "I1"
    /// A task ends once.
    case oneEnd = "I2"
    /// At most one unfenced attempt of a subtask, numbers grow, only its own report ends it.
    case oneAttempt = "I3"
    /// Reputation is the fold of outcomes, one for each task and agent, 0...150.
    case reputation = "I4"
    /// The state is the fold of the journal.
    case fold = "I5"
    /// Spent and reserved money within every budget, and each reservation settled at most once.
    case budget = "I6"
    /// Load is the sum of live attempts, 0...most, and 0 when idle.
    case load = "I7"
    /// A task ends after its subtasks; success needs a result for each skill.
    case outcome = "I8"
    /// Work goes only to an agent with the skill that is fit and has room.
    case fitness = "I9"
    /// Breakers open, let one probe through and close as they may, and never stay open.
    case breaker = "I10"
    /// Attempts and interruptions within their caps.
    case caps = "I11"
    /// Sequences without gap or repeat.
    case sequence = "I12"
    /// Nothing an agent returned changes what only an operator may.
    case authority = "I13"
    /// Every timer has an owner, queues are bounded, timeouts neither early nor late.
    case timers = "I14"
    /// Once nothing fails any more, every task ends.
    case liveness = "I15"
    /// The same seed gives the same journal.
    case determinism = "I16"
    /// Tools run only with the yes they need, while their attempt does, and each caller is answered once.
    case tools = "I17"
    /// What agents remember is bounded, numbered and theirs.
    case memory = "I18"
    /// Only replicas join and retire by the load, within the range of the card they are of.
    case scaling = "I19"
}

/// A broken invariant.
public struct Violation: Error, Hashable, Sendable {
    public let invariant: Invariant
    public let message: String
}
