/// What an agent is, as it was registered: never changes while it is registered.
public final class AgentCard: Sendable, Equatable {
    /// One skill with the words that point at it in a free-text task.
    public struct Skill: Hashable, Sendable {
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

    public init(
        name: String, skills: [Skill], domains: [String] = [], driver: DriverKind = .offline,
        model: String = "offline rules", maxLoad: Int = 100, loadPerSubtask: Int,
        expectedWork: TimeSpan? = nil
    ) {
        self.name = name
        self.skills = skills
        self.domains = domains
        self.driver = driver
        self.model = model
        self.maxLoad = maxLoad
        self.loadPerSubtask = loadPerSubtask
        self.expectedWork = expectedWork
    }

    /// `Marketing` for `Marketing Agent`: what a narrow column shows.
    public var shortName: String {
        name.hasSuffix(" Agent") && name.count > 6 ? String(name.dropLast(6)) : name
    }

    public static func == (a: AgentCard, b: AgentCard) -> Bool {
        a.name == b.name && a.skills == b.skills && a.domains == b.domains && a.driver == b.driver
            && a.model == b.model && a.maxLoad == b.maxLoad && a.loadPerSubtask == b.loadPerSubtask
            && a.expectedWork == b.expectedWork
    }
}
