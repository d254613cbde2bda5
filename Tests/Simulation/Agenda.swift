import SwarmCore

/// What happens to the swarm at one moment of a schedule.
struct Happening {
    enum Kind {
        case submit
        case report(AttemptKey, Saying, agent: AgentID, life: UInt16)
        case message(AttemptKey, agent: AgentID)
        case review(AttemptKey, AgentID, score: UInt8, life: UInt16)
        case approve(SubtaskKey, granted: Bool)
        case operate
        /// The attempt wants to make a model call, or one it made came back.
        case reserve(AttemptKey, agent: AgentID, life: UInt16)
        case settle(CallID, life: UInt16)
        case recall(AttemptKey, life: UInt16)
        case callTool(AttemptKey, agent: AgentID, life: UInt16)
        case finishTool(AttemptKey, number: UInt16, life: UInt16)
        case answerTool(AttemptKey, number: UInt16, granted: Bool)
        case commit(life: UInt16)
        case crash
        /// The wall clock is set forward or back.
        case wallJump
        /// The process stands still for a while, and everything that was due comes at once.
        case standStill
        /// From here on nothing fails any more.
        case calm
    }

    let at: Int64
    /// Drawn from the seed: what is due at the same moment comes in any order, but always the same.
    let tie: UInt32
    let kind: Kind
}

/// What a driver says of an attempt in a schedule; small, so that a happening is a few words.
enum Saying: UInt8 {
    case started, progress, acted, excellent, good, poor, empty, gaveUp, crashed
    case postponed, unavailable, refused, overBudget

    /// Whether it ends the attempt.
    var isEnd: Bool {
        switch self {
        case .started, .progress, .acted: false
        case .excellent, .good, .poor, .empty, .gaveUp, .crashed: true
        case .postponed, .unavailable, .refused, .overBudget: true
        }
    }
}

/// What is to come, earliest first: a binary heap in an array that is kept from schedule to schedule.
struct Agenda {
    private var heap: [Happening] = []

    var isEmpty: Bool { heap.isEmpty }
    var count: Int { heap.count }
    var nextTime: Int64? { heap.first?.at }

    mutating func empty() { heap.removeAll(keepingCapacity: true) }

    mutating func add(_ happening: Happening) {
        heap.append(happening)
        var place = heap.count - 1
        while place > 0 {
            let parent = (place - 1) / 2
            guard Self.isBefore(heap[place], heap[parent]) else { return }
            heap.swapAt(place, parent)
            place = parent
        }
    }

    mutating func takeNext() -> Happening? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var place = 0
        while true {
            var child = 2 * place + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, Self.isBefore(heap[child + 1], heap[child]) { child += 1 }
            guard Self.isBefore(heap[child], heap[place]) else { break }
            heap.swapAt(place, child)
            place = child
        }
        return first
    }

    private static func isBefore(_ a: Happening, _ b: Happening) -> Bool {
        a.at != b.at ? a.at < b.at : a.tie < b.tie
    }
}
