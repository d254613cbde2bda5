import JournalFakes
import SwarmCore
import SwarmRuntime
import Synchronization
import Testing

@testable import ModelAgents

/// Asks and answers beside the models, without one.
struct PlainDriver: AgentDriver {
    var work: @Sendable (WorkOrder, Desk) async -> Void = { _, desk in
        desk.finish(["summary": "done", "text": "all of it"])
    }

    func begin(_ order: WorkOrder, at desk: Desk) -> Work { .running { await work(order, desk) } }
    func answer(_ question: Question, card: AgentCard, purse: Purse) async -> JSONValue? { nil }
    func review(_ order: ReviewOrder, purse: Purse) async -> ReviewNote? { nil }
}

/// A swarm of model agents over scripted models; what it hears is kept.
struct ModelSwarm: Sendable {
    var agents: [AgentCard]
    var recipes = RecipeCatalogue([])
    var policies = ModelSwarm.patient
    var tools: [any AgentTool] = []
    var endpoints: [Endpoint] = [.main, .claude]
    var store: (any AnswerStore)?
    var plain = PlainDriver()
    var defaults = ModelDefaults(endpoint: "main", small: "small", large: "large")
    /// Instead of one over the test's transport.
    var equipment: ModelEquipment?
    var needsApproval: @Sendable (String) -> Bool = { _ in false }
    let time = TestTime()

    /// What a test plays with while the swarm runs.
    struct Play: Sendable {
        let runtime: SwarmRuntime
        let follower: Follower
        let events: Mutexed<[Event]>

        var swarm: SwarmState { follower.swarm }

        func wait(_ holds: @escaping Follower.Predicate) async -> Bool {
            await follower.wait(atMost: .seconds(50), until: holds)
        }

        /// Submits and waits for the end.
        func finish(_ draft: TaskDraft) async throws -> TaskState {
            let id = try await submit(draft)
            try #require(await wait { $0.tasks[id]?.status != nil && $0.ledger.open.isEmpty })
            return try #require(swarm.tasks[id])
        }

        func submit(_ draft: TaskDraft) async throws -> TaskID {
            guard case .submitted(let id, _) = await runtime.send(.submit(draft)) else {
                throw NotSubmitted()
            }
            return id
        }
    }

    struct NotSubmitted: Error {}

    /// Nobody counts as hung however busy the machine is, and retries come at once.
    static var patient: Policies {
        var policies = Policies()
        policies.attempts.idleTimeout = .seconds(600)
        policies.attempts.hardTimeout = .seconds(600)
        policies.attempts.backoffBase = .milliseconds(1)
        policies.attempts.backoffCap = .milliseconds(1)
        policies.progressInterval = .zero
        return policies
    }

    /// Prices for tests: a token read by `small` is a millionth of a dollar, written two; `large` ten times that.
    static let prices: PriceMap = {
        var map = PriceMap()
        for (name, factor) in [("small", 1.0), ("large", 10)] {
            if let price = ModelPrice(inputPerMillion: factor, outputPerMillion: 2 * factor) {
                map.set(price, for: name)
            }
        }
        return map
    }()

    func equipment(over transport: any ModelTransport) -> ModelEquipment {
        let faulty = FaultyTransport(transport, sleep: { [time] in try await time.sleep($0) })
        return ModelEquipment(
            client: time.client(faulty, endpoints), prices: Self.prices, defaults: defaults,
            store: store, clock: time.clock)
    }

    /// Before the swarm runs, so that nothing is missed.
    private static func follow(_ runtime: SwarmRuntime, _ follower: Follower) {
        follower.follow(runtime)
    }

    /// Runs the swarm while `body` plays with it.
    func run<Result: Sendable>(
        _ transport: any ModelTransport, _ body: (Play) async throws -> Result
    ) async throws -> Result {
        let shelf = ToolShelf(tools, needsApproval: needsApproval)
        let driver = ModelDriver(equipment ?? equipment(over: transport), tools: shelf)
        let runtime = try SwarmRuntime(
            journal: KeepingJournal(JournalStore()), drivers: [.model: driver, .offline: plain],
            agents: agents, recipes: recipes, policies: policies)
        let events = Mutexed<[Event]>([])
        let follower = Follower { item in
            if case .events(let new) = item { events.change { $0 += new.map(\.event) } }
        }
        Self.follow(runtime, follower)
        let running = Task { try await runtime.run() }
        let play = Play(runtime: runtime, follower: follower, events: events)
        do {
            let count = agents.count
            try #require(await play.wait { $0.agents.count >= count })
            let result = try await body(play)
            runtime.stop()
            try await running.value
            return result
        } catch {
            runtime.stop()
            try await running.value
            throw error
        }
    }
}

/// A value that many change.
final class Mutexed<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    init(_ value: Value) { state = Mutex(value) }
    var value: Value { state.withLock { $0 } }
    func change(_ body: @Sendable (inout Value) -> Void) { state.withLock { body(&$0) } }
}

extension AgentCard {
    /// A model agent with one skill.
    static func model(
        _ name: String, _ skill: String = "write", _ settings: JSONObject = JSONObject(),
        limits: AgentLimits = AgentLimits()
    ) -> AgentCard {
        AgentCard(
            name: name, skills: [.init(skill)], driver: .model, model: "model", loadPerSubtask: 10,
            settings: settings, limits: limits)
    }
}

extension TaskDraft {
    static func of(_ skills: String..., title: String = "A task") -> TaskDraft {
        var draft = TaskDraft()
        draft.title = title
        draft.requiredSkills = skills
        return draft
    }
}

extension Recipe {
    /// Reads a recipe as a file says it.
    static func read(_ json: JSONObject) throws -> Recipe {
        var faults: [DefinitionFault] = []
        let recipe = Recipe(definition: DefinitionNode(.object(json)), faults: &faults)
        #expect(faults.isEmpty, "\(faults.map(\.sentence))")
        return try #require(recipe)
    }
}

/// Adds two numbers.
struct AddingTool: AgentTool {
    let name = "add"
    let summary = "Adds two numbers."
    let parameters: JSONObject = [
        "type": "object",
        "properties": ["a": ["type": "number"], "b": ["type": "number"]],
        "required": ["a", "b"], "additionalProperties": false,
    ]

    func call(_ arguments: JSONObject, by caller: ToolCaller) async -> ToolOutput {
        let sum = (arguments["a"]?.double ?? 0) + (arguments["b"]?.double ?? 0)
        return ToolOutput(JSONValue.number(sum).jsonText())
    }
}
