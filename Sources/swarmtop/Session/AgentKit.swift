import AgentTools
import ChildProcesses
import CommandAgents
import Dispatch
import Foundation
import ModelAgents
import OfflineAgents
import SwarmCore
import SwarmFiles
import SwarmRuntime
import Synchronization

/// What does the agents' work, put together from the swarm file, the command line and the environment.
struct AgentKit {
    let definition: SwarmDefinition
    let drivers: [DriverKind: any AgentDriver]
    /// Makes tasks of free text; nil where no model is configured for it.
    let planner: Planner?

    private static var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// - Parameters:
    ///   - folder: The data folder; answers that may serve again and the folders of command agents are in it.
    ///   - files: What defines the swarm; nil: as built in.
    init(folder: String, files: SwarmFolder?, speed: Double, options: ModelOptions?) throws {
        let reading = files?.read(check: Self.check)
        var definition = try Self.definition(of: reading)
        var setup = Self.setup(reading?.swarm)
        if let model = options?.model {
            do throws(ModelSetupFault) {
                try setup.choose(model)
            } catch {
                throw Stop(.usage, error.sentence)
            }
            definition.agents = definition.agents.map(\.withModel)
            definition.recipes = RecipeCatalogue(definition.recipes.recipes.map(\.withModels))
        }
        if let budget = options?.budget.flatMap({ Money(definition: $0) }) {
            definition.policies.budgets.day = budget
        }
        var drivers: [DriverKind: any AgentDriver] = [
            .offline: OfflineDriver(speed: speed),
            .command: CommandDriver(folders: folder + "/agents", environment: Self.environment),
        ]
        let cards = definition.agents + definition.recipes.recipes.flatMap(\.agents)
        // Keys are in the environment, which the programs started here could read.
        if cards.contains(where: { $0.driver != .offline }) { ChildProcess.hideThisProcess() }
        var planner: Planner?
        if options?.model != nil || cards.contains(where: { $0.driver == .model }) {
            let equipment = try Self.equipment(setup, folder, options)
            let driver = ModelDriver(equipment, tools: try Self.tools(reading?.swarm))
            try Self.refuse(cards, driver)
            drivers[.model] = driver
            if setup.defaults != nil { planner = Planner(equipment) }
        }
        self.planner = planner
        self.definition = definition
        self.drivers = drivers
    }

    /// The swarm that is defined there; nil: as built in.
    static func definition(of files: SwarmFolder?) throws -> SwarmDefinition {
        try definition(of: files?.read(check: check))
    }

    private static func definition(of reading: SwarmReading?) throws -> SwarmDefinition {
        guard let reading else { return BuiltIn.definition }
        guard let definition = reading.definition else {
            throw Stop(.config, lines: reading.faults.map(\.sentence))
        }
        return definition
    }

    private static func refuse(_ cards: [AgentCard], _ driver: ModelDriver) throws {
        let faults = cards.filter { $0.driver == .model }.flatMap { card in
            driver.faults(of: card).map { "\(card.name): \($0)." }
        }
        if !faults.isEmpty { throw Stop(.config, lines: faults) }
    }

    // MARK: Tools

    /// The tools of the swarm file; starts the servers behind them to ask what they have.
    private static func tools(_ swarm: DefinitionNode?) throws -> ToolShelf {
        guard let node = swarm?["tools"] else { return ToolShelf([]) }
        var faults: [DefinitionFault] = []
        let box = Toolbox(
            ToolsDefinition(definition: node, approve: swarm?["approve"], faults: &faults),
            environment: environment)
        let loaded = Mutex<[any AgentTool]>([])
        let missing = Mutex<[String]>([])
        let done = DispatchSemaphore(value: 0)
        // Waited for below: a server that does not answer ends with its own time limit.
        Task.detached {
            let (tools, faults) = await box.tools()
            loaded.withLock { $0 = tools }
            missing.withLock { $0 = faults.map { "\($0.server): \($0.1.sentence)" } }
            done.signal()
        }
        done.wait()
        let unserved = missing.withLock { $0 }
        guard unserved.isEmpty else {
            throw Stop(.config, lines: unserved)
        }
        return ToolShelf(
            loaded.withLock { $0 }, needsApproval: { box.definition.needsApproval($0) })
    }

    // MARK: Models

    private static func setup(_ swarm: DefinitionNode?) -> ModelSetup {
        var setup = ModelSetup(environment: environment)
        var faults: [DefinitionFault] = []
        setup.read(endpoints: swarm?["endpoints"], models: swarm?["models"], faults: &faults)
        return setup
    }

