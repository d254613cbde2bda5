import SwarmCore

/// Help: what to document, what people will ask, and who takes over.
enum SupportRules {
    static func product(skill: String, agent: AgentCard, facts: TaskFacts) -> JSONObject {
        var product: JSONObject = [
            "documentation_outline": .texts(outline(facts)),
            "faq": .array(
                questions(facts).map {
                    ["question": .string($0.question), "answer": .string($0.answer)]
                }),
            "escalation_path": .texts(escalation(agent, facts)),
        ]
        if let (name, value) = speciality(skill, facts) { product[name] = value }
        return product
    }

    private static func outline(_ facts: TaskFacts) -> [String] {
        let audience = facts.audience.name
        var chapters =
            facts.isNamed
            ? ["What \(facts.name) is", "For \(audience): before you start"]
                + ["First steps with \(facts.focus)"]
            : ["The request: \(facts.name)", "What is known", "What to try first"]
        chapters += [
            facts.pick("chapter", ["Everyday work", "Common tasks", "A day with it"]),
            "When something goes wrong",
        ]
        if facts.mentions("api", "sdk") { chapters.append("Programming interface") }
        if facts.mentions("price", "pricing", "refund", "invoice") {
            chapters.append("Prices, invoices and refunds")
        }
        return chapters
    }

    private static func questions(_ facts: TaskFacts) -> [(question: String, answer: String)] {
        var questions =
            facts.isNamed
            ? [
                (
                    "Who is \(facts.name) for?",
                    "For \(facts.audience.segments.joined(separator: " and "))."
                ),
                (
                    "How do I begin?",
                    facts.pick(
                        "begin",
                        [
                            "Choose \(facts.audience.callToAction) and follow the three steps.",
                            "Open the welcome mail and press \(facts.audience.callToAction).",
                        ])
                ),
            ]
            : [
                ("What was asked?", facts.text.isEmpty ? facts.name : facts.text),
                (
                    "What happens next?",
                    facts.pick(
                        "next",
                        ["Somebody looks at it today.", "You get a first answer within hours."])
                ),
            ]
        questions.append(("Who helps me further?", "Write to support; a person answers in a day."))
        if facts.mentions("refund", "invoice", "price", "pricing") {
            questions.append(("Can I get my money back?", "Within 30 days, on one request."))
        }
        if facts.mentions("error", "crash", "crashes", "bug", "broken") {
            questions.append(
                ("It stopped working. What now?", "Note the time and the message, then send both."))
        }
        return questions
    }

    private static func escalation(_ agent: AgentCard, _ facts: TaskFacts) -> [String] {
        let urgent = facts.mentions("urgent", "outage", "down", "critical")
        return [
            "\(agent.name): at once",
            "product team: after \(urgent ? "15 minutes" : "4 hours")",
            "person on call: after \(urgent ? "1 hour" : "1 day")",
        ]
    }

    /// What the narrower skill adds to the help.
    private static func speciality(_ skill: String, _ facts: TaskFacts) -> (String, JSONValue)? {
        switch skill {
        case "documentation":
            return (
                "first_page", .string("\(facts.name) in five minutes, for \(facts.audience.name)")
            )
        case "customer_service":
            return (
                "reply",
                .string(
                    facts.pick(
                        "reply",
                        [
                            "Thank you for writing. We are on it: \(facts.name)",
                            "Sorry for the trouble. This is what we work on: \(facts.name)",
                        ]))
            )
        case "troubleshooting":
            return (
                "diagnosis",
                .texts([
                    "See it happen", "Find what changed before it", "Undo that, look again",
                    "Write down the cause",
                ])
            )
        case "onboarding":
            return (
                "first_week",
                .texts(["day 1: account and welcome", "day 3: first result", "day 5: questions"])
            )
        default: return nil
        }
    }
}
