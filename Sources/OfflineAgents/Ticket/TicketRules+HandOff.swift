import SwarmCore

extension TicketRules {
    /// What the person who takes over gets.
    static func handOff(_ assignment: Assignment) -> JSONObject {
        let ticket = Ticket(assignment)
        let severity = Severity(ticket, intensity: assignment.givenLine("intensity", most: 20))
        let level =
            assignment.givenLine("severity", most: 20).flatMap { Severity.Level(rawValue: $0) }
            ?? severity.level
        let problem = assignment.givenLine("problem", most: 120)
        let rule = assignment.givenLine("rule") ?? ticket.topic.rule
        var context = [
            "The customer wrote: \(ticket.quote(most: 300))",
            "Mood: \(ticket.mood.rawValue)",
            "Topic: \(ticket.topic.name)",
            "The rule that holds: \(rule)",
        ]
        if let problem { context.append("Likely problem: \(problem)") }
        if let product = ticket.product { context.append("Product: \(product)") }
        if let money = ticket.money { context.append("At stake: \(Figure(Double(money)).text)") }
        let steps = assignment.givenLines("steps", most: 5)
        let reason = assignment.givenLine("reason") ?? PlainText.list(severity.reasons)
        return finished(
            [
                "to": .string(severity.isLegal ? "legal counsel" : ticket.topic.team),
                "priority": .string(level.priority),
                "respond_within": .string(level.respondWithin),
                "summary": .string(
                    "\(PlainText.capitalised(ticket.who)) needs a person about "
                        + "\(ticket.topic.name). \(reason)"),
                "context": .texts(context),
                "tried": .texts(
                    steps.isEmpty
                        ? ["nothing yet"] : steps.map { "Proposed, not confirmed: \($0)" }),
                "suggested_action": .string(suggestion(ticket, level)),
            ], ticket)
    }

    private static func suggestion(_ ticket: Ticket, _ level: Severity.Level) -> String {
        let first =
            switch ticket.mood {
            case .angry, .frustrated: "Call instead of writing, and say sorry first"
            case .worried: "Call, and say first what is safe"
            case .neutral, .happy: "Write within \(level.respondWithin)"
            }
        let rule = ticket.topic.policy.lowercased()
        guard let money = ticket.money else {
            return "\(first); then offer what the rule on \(rule) allows."
        }
        return "\(first); then decide on the amount of \(Figure(Double(money)).text) "
            + "by the rule on \(rule)."
    }
}
