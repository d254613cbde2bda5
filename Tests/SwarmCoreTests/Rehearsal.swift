import SwarmFiles

@testable import SwarmCore

/// A swarm under a test's own clock: inputs in, events kept, every event folded a second time beside it.
struct Rehearsal {
    var swarm: Swarm
    var now = Instant.zero
    var events: [Event] = []
    /// When each of `events` happened.
    var times: [Instant] = []
    var effects: [Effect] = []
    /// The fold of the same events by a reader: must always equal what decided them.
    var shadow: SwarmState
    private var started: [AttemptKey] = []
    private var decision = Decision()

    init(_ cards: [AgentCard] = BuiltInSwarm.cards, policies: Policies = Policies()) {
        swarm = Swarm(policies: policies)
        shadow = SwarmState(policies: policies)
        for card in cards { step(.register(card)) }
        effects = []
    }

    var state: SwarmState { swarm.state }

    mutating func step(_ input: Input) {
        decision.empty()
        swarm.step(input, at: now, into: &decision)
        take(decision, at: max(now, shadow.now))
    }

    private mutating func take(_ decision: Decision, at time: Instant) {
        for event in decision.events {
            events.append(event)
            times.append(time)
            shadow.apply(event, at: time)
        }
        effects += decision.effects
        for case .start(let key, _) in decision.effects { started.append(key) }
        started.removeAll { !swarm.state.isLive($0) }
    }

    /// The process dies and starts again from what `recall` makes of the fold of its events.
    mutating func restart(recall: (SwarmState) throws -> SwarmState) rethrows {
        shadow = try recall(shadow)
        restart()
    }

    /// The process dies and starts again from the events alone.
    mutating func restart() {
        var decision = Decision()
        swarm = Swarm(recovering: shadow, into: &decision)
        effects = []
        take(decision, at: shadow.now)
    }

    mutating func advance(_ span: TimeSpan) {
        now = now + span
        step(.tick)
    }

    /// Submits a task without a recipe that needs the skills.
    @discardableResult
    mutating func submit(
        _ skills: [String], _ complexity: Complexity = .complex, name: String? = nil,
        priority: Priority = .normal, deadline: WallTime? = nil, bestEffort: Bool = false
    ) -> TaskID {
        let id = state.tasks.nextID
        let ids = skills.compactMap(state.skillID)
        step(
            .submit(
                TaskBrief(
                    name: name ?? "task_\(id.number)", title: "A task", type: "general",
                    complexity: complexity, skills: ids, priority: priority,
                    deadline: deadline, bestEffort: bestEffort)))
        return id
    }

    /// Submits a task whose subtasks depend on each other as these steps do.
    @discardableResult
    mutating func submit(
        steps: [RecipeStep], _ complexity: Complexity = .complex, due: TimeSpan? = nil,
        priority: Priority = .normal, kept: [KeptResult] = []
    ) -> TaskID {
        let id = state.tasks.nextID
        let recipe = Recipe(name: "r", title: "R", type: "r", steps: steps, complexity: complexity)
        var faults: [TaskFault] = []
        let skills = recipe.skills.compactMap(state.skillID)
        let plan = recipe.plan(for: skills, in: state, &faults)
        precondition(faults.isEmpty, "\(faults)")
        step(
            .submit(
                TaskBrief(
                    name: "task_\(id.number)", title: "A task", type: "r", complexity: complexity,
                    skills: plan?.steps.map(\.skill) ?? skills, priority: priority, plan: plan,
                    due: due.map { now + $0 }), kept: kept))
        return id
    }

    /// The attempt of a subtask that runs now.
    func attempt(_ id: TaskID, _ index: Int) -> AttemptKey? {
        running.first { $0.task == id && Int($0.subtask) == index }
    }

    mutating func finish(_ id: TaskID, _ index: Int, _ product: JSONObject = Rehearsal.product) {
        if let key = attempt(id, index) { finish(key, product) }
    }

    func phase(_ id: TaskID, _ index: Int) -> Subtask.Phase? {
        state.tasks[id]?.subtasks[index].phase
    }

    func status(_ id: TaskID) -> TaskStatus? { state.tasks[id]?.status }

    /// The reviews that were asked for and have not been given, oldest first.
    var reviews: [Review] {
        state.tasks.all.flatMap(\.reviews).filter { review in
            review.note == nil && state.isOpen(review.attempt.task)
                && state.tasks[review.attempt.task]?.subtasks[Int(review.attempt.subtask)].phase
                    == .inReview
        }
    }

    mutating func review(_ review: Review, _ score: Int, _ comment: String = "mend it") {
        step(
            .reviewed(
                review.attempt, review.reviewer, ReviewNote(score: score, comment: comment)))
    }

    func count(_ type: EventType) -> Int { events.count { $0.type == type } }

    /// The attempts the swarm asked to start and that still run, oldest first.
    var running: [AttemptKey] { started }

    mutating func finish(_ key: AttemptKey, _ product: JSONObject = Rehearsal.product) {
        step(.report(key, .finished(Product(product))))
    }

    mutating func fail(_ key: AttemptKey, _ failure: AttemptFailure = .gaveUp("test")) {
        step(.report(key, .failed(failure)))
    }

    /// Finishes whatever runs until nothing does.
    mutating func finishAll() {
        while let key = running.first { finish(key) }
    }

    func agent(_ name: String) -> AgentState {
        state.agents.first { $0.card.shortName == name }!
    }

    static let product: JSONObject = ["text": "done"]
}
