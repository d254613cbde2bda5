import SwarmFiles
import TerminalUI

@testable import SwarmConsole
@testable import SwarmCore

/// A swarm made of events, as a console would have received them.
///
/// Starts with the four built-in agents; times are seconds on the swarm's clock, and the wall's clock
/// shows 14:02:45 at zero.
struct FrameScene {
    static let wallAtZero: Int64 = 1_767_708_165_000

    private(set) var state = SwarmState()
    private(set) var log = EventLog()
    private(set) var envelopes: [Envelope] = []
    private(set) var messages: UInt64 = 0

    init(run: Int = 42, cards: [AgentCard] = BuiltInSwarm.cards) {
        state.recipes = .builtIn
        at(0, .runStarted(number: run, seed: 7))
        for (index, card) in cards.enumerated() {
            at(0.002, .agentRegistered(AgentID(index), card))
        }
    }

    /// Skills no built-in recipe's words point at.
    static let thirtySkills = [
        "accounting", "architecture", "auditing", "benchmarking", "branding", "cartography",
        "compliance", "copywriting", "curation", "databases", "debugging", "deployment",
        "documentation", "embroidery", "forecasting", "illustration", "interviewing",
        "legal_review", "localisation", "logistics", "moderation", "negotiation", "observability",
        "photography", "procurement", "prototyping", "recruiting", "research_methods",
        "scheduling", "translation",
    ]

    /// Twenty-four agents that have thirty skills among them.
    static let manySkills = FrameScene(
        cards: (0..<24).map { place in
            AgentCard(
                name: "Agent \(place + 1)",
                skills: [0, 24].compactMap { first in
                    thirtySkills.indices.contains(place + first)
                        ? AgentCard.Skill(thirtySkills[place + first]) : nil
                }, loadPerSubtask: 25)
        })

    mutating func at(_ seconds: Double, _ event: Event) {
        let envelope = Envelope(
            sequence: state.sequence + 1, at: Instant(microseconds: Int64(seconds * 1_000_000)),
            time: WallTime(milliseconds: Self.wallAtZero + Int64(seconds * 1_000)), event: event)
        state.apply(event, at: envelope.at)
        log.append(envelope)
        envelopes.append(envelope)
    }

    /// Submits a task of these skills and returns its id.
    mutating func submit(
        _ title: String, name: String, skills: [String], type: String = "task", at seconds: Double,
        complexity: Complexity = .complex, data: JSONObject = JSONObject(), recipe: Recipe? = nil
    ) -> TaskID {
        let id = state.tasks.nextID
        let brief = TaskBrief(
            name: name, title: title, type: type, recipe: recipe, complexity: complexity,
            skills: skills.compactMap { state.skillID(named: $0) }, priority: .high, data: data)
        at(seconds, .taskSubmitted(id, brief))
        return id
    }

    mutating func announce(_ id: TaskID, at seconds: Double) {
        var census = Census()
        census.asked = Int32(state.agents.count)
        census.willing = Int32(state.agents.count)
        at(seconds, .taskAnnounced(id, census, ranAsTeam: false))
    }

    /// Awards and starts an attempt.
    @discardableResult
    mutating func start(
        _ id: TaskID, _ subtask: Int, by agent: Int, attempt: Int = 1, at seconds: Double
    ) -> AttemptKey {
        let key = AttemptKey(task: id, subtask: subtask, number: attempt)
        at(seconds, .subtaskAwarded(key, AgentID(agent), score: Points(73)))
        at(seconds, .attemptStarted(key))
        return key
    }

    mutating func progress(_ key: AttemptKey, _ percent: Int, _ note: String?, at seconds: Double) {
        at(seconds, .attemptProgressed(key, permille: UInt16(percent * 10), note: note))
    }

    mutating func succeed(
        _ key: AttemptKey, quality: Int = 88, product: JSONObject = ["text": "Done as asked."],
        at seconds: Double
    ) {
        at(
            seconds,
            .attemptFinished(
                key, .succeeded(Product(product), quality: UInt8(quality))))
    }

