import SwarmCore

/// What the offline rules take to be true of an audience: invented, but always the same.
///
/// The enterprise row gives the documents' figures: cost 45000, reach 100000, return 3.2.
struct AudienceProfile {
    /// As the task names it, on one line.
    let name: String
    let segments: [String]
    /// What a campaign for it costs, in the task's currency.
    let cost: Int64
    /// People reached.
    let reach: Int64
    /// Return on the spend times 10, when the budget is what the audience needs.
    let returnTenths: Int64
    let callToAction: String
    /// Share of mails opened, in percent.
    let openPercent: Int64
    let isEnterprise: Bool

    /// What a plan for this audience usually needs: its cost and a tenth kept back.
    var usualBudget: Int64 { cost * 10 / 9 }

    /// What is assumed when a task names none.
    static let everyone = AudienceProfile("everyone")

    init(_ audience: String) {
        name = audience
        let words = audience.lowercased().split { !$0.isLetter }
        let hash = KeyedRandom.hash(audience.lowercased())
        let row = Self.rows.first { row in words.contains { $0.hasPrefix(row.word) } }
        isEnterprise = row?.word == "enterprise"
        segments = [audience] + (row.map { [$0.neighbours] } ?? [])
        cost = row?.cost ?? 15_000 + 500 * Int64(hash % 41)
        reach = row?.reach ?? 20_000 + 1_000 * Int64((hash >> 8) % 61)
        returnTenths = row?.returnTenths ?? 20 + Int64((hash >> 16) % 9)
        callToAction = row?.callToAction ?? Self.actions[Int((hash >> 24) % 4)]
        openPercent = isEnterprise ? 24 : 18 + Int64((hash >> 32) % 13)
    }

    private struct Row {
        let word: String
        let neighbours: String
        let cost: Int64
        let reach: Int64
        let returnTenths: Int64
        let callToAction: String
    }

    private static let rows = [
        Row(
            word: "enterprise", neighbours: "technology leaders", cost: 45_000, reach: 100_000,
            returnTenths: 32, callToAction: "Schedule a Demo"),
        Row(
            word: "business", neighbours: "owners who manage", cost: 18_000, reach: 40_000,
            returnTenths: 28, callToAction: "Start Your Free Trial"),
        Row(
            word: "startup", neighbours: "founders", cost: 12_000, reach: 30_000,
            returnTenths: 30, callToAction: "Claim Your Founder Credit"),
        Row(
            word: "developer", neighbours: "platform teams", cost: 22_000, reach: 80_000,
            returnTenths: 26, callToAction: "Try It in Your Terminal"),
        Row(
            word: "student", neighbours: "teachers", cost: 8_000, reach: 60_000,
            returnTenths: 21, callToAction: "Get the Student Plan"),
        Row(
            word: "consumer", neighbours: "households", cost: 30_000, reach: 250_000,
            returnTenths: 24, callToAction: "See the Offer"),
        Row(
            word: "customer", neighbours: "people who left", cost: 6_000, reach: 15_000,
            returnTenths: 38, callToAction: "Upgrade Today"),
    ]

    private static let actions = ["Book a Place", "Find Out More", "Try It Now", "Talk to Us"]
}
