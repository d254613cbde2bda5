/// A task as somebody wrote it, before it was checked: every field but the words may be missing.
public struct TaskDraft: Hashable, Sendable {
    public var id: String?
    public var title: String?
    /// Free text; enough on its own.
    public var text: String?
    public var type: String?
    public var recipe: String?
    public var complexity: Complexity?
    public var requiredSkills: [String]?
    public var domain: String?
    public var priority: Priority = .normal
    public var deadline: WallTime?
    public var data = JSONObject()
    /// Run without the skills no willing agent has, and end `partial`.
    public var bestEffort = false
    /// The name of the task it repeats with changed data.
    public var origin: String?
    /// Dollars its model calls may cost together.
    public var budget: Money?
    public var cache = CachePolicy.none

    public init() {}
}
