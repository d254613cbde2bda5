import SwarmCore

/// Something the operator is asked about, with what there is to decide by.
struct PendingApproval {
    let key: Question
    let task: TaskState
    /// `hand_off`: the step that would begin, or that calls the tool.
    let step: String
    let question: String
    /// Without an answer until then it is a no; nil: it waits for ever.
    let until: Instant?
    /// Why it is asked at all: `escalation says escalate is yes`; nil without a condition.
    let condition: String?
    /// What a step would begin from.
    let inputs: [StepResult]
    /// The call that waits; nil for a step.
    let tool: ToolCall?
    /// Who wants to call the tool: `Care, reply #2`.
    let caller: String?

    /// Nil when it does not wait for an answer.
    init?(_ key: Question, _ swarm: SwarmState) {
        guard let task = swarm.tasks[key.task], task.subtasks.indices.contains(key.subtask) else {
            return nil
        }
        self.key = key
        self.task = task
        step = swarm.stepLabel(task, key.subtask)
        switch key {
        case .step(let subtask):
            guard case .awaitingApproval(let until) = task.subtasks[key.subtask].phase else {
                return nil
            }
            self.until = until
            question = swarm.question(of: subtask) ?? "May \(step) begin?"
            condition = task.brief.plan?.steps[key.subtask].condition.map {
                "\(swarm.stepLabel(task, Int($0.step))) says \($0.path.humanised) is \($0.equals.line(limit: 80))"
            }
            inputs = task.inputs(of: key.subtask, swarm)
            (tool, caller) = (nil, nil)
        case .tool(let attempt, let number):
            let found = task.awaitingTools.first { $0.attempt == attempt && $0.number == number }
            guard let found, case .awaitingApproval(let until) = found.phase else { return nil }
            self.until = until
            let agent = swarm.attempt(attempt).map { swarm.shortName($0.agent) } ?? "an agent"
            question = "May \(agent) call \(found.name)?"
            (condition, inputs, tool) = (nil, [], found)
            caller = "\(agent), \(swarm.attemptLabel(attempt))"
        }
    }

    /// `hand_off of ticket_7`, `tool send_email of ticket_7`.
    var subject: String { "\(tool.map { "tool \($0.name)" } ?? step) of \(task.brief.name)" }

    /// What the command line calls it: the step, or `tool_3`, as a tool's name may be anything.
    var word: String { tool.map { "tool_\($0.number)" } ?? step }

    func answer(_ granted: Bool) -> Command { key.answer(granted) }

    /// `42 s left`; empty when it waits for ever.
    func left(at now: Instant) -> String {
        until.map { "\(Figures.countdown($0 - now)) left" } ?? ""
    }
}

extension Glance {
    /// What asks the operator, oldest task first.
    var approvals: [PendingApproval] {
        overview.asking.compactMap { swarm.tasks[$0] }.flatMap { task in
            Question.all(of: task).compactMap { PendingApproval($0, swarm) }
        }
    }
}
