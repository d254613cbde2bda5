extension RecipeCatalogue {
    /// The documents' running example: an email campaign, its budget and what to measure.
    static let campaign = Recipe(
        name: "campaign", title: "Campaign", type: "email_campaign_with_analytics",
        words: ["campaign", "launch", "newsletter", "promotion", "go to market"],
        skills: ["marketing", "finance", "analytics"], optionalSkills: ["support"],
        complexity: .complex,
        data: [
            Recipe.Datum(name: "campaign_name", kind: .text, fallback: "New Campaign"),
            Recipe.Datum(name: "target_audience", kind: .text, fallback: "enterprise"),
            Recipe.Datum(name: "budget", kind: .amount, fallback: 50_000),
        ],
        sections: [
            Recipe.Section(title: "Campaign", key: "campaign", skill: "marketing"),
            Recipe.Section(title: "Budget", key: "budget", skill: "finance"),
            Recipe.Section(title: "KPIs", key: "analytics", skill: "analytics"),
            Recipe.Section(title: "Support", key: "support", skill: "support"),
        ],
        checks: campaignChecks,
        crossChecks: [
            CrossCheck(
                section: "campaign", path: "estimated_cost", limitSection: "budget",
                limitPath: "allocated",
                warning: "Campaign cost (${amount}) exceeds budget (${limit})")
        ])

    /// Weights are out of 100 for each skill, so each is the points its check is worth.
    ///
    /// A plan over budget loses 15: it cannot earn the bonus above 90, and still passes the threshold of 60.
    private static let campaignChecks = [
        QualityCheck("marketing", "campaign_name", .present, weight: 5),
        QualityCheck("marketing", "subject_line", .textLength(10...100), weight: 15),
        QualityCheck("marketing", "body", .textLength(80...5_000), weight: 15),
        QualityCheck("marketing", "body", .mentions(datum: "campaign_name"), weight: 10),
        QualityCheck("marketing", "call_to_action", .textLength(3...60), weight: 10),
        QualityCheck("marketing", "variants", .count(atLeast: 2), weight: 10),
        QualityCheck("marketing", "target_segments", .count(atLeast: 1), weight: 10),
        QualityCheck("marketing", "estimated_reach", .amount(1...1e9), weight: 5),
        QualityCheck("marketing", "estimated_cost", .amount(1...1e12), weight: 5),
        QualityCheck("marketing", "estimated_cost", .withinDatum("budget"), weight: 15),

        QualityCheck("finance", "allocated", .amount(1...1e12), weight: 20),
        QualityCheck("finance", "allocated", .withinDatum("budget"), weight: 15),
        QualityCheck("finance", "breakdown", .count(atLeast: 3), weight: 10),
        QualityCheck("finance", "breakdown", .sumEquals("allocated"), weight: 30),
        QualityCheck("finance", "roi_projection", .amount(0.1...20), weight: 10),
        QualityCheck("finance", "payback_period", .present, weight: 5),
        QualityCheck("finance", "risk_level", .present, weight: 10),

        QualityCheck("analytics", "kpis", .count(atLeast: 3), weight: 30),
        QualityCheck("analytics", "kpi_targets", .count(atLeast: 3), weight: 15),
        QualityCheck("analytics", "dashboard_url", .textLength(12...200), weight: 15),
        QualityCheck("analytics", "alerts_configured", .present, weight: 10),
        QualityCheck("analytics", "alerts", .count(atLeast: 1), weight: 15),
        QualityCheck("analytics", "reporting_frequency", .present, weight: 15),

        QualityCheck("support", "documentation_outline", .count(atLeast: 3), weight: 35),
        QualityCheck("support", "faq", .count(atLeast: 3), weight: 35),
        QualityCheck("support", "escalation_path", .count(atLeast: 2), weight: 30),
    ]
}
