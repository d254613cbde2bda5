import SwarmCore

/// How long a task took, and would have taken one subtask after another.
struct TaskRun {
    /// From submission to the end; nil while it runs.
    let took: TimeSpan?
    /// The successful attempts laid end to end.
    let inTurn: TimeSpan
    /// From the first award to the end of the last successful attempt.
    let atOnce: TimeSpan
    private let subtasks: Int

    init(_ task: TaskState) {
        took = task.endedAt.map { $0 - task.submittedAt }
        var sum = TimeSpan.zero
        var first: Instant?
        var last: Instant?
        var count = 0
        for attempt in task.attempts {
            first = min(first ?? attempt.awardedAt, attempt.awardedAt)
            guard attempt.succeeded, let ended = attempt.endedAt else { continue }
            sum = sum + (ended - attempt.awardedAt)
            last = max(last ?? ended, ended)
            count += 1
        }
        inTurn = sum
        subtasks = count
        atOnce = if let first, let last { last - first } else { .zero }
    }

    /// How many times faster than in turn; nil when there was nothing to do at once, or no gain.
    var verdict: (factor: String, inTurn: TimeSpan)? {
        guard took != nil, subtasks > 1, atOnce > .zero else { return nil }
        let factor = inTurn.seconds / atOnce.seconds
        guard factor >= 1.05 else { return nil }
        return (Figures.decimal(factor, places: 1) + "×", inTurn)
    }
}
