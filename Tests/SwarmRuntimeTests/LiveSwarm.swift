import JournalFakes
import SwarmCore
import SwarmRuntime
import Testing

/// Does as a test says.
struct ScriptedDriver: AgentDriver {
    var work: @Sendable (WorkOrder, Desk) async -> Void
    var reply: @Sendable (Question, AgentCard) async -> JSONValue? = { _, _ in nil }

    /// Hands a good product in at once.
    static let eager = ScriptedDriver { _, desk in desk.finish(goodProduct) }

    /// Works until it is cancelled.
    static let endless = ScriptedDriver { _, desk in
        desk.started()
        await untilCancelled()
    }

    func begin(_ order: WorkOrder, at desk: Desk) -> Work {
        .running { await work(order, desk) }
    }

    func answer(_ question: Question, card: AgentCard) async -> JSONValue? {
        await reply(question, card)
    }
}

let goodProduct: JSONObject = ["text": "done", "summary": "all of it", "steps": ["one", "two"]]

/// Returns when the task that calls it is cancelled.
func untilCancelled() async {
    let (never, continuation) = AsyncStream.makeStream(of: Void.self)
    await withTaskCancellationHandler {
        for await _ in never {}
    } onCancel: {
        continuation.finish()
    }
}

/// Agents a, b… with one skill `x` each.
func agents(_ names: String..., skill: String = "x", load: Int = 10) -> [AgentCard] {
    names.map { AgentCard(name: $0, skills: [.init(skill)], loadPerSubtask: load) }
}

func draft(_ skills: String..., id: String? = nil) -> TaskDraft {
    var draft = TaskDraft()
    draft.id = id
    draft.title = "A task"
    draft.requiredSkills = skills
    return draft
}

extension Policies {
    /// Short times, so that a test need not wait for long ones.
    static var hasty: Policies {
        var policies = Policies()
        policies.attempts.idleTimeout = .milliseconds(150)
        policies.attempts.backoffBase = .milliseconds(2)
        policies.attempts.backoffCap = .milliseconds(4)
        return policies
    }
}

/// Runs a swarm while `body` plays with it, then stops it.
@discardableResult
func withSwarm<Result: Sendable>(
    _ driver: any AgentDriver, agents: [AgentCard] = BuiltInSwarm.cards,
    journal: any Journal = ForgetfulJournal(), policies: Policies = .hasty,
    onEnded: (@Sendable (TaskState, SwarmState) -> Void)? = nil,
    _ body: (SwarmRuntime, Watcher) async throws -> Result
) async throws -> Result {
    let runtime = try SwarmRuntime(
        journal: journal, drivers: [.offline: driver], agents: agents, recipes: .builtIn,
        policies: policies)
    if let onEnded { await runtime.whenTaskEnds(onEnded) }
    let watcher = Watcher(runtime)
    let running = Task { try await runtime.run() }
    do {
        #expect(await watcher.wait { $0.agents.count >= agents.count })
        let result = try await body(runtime, watcher)
        runtime.stop()
        try await running.value
        return result
    } catch {
        runtime.stop()
        try await running.value
        throw error
    }
}

extension CommandReply {
    var task: TaskID? { if case .submitted(let id, _) = self { id } else { nil } }
    var name: String? { if case .submitted(_, let name) = self { name } else { nil } }
    var fault: FaultID? { if case .injected(let id) = self { id } else { nil } }
    var refusal: Refusal? { if case .refused(let refusal) = self { refusal } else { nil } }
    var isDone: Bool { if case .done = self { true } else { false } }
}

extension SwarmState {
    func agent(named name: String) -> AgentState? { agents.first { $0.card.name == name } }
    func status(_ id: TaskID?) -> TaskStatus? { id.flatMap { tasks[$0]?.status } }
}