    private static func equipment(
        _ setup: ModelSetup, _ folder: String, _ options: ModelOptions?
    ) throws -> ModelEquipment {
        guard let first = setup.endpoints.first else {
            throw Stop(
                .config,
                "There is no endpoint for model agents. Set OPENAI_API_KEY or ANTHROPIC_API_KEY, "
                    + "describe one under endpoints in swarm.yaml, or name a server: "
                    + "--model llama3.2@http://localhost:11434/v1.")
        }
        let client = ModelClient(
            endpoints: setup.endpoints, environment: environment,
            transport: try transports(options))
        // Agents that name their model need no default; none is guessed.
        let defaults =
            setup.defaults ?? ModelDefaults(endpoint: first.name, small: "", large: nil)
        return ModelEquipment(
            client: client, prices: try prices(options, setup), defaults: defaults,
            store: try store(folder))
    }

    private static func transports(
        _ options: ModelOptions?
    ) throws -> (Endpoint) -> any ModelTransport {
        if let path = options?.cassette {
            do {
                let cassette = try CassetteTransport(path: path)
                return { _ in FaultyTransport(cassette) }
            } catch {
                throw Stop(.inputOutput, "\(error.message).")
            }
        }
        // Found out before the first call is paid for.
        if let path = options?.record, !canAppend(path) {
            throw Stop(.inputOutput, "\(path) cannot be written. Name another file to record to.")
        }
        guard CurlTransport.isInstalled else {
            throw Stop(
                .inputOutput,
                "Models are called through libcurl, which is not on this machine. On Debian or "
                    + "Ubuntu: apt-get install libcurl4.")
        }
        return { endpoint in
            let curl = CurlTransport(.init(certificateFile: endpoint.certificates))
            guard let path = options?.record else { return FaultyTransport(curl) }
            return FaultyTransport(
                RecordingTransport(curl, path: path) { fault in
                    StandardStreams.complain("The recording ends here: \(fault.message).")
                })
        }
    }

    private static func canAppend(_ path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        close(descriptor)
        return true
    }

    private static func prices(_ options: ModelOptions?, _ setup: ModelSetup) throws -> PriceMap {
        var prices = PriceMap.builtIn
        // A server on this machine sends no bill.
        for model in setup.localModels where prices.price(of: model) == nil {
            if let free = ModelPrice(inputPerMillion: 0, outputPerMillion: 0) {
                prices.set(free, for: model)
            }
        }
        guard let path = options?.prices else { return prices }
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw Stop(.inputOutput, "The prices \(path) cannot be read. Check the name.")
        }
        do {
            let faults = try prices.merge([UInt8](bytes))
            if !faults.isEmpty {
                let lines = faults.prefix(20).map { "\(path): \($0)." }
                throw Stop(.config, lines: lines)
            }
        } catch let fault as JSONFault {
            throw Stop(.config, "\(path), \(fault.message).")
        }
        return prices
    }

    private static func store(_ folder: String) throws -> AnswerCache {
        do {
            return try AnswerCache(path: folder + "/answers.jsonl")
        } catch {
            throw Stop(.store, "Earlier answers cannot be read: \(error.message).")
        }
    }

    // MARK: Settings in the swarm file

    /// Names what is wrong with the settings of endpoints and agents.
    static let check = SwarmFolder.SettingsCheck(
        top: { swarm, faults in
            var setup = ModelSetup(environment: environment)
            setup.read(endpoints: swarm?["endpoints"], models: swarm?["models"], faults: &faults)
            if let tools = swarm?["tools"] {
                _ = ToolsDefinition(
                    definition: tools, approve: swarm?["approve"], faults: &faults)
            }
        },
        agent: { driver, node, swarm, faults in
            if driver == .model, let settings = node["settings"] {
                // What is wrong with these themselves was said at the top.
                var told: [DefinitionFault] = []
                var setup = ModelSetup(environment: environment)
                setup.read(endpoints: swarm?["endpoints"], models: swarm?["models"], faults: &told)
                let tools = swarm?["tools"].map { ToolsDefinition(definition: $0, faults: &told) }
                ModelDriver.check(
                    settings: settings, endpoints: setup.endpoints.map(\.name),
                    tools: (tools?.names ?? []) + ["memory"], faults: &faults)
            }
            guard driver == .command else { return }
            guard let settings = node["settings"] else {
                faults.append(
                    node.fault(
                        "a command agent needs settings", hint: "Write {command: [./reply.sh]}."))
                return
            }
            _ = CommandSettings(definition: settings, faults: &faults)
        })
}

extension AgentCard {
    /// The same agent with a model instead of the built-in rules; others stay as they are.
    fileprivate var withModel: AgentCard {
        guard driver == .offline else { return self }
        return AgentCard(
            name: name, skills: skills, domains: domains, driver: .model,
            model: DriverKind.model.rawValue, maxLoad: maxLoad, loadPerSubtask: loadPerSubtask,
            expectedWork: nil, replicas: replicas, replicaOf: replicaOf, settings: settings,
            limits: limits)
    }
}

extension Recipe {
    /// The same recipe whose own agents work with a model too.
    fileprivate var withModels: Recipe {
        Recipe(
            name: name, title: title, type: type, words: words, steps: steps,
            complexity: complexity, data: data, sections: sections, checks: checks,
            crossChecks: crossChecks, threshold: threshold, agents: agents.map(\.withModel))
    }
}
