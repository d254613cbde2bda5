import SwarmCore

/// The built-in agents' work without a model: rules that turn a task's data into a product.
///
/// Pure: the same arguments give the same product. Every product says `model: offline rules`, and lists
/// under `assumptions` what the data left open.
public enum OfflineRules {
    /// The topic on which Marketing asks Finance (spec §9).
    public static let budgetTopic = "budget.ask"

    /// What `agent` hands in for a subtask that needs `skill`.
    ///
    /// `adBudget` is nil when nobody was asked. The seed changes words, never figures.
    public static func product(
        skill: String, agent: AgentCard, taskTitle: String, text: String, data: JSONObject,
        seed: UInt64, adBudget: AdBudget? = nil
    ) -> JSONObject {
        let facts = TaskFacts(title: taskTitle, text: text, data: data, seed: seed)
        let family = SkillFamily(of: skill)
        var product =
            switch family {
            case .marketing: MarketingRules.product(skill: skill, facts: facts, adBudget: adBudget)
            case .finance: FinanceRules.product(skill: skill, facts: facts)
            case .analytics: AnalyticsRules.product(skill: skill, facts: facts)
            case .support: SupportRules.product(skill: skill, agent: agent, facts: facts)
            case nil: GeneralRules.product(skill: skill, facts: facts)
            }
        // Support and unknown skills work from the words alone: no campaign, no budget.
        let usesData = family != .support && family != nil
        if usesData, !facts.assumptions.isEmpty {
            product["assumptions"] = .array(facts.assumptions.map { .string($0) })
        }
        product["model"] = "offline rules"
        return product
    }

    /// What `agent` replies to a direct question, or nil when it has no answer.
    ///
    /// Finance answers `budget.ask` with the share the question names (creative, tools; ads when it names
    /// none) of the task's budget: 30000 for ads of 50000.
    public static func answer(
        agent: AgentCard, question topic: String, payload: JSONValue, data: JSONObject
    ) -> JSONValue? {
        guard topic == budgetTopic,
            agent.skills.contains(where: { SkillFamily(of: $0.name) == .finance }),
            let budget = Amount(data["budget"]).value
        else { return nil }
        let plan = BudgetPlan(allocated: budget, audience: AudienceProfile("everyone"))
        let question = (payload.string ?? payload.jsonText()).prefix(400).lowercased()
        let words = question.split { !$0.isLetter }
        if words.contains("creative") { return .integer(plan.creative) }
        if words.contains("tools") { return .integer(plan.tools) }
        return .integer(plan.adSpend)
    }
}

/// Which of the four built-in agents' work a skill belongs to.
enum SkillFamily {
    case marketing, finance, analytics, support

    /// Nil for a skill that no built-in agent declares.
    init?(of skill: String) {
        let families: [SkillFamily] = [.marketing, .finance, .analytics, .support]
        let place = BuiltInSwarm.cards.firstIndex { card in
            card.skills.contains { $0.name == skill }
        }
        guard let place, place < families.count else { return nil }
        self = families[place]
    }
}

extension JSONValue {
    /// A list of texts.
    static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
