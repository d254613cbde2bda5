/// Sums over calls.
public struct Costs: Hashable, Codable, Sendable {
    public internal(set) var calls = 0
    /// Calls an earlier answer served.
    public internal(set) var cached = 0
    /// Reserved for calls under way.
    public internal(set) var reserved = Money.zero
    public internal(set) var spent = Money.zero
    /// Against the largest model, from real usage.
    public internal(set) var saved = Money.zero
    public internal(set) var input = 0
    public internal(set) var output = 0

    public init() {}

    public var committed: Money { reserved + spent }
    public var isEmpty: Bool { calls == 0 }

    mutating func reserve(_ call: Call) {
        calls += 1
        reserved += call.reserved
    }

    mutating func settle(_ call: Call, _ settlement: Settlement) {
        let amount = settlement.amount ?? call.reserved
        reserved -= call.reserved
        spent += amount
        input &+= settlement.usage.input
        output &+= settlement.usage.output
        if settlement.basis == .cache { cached += 1 }
        if let largest = settlement.largest, largest > amount { saved += largest - amount }
    }

    /// All of some calls together.
    public init(_ calls: some Sequence<Call>) {
        self.init()
        for call in calls {
            reserve(call)
            if let settlement = call.settlement { settle(call, settlement) }
        }
    }
}

/// Money as the events tell it: what was reserved, spent and saved, by whom and when.
public struct Ledger: Hashable, Codable, Sendable {
    public struct Model: Hashable, Codable, Sendable {
        public let name: String
        public internal(set) var costs = Costs()
    }

    public struct Day: Hashable, Codable, Sendable {
        /// Days since 1970-01-01 UTC.
        public let day: Int32
        public internal(set) var costs = Costs()
    }

    /// Calls under way, in order.
    public internal(set) var open: [Call] = []
    public internal(set) var latest: UInt32 = 0
    public internal(set) var total = Costs()
    /// Costs of planning, which no task pays.
    public internal(set) var planning = Costs()
    /// In the order they were first called.
    public internal(set) var models: [Model] = []
    /// In the order they came, the latest 400.
    public internal(set) var days: [Day] = []
    /// Calls that were not made for want of money.
    public internal(set) var refused = 0

    private static let mostDays = 400

    public init() {}

    public func costs(on day: Int32) -> Costs {
        days.last { $0.day == day }?.costs ?? Costs()
    }

    mutating func reserve(_ call: Call) {
        latest = max(latest, call.id.number)
        open.append(call)
        change(call) { $0.reserve(call) }
    }

    /// Takes the call from those under way; nil when it is none of them.
    mutating func settle(_ id: CallID, _ settlement: Settlement) -> Call? {
        guard let place = open.firstIndex(where: { $0.id == id }) else { return nil }
        let call = open.remove(at: place)
        change(call) { $0.settle(call, settlement) }
        return call
    }

    private mutating func change(_ call: Call, _ change: (inout Costs) -> Void) {
        change(&total)
        if call.request.purpose == .planning { change(&planning) }
        change(&models[place(of: call.request.model)].costs)
        change(&days[place(of: call.request.day)].costs)
    }

    private mutating func place(of model: String) -> Int {
        if let place = models.firstIndex(where: { $0.name == model }) { return place }
        models.append(Model(name: model))
        return models.count - 1
    }

    private mutating func place(of day: Int32) -> Int {
        if let place = days.lastIndex(where: { $0.day == day }) { return place }
        if days.count >= Self.mostDays { days.removeFirst() }
        days.append(Day(day: day))
        return days.count - 1
    }
}

/// What may be spent; nil is no limit (spec §10).
public struct BudgetPolicy: Hashable, Codable, Sendable {
    /// For each task that names no budget of its own.
    public var task: Money?
    /// For each agent and day (UTC), unless its card says otherwise.
    public var agent: Money?
    /// For the whole swarm and day (UTC).
    public var day: Money?
    /// Whether models without a known price may be called; they count as free.
    public var allowsUnknownPrices = false

    public init() {}
}

/// Whether an earlier answer may serve (spec §10).
public enum CachePolicy: String, CaseIterable, Codable, Sendable {
    /// To a nearly equal question, for an hour.
    case similar
    /// To the very same question, for ever.
    case `static`
    case none
}
