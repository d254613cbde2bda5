@testable import SwarmCore

/// A swarm under a test's own clock: inputs in, events kept, every event folded a second time beside it.
struct Rehearsal {
    var swarm: Swarm
    var now = Instant.zero
    var events: [Event] = []
    var effects: [Effect] = []
    /// The fold of the same events by a reader: must always equal what decided them.
    var shadow: SwarmState
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
        take(decision)
    }

    mutating func take(_ decision: Decision) {
        for event in decision.events {
            events.append(event)
            shadow.apply(event, at: max(now, swarm.state.now))
        }
        effects += decision.effects
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

    /// The attempts the swarm asked to start and that still run, oldest first.
    var running: [AttemptKey] {
        effects.compactMap {
            if case .start(let key, _) = $0, state.isLive(key) { key } else { nil }
        }
    }

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
