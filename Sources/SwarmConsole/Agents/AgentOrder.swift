import SwarmCore

/// By what the agents are sorted, and which way.
struct AgentOrder: Hashable, Sendable {
    enum Column: String, CaseIterable, Sendable {
        case load, reputation, health, name

        /// The way that puts what matters first.
        var startsDescending: Bool { self != .name }
    }

    var column = Column.load
    var isReversed = false

    var isDescending: Bool { column.startsDescending != isReversed }

    mutating func next() {
        let all = Column.allCases
        let place = all.firstIndex(of: column) ?? 0
        column = all[(place + 1) % all.count]
        isReversed = false
    }

    /// Equal agents stay in the order they registered, whichever way the rest is sorted.
    func sorted(_ agents: [AgentState]) -> [AgentID] {
        switch column {
        case .load: by(agents) { Int64($0.loadPermille) }
        case .reputation: by(agents) { Int64($0.reputation.raw) }
        case .health: by(agents) { Self.severity($0) }
        case .name: named(agents)
        }
    }

    private func by(_ agents: [AgentState], _ key: (AgentState) -> Int64) -> [AgentID] {
        let keyed = agents.map { (id: $0.id, key: isDescending ? -key($0) : key($0)) }
        return keyed.sorted { ($0.key, $0.id) < ($1.key, $1.id) }.map(\.id)
    }

    private func named(_ agents: [AgentState]) -> [AgentID] {
        let keyed = agents.map { (id: $0.id, name: $0.card.shortName) }
        let sorted = keyed.sorted { $0.name == $1.name ? $0.id < $1.id : $0.name < $1.name }
        return (isDescending ? sorted.reversed() : sorted).map(\.id)
    }

    private static func severity(_ agent: AgentState) -> Int64 {
        switch agent.health {
        case .healthy: 0
        case .paused: 1
        case .degraded: 2
        case .offline: 3
        case .unhealthy: 4
        }
    }
}
