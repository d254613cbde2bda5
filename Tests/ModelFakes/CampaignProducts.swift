import SwarmCore

/// Products that pass the built-in campaign's checks, for its three steps.
public enum CampaignProducts {
    private static let steps: [String: JSONObject] = [
        "marketing": [
            "campaign_name": "Spring Launch", "subject_line": "Your spring starts here",
            "body": .string(
                "Spring Launch is here: everything new of this year, made for teams like yours. "
                    + "See what changed, and begin today."),
            "call_to_action": "Begin today", "variants": ["A", "B"],
            "target_segments": ["enterprise"], "estimated_reach": 12_000,
            "estimated_cost": 45_000,
        ],
        "finance": [
            "allocated": 42, "breakdown": ["ads": 20, "tools": 12, "people": 10],
            "roi_projection": 2.5, "payback_period": "4 months", "risk_level": "low",
        ],
        "analytics": [
            "kpis": ["opens", "clicks", "sales"], "kpi_targets": ["a": 1, "b": 2, "c": 3],
            "dashboard_url": "https://dashboards.example/spring", "alerts_configured": true,
            "alerts": ["opens below 10 %"], "reporting_frequency": "weekly",
        ],
    ]

    /// For a step of no recipe, any words.
    public static func of(_ step: String?) -> JSONObject {
        steps[step ?? ""] ?? ["summary": "Done.", "text": "All of it is done, as was asked."]
    }
}
