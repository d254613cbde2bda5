import JournalFakes
import SwarmCore
import SwarmFiles
import SwarmRuntime
import Testing

/// Does as a test says.
struct ScriptedDriver: AgentDriver {
    var work: @Sendable (WorkOrder, Desk) async -> Void
    var reply: @Sendable (Question, AgentCard) async -> JSONValue? = { _, _ in nil }
    var opinion: @Sendable (ReviewOrder) async -> ReviewNote? = { _ in
        ReviewNote(score: 80, comment: "")
    }

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

    func answer(_ question: Question, card: AgentCard, purse: Purse) async -> JSONValue? {
        await reply(question, card)
    }

    func review(_ order: ReviewOrder, purse: Purse) async -> ReviewNote? { await opinion(order) }
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
    /// Short waits between attempts; nobody counts as hung however busy the machine is.
    static var hasty: Policies {
        var policies = Policies()
        policies.attempts.idleTimeout = .seconds(600)
        policies.attempts.hardTimeout = .seconds(600)
        policies.attempts.backoffBase = .milliseconds(2)
        policies.attempts.backoffCap = .milliseconds(4)
        return policies
    }

    /// Finds a silent agent soon, but not one that a busy machine keeps waiting.
    static var watchful: Policies {
        var policies = hasty
        policies.attempts.idleTimeout = .seconds(3)
        return policies
    }
}

/// Runs a swarm while `body` plays with it, then stops it.
@discardableResult
func withSwarm<Result: Sendable>(
    _ driver: any AgentDriver, agents: [AgentCard] = BuiltInSwarm.cards,
    journal: any Journal = ForgetfulJournal(), policies: Policies = .hasty,
    recipes: RecipeCatalogue = .builtIn, seed: UInt64 = 1, snapshotEvery: UInt64 = 50_000,
    clock: any SwarmClock = SystemClock(),
    onEnded: (@Sendable (TaskState, SwarmState) -> Void)? = nil,
    _ body: (SwarmRuntime, Watcher) async throws -> Result
) async throws -> Result {
    let runtime = try SwarmRuntime(
        journal: journal, drivers: [.offline: driver], agents: agents, recipes: recipes,
        policies: policies, seed: seed, clock: clock, snapshotEvery: snapshotEvery)
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
