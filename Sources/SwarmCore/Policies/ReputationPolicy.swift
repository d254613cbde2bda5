/// How one task's outcome moves an agent's reputation (spec §8).
public enum ReputationPolicy: String, CaseIterable, Sendable {
    /// Success +5, +2 more above quality 90, failure −10.
    case additive
    /// 0.2·outcome + 0.8·old, where the outcome is the quality, or 0 on failure.
    case ema

    public static let start = Points(100)
    public static let range = Points(0)...Points(150)
    /// Quality above which success earns two points more.
    public static let highQuality = 90

    /// The reputation after an outcome; `quality` is 0...100 and ignored on failure.
    public func after(_ before: Points, succeeded: Bool, quality: Int) -> Points {
        let moved: Points
        switch self {
        case .additive:
            let gain = quality > ReputationPolicy.highQuality ? 7 : 5
            moved = before + Points(succeeded ? gain : -10)
        case .ema:
            let outcome = Points(succeeded ? quality : 0)
            let raw = (Int64(outcome.raw) &* 2 &+ Int64(before.raw) &* 8) / 10
            moved = Points(raw: Int32(truncatingIfNeeded: raw))
        }
        return moved.clamped(to: ReputationPolicy.range)
    }
}

/// The band a reputation is in; the documents' names (spec §8). 124 is Expert.
public enum Tier: String, CaseIterable, Sendable {
    case elite = "Elite"
    case expert = "Expert"
    case competent = "Competent"
    case developing = "Developing"
    case needsImprovement = "Needs Improvement"

    public init(_ reputation: Points) {
        self = Tier.allCases.first { reputation >= $0.lowerBound } ?? .needsImprovement
    }

    public var lowerBound: Points {
        switch self {
        case .elite: Points(130)
        case .expert: Points(110)
        case .competent: Points(90)
        case .developing: Points(70)
        case .needsImprovement: Points(0)
        }
    }
}
