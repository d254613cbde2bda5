/// An agent's rank in one integer, so that one comparison decides, every tie rule of spec §4 included.
///
/// High to low: score without the skill term (24 bits, 0.00001 points), reputation (14 bits, 0.01 points),
/// free load (10 bits, thousandths), inverted registration order (16 bits). 0 is "not willing". Adding a skill
/// term shifted by `scoreShift` gives the whole ranking between agents with different skills.
enum RankKey {
    static let scoreShift: UInt64 = 40
    /// Registration order has 16 bits.
    static let mostAgents = 65_535

    static func make(
        _ agent: Standing, order: AgentID, scoring: ScoringPolicy
    ) -> UInt64 {
        let score =
            scoring.reputationTerm(agent.reputation)
            + scoring.loadTerm(load: agent.load, maxLoad: agent.maxLoad)
        let free = UInt64(max(0, 1000 &- agent.loadPermille))
        let order = UInt64(mostAgents &- order.position)
        // Nothing of ours is negative; what a damaged recording says must not end the program.
        return UInt64(max(0, score.raw)) << scoreShift
            | UInt64(max(0, agent.reputation.raw) / 1_000) << 26
            | free << 16 | order
    }
}
