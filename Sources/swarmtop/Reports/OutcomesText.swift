import SwarmCore

/// Bids against outcomes for a person: each agent, then how it went over time.
struct OutcomesText {
    let outcomes: BidOutcomes
    let swarm: SwarmState

    func text(width: Int = Report.standardWidth) -> String {
        var report = Report(width: width)
        report.paragraph("Score at the award against the quality of what came, 0 for a failure")
        var agents = TextTable([.left("agent")] + Self.columns + [.right("correlation")])
        for (agent, tally) in zip(swarm.agents, outcomes.agents) where tally.attempts > 0 {
            agents.add(
                [agent.card.name] + cells(tally) + [FigureText.decimal(tally.correlation)])
        }
        agents.add(
            ["all"] + cells(outcomes.all) + [FigureText.decimal(outcomes.all.correlation)])
        report.heading("Agents")
        report.table(agents)
        report.paragraph(
            "A correlation needs \(BidOutcomes.Tally.leastForCorrelation) attempts whose scores and "
                + "qualities differ.", indent: 2)
        report.heading("Over time")
        var stretches = TextTable([.right("from"), .right("to")] + Self.columns)
        for stretch in outcomes.stretches {
            stretches.add(
                [FigureText.span(stretch.from - .zero), FigureText.span(stretch.to - .zero)]
                    + cells(stretch.tally))
        }
        report.table(stretches)
        return report.text
    }

    private static let columns: [TextTable.Column] = [
        .right("attempts"), .right("score"), .right("quality"), .right("success"),
    ]

    private func cells(_ tally: BidOutcomes.Tally) -> [String] {
        [
            String(tally.attempts), FigureText.decimal(tally.meanScore?.value),
            FigureText.decimal(tally.meanQuality, 1), FigureText.percent(tally.successRate),
        ]
    }
}
