import SwarmFiles

@testable import SwarmConsole
@testable import SwarmCore

/// Tasks with plans, at the moments that matter.
extension FrameScene {
    private static func step(
        _ name: String, _ skill: String, after: [String] = [],
        _ change: (inout RecipeStep) -> Void = { _ in }
    ) -> RecipeStep {
        var step = RecipeStep(name: name, skill: skill)
        step.after = after
        change(&step)
        return step
    }

    private static func card(_ name: String, _ skills: String..., seconds: Double = 1.2)
        -> AgentCard
    {
        AgentCard(
            name: "\(name) Agent", skills: skills.map { AgentCard.Skill($0) }, loadPerSubtask: 25,
            expectedWork: .seconds(seconds))
    }

    static let supportTicket = Recipe(
        name: "support_ticket", title: "Support ticket", type: "support_ticket",
        steps: [
            step("sentiment", "emotion_detection"),
            step("policy", "policy_lookup", after: ["sentiment"]),
            step("diagnosis", "technical_diagnosis", after: ["sentiment"]),
            step("escalation", "severity_assessment", after: ["policy", "diagnosis"]),
            step("hand_off", "human_handoff", after: ["escalation"]) {
                $0.condition = StepCondition(step: "escalation", path: "escalate", equals: true)
                $0.approval = ApprovalRule(
                    question: "Hand the ticket to a billing specialist?", within: .seconds(300))
            },
            step(
                "reply", "empathy_response",
                after: ["sentiment", "policy", "diagnosis", "hand_off"]),
        ], complexity: .complex,
        sections: [
            Recipe.Section(title: "Mood", key: "sentiment", step: "sentiment"),
            Recipe.Section(title: "Reply", key: "reply", step: "reply"),
        ],
        agents: [
            card("Mood", "emotion_detection"), card("Policy", "policy_lookup"),
            card("Diagnosis", "technical_diagnosis"),
            card("Triage", "severity_assessment", "human_handoff"),
            card("Care", "empathy_response"),
        ])

    static let salesAnalysis = Recipe(
        name: "sales_analysis", title: "Sales analysis", type: "sales_analysis",
        steps: [
            step("clean", "data_cleaning") {
                $0.review = ReviewRule(reviewers: 3)
            },
            step("forecast", "sales_forecasting", after: ["clean"]) {
                $0.answers = AnswersRule(count: 3, path: "trend")
            },
            step("summary", "executive_summary", after: ["forecast", "clean"]),
        ], complexity: .complex,
        agents: [
            card("Cleaning", "data_cleaning"), card("Ada", "sales_forecasting"),
            card("Bo", "sales_forecasting"), card("Cy", "sales_forecasting"),
            card("Summary", "executive_summary"),
        ])

    /// The built-in agents and the recipe's, and a task of it; agents of the recipe count from 4.
    init(
        _ recipe: Recipe, _ title: String, name: String, text: String = "",
        deadline: WallTime? = nil,
        due: Double? = nil, origin: String? = nil
    ) {
        self.init(cards: BuiltInSwarm.cards + recipe.agents)
        at(0.003, .recipeDefined(recipe))
        var faults: [TaskFault] = []
        let skills = recipe.skills.compactMap { state.skillID(named: $0) }
        let plan = recipe.plan(for: skills, in: state, &faults)
        let brief = TaskBrief(
            name: name, title: title, text: text, type: recipe.type, recipe: recipe,
            complexity: .complex, skills: plan?.steps.map(\.skill) ?? skills, deadline: deadline,
            plan: plan, due: due.map { Instant(microseconds: Int64($0 * 1_000_000)) },
            origin: origin)
        let id = state.tasks.nextID
        at(1, .taskSubmitted(id, brief))
        announce(id, at: 1.001)
    }

    private var task: TaskID { state.tasks.latest!.id }

    private mutating func run(
        _ subtask: Int, by agent: Int, from start: Double, to end: Double, quality: Int = 88,
        _ product: JSONObject = ["summary": "Done as asked."]
    ) {
        succeed(
            self.start(task, subtask, by: agent, at: start), quality: quality, product: product,
            at: end)
    }

    /// The mood is read; policy and diagnosis run side by side; the rest is planned.
    static func ticket(
        question: String = "My invoice is wrong for the third time. This is terrible!"
    ) -> FrameScene {
        var scene = FrameScene(
            supportTicket, "Ticket 7", name: "ticket_7", text: question)
        scene.run(
            0, by: 4, from: 1.01, to: 2.1,
            [
                "sentiment": "angry", "score": -72, "tone": "apologetic",
                "summary": .string("angry: \(question)"),
            ])
        let policy = scene.start(scene.task, 1, by: 5, at: 2.11)
        let diagnosis = scene.start(scene.task, 2, by: 6, at: 2.11)
        scene.progress(policy, 70, "reading the refund rule", at: 2.9)
        scene.progress(diagnosis, 40, "two likely causes", at: 3)
        return scene
    }

