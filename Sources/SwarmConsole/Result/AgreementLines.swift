import SwarmCore

/// What reviews and several answers came to, a line each: for the result and the detail.
struct AgreementLines {
    struct Line: Hashable {
        var sign: Sign
        var text: String
    }

    let task: TaskState
    let swarm: SwarmState

    var all: [Line] { answers + reviews }

    /// `forecast: up, 2 of 3 agree; dissent flat ×1 (Cy)`.
    private var answers: [Line] {
        (task.brief.plan?.groups ?? []).enumerated().compactMap { place, group in
            guard let consensus = task.consensus[place] else { return nil }
            let isAgreed = consensus.winner != nil
            let others = consensus.votes.dropFirst(isAgreed ? 1 : 0)
            let who = others.flatMap { $0.members.compactMap { task.subtasks[$0].agent } }
                .map(swarm.shortName)
            let names = who.isEmpty ? "" : " (\(Figures.list(who)))"
            let sign: Sign = isAgreed ? (others.isEmpty ? .agreed : .differs) : .partial
            return Line(sign: sign, text: "\(group.name): \(consensus.words)\(names)")
        }
    }

    /// `finance: accepted, quality 78: 2 for, 1 against (Support)`.
    private var reviews: [Line] {
        task.subtasks.enumerated().compactMap { index, subtask in
            guard let verdict = subtask.verdict else { return nil }
            let threshold = task.brief.recipe?.threshold ?? Recipe.genericThreshold
            let latest = task.reviews.last { Int($0.attempt.subtask) == index }?.attempt
            let against = task.reviews.filter {
                $0.attempt == latest && ($0.note.map { Int($0.score) < threshold } ?? false)
            }.map { swarm.shortName($0.reviewer) }
            let names = against.isEmpty ? "" : " (\(Figures.list(against)))"
            let again = subtask.reworks > 0 ? ", after rework" : ""
            let isSplit = verdict.outcome == .accepted && verdict.refusals > 0
            return Line(
                sign: isSplit ? .differs : Sign(verdict.outcome),
                text: "\(swarm.stepLabel(task, index)): \(verdict.words)\(names)\(again)")
        }
    }
}
