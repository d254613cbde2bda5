/// A model call's number, from 1, in the order of reservation.
public struct CallID: Hashable, Sendable {
    public let number: UInt32

    public init(_ number: UInt32) { self.number = number }
}

/// What a model call is made for, and who pays.
public enum CallPurpose: Hashable, Codable, Sendable {
    case work(AttemptKey, AgentID)
    /// The agent judges the attempt's result.
    case review(AttemptKey, AgentID)
    /// The agent answers a question that belongs to the task.
    case answer(TaskID?, AgentID)
    /// Free text becomes a plan, before there is a task.
    case planning

    public var attempt: AttemptKey? {
        switch self {
        case .work(let key, _), .review(let key, _): key
        case .answer, .planning: nil
        }
    }

    public var task: TaskID? {
        switch self {
        case .work(let key, _), .review(let key, _): key.task
        case .answer(let id, _): id
        case .planning: nil
        }
    }

    public var agent: AgentID? {
        switch self {
        case .work(_, let id), .review(_, let id), .answer(_, let id): id
        case .planning: nil
        }
    }

    /// The name in the journal; never changes meaning.
    public var name: String {
        switch self {
        case .work: "work"
        case .review: "review"
        case .answer: "answer"
        case .planning: "planning"
        }
    }
}

/// A model call somebody wants to make.
public struct CallRequest: Hashable, Codable, Sendable {
    public var purpose: CallPurpose
    public var model: String
    /// What it costs at the most; nil when the model has no known price.
    public var worst: Money?
    /// The day it is paid on: days since 1970-01-01 UTC.
    public var day: Int32

    public init(purpose: CallPurpose, model: String, worst: Money?, day: Int32) {
        self.purpose = purpose
        self.model = model
        self.worst = worst
        self.day = day
    }
}

/// Tokens of a call as the provider counted them.
public struct CallUsage: Hashable, Codable, Sendable {
    /// All input, the cached part included.
    public var input: Int
    public var cachedInput: Int
    public var output: Int

    public init(input: Int = 0, cachedInput: Int = 0, output: Int = 0) {
        self.input = input
        self.cachedInput = cachedInput
        self.output = output
    }
}

/// What a call came to.
public struct Settlement: Hashable, Codable, Sendable {
    public enum Basis: String, CaseIterable, Codable, Sendable {
        /// The provider's own count.
        case usage
        /// The count was missing or cannot be right: the amount is the reservation.
        case reservation
        /// Nothing was sent: an earlier answer served.
        case cache
        /// The call failed before the provider charged for it.
        case unused
    }

    /// Nil: what was reserved.
    public var amount: Money?
    public var usage: CallUsage
    public var basis: Basis
    /// What the same tokens would have cost with the largest model; nil when that is not known.
    public var largest: Money?

    public init(
        amount: Money?, usage: CallUsage = CallUsage(), basis: Basis, largest: Money? = nil
    ) {
        self.amount = amount
        self.usage = usage
        self.basis = basis
        self.largest = largest
    }

    /// Nobody knows what it cost: the reservation stays.
    public static let unknown = Settlement(amount: nil, basis: .reservation)
    public static let unused = Settlement(amount: .zero, basis: .unused)
}

/// Why a call may not be made.
public struct BudgetRefusal: Hashable, Codable, Sendable, Error {
    public enum Scope: String, CaseIterable, Codable, Sendable {
        case task, agent, day
        /// The model has no known price.
        case price
        /// The task has made as many calls as it may.
        case calls
    }

    public var scope: Scope
    /// The budget; with `calls` a count, not dollars.
    public var limit: Money
    /// Spent and reserved so far.
    public var committed: Money
    public var asked: Money

    public init(scope: Scope, limit: Money, committed: Money, asked: Money) {
        self.scope = scope
        self.limit = limit
        self.committed = committed
        self.asked = asked
    }

    /// Says it in a sentence, with what to do.
    public var sentence: String {
        switch scope {
        case .task, .agent, .day:
            "The \(scope == .day ? "day's" : scope.rawValue + "'s") budget of \(limit.text) has "
                + "\(max(limit - committed, .zero).text) left, and the call may cost \(asked.text). "
                + "Raise the budget, or use a cheaper model."
        case .price:
            "The model has no known price. Add it with --prices FILE, or allow unknown prices."
        case .calls: "The task has made as many model calls as it may. Raise limits: calls."
        }
    }
}

/// A call and what came of it.
public struct Call: Hashable, Codable, Sendable {
    public let id: CallID
    public let request: CallRequest
    public internal(set) var settlement: Settlement?

    public var reserved: Money { request.worst ?? .zero }
    /// What it cost, or may cost at the most.
    public var committed: Money { settlement.map { $0.amount ?? reserved } ?? reserved }
}
