import SwarmCore

/// Measures: what to watch, what is good, and when to ring.
enum AnalyticsRules {
    private struct Measure {
        let name: String
        let target: String
        let alert: String
    }

    static func product(skill: String, facts: TaskFacts) -> JSONObject {
        let measures = measures(facts)
        var product: JSONObject = [
            "dashboard_url": .string("https://analytics.example.com/\(facts.slug)"),
            "kpis": .texts(measures.map(\.name)),
            "kpi_targets": .array(
                measures.map {
                    [
                        "kpi": .string($0.name), "target": .string($0.target),
                        "alert": .string($0.alert),
                    ]
                }),
            "alerts_configured": true,
            "alerts": .texts(measures.map { "\($0.name) \($0.alert)" }),
            "reporting_frequency": .string(frequency(facts)),
            "summary": .string(
                "\(facts.name): \(measures.count) measures for \(facts.audience.name)"),
        ]
        if let (name, value) = speciality(skill, measures, facts) { product[name] = value }
        return product
    }

    /// The documents' four, and one for each further channel the text names.
    private static func measures(_ facts: TaskFacts) -> [Measure] {
        let open = facts.audience.openPercent
        let enterprise = facts.audience.isEnterprise
        var measures = [
            Measure(
                name: "email_open_rate", target: "\(open)%", alert: "below \(open * 3 / 4)%"),
            Measure(
                name: "click_through_rate", target: enterprise ? "3.5%" : "\(open / 6)%",
                alert: enterprise ? "below 2%" : "below \(open / 9)%"),
            Measure(
                name: "conversion_rate", target: enterprise ? "1.2%" : "2%",
                alert: enterprise ? "below 0.8%" : "below 1.3%"),
            Measure(
                name: "revenue_generated", target: "\(facts.plan.revenue)",
                alert: "behind plan 10%"),
        ]
        if facts.mentions("social", "linkedin", "instagram") {
            measures.append(
                Measure(name: "social_engagement_rate", target: "4%", alert: "below 2%"))
        }
        if facts.mentions("webinar", "event", "events") {
            let seats = facts.audience.reach / 200
            measures.append(
                Measure(
                    name: "event_registrations", target: "\(seats)", alert: "below \(seats / 2)"))
        }
        return measures
    }

    private static func frequency(_ facts: TaskFacts) -> String {
        if facts.mentions("hourly") { return "hourly" }
        if facts.mentions("weekly") { return "weekly" }
        return facts.mentions("monthly") ? "monthly" : "daily"
    }

    /// What the narrower skill adds to the measures.
    private static func speciality(
        _ skill: String, _ measures: [Measure], _ facts: TaskFacts
    ) -> (String, JSONValue)? {
        switch skill {
        case "data_analysis":
            return (
                "questions",
                .texts([
                    "Which of \(facts.audience.segments.joined(separator: " and ")) answers more?",
                    "Does variant B bring more than variant A?",
                    "What does one conversion of \(facts.focus) cost?",
                ])
            )
        case "reporting":
            return (
                "report_outline",
                .texts(["What changed", "Against target", "What to do next", "Raw figures"])
            )
        case "kpi_tracking":
            return ("first_readings", .texts(measures.map { "\($0.name): not read yet" }))
        case "dashboards":
            return ("panels", .texts(measures.map { "\($0.name) against \($0.target)" }))
        default: return nil
        }
    }
}
