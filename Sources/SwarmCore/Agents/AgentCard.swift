/// What an agent is, as it was registered: never changes while it is registered.
public final class AgentCard: Sendable, Equatable {
    /// One skill with the words that point at it in a free-text task.
    public struct Skill: Hashable, Codable, Sendable {
        public let name: String
        public let keywords: [String]

        public init(_ name: String, keywords: [String] = []) {
            self.name = name
            self.keywords = keywords
        }
    }

    public let name: String
    public let skills: [Skill]
    public let domains: [String]
    public let driver: DriverKind
    /// What produced its words, shown beside every result: `offline rules`, or a model's name.
    public let model: String
    public let maxLoad: Int
    public let loadPerSubtask: Int
    /// How long one subtask usually takes, for estimates on screen; nil when nobody knows yet.
    public let expectedWork: TimeSpan?
    /// How many agents of this kind there may be at once; they follow the load.
    public let replicas: ClosedRange<Int>
    /// The agent it is one more of, because the load asked for it.
    public let replicaOf: String?
    /// Settings of its driver, as the swarm file gives them.
    public let settings: JSONObject
    public let limits: AgentLimits

    /// Its own time and money; nil: what the policies say.
    public var idleTimeout: TimeSpan? { limits.idleTimeout }
    public var hardTimeout: TimeSpan? { limits.hardTimeout }

    public init(
        name: String, skills: [Skill], domains: [String] = [], driver: DriverKind = .offline,
        model: String = "offline rules", maxLoad: Int = 100, loadPerSubtask: Int,
        expectedWork: TimeSpan? = nil, replicas: ClosedRange<Int> = 1...1,
        replicaOf: String? = nil, settings: JSONObject = JSONObject(),
        limits: AgentLimits = AgentLimits()
    ) {
        self.name = name
        self.skills = skills
        self.domains = domains
        self.driver = driver
        self.model = model
        self.maxLoad = maxLoad
        self.loadPerSubtask = loadPerSubtask
        self.expectedWork = expectedWork
        self.replicas = replicas
        self.replicaOf = replicaOf
        self.settings = settings
        self.limits = limits
    }

    /// `Marketing` for `Marketing Agent`: what a narrow column shows.
    public var shortName: String {
        name.hasSuffix(" Agent") && name.count > 6 ? String(name.dropLast(6)) : name
    }

    /// The same agent with another budget a day; nil: what the policies say.
    public func limited(to budget: Money?) -> AgentCard {
        var limits = limits
        limits.budget = budget
        return AgentCard(
            name: name, skills: skills, domains: domains, driver: driver, model: model,
            maxLoad: maxLoad, loadPerSubtask: loadPerSubtask, expectedWork: expectedWork,
            replicas: replicas, replicaOf: replicaOf, settings: settings, limits: limits)
    }

    public static func == (a: AgentCard, b: AgentCard) -> Bool {
        a.name == b.name && a.skills == b.skills && a.domains == b.domains && a.driver == b.driver
            && a.model == b.model && a.maxLoad == b.maxLoad && a.loadPerSubtask == b.loadPerSubtask
            && a.expectedWork == b.expectedWork && a.replicas == b.replicas
            && a.replicaOf == b.replicaOf && a.settings == b.settings
            && a.limits == b.limits
    }
}

/// An agent's own time and money; nil: what the policies say.
public struct AgentLimits: Hashable, Codable, Sendable {
    /// Without a sign of life for this long its attempt counts as hung.
    public var idleTimeout: TimeSpan?
    public var hardTimeout: TimeSpan?
    /// Dollars a day (UTC).
    public var budget: Money?
    /// Model calls a minute; more wait.
    public var callsPerMinute: Int?

    public init() {}
}
