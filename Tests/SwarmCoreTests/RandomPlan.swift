@testable import SwarmCore

/// A random plan for a random run: a graph of steps with everything a step may ask for.
enum RandomPlan {
    static let skills = ["a", "b", "c"]

    static func steps(_ random: inout SplitMix) -> [RecipeStep] {
        let count = 1 + Int(random.below(6))
        var steps: [RecipeStep] = []
        for number in 0..<count {
            var step = RecipeStep(
                name: "step \(number)", skill: skills[Int(random.below(3))])
            step.after = steps.map(\.name).filter { _ in random.chance(0.35) }
            step.isOptional = random.chance(0.2)
            if let before = step.after.last, random.chance(0.3) {
                step.condition = StepCondition(
                    step: before, path: "answer", equals: random.chance(0.7) ? "yes" : "no")
            }
            if random.chance(0.15) {
                step.approval = ApprovalRule(
                    question: "Go on?", within: .seconds(Double(1 + random.below(20))))
            }
            if random.chance(0.25) { step.review = review(&random) }
            if random.chance(0.2) { step.answers = answers(&random) }
            steps.append(step)
        }
        return steps
    }

    private static func review(_ random: inout SplitMix) -> ReviewRule {
        ReviewRule(
            reviewers: 1 + Int(random.below(4)), rule: rule(&random),
            quorum: 1 + Int(random.below(2)), within: .seconds(Double(1 + random.below(9))))
    }

    private static func answers(_ random: inout SplitMix) -> AnswersRule {
        AnswersRule(
            count: 2 + Int(random.below(3)), path: "answer", rule: rule(&random), quorum: 1,
            within: .seconds(Double(2 + random.below(9))))
    }

    private static func rule(_ random: inout SplitMix) -> ConsensusRule {
        ConsensusRule.allCases[Int(random.below(3))]
    }

    static func card(_ number: Int, _ random: inout SplitMix) -> AgentCard {
        let offered = skills.filter { _ in random.chance(0.6) }
        return AgentCard(
            name: "agent \(number)", skills: (offered.isEmpty ? ["a"] : offered).map { .init($0) },
            domains: random.chance(0.2) ? ["law"] : [],
            maxLoad: 60 + Int(random.below(3)) * 20, loadPerSubtask: 10 + Int(random.below(4)) * 10,
            replicas: random.chance(0.3) ? 1...3 : 1...1)
    }

    static func fault(_ agents: Int, _ random: inout SplitMix) -> FaultSpec {
        let kinds: [FaultKind] = [
            .crash, .hang, .slow(factor: 3), .flaky(percent: 50), .poorQuality, .corrupt,
            .dropMessages(percent: 50), .delayMessages(.milliseconds(300)), .partition, .healthDrop,
            .journalStall(.milliseconds(10)), .rateLimit, .slowTokens(factor: 2),
        ]
        let targets: [FaultTarget] = [
            .agent(AgentID(Int(random.below(UInt64(agents))))), .skill(SkillID(0)), .everyone,
        ]
        return FaultSpec(
            kind: kinds[Int(random.below(UInt64(kinds.count)))],
            target: targets[Int(random.below(3))],
            duration: random.chance(0.7) ? .seconds(Double(random.below(5))) : nil,
            count: random.chance(0.3) ? 1 + Int(random.below(3)) : nil, seed: random.next())
    }
}