    /// The hand-off waits for a yes or a no.
    static func ticketAsks(reason: String = "third wrong invoice") -> FrameScene {
        var scene = ticket()
        for index in 1...2 {
            guard let attempt = scene.state.tasks.latest?.currentAttempt(of: index) else {
                continue
            }
            scene.succeed(attempt.key, quality: 90, product: ["policy": "Refunds"], at: 3.3)
        }
        scene.run(
            3, by: 7, from: 3.31, to: 4.2,
            [
                "escalate": true, "severity": "high", "points": 78, "reason": .string(reason),
                "respond_within": "1 hour",
            ])
        scene.at(
            4.21,
            .approvalAsked(
                SubtaskKey(task: scene.task, index: 4), until: Instant(microseconds: 304_210_000)))
        scene.at(5.4, .agentChanged(AgentID(3), .paused))
        return scene
    }

    private mutating func review(
        _ subtask: Int, by agents: [Int], at seconds: Double, _ notes: [(Int, String)]
    ) {
        let key = AttemptKey(task: task, subtask: subtask, number: 1)
        let until = Instant(microseconds: Int64((seconds + 10) * 1_000_000))
        for agent in agents { at(seconds, .reviewAsked(key, AgentID(agent), until: until)) }
        for (agent, note) in zip(agents, notes) {
            at(
                seconds + 0.4,
                .reviewGiven(key, AgentID(agent), ReviewNote(score: note.0, comment: note.1)))
        }
    }

    /// Two of three reviews are in, and they differ.
    static func inReview(comment: String = "two regions share a name") -> FrameScene {
        var scene = FrameScene(salesAnalysis, "March sales", name: "sales_march")
        scene.run(0, by: 4, from: 1.01, to: 2.2, ["rows_kept": 40, "total": 81250])
        scene.review(0, by: [0, 1, 2], at: 2.21, [(84, "figures add up"), (41, comment)])
        scene.at(3, .agentChanged(AgentID(3), .paused))
        return scene
    }

    /// Two agree, one does not; the summary runs.
    static func dissent(answer: String = "flat") -> FrameScene {
        var scene = inReview()
        let key = AttemptKey(task: scene.task, subtask: 0, number: 1)
        scene.at(3.1, .reviewGiven(key, AgentID(2), ReviewNote(score: 78, comment: "")))
        scene.at(
            3.11,
            .reviewDecided(
                key, Verdict(outcome: .accepted, quality: 78, approvals: 2, refusals: 1, missing: 0)
            ))
        let keys = (1...3).map { scene.start(scene.task, $0, by: 4 + $0, at: 3.2) }
        for (index, trend) in ["up", answer, "up"].enumerated() {
            scene.succeed(
                keys[index], product: ["trend": .string(trend), "next_value": 1200],
                at: 4 + Double(index) / 8)
        }
        scene.at(
            4.3,
            .consensusReached(
                scene.task, group: 0,
                Consensus(
                    winner: 1,
                    votes: [
                        .init(answer: "up", members: StepSet([1, 3]), reputation: Points(200)),
                        .init(
                            answer: .string(answer), members: StepSet([2]), reputation: Points(100)),
                    ], missing: 0)))
        let summary = scene.start(scene.task, 4, by: 8, at: 4.31)
        scene.progress(summary, 30, "three findings", at: 4.6)
        return scene
    }

    /// The deadline passed while two steps ran.
    static func expired() -> FrameScene {
        var scene = FrameScene(
            supportTicket, "Ticket 8", name: "ticket_8",
            deadline: WallTime(milliseconds: wallAtZero + 4_000), due: 4, origin: "ticket_7")
        scene.run(0, by: 4, from: 1.01, to: 2.1, ["sentiment": "worried"])
        let late = [1, 2].map { scene.start(scene.task, $0, by: 4 + $0, at: 2.11) }
        scene.at(4, .deadlinePassed(scene.task))
        for key in late { scene.fail(key, .expired, at: 4) }
        for index in 1...5 {
            scene.at(4, .subtaskSkipped(SubtaskKey(task: scene.task, index: index), .expired))
        }
        scene.at(4, .taskFinished(scene.task, .partial, quality: 88, warnings: []))
        return scene
    }
}
