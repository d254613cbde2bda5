/// How a bid is scored: weights for reputation, skill match and free load (spec §4).
public struct ScoringPolicy: Hashable, Codable, Sendable {
    /// What "skill match" means for an agent's skills A and the required skills R.
    public enum SkillMatch: String, CaseIterable, Sendable {
        /// 100·|A∩R| / |A∪R|; 50 when nothing is required.
        case jaccard
        /// 100·|A∩R| / |R|; 50 when nothing is required.
        case coverage
    }

    /// Weights in thousandths, none negative, together at most 1000 (so that a score stays within 150 points).
    public let reputationWeight: Int32
    public let skillWeight: Int32
    public let loadWeight: Int32
    public let skillMatch: SkillMatch

    /// Nil when a weight is negative or the three exceed 1000 thousandths.
    public init?(
        reputation: Int32, skill: Int32, load: Int32, skillMatch: SkillMatch = .jaccard
    ) {
        let weights = [reputation, skill, load]
        guard weights.allSatisfy({ (0...1000).contains($0) }), weights.reduce(0, +) <= 1000 else {
            return nil
        }
        self.init(checked: reputation, skill, load, skillMatch)
    }

    private init(checked reputation: Int32, _ skill: Int32, _ load: Int32, _ match: SkillMatch) {
        reputationWeight = reputation
        skillWeight = skill
        loadWeight = load
        skillMatch = match
    }

    /// Reputation·0.4 + skill·0.4 + free load·0.2: the documents' `calculate_agent_score`.
    public static let documents = ScoringPolicy(checked: 400, 400, 200, .jaccard)
    /// Skill·0.6 + reputation·0.4: the documents' `select_agent_with_reputation`.
    public static let documentsSecond = ScoringPolicy(checked: 400, 600, 0, .jaccard)

    /// The score of the three figures, each in points.
    public func score(reputation: Points, skillMatch: Points, freeLoad: Points) -> Points {
        reputationTerm(reputation) + weighted(skillMatch, skillWeight)
            + weighted(freeLoad, loadWeight)
    }

    public func reputationTerm(_ reputation: Points) -> Points {
        weighted(reputation, reputationWeight)
    }

    /// The skill term for counts of skills; `required` may be 0.
    public func skillTerm(shared: Int, agent: Int, required: Int) -> Points {
        guard required > 0 else { return weighted(Points(50), skillWeight) }
        let whole = skillMatch == .jaccard ? agent &+ required &- shared : required
        let raw = Int64(skillWeight) &* 10_000 &* Int64(shared) / Int64(max(1, whole))
        return Points(raw: Int32(truncatingIfNeeded: raw))
    }

    /// The load term; one loaded beyond its most, after an edit, has no free load and not less than none.
    public func loadTerm(load: Int32, maxLoad: Int32) -> Points {
        let free = Int64(max(0, maxLoad &- load))
        let raw = Int64(loadWeight) &* 10_000 &* free / Int64(max(1, maxLoad))
        return Points(raw: Int32(truncatingIfNeeded: raw))
    }

    private func weighted(_ points: Points, _ weight: Int32) -> Points {
        Points(raw: Int32(truncatingIfNeeded: Int64(points.raw) &* Int64(weight) / 1000))
    }
}
