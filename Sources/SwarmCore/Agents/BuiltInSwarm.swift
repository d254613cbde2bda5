/// The four agents that work with no key, server or network (spec §2).
public enum BuiltInSwarm {
    /// Marketing, Finance, Insights and Support, in the order they register.
    ///
    /// Loads and work times are the table's in spec §2. A word is declared where it points most clearly, so
    /// that a plain sentence asks for few skills.
    public static let cards: [AgentCard] = [
        AgentCard(
            name: "Marketing Agent",
            skills: [
                AgentCard.Skill(
                    "marketing",
                    keywords: [
                        "campaign", "launch", "email", "audience", "promotion", "promote",
                        "advertise", "advertising", "ad", "brand", "branding",
                    ]),
                AgentCard.Skill(
                    "content_creation",
                    keywords: ["content", "blog", "article", "copywriting", "landing page"]),
                AgentCard.Skill(
                    "social_media",
                    keywords: ["social", "tweet", "linkedin", "instagram", "hashtag"]),
                AgentCard.Skill(
                    "email_campaigns", keywords: ["newsletter", "mailing", "drip", "subject line"]),
                AgentCard.Skill(
                    "seo",
                    keywords: ["search engine", "search ranking", "backlink", "meta description"]),
            ],
            loadPerSubtask: 30, expectedWork: .milliseconds(2_300)),
        AgentCard(
            name: "Finance Agent",
            skills: [
                AgentCard.Skill(
                    "finance",
                    keywords: ["budget", "cost", "roi", "spend", "spending", "financial", "money"]),
                AgentCard.Skill("budgeting", keywords: ["allocate", "allocation"]),
                AgentCard.Skill(
                    "forecasting", keywords: ["forecast", "projection", "cash flow", "outlook"]),
                AgentCard.Skill(
                    "roi_analysis", keywords: ["payback", "return on investment", "break even"]),
                AgentCard.Skill(
                    "cost_tracking", keywords: ["expense", "invoice", "burn rate", "overspend"]),
            ],
            loadPerSubtask: 25, expectedWork: .milliseconds(1_500)),
        AgentCard(
            name: "Insights Agent",
            skills: [
                AgentCard.Skill(
                    "analytics",
                    keywords: [
                        "kpi", "metric", "measure", "measurement", "dashboard", "insight",
                    ]),
                AgentCard.Skill(
                    "data_analysis",
                    keywords: ["analyse", "analyze", "dataset", "trend", "correlation"]),
                AgentCard.Skill("reporting", keywords: ["report", "weekly summary"]),
                AgentCard.Skill("kpi_tracking", keywords: ["track kpi", "scorecard"]),
                AgentCard.Skill("dashboards", keywords: ["chart", "visualise", "visualize"]),
            ],
            loadPerSubtask: 30, expectedWork: .milliseconds(2_800)),
        AgentCard(
            name: "Support Agent",
            skills: [
                AgentCard.Skill(
                    "support",
                    keywords: ["ticket", "customer", "faq", "doc", "helpdesk", "help"]),
                AgentCard.Skill(
                    "documentation", keywords: ["manual", "guide", "tutorial", "handbook"]),
                AgentCard.Skill(
                    "customer_service", keywords: ["complaint", "refund", "service desk"]),
                AgentCard.Skill(
                    "troubleshooting",
                    keywords: ["troubleshoot", "error", "bug", "broken", "crash", "diagnose"]),
                AgentCard.Skill("onboarding", keywords: ["onboard", "welcome", "getting started"]),
            ],
            loadPerSubtask: 20, expectedWork: .milliseconds(1_900)),
    ]
}
