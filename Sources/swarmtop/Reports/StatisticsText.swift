import SwarmCore

/// Statistics for a person: totals, the metric list, then each agent.
struct StatisticsText {
    let statistics: Statistics
    let swarm: SwarmState

    private static let mostAgents = 50

    func text(width: Int = Report.standardWidth) -> String {
        var report = Report(width: width)
        report.paragraph(totals)
        var table = TextTable([.left(""), .right(""), .left("")])
        for (name, value, note) in figures { table.add([name, value, note]) }
        report.heading("Figures")
        report.table(table)
        writeAgents(to: &report)
        return report.text
    }

    private var totals: String {
        let totals = swarm.totals
        let parts: [(Int, String)] = [
            (totals.succeeded, "completed"), (totals.partial, "partial"),
            (totals.failed, "failed"), (totals.cancelled, "cancelled"),
            (totals.running, "running"), (totals.waiting, "waiting"),
        ]
        let shown = parts.filter { $0.0 > 0 || $0.1 == "completed" || $0.1 == "failed" }
        return FigureText.count(swarm.agents.count, "agent") + ", "
            + FigureText.count(totals.submitted, "task") + ": "
            + shown.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }

    private var figures: [(String, String, String)] {
        let spread = ReputationSpread(swarm.agents.map(\.reputation))
        let attempts = statistics.attempts
        let faults = FaultFigures(swarm.faults)
        return [
            (
                "tasks per second", FigureText.decimal(statistics.tasksPerSecond(), 3),
                "over \(FigureText.span(statistics.activeTime())) with a task"
            ),
            (
                "mean task duration", FigureText.span(statistics.durations.mean),
                longest(statistics.durations)
            ),
            (
                "mean waiting time", FigureText.span(statistics.waits.mean),
                longest(statistics.waits)
            ),
            ("success rate", FigureText.percent(swarm.totals.successRate), ""),
            ("mean quality", FigureText.decimal(swarm.totals.meanQuality, 1), ""),
            (
                "mean agent load", FigureText.percent(permille: statistics.meanLoadPermille()),
                "peak \(FigureText.percent(permille: statistics.peakLoadPermille.map(Int.init)))"
            ),
            ("mean team size", FigureText.decimal(statistics.meanTeamSize), ""),
            ("parallel execution rate", FigureText.percent(statistics.parallelRate), ""),
            (
                "mean reputation", FigureText.decimal(spread?.mean.value, 1),
                "deviation \(FigureText.decimal(spread?.deviation.value, 2))"
            ),
            (
                "attempts", String(attempts.awarded),
                "\(FigureText.count(attempts.retries, "retry", "retries")), "
                    + "\(attempts.failed) failed, \(attempts.fenced) fenced"
            ),
            (
                "faults", String(faults.injected),
                "found after \(FigureText.span(faults.detection.mean)), "
                    + "made good after \(FigureText.span(faults.recovery.mean))"
            ),
            (
                "messages", String(statistics.messages.sum),
                "\(FigureText.count(statistics.messages.questions, "question")), "
                    + FigureText.count(statistics.messages.answers, "answer")
            ),
        ]
    }

    private func longest(_ tally: SpanTally) -> String {
        tally.count == 0 ? "" : "longest \(FigureText.span(tally.longest))"
    }

    private func writeAgents(to report: inout Report) {
        var table = TextTable([
            .left("agent"), .right("reputation"), .left("tier"), .right("done"), .right("failed"),
            .right("success"), .right("quality"), .right("time"), .right("load"), .right("peak"),
        ])
        for agent in swarm.agents.prefix(Self.mostAgents) {
            let place = agent.id.position
            let peak =
                statistics.loads.indices.contains(place)
                ? Int(statistics.loads[place].peakPermille) : nil
            table.add([
                agent.card.name, agent.reputation.short, agent.tier.rawValue,
                String(agent.completed), String(agent.failed),
                FigureText.percent(agent.successRate), FigureText.decimal(agent.meanQuality, 1),
                FigureText.span(agent.times.mean),
                FigureText.percent(permille: statistics.meanLoadPermille(of: agent.id)),
                FigureText.percent(permille: peak),
            ])
        }
        report.heading("Agents")
        report.table(table)
        if swarm.agents.count > Self.mostAgents {
            report.paragraph(
                "and \(swarm.agents.count - Self.mostAgents) more; --json lists all", indent: 2)
        }
    }
}
