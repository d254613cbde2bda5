import SwarmCore

/// What a fault would hit if it were injected now, as rows of figure and words.
struct BlastRadius {
    struct Row: Hashable {
        /// `1 attempt`, `0 agents`; bright when it hurts.
        var figure: String
        var words: String
        var hurts: Bool
        /// Instead of both where there is little room; nil: the figure.
        var brief: String?
    }

    let rows: [Row]
    /// Agents the fault is on.
    let agents: [AgentID]

    /// - Parameter waits: On idle agents it waits for work.
    init(_ spec: FaultSpec, _ swarm: SwarmState, waits: Bool = true) {
        let hit = swarm.agents.filter { !$0.isRetired && swarm.does(spec.target, include: $0.id) }
            .map(\.id)
        agents = hit
        let members = Set(hit)
        let attempts = swarm.liveAttempts.compactMap { swarm.attempt($0) }
            .filter { members.contains($0.agent) }.sorted { $0.awardedAt < $1.awardedAt }
        rows = [
            Self.attempts(attempts, spec, waits: waits, swarm),
            Self.tasks(attempts, spec.kind, swarm),
            Self.standIns(attempts, hit, spec, swarm), Self.reputation(spec.kind, hit, swarm),
        ]
    }

    private static func attempts(
        _ attempts: [Attempt], _ spec: FaultSpec, waits: Bool, _ swarm: SwarmState
    ) -> Row {
        let figure = Figures.count(attempts.count, "attempt")
        guard let first = attempts.first else {
            return Row(
                figure: figure, words: "\(swarm.idleWords(spec.target)): \(later(spec, waits))",
                hurts: false)
        }
        let share = "\(swarm.attemptLabel(first.key)) at \(Int(first.permille) / 10) %"
        let more = attempts.count > 1 ? " and \(attempts.count - 1) more" : ""
        let harm = FaultHarm(spec.kind, attempts: attempts.count, tasks: 1, swarm.policies)
        return Row(figure: figure, words: "\(share)\(more), \(harm.attempt)", hurts: harm.loses)
    }

    /// What comes of a fault that has nothing to hit yet.
    private static func later(_ spec: FaultSpec, _ waits: Bool) -> String {
        let whose = if case .agent = spec.target { "its" } else { "the" }
        if waits, FaultChoice(spec.kind).isOfAttempts { return "it hits \(whose) next attempt" }
        let time = spec.duration.map { "for \(Figures.length($0))" } ?? "until reverted"
        if spec.kind == .crash { return "offline \(time), no work is lost" }
        return "what comes is hit \(time)"
    }

    private static func tasks(
        _ attempts: [Attempt], _ kind: FaultKind, _ swarm: SwarmState
    ) -> Row {
        var tasks: [TaskID] = []
        for attempt in attempts where !tasks.contains(attempt.key.task) {
            tasks.append(attempt.key.task)
        }
        let figure = Figures.count(tasks.count, "task")
        guard let first = tasks.first else {
            return Row(figure: figure, words: "none waits for it", hurts: false)
        }
        let more = tasks.count > 1 ? " and \(tasks.count - 1) more" : ""
        let harm = FaultHarm(kind, attempts: attempts.count, tasks: tasks.count, swarm.policies)
        return Row(
            figure: figure, words: "\(swarm.taskTitle(first))\(more) \(harm.task)", hurts: true)
    }

    /// Who else has the skills that are at stake and takes bids.
    private static func standIns(
        _ attempts: [Attempt], _ hit: [AgentID], _ spec: FaultSpec, _ swarm: SwarmState
    ) -> Row {
        var skills = SkillSet(
            attempts.compactMap { attempt in
                swarm.tasks[attempt.key.task]?.subtasks[Int(attempt.key.subtask)].skill
            })
        if skills.isEmpty {
            switch spec.target {
            case .skill(let skill): skills = SkillSet([skill])
            case .agent(let id): skills = swarm.agent(id).skills
            case .everyone: skills = SkillSet()
            }
        }
        let members = Set(hit)
        let able = swarm.agents.filter {
            !members.contains($0.id) && !$0.isRetired && !$0.skills.intersection(skills).isEmpty
        }
        let ready = able.filter { swarm.willingness(of: $0) == .willing }
        let names = skills.map(swarm.skillLabel)
        let whose = names.count <= 2 ? Figures.list(names) : "its \(names.count) skills"
        if ready.isEmpty {
            let why =
                able.isEmpty
                ? (spec.target == .everyone
                    ? "every agent is hit" : "nobody else has \(whose)")
                : "\(Figures.count(able.count, "other")) with \(whose), none takes bids now"
            return Row(
                figure: "0 agents", words: "can stand in: \(why)", hurts: false,
                brief: "0 stand in")
        }
        let who = Figures.list(ready.prefix(3).map(\.card.shortName))
        let more = ready.count > 3 ? " and \(ready.count - 3) more" : ""
        return Row(
            figure: Figures.count(ready.count, "agent"),
            words: "can stand in for \(whose): \(who)\(more)", hurts: false,
            brief: "\(ready.count) stand in")
    }

    private static func reputation(
        _ kind: FaultKind, _ hit: [AgentID], _ swarm: SwarmState
    ) -> Row {
        let most = swarm.policies.attempts.most
        let whose = hit.count == 1 ? swarm.shortName(hit[0]) : "each agent that failed"
        var (words, brief) = ("none", "no reputation lost")
        if FaultHarm(kind, attempts: 1, tasks: 1, swarm.policies).canFail {
            let (price, short) =
                switch swarm.policies.reputation {
                case .additive: ("then \(whose) −10", "−10")
                case .ema: ("then \(whose) loses a fifth", "a fifth lost")
                }
            words = "none, unless all \(most) attempts fail (\(price))"
            brief = "\(short) if all fail"
        }
        return Row(figure: "reputation", words: words, hurts: false, brief: brief)
    }
}
