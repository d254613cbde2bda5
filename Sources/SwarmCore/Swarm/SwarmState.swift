/// Everything a swarm is, as the fold of its events: copy it to keep a moment.
///
/// `apply` is the only thing that writes it. The console, the journal's reader and the deciding `Swarm` hold the
/// same type and come to the same state from the same events.
public struct SwarmState: Sendable {
    public internal(set) var policies: Policies
    /// The recipes as last defined; a task keeps the one it came with.
    public internal(set) var recipes = RecipeCatalogue([])

    public internal(set) var sequence: UInt64 = 0
    /// When the latest event happened.
    public internal(set) var now = Instant.zero
    public internal(set) var run = 0
    public internal(set) var seed: UInt64 = 1
    public package(set) var agents: [AgentState] = []
    public internal(set) var skillNames: [String] = []
    public internal(set) var domainNames: [String] = []
    public package(set) var tasks = TaskSlots()
    public internal(set) var totals = Totals()
    public internal(set) var faults: [FaultState] = []
    /// Every attempt under way, in no particular order.
    public internal(set) var liveAttempts: [AttemptKey] = []
    public internal(set) var messageCount: UInt64 = 0
    public package(set) var ledger = Ledger()
    /// Notes ever kept, for their numbers.
    public internal(set) var noteCount: UInt32 = 0
    /// What is said to whoever watches.
    public internal(set) var caption: String?

    var scaling = Scaling()
    var ranking = Ranking()
    var agentNumbers: [String: Int32] = [:]
    var skillNumbers: [String: UInt8] = [:]
    var domainNumbers: [String: UInt8] = [:]

    public init(policies: Policies = Policies()) {
        self.policies = policies
    }

    /// Counts since the data folder was first opened.
    public struct Totals: Hashable, Codable, Sendable {
        public internal(set) var submitted = 0
        public internal(set) var succeeded = 0
        public internal(set) var partial = 0
        public internal(set) var failed = 0
        public internal(set) var cancelled = 0
        public internal(set) var running = 0
        public internal(set) var waiting = 0
        /// Sum of the qualities of all tasks that succeeded or ended partial.
        public internal(set) var qualitySum = 0

        public var ended: Int { succeeded + partial + failed + cancelled }
        /// Succeeded over succeeded, partial and failed; nil before the first.
        public var successRate: Double? {
            let judged = succeeded + partial + failed
            return judged == 0 ? nil : Double(succeeded) / Double(judged)
        }
        public var meanQuality: Double? {
            let judged = succeeded + partial
            return judged == 0 ? nil : Double(qualitySum) / Double(judged)
        }
    }

    // MARK: Looking things up

    /// Tasks that have not ended.
    public var openTasks: Int { totals.waiting + totals.running }

    /// Whether the task is there and has not ended.
    public func isOpen(_ id: TaskID) -> Bool {
        tasks.contains(id) && tasks[checked: id].status == nil
    }

    public func agent(_ id: AgentID) -> AgentState { agents[id.position] }

    public func agentID(named name: String) -> AgentID? {
        agentNumbers[name].map { AgentID(Int($0)) }
    }

    public func skillID(named name: String) -> SkillID? {
        skillNumbers[name].map { SkillID(Int($0)) }
    }

    /// Whether the swarm can take the agent in: at most 65,535 agents, 128 skills and 128 domains in all.
    public func hasRoom(for card: AgentCard) -> Bool {
        let newSkills = Set(card.skills.map(\.name)).count { skillNumbers[$0] == nil }
        let newDomains = Set(card.domains).count { domainNumbers[$0] == nil }
        return agents.count < RankKey.mostAgents
            && skillNames.count + newSkills <= SkillSet.capacity
            && domainNames.count + newDomains <= SkillSet.capacity
    }

    public func skillName(_ id: SkillID) -> String { skillNames[Int(id.index)] }

    public func fault(_ id: FaultID) -> FaultState? {
        let place = Int(id.number) - 1
        return faults.indices.contains(place) ? faults[place] : nil
    }

    /// Whether the target includes the agent.
    public func does(_ target: FaultTarget, include agent: AgentID) -> Bool {
        switch target {
        case .agent(let id): id == agent
        case .skill(let skill): agents[agent.position].skills.contains(skill)
        case .everyone: true
        }
    }

    /// The faults that hit an agent now, oldest first.
    public func activeFaults(on agent: AgentID) -> [FaultState] {
        guard activeFaultCount > 0 else { return [] }
        return faults.filter { $0.isActive && does($0.spec.target, include: agent) }
    }

    public internal(set) var activeFaultCount = 0

    /// Whether the attempt is under way.
    public func isLive(_ key: AttemptKey) -> Bool { livePlace(key) != nil }

    /// The agent an attempt under way is with.
    public func agent(working key: AttemptKey) -> AgentID? {
        livePlace(key).map { tasks[checked: key.task].attempts[$0].agent }
    }

    /// Whether an agent takes bids now, and if not, in which way it is held back.
    public func willingness(of agent: AgentState) -> Willingness {
        agent.standing.willingness(belowPermille: policies.willingBelowPermille)
    }

    func willingness(at position: Int) -> Willingness {
        agents[position].standing.willingness(belowPermille: policies.willingBelowPermille)
    }
}

extension Standing {
    fileprivate func willingness(belowPermille limit: Int32) -> Willingness {
        if isPaused || isRetired || offlineBecause != nil || droppedBecause != nil {
            return .unavailable
        }
        switch breaker {
        case .closed: break
        case .open: return .unavailable
        case .halfOpen: if liveAttempts > 0 { return .unavailable }
        }
        return hasRoom(belowPermille: limit) ? .willing : .overloaded
    }

    /// Load below the share of spec §4, and room for one more subtask.
    private func hasRoom(belowPermille limit: Int32) -> Bool {
        let isBelow = Int64(load) &* 1000 < Int64(limit) &* Int64(maxLoad)
        return isBelow && (load == 0 || load &+ loadPerSubtask <= maxLoad)
    }
}

extension SwarmState {
    /// The domain as a set; empty for nil and for one that no agent names.
    func domainSet(_ domain: String?) -> SkillSet {
        guard let domain, let number = domainNumbers[domain] else { return SkillSet() }
        return SkillSet([SkillID(Int(number))])
    }
}
