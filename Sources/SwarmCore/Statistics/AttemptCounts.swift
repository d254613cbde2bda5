/// How many attempts there were and how they ended.
public struct AttemptCounts: Hashable, Sendable {
    public internal(set) var awarded = 0
    public internal(set) var succeeded = 0
    /// Ended in a way that counts against the agent.
    public internal(set) var failed = 0
    /// Ended from outside: cancelled, past the deadline, given to somebody else.
    public internal(set) var cancelled = 0
    /// Ended with the process, which is nobody's fault.
    public internal(set) var interrupted = 0
    /// Awards after a subtask's first.
    public internal(set) var retries = 0
    /// Late reports that changed nothing.
    public internal(set) var fenced = 0
    private var failures: [String: Int] = [:]

    init() {}

    /// How often each way of failing happened, by the journal's names in alphabetical order.
    public var failuresByKind: [(name: String, count: Int)] {
        failures.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    mutating func note(_ outcome: AttemptOutcome) {
        switch outcome {
        case .succeeded: succeeded += 1
        case .failed(.interrupted): interrupted += 1
        case .failed(let failure) where !failure.isAgents: cancelled += 1
        case .failed(let failure):
            failed += 1
            failures[failure.name, default: 0] += 1
        }
    }
}
