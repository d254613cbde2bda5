import SwarmCore

/// An explanation for a person, in the order things happened.
struct ExplanationText {
    let explanation: Explanation
    let task: TaskState
    /// Other weights to look at the same choice with.
    var whatIf: ScoringPolicy?

    private var swarm: SwarmState { explanation.swarm }

    func text(width: Int = Report.standardWidth) -> String {
        var report = Report(width: width)
        writeHead(to: &report)
        writeChoice(to: &report)
        writeWaits(to: &report)
        writeAttempts(to: &report)
        writeReputation(to: &report)
        writeWhatIf(to: &report)
        return report.text
    }

    private func writeHead(to report: inout Report) {
        let brief = task.brief
        let quality = task.status == nil ? "" : ", quality \(task.quality)"
        report.paragraph("\(brief.name): \(brief.title), \(task.statusWord)\(quality)")
        let time = explanation.submittedAt.map { ", submitted \($0.rfc3339)" } ?? ""
        report.paragraph(
            "\(brief.recipe?.name ?? brief.type), \(brief.complexity.rawValue), "
                + "\(brief.priority.rawValue) priority\(time)")
        report.paragraph("needs \(FigureText.list(brief.skillSet.map { swarm.skillName($0) }))")
        if explanation.namesakes > 0 {
            report.paragraph(
                "\(FigureText.count(explanation.namesakes, "earlier task")) had the same name")
        }
    }

    // MARK: The choice

    private func writeChoice(to report: inout Report) {
        guard let last = explanation.announcements.last else {
            return report.heading("Not announced yet")
        }
        let text = ChoiceText(choice: last.moment.choice(), moment: last.moment)
        for (place, announcement) in explanation.announcements.enumerated() {
            let again = place == 0 ? "Announced" : "Announced again"
            report.heading("\(again) \(announcement.moment.time.rfc3339): \(census(announcement))")
        }
        text.writeChecks(to: &report)
        guard text.choice.willing > 0 else { return }
        report.heading("How they scored")
        text.writeScores(to: &report)
        report.heading(task.attempts.isEmpty ? "No team yet" : "How the team came about")
        text.writeTeam(to: &report)
        if !explanation.agreesWithRecord {
            report.paragraph(
                "The journal recorded other figures than follow from the state before; "
                    + "it was written under other policies.", indent: 2)
        }
    }

    private func census(_ announcement: Explanation.Announcement) -> String {
        let census = announcement.census
        let reasons: [(Int32, String)] = [
            (census.willing, "willing"), (census.overloaded, "too busy"),
            (census.unavailable, "paused, offline or broken"),
            (census.offDomain, "of another domain"),
        ]
        let all = announcement.moment.swarm.agents.count
        return "\(census.asked) of \(FigureText.count(all, "agent")) asked, "
            + reasons.filter { $0.0 > 0 || $0.1 == "willing" }.map { "\($0.0) \($0.1)" }
            .joined(separator: ", ")
    }

    private func writeWaits(to report: inout Report) {
        guard !explanation.waits.isEmpty else { return }
        report.heading("Waiting")
        for wait in explanation.waits {
            let what = wait.subtask.map { task.subtaskName(Int($0)) } ?? "the task"
            let span = wait.until.map { "for \(FigureText.span($0 - wait.since))" } ?? "still"
            let answers = wait.answers.map {
                "\(name($0.agent)) (\(ChoiceText.answer($0)))"
            }
            report.paragraph(
                "\(what) waited \(span) for \(swarm.skillName(wait.skill)): "
                    + (answers.isEmpty ? "nobody has it" : FigureText.list(answers)), indent: 2)
        }
    }

    // MARK: Attempts

    private func writeAttempts(to report: inout Report) {
        guard !task.attempts.isEmpty else { return }
        report.heading("Attempts")
        var table = TextTable([
            .left("subtask"), .right("attempt"), .left("agent"), .right("score"), .right("took"),
            .left("outcome"), .left("why this agent"),
        ])
        for attempt in task.attempts {
            let award = explanation.awards.first { $0.key == attempt.key }
            table.add([
                skill(attempt.key), String(attempt.key.number), name(attempt.agent),
                FigureText.decimal(attempt.score.value, 3),
                attempt.endedAt.map { FigureText.span($0 - attempt.awardedAt) } ?? "",
                outcome(attempt), award.map(why) ?? "",
            ])
        }
        report.table(table)
        for attempt in task.attempts where attempt.failure != nil {
            report.paragraph(story(attempt), indent: 2)
        }
    }

