import SwarmCore

/// What the rules know of one skill: what is said on the way, and how the product comes about.
struct SkillRules: Sendable {
    let skill: String
    /// 5 to 8 short different notes in their order.
    let notes: [String]
    let make: @Sendable (Assignment) -> JSONObject

    static let all = TicketRules.skills + ArticleRules.skills + SalesRules.skills

    static func of(_ skill: String) -> SkillRules? { all.first { $0.skill == skill } }
}
