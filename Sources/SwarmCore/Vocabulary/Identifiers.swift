/// An agent's place in registration order, from 0. Its name lives on its card.
public struct AgentID: Hashable, Comparable, Sendable {
    public let index: Int32

    public init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }

    public var position: Int { Int(index) }
    public static func < (a: AgentID, b: AgentID) -> Bool { a.index < b.index }
}

/// A task's slot and its number. Slots are reused, numbers never, so a stale id finds nothing.
public struct TaskID: Hashable, Sendable {
    public let slot: UInt32
    public let number: UInt32

    public init(slot: UInt32, number: UInt32) {
        self.slot = slot
        self.number = number
    }
}

/// One subtask: its task and its place among the task's subtasks, from 0.
public struct SubtaskKey: Hashable, Sendable {
    public let task: TaskID
    public let index: UInt8

    public init(task: TaskID, index: Int) {
        self.task = task
        self.index = UInt8(truncatingIfNeeded: index)
    }
}

/// One execution of a subtask, numbered from 1. The idempotency key `task/subtask/attempt` of spec §6.
public struct AttemptKey: Hashable, Sendable {
    public let task: TaskID
    public let subtask: UInt8
    public let number: UInt8

    public init(task: TaskID, subtask: Int, number: Int) {
        self.task = task
        self.subtask = UInt8(truncatingIfNeeded: subtask)
        self.number = UInt8(truncatingIfNeeded: number)
    }

    public var subtaskKey: SubtaskKey { SubtaskKey(task: task, index: Int(subtask)) }
}

/// An interned skill, 0..<128; its name is in `SwarmState.skillNames`.
public struct SkillID: Hashable, Comparable, Sendable {
    public let index: UInt8

    public init(_ index: Int) { self.index = UInt8(truncatingIfNeeded: index) }

    public static func < (a: SkillID, b: SkillID) -> Bool { a.index < b.index }
}

/// A fault's number, from 1, in the order of injection.
public struct FaultID: Hashable, Sendable {
    public let number: UInt32

    public init(_ number: UInt32) { self.number = number }
}
