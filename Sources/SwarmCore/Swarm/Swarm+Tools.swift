/// Tools an attempt calls, and what agents keep and recall.
extension Swarm {
    mutating func callTool(
        _ draft: ToolDraft, of key: AttemptKey, _ now: Instant, _ out: inout Decision
    ) {
        guard let place = state.livePlace(key),
            state.tasks[checked: key.task].toolCalls.count < state.policies.limits.toolCalls
        else {
            out.effects.append(.answerTool(token: draft.token, number: 0, granted: false))
            return
        }
        let number = UInt16(truncatingIfNeeded: state.tasks[checked: key.task].toolCalls.count + 1)
        let until = now + state.policies.toolApprovalWithin
        let call = ToolCall(
            attempt: key, number: number, name: draft.name,
            arguments: String(draft.arguments.prefix(ToolCall.mostCharacters)),
            phase: draft.needsApproval ? .awaitingApproval(until: until) : .running)
        emit(.toolCalled(call), now, &out)
        let live = Int(state.tasks[checked: key.task].attempts[place].livePosition)
        signs[live].heard = now
        guard draft.needsApproval else {
            out.effects.append(.answerTool(token: draft.token, number: number, granted: true))
            return
        }
        toolTokens[ToolKey(attempt: key, number: number)] = draft.token
        schedule(.toolApproval(key, number), at: until)
    }

    /// Yes or no to a tool that waits for it; what does not wait, or whose attempt is over, is left alone.
    mutating func answerTool(
        _ key: AttemptKey, _ number: UInt16, _ granted: Bool, by source: ApprovalSource,
        _ now: Instant, _ out: inout Decision
    ) {
        guard let call = state.toolCall(key, number), case .awaitingApproval = call.phase,
            let place = state.livePlace(key)
        else { return }
        emit(.toolAnswered(key, number: number, granted: granted, by: source), now, &out)
        if let token = toolTokens.removeValue(forKey: ToolKey(attempt: key, number: number)) {
            out.effects.append(.answerTool(token: token, number: number, granted: granted))
        }
        let live = Int(state.tasks[checked: key.task].attempts[place].livePosition)
        // The person's time is not the agent's.
        let asked = signs[live].heard
        signs[live].stoodStill = signs[live].stoodStill + (now - asked)
        signs[live].heard = now
        // While it waited for the person nobody looked after its own time.
        nextCheck = min(nextCheck, now)
    }

    /// Whoever still waits for the operator on behalf of an attempt that is over gets a no.
    mutating func withdrawTools(of key: AttemptKey, _ out: inout Decision) {
        guard !toolTokens.isEmpty else { return }
        for call in state.tasks[checked: key.task].toolCalls where call.attempt == key {
            let token = toolTokens.removeValue(forKey: ToolKey(attempt: key, number: call.number))
            guard let token else { continue }
            out.effects.append(.answerTool(token: token, number: 0, granted: false))
        }
    }

    mutating func finishTool(
        _ key: AttemptKey, _ number: UInt16, isError: Bool, _ output: String, _ now: Instant,
        _ out: inout Decision
    ) {
        guard let call = state.toolCall(key, number), call.phase == .running else { return }
        let cut = String(output.prefix(ToolCall.mostCharacters))
        emit(.toolFinished(key, number: number, isError: isError, output: cut), now, &out)
    }

    /// Whether the attempt waits for the operator.
    func awaitsTool(_ key: AttemptKey) -> Bool {
        guard state.tasks.contains(key.task) else { return false }
        return state.tasks[checked: key.task].toolCalls.contains {
            guard $0.attempt == key, case .awaitingApproval = $0.phase else { return false }
            return true
        }
    }

    // MARK: Memory

    mutating func remember(_ draft: NoteDraft, _ now: Instant, _ out: inout Decision) {
        guard state.agents.indices.contains(draft.agent.position), !draft.text.isEmpty else {
            return
        }
        let note = MemoryNote(
            number: state.noteCount &+ 1, kind: draft.kind, source: draft.source,
            skill: draft.skill, text: draft.text)
        emit(.memoryKept(draft.agent, note), now, &out)
    }

    mutating func forget(
        _ agent: AgentID, _ note: UInt32?, _ now: Instant, _ out: inout Decision
    ) {
        guard state.agents.indices.contains(agent.position) else { return }
        let memory = state.agents[agent.position].memory
        guard note.map({ number in memory.contains { $0.number == number } }) ?? !memory.isEmpty
        else { return }
        emit(.memoryForgotten(agent, note: note), now, &out)
    }

    mutating func recall(
        _ recalls: [Recall], for key: AttemptKey, _ now: Instant, _ out: inout Decision
    ) {
        guard !recalls.isEmpty, state.isLive(key) else { return }
        emit(.memoryRecalled(key, Array(recalls.prefix(Self.mostRecalls))), now, &out)
    }

    private static let mostRecalls = 20
}

/// One tool call of one attempt.
struct ToolKey: Hashable, Sendable {
    let attempt: AttemptKey
    let number: UInt16
}
