import SwarmCore
import TerminalUI

extension TaskDetail {
    /// Every step with what it waits for, on what condition, and who is asked.
    func writePlan(to page: inout Page) {
        guard let plan = task.brief.plan else { return }
        if page.lines.last != Page.Line() { page.gap() }
        page.head(
            "Plan",
            "\(Figures.count(plan.steps.count, "step")), the longest chain is \(plan.depth)")
        var table = PageTable(
            [
                TableLayout.Column("step", width: 9...24),
                TableLayout.Column("state", width: 11...11),
                TableLayout.Column("skill", width: 8...24, leaving: 1),
                TableLayout.Column("", width: 10...200),
            ], gap: 2, whole: [0, 1])
        for index in plan.steps.indices {
            let step = plan.steps[index]
            let sign = Sign(task, index)
            table.add(
                [
                    StyledText(
                        step.name,
                        index == glance.selection.subtask
                            ? look.strong(.bright) : look.strong(.name)),
                    [
                        Span(sign.glyph, look.style(sign.role)),
                        Span(" " + sign.word, look.style(sign.role)),
                    ],
                    StyledText(swarm.skillLabel(step.skill), look.style(.topic)),
                    StyledText(rules(of: index, plan), look.style(.secondary)),
                ], link: link(to: SubtaskKey(task: task.id, index: index)))
        }
        table.fit()
        table.write(to: &page, at: 3, showsHead: false)
    }

    /// `after policy, diagnosis; if escalation: escalate yes; asks you; 2 reviewers, majority`.
    private func rules(of index: Int, _ plan: Plan) -> String {
        let step = plan.steps[index]
        var parts: [String] = []
        var names: [String] = []
        for before in step.after where !names.contains(plan.recipeStep(of: before)) {
            names.append(plan.recipeStep(of: before))
        }
        if !names.isEmpty { parts.append("after \(names.joined(separator: ", "))") }
        if let condition = step.condition {
            let name = swarm.stepLabel(task, Int(condition.step))
            parts.append(
                "if \(name): \(condition.path.humanised) \(condition.equals.line(limit: 40))")
        }
        if let approval = step.approval {
            let limit = approval.within.map { ", \(Figures.length($0)) to answer" } ?? ""
            parts.append(
                task.subtasks[index].isApproved ? "you approved" : "asks you\(limit)")
        }
        if let review = step.review {
            parts.append(
                "\(Figures.count(review.reviewers, "reviewer")), \(review.rule.words)")
        }
        if let group = step.group {
            let rule = plan.groups[Int(group)].rule
            parts.append(
                "one of \(plan.groups[Int(group)].members.count) answers, \(rule.rule.words)")
        }
        if step.isOptional { parts.append("optional") }
        if case .skipped(let reason) = task.subtasks[index].phase { parts.append(reason.words) }
        return parts.joined(separator: "; ")
    }

    func writeAgreements(to page: inout Page) {
        let groups = (task.brief.plan?.groups ?? []).enumerated().filter { place, _ in
            task.consensus.indices.contains(place) && task.consensus[place] != nil
        }
        guard !groups.isEmpty else { return }
        page.gap()
        page.head("Answers", "the same question, several agents")
        for (place, group) in groups {
            guard let consensus = task.consensus[place] else { continue }
            page.paragraph("\(group.name): \(consensus.words)", look.strong(.name), at: 3, most: 3)
            for (rank, vote) in consensus.votes.enumerated() {
                let isAgreed = rank == 0 && consensus.winner != nil
                let sign: Sign = isAgreed ? .agreed : .differs
                let names = vote.members.compactMap { task.subtasks[$0].agent }
                    .map(swarm.shortName)
                var line = StyledText()
                line.append(sign.glyph, look.style(sign.role))
                line.append(" \(isAgreed ? "agreed" : "dissent")", look.style(sign.role))
                page.row(
                    Page.Part(5, line, width: 10),
                    Page.Part(16, vote.answer.line(limit: 60), look.strong(.name), width: 20),
                    Page.Part(
                        38,
                        "\(Figures.list(names)), reputation \(Figures.reputation(vote.reputation))",
                        look.style(.secondary), width: max(0, page.width - 38)))
            }
        }
    }

    /// Reviewer, score and comment, then what they came to; of each attempt that was reviewed.
    func writeReviews(to page: inout Page) {
        guard !task.reviews.isEmpty else { return }
        let threshold = task.brief.recipe?.threshold ?? Recipe.genericThreshold
        page.gap()
        page.head("Reviews", "below \(threshold) is a no")
        for (place, review) in task.reviews.enumerated() {
            let isFirst = place == 0 || task.reviews[place - 1].attempt != review.attempt
            if isFirst { page.paragraph(verdict(on: review.attempt), look.strong(.name), at: 3) }
            write(review, threshold, to: &page)
        }
    }

    private func verdict(on key: AttemptKey) -> String {
        let label = swarm.attemptLabel(key)
        let subtask = task.subtasks[Int(key.subtask)]
        if case .rejected(let quality)? = swarm.attempt(key)?.failure {
            return "\(label): not accepted, quality \(quality)"
        }
        guard subtask.attempts == key.number, subtask.phase != .inReview,
            let verdict = subtask.verdict
        else { return "\(label): in review" }
        return "\(label): \(verdict.words)"
    }

    private func write(_ review: Review, _ threshold: Int, to page: inout Page) {
        let score: StyledText
        let comment: String
        if let note = review.note {
            let isFor = Int(note.score) >= threshold
            score = StyledText("\(note.score)", look.strong(isFor ? .healthy : .failed))
            comment = note.comment.isEmpty ? "no comment" : note.comment
        } else {
            score = StyledText("–", look.style(.dim))
            let isOpen = review.until > glance.now && task.status == nil
            comment =
                isOpen ? "\(Figures.countdown(review.until - glance.now)) left" : "none came"
        }
        let lines = TextWidth.wrapped(
            comment, to: max(1, page.width - 24), maximumLines: 4)
        for (row, line) in lines.enumerated() {
            var parts = [Page.Part(24, line, look.style(.secondary))]
            if row == 0 {
                parts.append(
                    Page.Part(5, swarm.shortName(review.reviewer), look.style(.text), width: 13))
                parts.append(Page.Part(19, score, width: 3, alignment: .right))
            }
            page.row(parts, link: row == 0 ? link(to: review.reviewer) : nil)
        }
    }
}
