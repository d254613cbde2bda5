import SwarmCore

/// Weights to look at an award with; nothing is awarded again.
struct WhatIf: Hashable {
    enum Weight: Int, CaseIterable {
        case reputation, skill, load

        var name: String {
            switch self {
            case .reputation: "reputation"
            case .skill: "skill match"
            case .load: "free load"
            }
        }
    }

    /// One press moves a weight by this many thousandths.
    static let step: Int32 = 100

    private(set) var weights: [Int32]
    private(set) var match: ScoringPolicy.SkillMatch
    /// The weight the keys move.
    var focused = Weight.reputation
    private let own: ScoringPolicy

    /// Starts with the weights the swarm goes by.
    init(_ own: ScoringPolicy) {
        self.own = own
        weights = [own.reputationWeight, own.skillWeight, own.loadWeight]
        match = own.skillMatch
    }

    var scoring: ScoringPolicy {
        ScoringPolicy(
            reputation: weights[0], skill: weights[1], load: weights[2], skillMatch: match) ?? own
    }

    var isMoved: Bool { scoring != own }

    /// Those it began with, in thousandths.
    var first: [Int32] { [own.reputationWeight, own.skillWeight, own.loadWeight] }

    /// Moves the focused weight; the others make room, the larger first, or take what becomes free, the smaller first.
    mutating func move(up: Bool) {
        let place = focused.rawValue
        let others = weights.indices.filter { $0 != place }
        let step = up ? min(Self.step, 1000 - weights[place]) : min(Self.step, weights[place])
        guard step > 0 else { return }
        if up {
            weights[place] += step
            var over = max(0, weights.reduce(0, +) - 1000)
            for other in others.sorted(by: { (weights[$0], $1) > (weights[$1], $0) }) {
                let given = min(over, weights[other])
                weights[other] -= given
                over -= given
            }
        } else {
            weights[place] -= step
            if let least = others.min(by: { (weights[$0], $0) < (weights[$1], $1) }) {
                weights[least] += step
            }
        }
    }

    mutating func turnMatch() { match = match == .jaccard ? .coverage : .jaccard }

    mutating func reset() {
        let focused = focused
        self = WhatIf(own)
        self.focused = focused
    }
}
