import SwarmCore

/// What a subtask does now, what it waits for, or how it went: the words under its bar.
struct LaneNote {
    let task: TaskState
    let index: Int
    /// What it still waits for, as `TaskSchedule.Lane.plan`.
    let after: String
    let clock: TaskSchedule.Clock
    let glance: Glance

    private var subtask: Subtask { task.subtasks[index] }
    private var swarm: SwarmState { glance.swarm }
    private var latest: Attempt? { task.currentAttempt(of: index) }

    var text: String {
        let times = glance.times
        switch subtask.phase {
        case .running:
            if let tool = task.awaitingTools.first(where: { Int($0.attempt.subtask) == index }) {
                return "! answers: may it call \(tool.name)?"
            }
            guard let latest, latest.key.number > 1, let failed else { return latest?.note ?? "" }
            return "\(past(failed)), attempt \(latest.key.number) runs"
        case .backingOff(let until):
            guard let latest else { return "" }
            return "\(past(latest)), again in \(times.span(until - glance.now))"
        case .succeeded: return success
        case .failed:
            let why = latest?.failure?.words ?? "gave up"
            return "\(why), \(Figures.count(Int(subtask.failures), "failed attempt"))"
        case .inReview: return review
        case .awaitingApproval(let until):
            let question = swarm.question(of: SubtaskKey(task: task.id, index: index)) ?? ""
            let left = until.map { "\(Figures.countdown($0 - glance.now)) left, " } ?? ""
            return "\(left)! answers: \(question)"
        case .planned where subtask.attempts > 0 && subtask.reworks > 0:
            return "sent back by its reviewers"
        case .planned where task.brief.plan != nil && subtask.attempts == 0: return plan
        case .waiting, .planned: return waiting
        case .cancelled: return "its work was stopped"
        case .skipped(.notNeeded):
            return condition.map { "\($0) does not hold" } ?? SkipReason.notNeeded.note
        case .skipped(let reason): return reason.note
        }
    }

    /// `crashed at 0.6 s, Finance is offline`: how it came to wait, and what for.
    private var waiting: String {
        let why = swarm.whyNobodyTakes(subtask.skill)
        guard let latest, latest.failure != nil else {
            return why.map { "for \(swarm.skillLabel(subtask.skill)): \($0)" } ?? ""
        }
        return "\(past(latest)), \(why ?? "for its next attempt")"
    }

    private var failed: Attempt? {
        task.attempts.last { Int($0.key.subtask) == index && $0.failure != nil }
    }

    private var success: String {
        guard let latest, let end = latest.endedAt else {
            return "kept from \(task.brief.origin ?? "an earlier task"), quality \(subtask.quality)"
        }
        var words = "in \(glance.times.span(end - latest.awardedAt)), quality \(subtask.quality)"
        if let verdict = subtask.verdict, verdict.approvals + verdict.refusals > 0 {
            words += ", \(verdict.counts)"
        }
        return words
    }

    /// `2 of 3 in, 4 s left: Finance, Insights and Support`.
    private var review: String {
        let reviews = task.reviews.filter { $0.attempt == latest?.key }
        let given = reviews.count { $0.note != nil }
        let left =
            reviews.map(\.until).max().map { Figures.countdown($0 - glance.now) } ?? "no time"
        let names = Figures.list(reviews.map { swarm.shortName($0.reviewer) })
        return "\(given) of \(reviews.count) in, \(left) left: \(names)"
    }

    /// `after policy, diagnosis; if escalation says escalate yes; asks you first`.
    private var plan: String {
        guard let plan = task.brief.plan else { return "" }
        var parts: [String] = []
        if !after.isEmpty { parts.append(after) }
        if let condition { parts.append("if \(condition)") }
        if plan.steps[index].approval != nil, !subtask.isApproved { parts.append("asks you first") }
        return parts.joined(separator: "; ")
    }

    /// `escalation: escalate yes`.
    private var condition: String? {
        task.brief.plan?.steps[index].condition.map {
            "\(swarm.stepLabel(task, Int($0.step))): \($0.path.humanised) \($0.equals.line(limit: 40))"
        }
    }

    /// `crashed at 0.6 s`.
    private func past(_ attempt: Attempt) -> String {
        let word: String
        switch attempt.failure {
        case .crashed: word = "crashed"
        case .hung: word = "hung, given up"
        case .ranTooLong: word = "ran too long, given up"
        case .gaveUp: word = "gave up"
        case .poorQuality(let quality): word = "quality \(quality)"
        case .interrupted: word = "interrupted"
        case .stuck: word = "stuck, given up"
        case .rejected(let quality): word = "rejected at quality \(quality)"
        case .expired: word = "out of time"
        case .reassigned: word = "given to another"
        case .unavailable: word = "turned away"
        case .refused: word = "refused"
        case .overBudget: word = "over budget"
        case .cancelled, nil: word = "stopped"
        }
        let at = attempt.endedAt.map { clock.seconds($0) } ?? 0
        return "\(word) at \(Figures.decimal(at, places: 1)) s"
    }
}
