extension OfflineRules {
    /// What an agent says while it works on `skill`: 5 to 8 short notes in their order.
    public static func steps(skill: String) -> [String] {
        if let rules = SkillRules.of(skill) { return rules.notes }
        return switch SkillFamily(of: skill) {
        case .marketing: marketingSteps(skill)
        case .finance: financeSteps(skill)
        case .analytics: analyticsSteps(skill)
        case .support: supportSteps(skill)
        case nil:
            [
                "reading the task", "collecting what is known", "writing key points",
                "writing next steps", "checking",
            ]
        }
    }

    private static func marketingSteps(_ skill: String) -> [String] {
        let own: String? =
            switch skill {
            case "content_creation": "writing the outline"
            case "social_media": "writing 3 posts"
            case "email_campaigns": "planning the schedule"
            case "seo": "choosing search terms"
            default: nil
            }
        return ["reading the brief", "naming segments", "writing the subject line"]
            + ["writing variant B", "writing the body"] + (own.map { [$0] } ?? [])
            + ["choosing channels", "estimating reach and cost"]
    }

    private static func financeSteps(_ skill: String) -> [String] {
        let own: String? =
            switch skill {
            case "budgeting": "spreading it over months"
            case "forecasting": "forecasting 12 months"
            case "roi_analysis": "comparing 3 scenarios"
            case "cost_tracking": "setting checkpoints"
            default: nil
            }
        return ["reading the budget", "splitting it three ways", "checking the sum"]
            + ["projecting the return"] + (own.map { [$0] } ?? [])
            + ["estimating payback", "rating the risk"]
    }

    private static func analyticsSteps(_ skill: String) -> [String] {
        let own: String? =
            switch skill {
            case "data_analysis": "asking the right questions"
            case "reporting": "outlining the report"
            case "kpi_tracking": "preparing first readings"
            case "dashboards": "arranging panels"
            default: nil
            }
        return ["reading the goal", "choosing 4 KPIs", "setting targets", "dashboard layout"]
            + (own.map { [$0] } ?? [])
            + ["configuring alerts", "planning the reports"]
    }

    private static func supportSteps(_ skill: String) -> [String] {
        let own: String? =
            switch skill {
            case "documentation": "writing the first page"
            case "customer_service": "drafting the reply"
            case "troubleshooting": "listing the diagnosis"
            case "onboarding": "planning the first week"
            default: nil
            }
        return ["reading the request", "outlining the documentation", "collecting questions"]
            + ["writing answers"] + (own.map { [$0] } ?? [])
            + ["drawing the escalation path", "checking the wording"]
    }
}
