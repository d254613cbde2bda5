import SwarmCore

/// A small random swarm, prepared once and copied for each schedule: agents, policies, and the tasks it may get.
struct Cast {
    /// Tasks a schedule may submit at most, and how many briefs there are to choose each from.
    static let mostTasks = 8
    static let variants = 4

    let policies: Policies
    /// What the operator may change them to.
    let otherPolicies: Policies
    let swarm: Swarm
    /// The events that made `swarm`, all at instant zero.
    let opening: [Event]
    /// How many it begins with.
    let agents: Int
    /// `variants` briefs for the first task, then for the second, and so on.
    let briefs: [TaskBrief]
    /// Whether an idle, healthy swarm finds a team for the brief.
    let isFeasible: [Bool]

    /// The cast of one number; the same in every process.
    init(number: UInt64) {
        var dice = Dice(seed: number ^ 0xCA57)
        var extra = Dice(seed: number ^ 0xE8_7A5)
        policies = Self.extend(Self.policies(&dice), &extra)
        otherPolicies = Self.change(policies, &extra)
        var swarm = Swarm(policies: policies)
        var decision = Decision()
        swarm.step(.startRun(seed: number), at: .zero, into: &decision)
        let skills = dice.within(1...5)
        let scales = extra.chance(150)
        for place in 0..<dice.within(2...6) {
            let card = Self.extend(Self.card(place, skills, &dice), scales, &extra)
            swarm.step(.register(card), at: .zero, into: &decision)
        }
        agents = swarm.state.agents.count
        self.swarm = swarm
        opening = decision.events
        let known = swarm.state.skillNames.count
        var briefs: [TaskBrief] = []
        for task in 1...Self.mostTasks {
            for _ in 0..<Self.variants {
                let brief = Self.brief("t\(task)", skills: known, swarm.state, &dice)
                briefs.append(
                    extra.chance(200) ? brief.with(budget: Self.money(30, &extra)) : brief)
            }
        }
        self.briefs = briefs
        isFeasible = briefs.map { Self.isFeasible($0, in: swarm) }
    }

    private static func policies(_ dice: inout Dice) -> Policies {
        var policies = Policies()
        policies.attempts.idleTimeout = .milliseconds(dice.within(500...2_000))
        policies.attempts.hardTimeout = .milliseconds(dice.within(2_000...12_000))
        policies.attempts.most = dice.within(1...4)
        policies.attempts.mostInterruptions = dice.within(1...4)
        policies.breaker.opensAfter = dice.within(1...4)
        policies.breaker.openFor = .milliseconds(dice.within(500...20_000))
        policies.breaker.probeWithin = .milliseconds(dice.within(1_000...8_000))
        policies.recordedBids = dice.within(1...5)
        policies.retainedTasks = dice.within(2...12)
        policies.retainedChanges = dice.within(1...8)
        policies.limits.messages = dice.within(1...3)
        policies.ageing = .milliseconds(dice.within(100...30_000))
        policies.reputation = dice.chance(300) ? .ema : .additive
        return policies
    }

    private static func card(_ place: Int, _ skills: Int, _ dice: inout Dice) -> AgentCard {
        let names = (0..<skills).map { "s\($0)" }
        var chosen = names.filter { _ in dice.chance(450) }
        if chosen.isEmpty { chosen = [names[dice.below(skills)]] }
        let load = [10, 25, 30, 40, 55, 80, 100][dice.below(7)]
        let domains = dice.chance(200) ? ["d\(dice.below(2))"] : []
        return AgentCard(
            name: "a\(place)", skills: chosen.map { AgentCard.Skill($0) }, domains: domains,
            loadPerSubtask: load)
    }

    private static func brief(
        _ name: String, skills: Int, _ state: SwarmState, _ dice: inout Dice
    ) -> TaskBrief {
        var order = Array(0..<skills)
        for place in order.indices.dropFirst() { order.swapAt(place, dice.below(place + 1)) }
        let wanted = order.prefix(dice.within(1...min(4, skills))).map(SkillID.init)
        let domain = dice.chance(150) ? dice.below(max(1, state.domainNames.count)) : nil
        let named = domain.flatMap { $0 < state.domainNames.count ? $0 : nil }
        let plan = dice.chance(450) ? plan(of: wanted, &dice) : nil
        let due = dice.chance(120) ? Instant(microseconds: 1 + dice.span(upTo: 12_000_000)) : nil
        return TaskBrief(
            name: name, title: name, type: "general",
            complexity: Complexity.allCases[dice.below(3)],
            skills: plan?.steps.map(\.skill) ?? wanted,
            domain: named.map { state.domainNames[$0] },
            domains: SkillSet(named.map { [SkillID($0)] } ?? []),
            priority: Priority.allCases[dice.below(4)], bestEffort: dice.chance(150), plan: plan,
            due: due)
    }