    mutating func fail(
        _ key: AttemptKey, _ why: AttemptFailure = .crashed, retryAt: Double? = nil,
        at seconds: Double
    ) {
        at(seconds, .attemptFinished(key, .failed(why)))
        if let retryAt {
            at(
                seconds,
                .retryScheduled(
                    key.subtaskKey, until: Instant(microseconds: Int64(retryAt * 1_000_000))))
        }
    }

    mutating func say(
        _ topic: String, from sender: Party, to recipient: Party, _ kind: Message.Kind,
        _ payload: JSONValue, task: TaskID?, at seconds: Double
    ) {
        messages += 1
        at(
            seconds,
            .messageSent(
                Message(
                    number: messages, kind: kind, topic: topic, sender: sender,
                    recipient: recipient,
                    task: task, payload: payload)))
    }

    /// Moves a reputation by the outcome of a task.
    mutating func rate(_ agent: Int, _ task: TaskID, quality: Int?, at seconds: Double) {
        let before = state.agents[agent].reputation
        let after = state.policies.reputation.after(
            before, succeeded: quality != nil, quality: quality ?? 0)
        let reason: ReputationChange.Reason =
            quality.map { $0 > ReputationPolicy.highQuality ? .highQuality : .success } ?? .failure
        at(
            seconds,
            .reputationChanged(
                AgentID(agent),
                ReputationChange(
                    task: task, taskName: state.tasks[task]?.brief.name ?? "", before: before,
                    after: after, reason: reason, quality: UInt8(quality ?? 0),
                    skills: SkillSet([
                        state.skillID(named: BuiltInSwarm.cards[agent % 4].skills[0].name)!
                    ]))))
    }

    /// A whole task of one agent; nil quality is a failure after three attempts.
    mutating func solo(
        _ title: String, by agent: Int, quality: Int?, at seconds: Double, took: Double = 1.2
    ) {
        let skill = state.agents[agent].card.skills[0].name
        let name = title.lowercased().replacing(" ", with: "_")
        let id = submit(title, name: name, skills: [skill], at: seconds, complexity: .simple)
        announce(id, at: seconds)
        if let quality {
            let key = start(id, 0, by: agent, at: seconds + 0.01)
            succeed(key, quality: quality, at: seconds + took)
            rate(agent, id, quality: quality, at: seconds + took)
            at(seconds + took, .taskFinished(id, .succeeded, quality: UInt8(quality), warnings: []))
        } else {
            for attempt in 1...3 {
                let begin = seconds + Double(attempt - 1) * 0.4
                let key = start(id, 0, by: agent, attempt: attempt, at: begin)
                fail(key, .hung, at: begin + 0.3)
            }
            at(seconds + took, .subtaskFailed(SubtaskKey(task: id, index: 0)))
            rate(agent, id, quality: nil, at: seconds + took)
            at(seconds + took, .taskFinished(id, .failed, quality: 0, warnings: []))
        }
    }
}

extension FrameScene {
    /// Nothing has happened yet but four agents registering.
    static func fresh() -> FrameScene { FrameScene(run: 1) }

    /// Twelve tasks done, one failed, and a launch under way 1.7 s after its award.
    static func launch() -> FrameScene {
        var scene = FrameScene()
        scene.pastTasks()
        let id = scene.submit(
            "Q1 Product Launch", name: "campaign_001",
            skills: ["marketing", "finance", "analytics"], type: "campaign", at: 40.002,
            data: ["budget": 50000, "target_audience": "enterprise"],
            recipe: RecipeCatalogue.builtIn["campaign"])
        scene.announce(id, at: 40.004)
        let marketing = scene.start(id, 0, by: 0, at: 40.013)
        let finance = scene.start(id, 1, by: 1, at: 40.013)
        let analytics = scene.start(id, 2, by: 2, at: 40.013)
        scene.at(
            40.6,
            .faultInjected(
                FaultID(1),
                FaultSpec(
                    kind: .crash, target: .agent(AgentID(1)), duration: .milliseconds(100), seed: 7)
            ))
        scene.fail(finance, .crashed, retryAt: 40.902, at: 40.64)
        scene.at(40.641, .agentChanged(AgentID(1), .degraded(.failing)))
        scene.at(40.7, .faultReverted(FaultID(1)))
        let again = scene.start(id, 1, by: 1, attempt: 2, at: 40.902)
        scene.say(
            "budget.ask", from: .agent(AgentID(0)), to: .agent(AgentID(1)), .question,
            "What's our budget for ads?", task: id, at: 41.204)
        scene.say(
            "budget.reply", from: .agent(AgentID(1)), to: .agent(AgentID(0)), .answer, 30000,
            task: id, at: 41.262)
        scene.progress(marketing, 74, "writing variant B", at: 41.6)
        scene.progress(again, 53, "splitting the budget", at: 41.65)
        scene.progress(analytics, 61, "choosing 4 KPIs", at: 41.7)
        return scene
    }

