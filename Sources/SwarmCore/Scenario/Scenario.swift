/// A script of what an operator does, on a time line: submissions, faults, pauses, answers, and captions between.
public struct Scenario: Sendable {
    public var name: String
    public var title: String
    /// What it shows, for the list of demos.
    public var about: String
    public var seed: UInt64 = 1
    public var steps: [ScenarioStep] = []
    public var expectations = ScenarioExpectations()
    /// When it is given up though tasks are still open, at speed 1.
    public var limit = TimeSpan.seconds(300)

    public init(name: String, title: String, about: String = "") {
        self.name = name
        self.title = title
        self.about = about
    }
}

/// One thing done at its time.
public struct ScenarioStep: Sendable {
    /// From the start, or from the end of the last `waitForEnd` before it; at speed 1.
    public let at: TimeSpan
    public let deed: ScenarioDeed

    public init(at: TimeSpan, _ deed: ScenarioDeed) {
        self.at = at
        self.deed = deed
    }
}

/// What a scenario can do; everything goes by name, as in a file.
public enum ScenarioDeed: Sendable {
    /// Nil takes the caption away.
    case caption(String?)
    case submit(TaskDraft)
    case fault(ScenarioFault)
    /// Ends every active fault.
    case revertAll
    /// Nil: every agent.
    case pause(String?)
    case resume(String?)
    case cancel(task: String)
    case retry(task: String)
    /// Answers an approval as soon as it is asked.
    case answer(task: String, step: String, granted: Bool)
    /// The clock stands until every task has ended.
    case waitForEnd
}

/// A fault by names.
public struct ScenarioFault: Hashable, Sendable {
    public enum Target: Hashable, Sendable {
        case agent(String)
        case skill(String)
        case everyone
    }

    public var kind: FaultKind
    public var target: Target
    /// At speed 1.
    public var duration: TimeSpan?
    public var count: Int?

    public init(
        kind: FaultKind, target: Target, duration: TimeSpan? = nil, count: Int? = nil
    ) {
        self.kind = kind
        self.target = target
        self.duration = duration
        self.count = count
    }
}

/// What must have come of a scenario; each is checked at the end, so that a demo is a test too.
public struct ScenarioExpectations: Hashable, Sendable {
    /// How many tasks ended in each way; an absent one is not checked.
    public var ended: [TaskStatus: Int] = [:]
    /// Every crash, hang, corrupt or poor result hit somebody's work, and whatever a fault broke succeeded after all.
    public var recovers = false
    /// Agents whose reputation is higher at the end, and lower.
    public var rises: [String] = []
    public var falls: [String] = []
    /// At least two subtasks of a task ran at once.
    public var isParallel = false

    public init() {}

    /// What does not hold, in words; nothing when all does.
    public func failures(_ end: SwarmState, since start: SwarmState) -> [String] {
        countFailures(end, since: start) + reputationFailures(end, since: start)
            + faultFailures(end, since: start) + parallelFailures(end, since: start)
    }

    private func countFailures(_ end: SwarmState, since start: SwarmState) -> [String] {
        TaskStatus.allCases.compactMap { status in
            guard let wanted = ended[status] else { return nil }
            let found = end.totals.count(of: status) - start.totals.count(of: status)
            return found == wanted ? nil : "\(found) tasks \(status.rawValue), not \(wanted)"
        }
    }

    private func reputationFailures(_ end: SwarmState, since start: SwarmState) -> [String] {
        func moved(_ name: String) -> Int32? {
            guard let id = end.agentID(named: name) else { return nil }
            let before =
                start.agentID(named: name).map { start.agent($0).reputation }
                ?? ReputationPolicy.start
            return (end.agent(id).reputation - before).raw
        }
        return rises.filter { moved($0).map { $0 <= 0 } ?? true }
            .map { "\($0)'s reputation did not rise" }
            + falls.filter { moved($0).map { $0 >= 0 } ?? true }
            .map { "\($0)'s reputation did not fall" }
    }

    private func faultFailures(_ end: SwarmState, since start: SwarmState) -> [String] {
        guard recovers else { return [] }
        return end.faults.dropFirst(start.faults.count).compactMap { fault in
            let name = "fault \(fault.id.number) (\(fault.spec.kind.name))"
            if fault.broken == nil {
                return fault.spec.kind.breaksWork ? "\(name) hit nothing" : nil
            }
            return fault.recoveredAt == nil ? "nothing made good what \(name) broke" : nil
        }
    }

    private func parallelFailures(_ end: SwarmState, since start: SwarmState) -> [String] {
        guard isParallel else { return [] }
        let overlaps = end.tasks.all.contains { task in
            task.submittedAt >= start.now && task.ranInParallel
        }
        return overlaps ? [] : ["no two subtasks of a task ran at once"]
    }
}

extension FaultKind {
    /// Whether work it hits always fails.
    fileprivate var breaksWork: Bool {
        switch self {
        case .crash, .hang, .corrupt, .poorQuality: true
        case .slow, .flaky, .dropMessages, .delayMessages, .partition, .healthDrop, .journalStall,
            .rateLimit, .overloaded, .truncatedStream, .slowTokens, .garbage, .wrongUsage:
            false
        }
    }
}

extension SwarmState.Totals {
    public func count(of status: TaskStatus) -> Int {
        switch status {
        case .succeeded: succeeded
        case .partial: partial
        case .failed: failed
        case .cancelled: cancelled
        }
    }
}

extension TaskState {
    /// Whether two attempts of different subtasks overlapped in time.
    public var ranInParallel: Bool {
        attempts.indices.contains { place in
            attempts[(place + 1)...].contains { later in
                later.key.subtask != attempts[place].key.subtask
                    && later.awardedAt < attempts[place].endedAt ?? later.awardedAt
            }
        }
    }
}
