import SwarmCore

extension TicketRules {
    /// The answer to the customer: the tone follows the mood, the content what the other steps found.
    static func reply(_ assignment: Assignment) -> JSONObject {
        let ticket = Ticket(assignment)
        let isFault = assignment.given("evidence")?.array?.isEmpty == false
        let steps = isFault ? assignment.givenLines("steps", most: 5) : []
        let person = assignment.given("suggested_action") == nil ? nil : assignment.givenLine("to")
        let isUrgent = assignment.given("escalate")?.bool == true
        var paragraphs = [greeting(ticket), opening(ticket, assignment)]
        paragraphs.append(understanding(ticket, assignment))
        if let rule = assignment.givenLine("rule") {
            paragraphs.append("What holds here: \(rule)")
        }
        if !steps.isEmpty {
            let numbered = steps.enumerated().map { "\($0 + 1). \($1)" }
            paragraphs.append(
                (["What you can do right away:"] + numbered).joined(separator: "\n"))
        }
        if steps.isEmpty, ticket.mood != .happy {
            paragraphs.append(
                "So that we can help at once: tell us what you expected, what happened instead, "
                    + "and since when.")
        }
        paragraphs.append(takeover(ticket, person, isUrgent, assignment))
        paragraphs.append(closing(ticket, assignment))
        var product: JSONObject = [
            "subject": .string(PlainText.cut(subject(ticket), most: 120)),
            "body": .string(paragraphs.joined(separator: "\n\n")),
            "tone": .string(ticket.mood.tone),
            "next_steps": .texts(nextSteps(ticket, steps, person, assignment)),
            "person_takes_over": .bool(person != nil),
        ]
        if !ticket.assumptions.isEmpty { product["assumptions"] = .texts(ticket.assumptions) }
        return product
    }

    private static func subject(_ ticket: Ticket) -> String {
        let about =
            ticket.product.map { "\(ticket.topic.policy.lowercased()), \($0)" }
            ?? ticket.topic.policy.lowercased()
        return switch ticket.mood {
        case .angry, .frustrated: "We are sorry, and this is what we do now: \(about)"
        case .worried: "You are in good hands: \(about)"
        case .neutral: "Your request: \(about)"
        case .happy: "Thank you for your message: \(about)"
        }
    }

    private static func greeting(_ ticket: Ticket) -> String {
        guard let customer = ticket.customer else { return "Hello," }
        return ticket.mood == .happy ? "Hi \(customer)," : "Dear \(customer),"
    }

    private static func opening(_ ticket: Ticket, _ assignment: Assignment) -> String {
        let choices: [String] =
            switch ticket.mood {
            case .angry:
                [
                    "You have every reason to be angry, and we are sorry. This should not have happened.",
                    "We are truly sorry. What you describe is not what you paid for.",
                ]
            case .frustrated:
                [
                    "We are sorry for the trouble, and for the time it has cost you.",
                    "We understand how tiring this is, and we are sorry.",
                ]
            case .worried:
                [
                    "Thank you for telling us at once. We understand that this worries you.",
                    "It was right to write to us. Let us go through it calmly, one thing at a time.",
                ]
            case .neutral:
                [
                    "Thank you for your message. Here is what we can say about it.",
                    "Thank you for writing. Below is what we found.",
                ]
            case .happy:
                [
                    "Thank you for the kind words! They will be passed on to the team.",
                    "What a pleasure to read your message. Thank you!",
                ]
            }
        return assignment.pick("reply opening \(ticket.mood.rawValue)", choices)
    }

    private static func understanding(_ ticket: Ticket, _ assignment: Assignment) -> String {
        let isGeneral = ticket.topic.name == TicketTopic.general.name
        let subject = [isGeneral ? nil : ticket.topic.policy.lowercased(), ticket.product]
            .compactMap(\.self)
        let about = subject.isEmpty ? "" : " about \(PlainText.list(subject))"
        let quote = "You wrote to us\(about): \(ticket.quote(most: 160))"
        guard let problem = assignment.givenLine("problem", most: 120),
            let cause = assignment.givenLine("likely_cause", most: 160),
            assignment.given("evidence")?.array?.isEmpty == false
        else { return quote }
        return "\(quote) From that we take it that \(clause(problem)). "
            + "The usual cause is \(cause)."
    }

    /// The symptom as the end of a sentence.
    private static func clause(_ problem: String) -> String {
        problem.hasPrefix("cannot") ? "you \(problem)" : problem
    }

    private static func takeover(
        _ ticket: Ticket, _ person: String?, _ isUrgent: Bool, _ assignment: Assignment
    ) -> String {
        let within = assignment.givenLine("respond_within", most: 40)
        if let person {
            return "A person takes over from here: our \(person) has everything you told us and "
                + "answers you within \(within ?? "1 day"). You need not explain it again."
        }
        if isUrgent {
            return "Your case is marked as urgent. We go on with it in this conversation and "
                + "answer within \(within ?? "1 day")."
        }
        return ticket.mood == .happy
            ? "If anything else comes up, just answer this message."
            : "If this does not settle it, answer this message and a person will look at it."
    }

    private static func closing(_ ticket: Ticket, _ assignment: Assignment) -> String {
        let wish =
            switch ticket.mood {
            case .angry, .frustrated: "With apologies"
            case .worried: "Take care"
            case .neutral: "Kind regards"
            case .happy: "All the best"
            }
        return "\(wish),\n\(PlainText.line(assignment.agent.name, most: 60))"
    }

    private static func nextSteps(
        _ ticket: Ticket, _ steps: [String], _ person: String?, _ assignment: Assignment
    ) -> [String] {
        let within = assignment.givenLine("respond_within", most: 40) ?? "1 day"
        var next: [String] = []
        if let person { next.append("\(person): answer within \(within)") }
        if let first = steps.first { next.append("\(ticket.who): \(first)") }
        if ticket.mood != .happy { next.append("support: ask again after 2 days") }
        return next.isEmpty ? ["nothing more to do"] : next
    }
}