    /// One to six steps with dependencies, conditions, approvals, reviews and a question to several agents.
    private static func plan(of skills: [SkillID], _ dice: inout Dice) -> Plan {
        var steps: [Plan.Step] = []
        var groups: [Plan.AnswerGroup] = []
        for place in 0..<dice.within(1...4) {
            var step = Plan.Step(
                name: "p\(place)", title: "p\(place)", skill: skills[dice.below(skills.count)])
            let earlier = steps.count
            step.after = StepSet((0..<earlier).filter { _ in dice.chance(400) })
            step.isOptional = dice.chance(150)
            if earlier > 0, dice.chance(200) {
                step.condition = Plan.Condition(
                    step: dice.below(earlier), path: "a", equals: dice.chance(500) ? "x" : .null)
                step.after.insert(Int(step.condition?.step ?? 0))
            }
            if dice.chance(150) {
                step.approval = ApprovalRule(
                    question: "?",
                    within: dice.chance(700) ? .milliseconds(dice.within(1...4_000)) : nil)
            }
            if dice.chance(250) { step.review = review(&dice) }
            guard groups.isEmpty, dice.chance(150) else {
                steps.append(step)
                continue
            }
            let count = dice.within(2...3)
            step.group = 0
            for copy in 0..<count {
                var member = Plan.Step(name: "p\(place)_\(copy)", title: "", skill: step.skill)
                (member.after, member.isOptional) = (step.after, step.isOptional)
                (member.condition, member.review) = (step.condition, step.review)
                member.group = 0
                steps.append(member)
            }
            groups.append(
                Plan.AnswerGroup(
                    name: "p\(place)", members: StepSet(earlier..<earlier + count),
                    rule: answers(count, &dice)))
        }
        return Plan(steps: steps, groups: groups)
    }

    private static func review(_ dice: inout Dice) -> ReviewRule {
        ReviewRule(
            reviewers: dice.within(1...3), rule: ConsensusRule.allCases[dice.below(3)],
            quorum: dice.within(1...2), within: .milliseconds(dice.within(100...5_000)))
    }

    private static func answers(_ count: Int, _ dice: inout Dice) -> AnswersRule {
        AnswersRule(
            count: count, path: "a", rule: ConsensusRule.allCases[dice.below(3)],
            quorum: dice.within(1...2),
            within: dice.chance(500) ? .milliseconds(dice.within(500...6_000)) : nil)
    }

    private static func isFeasible(_ brief: TaskBrief, in swarm: Swarm) -> Bool {
        for group in brief.plan?.groups ?? [] {
            // Several answers come from several agents.
            let skill = brief.plan?.steps.first { $0.group == 0 }?.skill
            let able = swarm.state.agents.count { agent in
                let isNear =
                    agent.domains.isEmpty || brief.domains.isEmpty
                    || !agent.domains.intersection(brief.domains).isEmpty
                return isNear && skill.map(agent.skills.contains) ?? false
            }
            guard able >= group.members.count else { return false }
        }
        var swarm = swarm
        var decision = Decision()
        swarm.step(.submit(brief), at: .zero, into: &decision)
        return !decision.events.contains {
            if case .taskQueued(_, nil, _) = $0 { true } else { false }
        }
    }
}

/// Casts by number, made when first asked for: a schedule costs microseconds, its cast a hundred.
struct Casting {
    /// So many casts serve 65,536 seeds, then others do.
    static let troupe = 256
    private var generation: UInt64 = .max
    private var casts: [Cast?] = []

    mutating func cast(for seed: UInt64) -> Cast {
        if generation != seed >> 16 {
            generation = seed >> 16
            casts = [Cast?](repeating: nil, count: Self.troupe)
        }
        let place = Int(KeyedRandom.mix(seed) % UInt64(Self.troupe))
        if let cast = casts[place] { return cast }
        let cast = Cast(number: generation &* UInt64(Self.troupe) &+ UInt64(place))
        casts[place] = cast
        return cast
    }
}
