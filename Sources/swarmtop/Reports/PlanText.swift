import ModelAgents
import SwarmCore

/// A plan for a person: where it comes from, its steps, what it cost.
struct PlanText {
    let proposal: PlanProposal

    func lines(width: Int = Report.standardWidth) -> [String] {
        var report = Report(width: width)
        switch proposal.source {
        case .model(let name): report.paragraph("Planned by \(name): \(proposal.reason)")
        case .keywords(let why): report.paragraph("\(why) \(proposal.reason)")
        }
        if let recipe = proposal.recipe {
            for step in recipe.steps {
                let after =
                    step.after.isEmpty ? "" : ", after " + step.after.joined(separator: ", ")
                report.paragraph("\(step.name): \(step.skill)\(after)", indent: 2)
            }
        } else if let name = proposal.draft.recipe {
            report.paragraph("recipe \(name)", indent: 2)
        }
        if let advice = proposal.advice { report.paragraph(advice.sentence) }
        if proposal.cost > .zero { report.paragraph("Planning cost \(proposal.cost.text).") }
        return report.lines
    }
}