    /// The launch, finished at 2.8 s.
    static func launched() -> FrameScene {
        var scene = launch()
        guard let task = scene.state.tasks.latest else { return scene }
        for (index, end) in [42.313, 42.402, 42.813].enumerated() {
            guard let attempt = task.currentAttempt(of: index) else { continue }
            scene.succeed(attempt.key, quality: 92 - index, at: end)
        }
        for agent in 0...2 { scene.rate(agent, task.id, quality: 91, at: 42.82) }
        scene.at(42.82, .taskFinished(task.id, .succeeded, quality: 91, warnings: []))
        return scene
    }

    /// Twenty-four agents, twelve tasks of three subtasks under way, a queue and a failure.
    static func busy() -> FrameScene {
        let cards = (0..<24).map { index in
            let card = BuiltInSwarm.cards[index % 4]
            return AgentCard(
                name: "\(card.shortName) \(index / 4 + 1)", skills: card.skills,
                loadPerSubtask: card.loadPerSubtask, expectedWork: card.expectedWork)
        }
        var scene = FrameScene(run: 7, cards: cards)
        for round in 0..<24 {
            scene.solo(
                "Ticket \(round)", by: round, quality: round % 7 == 3 ? nil : 80 + round % 15,
                at: 1 + Double(round))
        }
        for task in 0..<12 {
            let begin = 30 + Double(task) * 0.15
            let id = scene.submit(
                "Launch \(task + 1)", name: "launch_\(task + 1)",
                skills: ["marketing", "finance", "analytics"], type: "campaign", at: begin)
            scene.announce(id, at: begin)
            for subtask in 0..<3 {
                let key = scene.start(id, subtask, by: (task % 6) * 4 + subtask, at: begin + 0.01)
                scene.progress(key, 20 + task * 5, "step \(subtask + 1)", at: begin + 1)
            }
            for round in 0..<20 {
                scene.say(
                    "note", from: .agent(AgentID(task)), to: .orchestrator, .note,
                    .string("round \(round)"), task: id, at: begin + 1 + Double(round) / 100)
            }
        }
        scene.at(32, .agentChanged(AgentID(3), .paused))
        scene.at(
            32.1,
            .agentChanged(AgentID(7), .breakerOpened(until: Instant(microseconds: 74_000_000))))
        return scene
    }

    private mutating func pastTasks() {
        let rounds: [(String, Int, Int?)] = [
            ("First task", 1, 85), ("Autumn drive", 0, 92), ("Invoice run", 1, 92),
            ("Weekly report", 2, nil), ("Newsletter", 0, 93), ("Budget review", 1, nil),
            ("Onboarding guide", 3, 94), ("Forecast", 1, 84), ("Cohort study", 2, 88),
            ("Landing page", 0, 88), ("Audit 9", 1, 89), ("Funnel report", 2, 86),
            ("Renewal drive", 0, 87), ("Help pages", 3, 88), ("Budget Q2", 1, 86),
            ("Dashboard", 2, 85), ("Spring drive", 0, 90), ("Ticket 114", 1, 90),
            ("Refund reply", 3, nil), ("Ad copy", 0, 89), ("Ticket 117", 1, 88),
        ]
        for (index, round) in rounds.enumerated() {
            solo(
                round.0, by: round.1, quality: round.2, at: 0.5 + Double(index) * 1.8,
                took: [2.3, 1.5, 2.8, 1.9][round.1])
        }
    }
}
