import SwarmCore

/// Tool calls, and what agents remember and recall.
extension Checker {
    struct Tool {
        enum Phase { case asked, running, denied, finished }

        let attempt: AttemptKey
        let until: Int64
        var phase: Phase
    }

    /// Only this tool needs no yes.
    static let harmlessTool = "read"

    mutating func callTool(_ call: ToolCall, _ cause: Cause, _ now: Int64) {
        let key = call.attempt
        checkWord(of: key, cause)
        guard let place = running(key), let task = task(key.task) else {
            return fail(.tools, "\(key) calls a tool and does not run")
        }
        expect(
            Int(call.number) == tasks[task].tools.count + 1, .sequence,
            "tool call \(call.number) after \(tasks[task].tools.count)")
        expect(
            tasks[task].tools.count < policies.limits.toolCalls, .caps,
            "\(tasks[task].tools.count + 1) tool calls of task \(key.task.number)")
        var tool = Tool(attempt: key, until: .max, phase: .running)
        switch call.phase {
        case .awaitingApproval(let until):
            tool = Tool(attempt: key, until: until.microseconds, phase: .asked)
            changeSubtask(place) {
                if $0.asking == 0 { $0.askedAt = now }
                $0.asking &+= 1
            }
        case .running:
            expect(
                call.name == Self.harmlessTool, .authority,
                "\(key) runs \(call.name) without a yes")
        case .denied, .finished: fail(.tools, "\(key) begins a tool call as \(call.phase)")
        }
        changeSubtask(place) { $0.heardAt = now }
        changeTask(task) { $0.tools.append(tool) }
    }

    mutating func answerTool(
        _ key: AttemptKey, _ number: UInt16, _ granted: Bool, _ source: ApprovalSource,
        _ cause: Cause, _ now: Int64
    ) {
        guard let task = task(key.task), let tool = tool(key, number) else {
            return fail(.tools, "\(key) has no tool call \(number) to be answered")
        }
        expect(tool.phase == .asked, .tools, "tool call \(number) of \(key) is \(tool.phase)")
        switch (source, cause) {
        case (.operator, .operation): break
        case (.deadline, .time):
            expect(!granted, .authority, "time granted tool call \(number) of \(key)")
            expect(tool.until <= now, .timers, "tool call \(number) of \(key) expires too early")
        default: fail(.authority, "tool call \(number) answered by \(source) after \(cause)")
        }
        changeTask(task) { $0.tools[Int(number) - 1].phase = granted ? .running : .denied }
        guard let place = running(key) else {
            return fail(.tools, "tool call \(number) is answered after \(key) ended")
        }
        changeSubtask(place) {
            $0.asking &-= 1
            if $0.asking == 0 { $0.askedFor += now - $0.askedAt }
            $0.heardAt = now
        }
    }

    mutating func finishTool(_ key: AttemptKey, _ number: UInt16, _ cause: Cause) {
        checkWord(of: key, cause)
        guard let task = task(key.task), let tool = tool(key, number) else {
            return fail(.tools, "\(key) has no tool call \(number) to finish")
        }
        expect(
            tool.phase == .running, .tools,
            "tool call \(number) of \(key) finishes, \(tool.phase)")
        changeTask(task) { $0.tools[Int(number) - 1].phase = .finished }
    }

    /// A tool is about to run for the attempt: it was called, and whoever had to say yes did.
    func checkRun(of key: AttemptKey, _ number: UInt16) {
        let phase = tool(key, number)?.phase
        expect(
            phase == .running || phase == .finished, .authority,
            "tool call \(number) of \(key) runs without a yes")
    }

    private func tool(_ key: AttemptKey, _ number: UInt16) -> Tool? {
        guard let task = task(key.task), tasks[task].tools.indices.contains(Int(number) - 1),
            tasks[task].tools[Int(number) - 1].attempt == key
        else { return nil }
        return tasks[task].tools[Int(number) - 1]
    }

    /// What an attempt's driver says beside its reports of progress concerns that attempt.
    private func checkWord(of key: AttemptKey, _ cause: Cause) {
        if case .word(key) = cause { return }
        fail(.tools, "a tool or a memory of \(key) after \(cause)")
    }

    // MARK: Memory

    mutating func remember(_ id: AgentID, _ note: MemoryNote, _ cause: Cause, _ state: SwarmState) {
        if case .memory = cause {
        } else {
            fail(.memory, "\(id) remembers after \(cause)")
        }
        noteCount += 1
        expect(
            note.number == noteCount, .sequence, "note \(note.number), not \(noteCount)")
        agents[id.position].notes.append(note.number)
        let surplus = agents[id.position].notes.count - policies.retainedNotes
        if surplus > 0 { agents[id.position].notes.removeFirst(surplus) }
        compareNotes(of: id, state)
    }

    mutating func forget(_ id: AgentID, _ note: UInt32?, _ cause: Cause, _ state: SwarmState) {
        takeOperation(.memoryForgotten(id, note: note), cause)
        let before = agents[id.position].notes.count
        agents[id.position].notes.removeAll { note == nil || $0 == note }
        expect(
            agents[id.position].notes.count < before, .memory, "\(id) forgets what it never knew")
        compareNotes(of: id, state)
    }

    mutating func recall(_ key: AttemptKey, _ recalls: [Recall], _ cause: Cause) {
        checkWord(of: key, cause)
        expect(running(key) != nil, .memory, "\(key) recalls and does not run")
        expect((1...20).contains(recalls.count), .memory, "\(recalls.count) recalls at once")
    }

    private func compareNotes(of id: AgentID, _ state: SwarmState) {
        let known = state.agents[id.position].memory.map(\.number)
        expect(
            isReplaying || known == agents[id.position].notes, .memory,
            "\(id) remembers \(known), not \(agents[id.position].notes)")
    }
}
