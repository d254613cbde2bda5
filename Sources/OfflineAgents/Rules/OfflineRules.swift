import SwarmCore

/// The built-in agents' work without a model: rules that turn a task's data into a product.
///
/// Pure: the same arguments give the same product. Every product says `model: offline rules`, and lists
/// under `assumptions` what the data left open.
public enum OfflineRules {
    /// The topic on which Marketing asks Finance (spec §9).
    public static let budgetTopic = "budget.ask"

    /// What the assignment's agent hands in.
    ///
    /// `adBudget` is nil when nobody was asked. The seed changes words, never figures. With comments of
    /// reviewers the product is mended where they point, and says so under `revised`.
    public static func product(_ assignment: Assignment, adBudget: AdBudget? = nil) -> JSONObject {
        var product =
            SkillRules.of(assignment.skill)?.make(assignment) ?? familyProduct(assignment, adBudget)
        if !assignment.comments.isEmpty {
            product = Rework(assignment).mended(product)
        }
        product["model"] = "offline rules"
        return product
    }

    private static func familyProduct(
        _ assignment: Assignment, _ adBudget: AdBudget?
    ) -> JSONObject {
        let skill = assignment.skill
        let facts = TaskFacts(
            title: assignment.title, text: assignment.text, data: assignment.data,
            seed: assignment.seed)
        let family = SkillFamily(of: skill)
        var product =
            switch family {
            case .marketing: MarketingRules.product(skill: skill, facts: facts, adBudget: adBudget)
            case .finance: FinanceRules.product(skill: skill, facts: facts)
            case .analytics: AnalyticsRules.product(skill: skill, facts: facts)
            case .support:
                SupportRules.product(skill: skill, agent: assignment.agent, facts: facts)
            case nil: GeneralRules.product(skill: skill, facts: facts)
            }
        // Support and unknown skills work from the words alone: no campaign, no budget.
        let usesData = family != .support && family != nil
        if usesData, !facts.assumptions.isEmpty {
            product["assumptions"] = .texts(facts.assumptions)
        }
        return product
    }

    /// What `agent` replies to a direct question, or nil when it has no answer.
    ///
    /// Finance answers `budget.ask` with the share the question names (creative, tools; ads when it names
    /// none) of the task's budget: 30000 for ads of 50000. An operator's question that says "budget" counts as one.
    public static func answer(
        agent: AgentCard, question topic: String, payload: JSONValue, data: JSONObject
    ) -> JSONValue? {
        let text = payload.string ?? payload.jsonText()
        let words = text.prefix(400).lowercased().split { !$0.isLetter }
        let isAboutMoney =
            topic == budgetTopic
            || (topic == Message.operatorTopic && words.contains("budget"))
        guard isAboutMoney,
            agent.skills.contains(where: { SkillFamily(of: $0.name) == .finance }),
            let budget = Amount(data["budget"]).value
        else { return nil }
        let plan = BudgetPlan(allocated: budget, audience: AudienceProfile("everyone"))
        if words.contains("creative") { return .integer(plan.creative) }
        if words.contains("tools") { return .integer(plan.tools) }
        return .integer(plan.adSpend)
    }
}

/// Which of the four built-in agents' work a skill belongs to.
enum SkillFamily {
    case marketing, finance, analytics, support

    private static let skills: [(SkillFamily, Set<String>)] = [
        (.marketing, ["marketing", "content_creation", "social_media", "email_campaigns", "seo"]),
        (.finance, ["finance", "budgeting", "forecasting", "roi_analysis", "cost_tracking"]),
        (.analytics, ["analytics", "data_analysis", "reporting", "kpi_tracking", "dashboards"]),
        (
            .support,
            ["support", "documentation", "customer_service", "troubleshooting", "onboarding"]
        ),
    ]

    /// Nil for a skill that none of the four has.
    init?(of skill: String) {
        guard let family = Self.skills.first(where: { $0.1.contains(skill) }) else { return nil }
        self = family.0
    }
}

extension JSONValue {
    /// A list of texts.
    static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
