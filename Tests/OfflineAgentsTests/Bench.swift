import SwarmCore

@testable import OfflineAgents

/// Steps done one after the other, each with the products of those before.
struct Bench {
    let data: JSONObject
    var title = "The task"
    var text = ""
    var seed: UInt64 = 7
    var products: [String: JSONObject] = [:]

    static let agent = AgentCard(
        name: "Scribe Agent", skills: [AgentCard.Skill("clarity")], loadPerSubtask: 20)

    static let ticketSkills = [
        "emotion_detection", "policy_lookup", "technical_diagnosis", "severity_assessment",
        "human_handoff", "empathy_response",
    ]
    static let articleSkills = [
        "fact_checking", "long_form_content", "clarity", "chart_generation",
    ]
    static let salesSkills = [
        "data_cleaning", "regional_analysis", "sales_forecasting", "executive_summary",
    ]
    static let allSkills = ticketSkills + articleSkills + salesSkills

    init(_ data: JSONObject) { self.data = data }

    /// Does the skill's work from the products of the skills in `after`.
    @discardableResult
    mutating func work(
        _ skill: String, after: [String] = [], answer: Int = 0, comments: [String] = []
    ) -> JSONObject {
        var assignment = Assignment(
            skill: skill, agent: Self.agent, title: title, text: text, data: data, seed: seed)
        assignment.inputs = after.compactMap { products[$0] }
        assignment.answer = answer
        assignment.comments = comments
        let product = OfflineRules.product(assignment)
        products[skill] = product
        return product
    }

    /// Does all of them, each with all products before it, and hands in the last.
    @discardableResult
    mutating func workAll(_ skills: [String]) -> JSONObject {
        var last = JSONObject()
        for (place, skill) in skills.enumerated() {
            last = work(skill, after: Array(skills[..<place]))
        }
        return last
    }

    static func review(
        _ product: JSONObject, by skill: String, data: JSONObject, failed: [String] = []
    ) -> ReviewNote {
        OfflineReview(
            reviewer: AgentCard(
                name: "Reviewer", skills: [AgentCard.Skill(skill)], loadPerSubtask: 20),
            brief: TaskBrief(
                name: "task_1", title: "The task", type: "test", complexity: .simple, skills: [],
                data: data),
            product: product, failedChecks: failed
        ).note
    }
}
