/// What money, tools and memory do to the state.
extension SwarmState {
    mutating func reserve(_ id: CallID, _ request: CallRequest) {
        let call = Call(id: id, request: request)
        ledger.reserve(call)
        if let task = request.purpose.task, tasks.contains(task) {
            tasks[checked: task].calls.append(call)
        }
        if let agent = request.purpose.agent {
            agents[agent.position].begin(day: request.day)
            changeCosts(of: agent, call) { $0.reserve(call) }
        }
    }

    mutating func settle(_ id: CallID, _ settlement: Settlement) {
        guard let call = ledger.settle(id, settlement) else { return }
        if let task = call.request.purpose.task, tasks.contains(task),
            let place = tasks[checked: task].calls.lastIndex(where: { $0.id == id })
        {
            tasks[checked: task].calls[place].settlement = settlement
        }
        if let agent = call.request.purpose.agent {
            changeCosts(of: agent, call) { $0.settle(call, settlement) }
        }
    }

    /// A call under way, or one of a task still in memory.
    public func call(_ id: CallID) -> Call? {
        if let open = ledger.open.first(where: { $0.id == id }) { return open }
        for task in tasks.all {
            if let call = task.calls.last(where: { $0.id == id }) { return call }
        }
        return nil
    }

    private mutating func changeCosts(
        of agent: AgentID, _ call: Call, _ change: (inout Costs) -> Void
    ) {
        let place = agent.position
        change(&agents[place].costs)
        let day = agents[place].days.lastIndex { $0.day == call.request.day }
        if let day { change(&agents[place].days[day].costs) }
    }

    // MARK: Tools

    /// A tool call of a task; nil when there is none of that number by that attempt.
    public func toolCall(_ key: AttemptKey, _ number: UInt16) -> ToolCall? {
        guard tasks.contains(key.task) else { return nil }
        let calls = tasks[checked: key.task].toolCalls
        let place = Int(number) - 1
        guard calls.indices.contains(place), calls[place].attempt == key else { return nil }
        return calls[place]
    }

    mutating func addTool(_ call: ToolCall) {
        guard tasks.contains(call.attempt.task) else { return }
        tasks[checked: call.attempt.task].toolCalls.append(call)
    }

    mutating func changeTool(
        _ key: AttemptKey, _ number: UInt16, _ change: (inout ToolCall) -> Void
    ) {
        guard toolCall(key, number) != nil else { return }
        change(&tasks[checked: key.task].toolCalls[Int(number) - 1])
    }

    // MARK: Memory

    mutating func keep(_ note: MemoryNote, for agent: AgentID) {
        noteCount = max(noteCount, note.number)
        let place = agent.position
        agents[place].memory.append(note)
        let surplus = agents[place].memory.count - policies.retainedNotes
        if surplus > 0 { agents[place].memory.removeFirst(surplus) }
    }

    mutating func forget(_ note: UInt32?, of agent: AgentID) {
        if let note {
            agents[agent.position].memory.removeAll { $0.number == note }
        } else {
            agents[agent.position].memory = []
        }
    }

    mutating func recall(_ recalls: [Recall], for key: AttemptKey) {
        guard tasks.contains(key.task) else { return }
        tasks[checked: key.task].recalls.append(AttemptRecall(attempt: key, recalls: recalls))
    }
}

extension AgentState {
    /// What it spent and reserved on one of its latest days.
    public func costs(on day: Int32) -> Costs {
        days.last { $0.day == day }?.costs ?? Costs()
    }

    /// Puts the day last; a clock that is set back goes on with the day it names.
    fileprivate mutating func begin(day: Int32) {
        guard days.last?.day != day else { return }
        let known = days.firstIndex { $0.day == day }.map { days.remove(at: $0) }
        if days.count >= Self.mostDays { days.removeFirst() }
        days.append(known ?? Ledger.Day(day: day))
    }

    private static let mostDays = 8
}

extension TaskState {
    /// What its model calls came to, or those of one subtask or one attempt.
    public func costs(of subtask: Int? = nil, attempt: UInt8? = nil) -> Costs {
        Costs(
            calls.filter { call in
                guard let subtask else { return true }
                let key = call.request.purpose.attempt
                return key.map { Int($0.subtask) == subtask } == true
                    && (attempt == nil || key?.number == attempt)
            })
    }

    /// Tool calls the operator has to answer.
    public var awaitingTools: [ToolCall] {
        toolCalls.filter {
            guard case .awaitingApproval = $0.phase else { return false }
            return isLive($0.attempt)
        }
    }

    private func isLive(_ key: AttemptKey) -> Bool {
        currentAttempt(of: Int(key.subtask)).map { $0.key == key && $0.isLive } ?? false
    }
}
