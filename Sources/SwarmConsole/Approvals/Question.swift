import SwarmCore

/// What asks the operator: the one thing an answer goes to.
enum Question: Hashable, Sendable {
    /// Whether a step of a plan may begin.
    case step(SubtaskKey)
    /// Whether an attempt may call a tool.
    case tool(AttemptKey, number: UInt16)

    var task: TaskID {
        switch self {
        case .step(let key): key.task
        case .tool(let key, _): key.task
        }
    }

    var subtask: Int {
        switch self {
        case .step(let key): Int(key.index)
        case .tool(let key, _): Int(key.subtask)
        }
    }

    /// What an event asks; nil when it asks nothing.
    init?(_ event: Event) {
        switch event {
        case .approvalAsked(let key, _): self = .step(key)
        case .toolCalled(let call):
            guard case .awaitingApproval = call.phase else { return nil }
            self = .tool(call.attempt, number: call.number)
        default: return nil
        }
    }

    /// Everything a task asks now: its steps, then the tools of its attempts.
    static func all(of task: TaskState) -> [Question] {
        task.awaitingApproval.map { .step(SubtaskKey(task: task.id, index: $0)) }
            + task.awaitingTools.map { .tool($0.attempt, number: $0.number) }
    }

    func answer(_ granted: Bool) -> Command {
        switch self {
        case .step(let key): .answerApproval(key, granted: granted)
        case .tool(let key, let number): .answerTool(key, number: number, granted: granted)
        }
    }
}

extension TaskState {
    var asksOperator: Bool { !awaitingApproval.isEmpty || !awaitingTools.isEmpty }
}
