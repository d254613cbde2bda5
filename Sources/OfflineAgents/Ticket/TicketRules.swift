import SwarmCore

/// Support tickets: how the customer feels, which policy holds, what is broken, how serious it is.
enum TicketRules {
    static let skills = [
        SkillRules(
            skill: "emotion_detection",
            notes: [
                "reading the message", "weighing words", "looking for negations",
                "counting emphasis", "naming the mood",
            ], make: sentiment),
        SkillRules(
            skill: "policy_lookup",
            notes: [
                "reading the topic", "searching the policies", "reading the rule",
                "listing conditions", "checking the time limit",
            ], make: policy),
        SkillRules(
            skill: "technical_diagnosis",
            notes: [
                "reading the symptoms", "looking for error codes", "comparing known faults",
                "naming a likely cause", "ordering the steps",
            ], make: diagnosis),
        SkillRules(
            skill: "severity_assessment",
            notes: [
                "reading the mood", "looking for risks", "looking for amounts",
                "adding up points", "deciding who answers",
            ], make: escalation),
        SkillRules(
            skill: "human_handoff",
            notes: [
                "choosing the person", "summing up the case", "listing what was tried",
                "proposing a next move", "handing over",
            ], make: handOff),
        SkillRules(
            skill: "empathy_response",
            notes: [
                "choosing the tone", "writing the greeting", "explaining the rule",
                "writing the steps", "saying what comes next", "reading it once more",
            ], make: reply),
    ]

    static func finished(_ product: JSONObject, _ ticket: Ticket) -> JSONObject {
        var product = product
        if !ticket.assumptions.isEmpty { product["assumptions"] = .texts(ticket.assumptions) }
        return product
    }

    // MARK: Sentiment

    static func sentiment(_ assignment: Assignment) -> JSONObject {
        let ticket = Ticket(assignment)
        let reading = Sentiment(ticket.message)
        return finished(
            [
                "sentiment": .string(reading.mood.rawValue),
                "score": .integer(Int64(reading.score)),
                "intensity": .string(reading.intensity),
                "tone": .string(reading.mood.tone),
                "signals": .texts(reading.signals),
                "summary": .string(
                    "\(PlainText.capitalised(ticket.who)) sounds \(reading.mood.rawValue) "
                        + "(\(reading.score) on a scale from -100 to 100): \(ticket.quote())"),
            ], ticket)
    }

    // MARK: Policy

    static func policy(_ assignment: Assignment) -> JSONObject {
        let ticket = Ticket(assignment)
        let topic = ticket.topic
        return finished(
            [
                "topic": .string(topic.name),
                "policy": .string(topic.policy),
                "rule": .string(topic.rule),
                "days": .integer(Int64(topic.days)),
                "conditions": .texts(topic.conditions),
                "summary": .string(summary(of: topic, ticket)),
                "basis": .string(
                    "The general rule of the offline rules for “\(topic.name)”, not a contract: "
                        + "replace it by your own."),
            ], ticket)
    }

    private static func summary(of topic: TicketTopic, _ ticket: Ticket) -> String {
        let words = ticket.found(topic.words, evenDenied: true).map { "“\($0)”" }
        let source =
            words.isEmpty
            ? "the message names no topic of its own: \(ticket.quote())"
            : "read from \(PlainText.list(words))"
        return "\(PlainText.capitalised(ticket.who))'s request falls under "
            + "\(topic.policy.lowercased()), \(source)."
    }

    // MARK: Diagnosis

    static func diagnosis(_ assignment: Assignment) -> JSONObject {
        let ticket = Ticket(assignment)
        var best = ticket.mood == .happy ? Symptom.none : Symptom.unclear
        var evidence: [String] = []
        for symptom in Symptom.all where ticket.mood != .happy {
            let found = ticket.found(symptom.words, evenDenied: true)
            if found.count > evidence.count { (best, evidence) = (symptom, found) }
        }
        let codes = errorCodes(in: ticket.message)
        var steps = best.steps
        if let code = codes.first {
            steps = Array(
                (["Compare \(code) with the list of known errors"] + steps).prefix(5))
        }
        let confidence = min(95, 15 + 20 * min(evidence.count, 3) + 15 * min(codes.count, 2))
        return finished(
            [
                "problem": .string(best.name),
                "likely_cause": .string(best.cause),
                "steps": .texts(steps),
                "evidence": .texts(evidence.map { "“\($0)”" } + codes),
                "confidence": .integer(Int64(confidence)),
                "summary": .string(summary(of: best, evidence.isEmpty && codes.isEmpty, ticket)),
            ], ticket)
    }

    private static func summary(
        of symptom: Symptom, _ isUnclear: Bool, _ ticket: Ticket
    ) -> String {
        let who = PlainText.capitalised(ticket.who)
        if isUnclear {
            return "\(who)'s message says no more about \(ticket.thing): \(symptom.name)."
        }
        return "\(who)'s problem with \(ticket.thing), probably: \(symptom.name). "
            + "Usual cause: \(symptom.cause)."
    }

    /// `E1234`, `0x80070005`, `error 503`: at most 2.
    private static func errorCodes(in message: String) -> [String] {
        let parts = message.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.map(String.init)
        var codes: [String] = []
        for (place, part) in parts.enumerated() where codes.count < 2 && part.count <= 16 {
            let digits = part.count(where: \.isNumber)
            let before = place > 0 ? parts[place - 1].lowercased() : ""
            if digits == part.count, digits >= 2, before == "error" || before == "code" {
                codes.append("error \(part)")
            } else if digits >= 2, let first = part.first, first == "E" || part.hasPrefix("0x"),
                part.dropFirst(first == "E" ? 1 : 2).allSatisfy(\.isHexDigit)
            {
                codes.append("error \(part)")
            }
        }
        return codes
    }

    // MARK: Escalation

    static func escalation(_ assignment: Assignment) -> JSONObject {
        let ticket = Ticket(assignment)
        let severity = Severity(ticket, intensity: assignment.givenLine("intensity", most: 20))
        var product: JSONObject = [
            "escalate": .bool(severity.escalates),
            "severity": .string(severity.level.rawValue),
            "points": .integer(Int64(severity.points)),
            "reason": .string(
                PlainText.cut(
                    (severity.escalates ? "A person should take over: " : "No person is needed: ")
                        + PlainText.list(severity.reasons) + ".", most: 400)),
            "reasons": .texts(severity.reasons),
            "respond_within": .string(severity.level.respondWithin),
        ]
        if let money = ticket.money { product["amount_at_stake"] = .integer(money) }
        return finished(product, ticket)
    }
}
