import SwarmCore

/// A subtask the operator is asked about, with what it would begin from.
struct PendingApproval {
    let key: SubtaskKey
    let task: TaskState
    /// `hand_off`.
    let step: String
    let question: String
    /// Without an answer until then it is a no; nil: it waits for ever.
    let until: Instant?
    /// Why it is asked at all: `escalation says escalate is yes`; nil without a condition.
    let condition: String?
    let inputs: [StepResult]

    /// Nil when the subtask does not wait for an answer.
    init?(_ key: SubtaskKey, _ swarm: SwarmState) {
        let index = Int(key.index)
        guard let task = swarm.tasks[key.task], task.subtasks.indices.contains(index),
            case .awaitingApproval(let until) = task.subtasks[index].phase
        else { return nil }
        self.key = key
        self.task = task
        self.until = until
        step = swarm.stepLabel(task, index)
        question = swarm.question(of: key) ?? "May \(step) begin?"
        condition = task.brief.plan?.steps[index].condition.map {
            "\(swarm.stepLabel(task, Int($0.step))) says \($0.path.humanised) is \($0.equals.line(limit: 80))"
        }
        inputs = task.inputs(of: index, swarm)
    }

    /// `hand_off of ticket_7`.
    var subject: String { "\(step) of \(task.brief.name)" }

    /// `42 s left`; empty when it waits for ever.
    func left(at now: Instant) -> String {
        until.map { "\(Figures.countdown($0 - now)) left" } ?? ""
    }
}

extension Glance {
    /// What asks the operator, oldest task first.
    var approvals: [PendingApproval] {
        overview.asking.compactMap { swarm.tasks[$0] }.flatMap { task in
            task.awaitingApproval.compactMap {
                PendingApproval(SubtaskKey(task: task.id, index: $0), swarm)
            }
        }
    }
}
