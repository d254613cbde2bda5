/// How serious a ticket is: points for the mood, for risks named in the message, and for money at stake.
struct Severity {
    enum Level: String {
        case low, medium, high, critical

        var respondWithin: String {
            switch self {
            case .low: "1 day"
            case .medium: "8 hours"
            case .high: "1 hour"
            case .critical: "15 minutes"
            }
        }

        var priority: String {
            switch self {
            case .critical: "critical"
            case .high: "high"
            case .low, .medium: "normal"
            }
        }
    }

    /// 0...100; a person takes over from 50 on.
    let points: Int
    /// At least one.
    let reasons: [String]
    let isLegal: Bool

    var escalates: Bool { points >= 50 }

    var level: Level {
        switch points {
        case ..<25: .low
        case ..<50: .medium
        case ..<75: .high
        default: .critical
        }
    }

    private struct Risk {
        let name: String
        let points: Int
        let words: [String]
    }

    private static let risks = [
        Risk(
            name: "safety", points: 60,
            words: [
                "fire", "smoke", "burned", "burnt", "injured", "injury", "shock", "dangerous",
                "unsafe", "exploded", "hospital",
            ]),
        Risk(
            name: "legal", points: 45,
            words: ["lawyer", "attorney", "solicitor", "sue", "court", "legal action", "lawsuit"]),
        Risk(
            name: "outage", points: 35,
            words: [
                "outage", "production", "everyone", "all users", "whole team", "entire company",
                "completely down", "is down",
            ]),
        Risk(
            name: "privacy", points: 35,
            words: ["leak", "leaked", "breach", "hacked", "identity theft", "gdpr"]),
        Risk(
            name: "losing the customer", points: 15,
            words: ["cancel", "leaving", "competitor", "switching", "terminate", "never again"]),
        Risk(
            name: "publicity", points: 10,
            words: ["newspaper", "review", "reviews", "twitter", "social media", "press"]),
        Risk(
            name: "not the first time", points: 10,
            words: [
                "again", "third time", "second time", "still waiting", "weeks", "months",
                "several times", "no reply",
            ]),
    ]

    init(_ ticket: Ticket, intensity: String?) {
        var points: Int
        switch ticket.mood {
        case .angry: points = 30
        case .frustrated: points = 20
        case .worried: points = 15
        case .neutral: points = 5
        case .happy: points = 0
        }
        var reasons = ["\(ticket.who) is \(ticket.mood.rawValue)"]
        let isIntense = (intensity ?? Sentiment(ticket.message).intensity) == "high"
        if isIntense, ticket.mood != .happy, ticket.mood != .neutral {
            points += 10
            reasons[0] += ", strongly"
        }
        var isLegal = false
        for risk in Self.risks {
            let found = ticket.found(risk.words)
            guard let first = found.first else { continue }
            points += risk.points
            reasons.append("\(risk.name) (“\(first)”)")
            if risk.name == "legal" { isLegal = true }
        }
        let losses = ticket.found(["lost", "deleted", "gone", "disappeared"])
        let goods = ticket.found(["data", "files", "photos", "documents", "orders", "customers"])
        if let loss = losses.first, let what = goods.first {
            points += 30
            reasons.append("data loss (“\(loss)”, “\(what)”)")
        }
        if let money = ticket.money {
            let share = money >= 10_000 ? 40 : money >= 1_000 ? 25 : money >= 100 ? 10 : 0
            points += share
            if share > 0 { reasons.append("\(Figure(Double(money)).text) at stake") }
        }
        self.points = min(100, points)
        self.reasons = reasons
        self.isLegal = isLegal
    }
}
