import SwarmCore

/// The files that define a swarm: a folder with `swarm.yaml`, `recipes/*.yaml` and `scenarios/*.yaml`, or one file.
///
/// One file is a swarm file, or a recipe when it has `steps`. Everything is optional: what the files do not say
/// is as built in. Reading never changes anything; whoever reloads keeps what it has while there are faults.
public struct SwarmFolder: Sendable {
    /// As it was given, and as faults name it.
    public let path: String

    public init(path: String) { self.path = path }

    /// Files of one kind that are read; more is a fault.
    static let mostFiles = 1_000
    /// What does agents' work in this program.
    static let drivers: [DriverKind] = [.offline, .model, .command]

    /// A cheap picture of the files: two that are equal mean that nothing was saved in between.
    public var stamp: SwarmStamp { SwarmStamp(files: files.all.map { FileContent.stamp(of: $0) }) }

    /// Names what is wrong with what only drivers understand.
    public struct SettingsCheck: Sendable {
        /// Looks at the swarm file's own mapping; nil when there is none.
        public var top: @Sendable (DefinitionNode?, inout [DefinitionFault]) -> Void
        /// Looks at one agent's mapping, with the swarm file's own beside it.
        public var agent: Agent

        public typealias Agent =
            @Sendable (
                DriverKind, DefinitionNode, DefinitionNode?, inout [DefinitionFault]
            ) -> Void

        public init(
            top: @escaping @Sendable (DefinitionNode?, inout [DefinitionFault]) -> Void,
            agent: @escaping Agent
        ) {
            self.top = top
            self.agent = agent
        }
    }

    /// Reads everything and names every fault at once; `check` looks at each agent's mapping.
    public func read(
        defaults: SwarmDefinition = BuiltIn.definition, check: SettingsCheck? = nil
    ) -> SwarmReading {
        let files = self.files
        var faults = files.faults
        var swarm: DefinitionNode?
        var recipes: [DefinitionNode] = []
        for path in files.swarm {
            guard let node = Self.node(path, &faults) else { continue }
            if files.isFolder || node["steps"] == nil { swarm = node } else { recipes.append(node) }
        }
        for path in files.recipes {
            if let node = Self.node(path, &faults) { recipes.append(node) }
        }
        // A recipe by itself may lean on the built-in agents; a swarm file says who there is.
        let definition = SwarmDefinition.read(
            swarm: swarm, recipes: recipes, defaults: defaults, drivers: Self.drivers,
            faults: &faults)
        check?.top(swarm, &faults)
        for node in [swarm].compactMap({ $0 }) + recipes {
            Self.checkSettings(of: node["agents"], swarm, check, &faults)
        }
        return SwarmReading(
            swarm: swarm,
            definition: faults.isEmpty ? definition : nil, faults: faults.inReadingOrder(),
            files: files.swarm + files.recipes, scenarios: files.scenarios)
    }

    private static func checkSettings(
        of agents: DefinitionNode?, _ swarm: DefinitionNode?, _ check: SettingsCheck?,
        _ faults: inout [DefinitionFault]
    ) {
        guard let check else { return }
        for agent in agents?.entries ?? [] {
            let kind = agent["driver"]?.json.string.flatMap(DriverKind.init) ?? .offline
            check.agent(kind, agent, swarm, &faults)
        }
    }

    private static func node(
        _ path: String, _ faults: inout [DefinitionFault]
    ) -> DefinitionNode? {
        do throws(DefinitionFault) {
            return YAMLText.node(try FileContent.bytes(of: path), file: path, &faults)
        } catch {
            faults.append(error)
            return nil
        }
    }

    // MARK: Which files

    private struct Files {
        var isFolder = true
        var swarm: [String] = []
        var recipes: [String] = []
        var scenarios: [String] = []
        var faults: [DefinitionFault] = []

        var all: [String] { swarm + recipes + scenarios }
    }

    private var files: Files {
        var files = Files()
        guard FileContent.isFolder(path) else {
            files.isFolder = false
            if FileContent.exists(path) { files.swarm = [path] }
            return files
        }
        let base = path.hasSuffix("/") ? String(path.dropLast()) : path
        files.swarm = ["swarm.yaml", "swarm.yml"].map { base + "/" + $0 }
            .filter(FileContent.exists)
        if files.swarm.count > 1 {
            files.faults.append(
                DefinitionFault(
                    at: .init(file: files.swarm[1]), path: "", "there is a swarm.yaml too",
                    hint: "Keep one of the two."))
        }
        files.recipes = Self.listed(base + "/recipes", &files.faults)
        files.scenarios = Self.listed(base + "/scenarios", &files.faults)
        return files
    }

    private static func listed(
        _ folder: String, _ faults: inout [DefinitionFault]
    ) -> [String] {
        guard FileContent.exists(folder) else { return [] }
        do throws(DefinitionFault) {
            let names = try FileContent.names(in: folder).filter {
                !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml"))
            }
            if names.count > mostFiles {
                faults.append(
                    DefinitionFault(
                        at: .init(file: folder), path: "", "\(names.count) files are here",
                        hint: "At most \(mostFiles) are read."))
            }
            return names.sorted().prefix(mostFiles).map { folder + "/" + $0 }
        } catch {
            faults.append(error)
            return []
        }
    }

    /// Whether there is anything at all at the path.
    public var exists: Bool { FileContent.exists(path) }
}

/// What reading a swarm's files came to.
public struct SwarmReading: Sendable {
    /// The whole swarm file, for what is not read here: `endpoints`, `models`, `tools`, `approve`.
    public let swarm: DefinitionNode?
    /// Nil when there is a fault.
    public let definition: SwarmDefinition?
    /// In the order of files and lines.
    public let faults: [DefinitionFault]
    /// The swarm and recipe files that were read; empty when all is as built in.
    public let files: [String]
    /// The scenario files, not read here.
    public let scenarios: [String]
}

/// The names, times, sizes and places on disk of a swarm's files.
public struct SwarmStamp: Hashable, Sendable {
    struct File: Hashable, Sendable {
        let path: String
        /// Of the last change; nil when it cannot be looked at.
        let seconds: Int?
        let nanoseconds: Int?
        let size: Int64?
        let number: UInt64?
    }

    let files: [File]
}
