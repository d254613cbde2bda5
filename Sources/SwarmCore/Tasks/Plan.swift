/// The steps of a task with their dependencies: a directed acyclic graph. A task without one runs all at once.
///
/// Immutable and shared by reference. Steps stand in an order in which each comes after what it depends on.
public final class Plan: Sendable {
    /// One node; its place in `steps` is its subtask's.
    public struct Step: Hashable, Sendable {
        /// Unique in the plan.
        public let name: String
        public let title: String
        public let skill: SkillID
        /// The steps it waits for.
        public var after = StepSet()
        public var isOptional = false
        public var condition: Condition?
        public var approval: ApprovalRule?
        public var review: ReviewRule?
        /// The place in `groups` when it is one of several answers to the same question.
        public var group: UInt8?

        public init(name: String, title: String, skill: SkillID) {
            self.name = name
            self.title = title
            self.skill = skill
        }
    }

    /// `StepCondition` with the step by its place.
    public struct Condition: Hashable, Sendable {
        public let step: UInt8
        public let path: String
        public let equals: JSONValue

        public init(step: Int, path: String, equals: JSONValue) {
            self.step = UInt8(truncatingIfNeeded: step)
            self.path = path
            self.equals = equals
        }
    }

    /// Several steps that answer the same question.
    public struct AnswerGroup: Hashable, Sendable {
        /// The name of the recipe's step.
        public let name: String
        public let members: StepSet
        public let rule: AnswersRule

        public init(name: String, members: StepSet, rule: AnswersRule) {
            self.name = name
            self.members = members
            self.rule = rule
        }
    }

    public let steps: [Step]
    public let groups: [AnswerGroup]

    public init(steps: [Step], groups: [AnswerGroup] = []) {
        self.steps = steps
        self.groups = groups
    }

    /// The recipe's step a subtask belongs to.
    public func recipeStep(of index: Int) -> String {
        steps[index].group.map { groups[Int($0)].name } ?? steps[index].name
    }

    /// The longest chain of steps; 1 when none waits for another.
    public var depth: Int {
        var depths = [Int](repeating: 1, count: steps.count)
        for (index, step) in steps.enumerated() {
            for before in step.after where before < index {
                depths[index] = max(depths[index], depths[before] + 1)
            }
        }
        return depths.max() ?? 0
    }
}

/// A set of places in a plan of at most 32 steps.
public struct StepSet: Hashable, Sendable, Sequence {
    public static let capacity = 32

    public private(set) var bits: UInt32 = 0

    public init() {}
    public init(bits: UInt32) { self.bits = bits }
    public init(_ places: some Sequence<Int>) { for place in places { insert(place) } }

    public var isEmpty: Bool { bits == 0 }
    public var count: Int { bits.nonzeroBitCount }

    public mutating func insert(_ place: Int) {
        bits |= 1 << UInt32(truncatingIfNeeded: place & 31)
    }
    public func contains(_ place: Int) -> Bool {
        (0..<StepSet.capacity).contains(place) && bits & 1 << UInt32(place) != 0
    }

    public func makeIterator() -> Iterator { Iterator(rest: bits) }

    /// The places in order.
    public struct Iterator: IteratorProtocol {
        fileprivate var rest: UInt32

        public mutating func next() -> Int? {
            guard rest != 0 else { return nil }
            defer { rest &= rest &- 1 }
            return rest.trailingZeroBitCount
        }
    }
}