    private func outcome(_ attempt: Attempt) -> String {
        if attempt.isLive { return "running" }
        if let failure = attempt.failure { return "failed: \(failure.words)" }
        return explanation.quality(of: attempt.key).map { "quality \($0)" } ?? "succeeded"
    }

    private func why(_ award: Explanation.Award) -> String {
        switch award.reason {
        case .team where task.brief.plan?.steps[Int(award.key.subtask)].group != nil:
            "each answer by another agent"
        case .team(let passedOver):
            passedOver.isEmpty
                ? "best in the team" : "\(FigureText.list(passedOver.map(name))) had no room"
        case .best: "best of the willing"
        case .another(let agent): "\(name(agent)) had failed"
        case .nobodyElse: "nobody else was willing"
        }
    }

    /// What happened to an attempt that failed, which fault was on, and what followed.
    private func story(_ attempt: Attempt) -> String {
        let subtask = "\(skill(attempt.key)), attempt \(attempt.key.number), \(name(attempt.agent))"
        let ran = attempt.endedAt.map { " after \(FigureText.span($0 - attempt.awardedAt))" } ?? ""
        var parts = ["\(subtask): \(attempt.failure?.words ?? "ended")\(ran)"]
        for fault in explanation.faults(during: attempt) {
            let found = fault.broken == attempt.key ? ", found by this attempt" : ""
            parts.append("fault \(fault.id.number), \(fault.spec.kind.name), was on\(found)")
        }
        for consequence in explanation.consequences(of: attempt.key) {
            parts.append(words(consequence, attempt))
        }
        let next = task.attempts.first {
            $0.key.subtask == attempt.key.subtask && $0.key.number == attempt.key.number + 1
        }
        if let next { parts.append("attempt \(next.key.number) went to \(name(next.agent))") }
        return parts.joined(separator: "; ")
    }

    private func words(_ consequence: Explanation.Consequence, _ attempt: Attempt) -> String {
        switch consequence {
        case .retry(let until):
            "tried again after \(FigureText.span(until - (attempt.endedAt ?? until)))"
        case .subtaskFailed: "no attempt was left"
        case .agentChanged(let agent, let change):
            "\(name(agent)): \(change.replacing("_", with: " "))"
        case .fenced: "its late report changed nothing"
        }
    }

    private func writeReputation(to report: inout Report) {
        guard !explanation.reputationChanges.isEmpty else { return }
        report.heading("Reputation")
        var table = TextTable([.left(""), .right(""), .left(""), .left("")])
        for (agent, change) in explanation.reputationChanges {
            table.add([
                name(agent), "\(change.before.short) to \(change.after.short)",
                Tier(change.after).rawValue,
                change.reason.rawValue.replacing("_", with: " "),
            ])
        }
        report.table(table)
    }

    // MARK: What if

    private func writeWhatIf(to report: inout Report) {
        guard let whatIf, let moment = explanation.announcements.last?.moment else { return }
        let choice = moment.choice(under: whatIf)
        let actual = moment.choice()
        let text = ChoiceText(choice: choice, moment: moment)
        report.heading("What if: the same moment under other weights")
        text.writeScores(to: &report)
        text.writeTeam(to: &report)
        let names = FigureText.list(choice.team.map(name))
        report.paragraph(
            choice.team == actual.team
                ? "The team would have been the same: \(names)."
                : "The team would have been \(names.isEmpty ? "empty" : names) instead of "
                    + "\(FigureText.list(actual.team.map(name))).", indent: 2)
    }

    // MARK: Names

    private func name(_ agent: AgentID) -> String { swarm.agent(agent).card.name }

    private func skill(_ key: AttemptKey) -> String {
        swarm.skillName(task.subtasks[Int(key.subtask)].skill)
    }
}
