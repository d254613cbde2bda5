/// How much of the swarm a task wants: one agent, a team of at most 3, or of at most 5 (spec §5).
public enum Complexity: String, CaseIterable, Sendable {
    case simple, moderate, complex
}

/// A task's place in the queue before deadline and age (spec §3).
public enum Priority: String, CaseIterable, Sendable {
    case critical, high, normal, low

    /// 0 for critical to 3 for low.
    public var level: Int {
        switch self {
        case .critical: 0
        case .high: 1
        case .normal: 2
        case .low: 3
        }
    }
}

/// How a task ended (spec §6).
public enum TaskStatus: String, CaseIterable, Sendable {
    case succeeded, partial, failed, cancelled
}

/// What does an agent's work (spec §1).
public enum DriverKind: String, CaseIterable, Sendable {
    case offline, model, command, remote
}
