import ArgumentParser
import SwarmCore

/// `--weights` and `--skill-match`: the weights to look at a choice with.
enum Weights {
    private static let help =
        "--weights takes reputation=0.6,skill=0.3,load=0.1, or documents, or second"

    /// Nil when neither is given. Weights that are not named are 0; together at most 1, at most three decimals.
    static func scoring(
        _ weights: String?, skillMatch: ScoringPolicy.SkillMatch?
    ) throws -> ScoringPolicy? {
        guard weights != nil || skillMatch != nil else { return nil }
        var base = ScoringPolicy.documents
        if let weights { base = try named(weights) ?? listed(weights) }
        return ScoringPolicy(
            reputation: base.reputationWeight, skill: base.skillWeight, load: base.loadWeight,
            skillMatch: skillMatch ?? base.skillMatch)
    }

    /// The documents' two formulas by name.
    private static func named(_ name: String) -> ScoringPolicy? {
        switch name {
        case "documents": .documents
        case "second": .documentsSecond
        default: nil
        }
    }

    private static func listed(_ text: String) throws -> ScoringPolicy {
        var permille: [String: Int32] = [:]
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false)
                .map { $0.trimmingPrefix { $0 == " " } }
            guard sides.count == 2, ["reputation", "skill", "load"].contains(String(sides[0]))
            else {
                throw ValidationError("\(help); not \"\(part)\".")
            }
            guard permille[String(sides[0])] == nil else {
                throw ValidationError("\(help); \(sides[0]) is there twice.")
            }
            guard let value = Double(sides[1]), (0...1).contains(value),
                let weight = Int32(exactly: (value * 1000).rounded()),
                abs(Double(weight) / 1000 - value) < 1e-9
            else {
                throw ValidationError(
                    "\(help); a weight is 0 to 1 with at most three decimals, not \"\(sides[1])\".")
            }
            permille[String(sides[0])] = weight
        }
        guard
            let scoring = ScoringPolicy(
                reputation: permille["reputation"] ?? 0, skill: permille["skill"] ?? 0,
                load: permille["load"] ?? 0)
        else { throw ValidationError("\(help); together they are at most 1.") }
        return scoring
    }
}

extension ScoringPolicy.SkillMatch: ExpressibleByArgument {}
