import SwarmCore

/// Agents and tasks that were marked, to be acted on together; by id, in the order they were marked.
struct Marks: Hashable, Sendable {
    private(set) var agents: [AgentID] = []
    private(set) var tasks: [TaskID] = []

    var isEmpty: Bool { agents.isEmpty && tasks.isEmpty }

    mutating func toggle(_ agent: AgentID) { Self.toggle(agent, in: &agents) }
    mutating func toggle(_ task: TaskID) { Self.toggle(task, in: &tasks) }

    /// Lets go of what has left memory or retired.
    mutating func settle(_ swarm: SwarmState) {
        guard !isEmpty else { return }
        tasks.removeAll { !swarm.tasks.contains($0) }
        agents.removeAll {
            !swarm.agents.indices.contains($0.position) || swarm.agent($0).isRetired
        }
    }

    /// `2 agents, 3 tasks marked`; empty when none is.
    var words: String {
        guard !isEmpty else { return "" }
        let parts = [
            agents.isEmpty ? nil : Figures.count(agents.count, "agent"),
            tasks.isEmpty ? nil : Figures.count(tasks.count, "task"),
        ]
        return parts.compactMap { $0 }.joined(separator: ", ") + " marked"
    }

    private static func toggle<ID: Equatable>(_ id: ID, in list: inout [ID]) {
        if let place = list.firstIndex(of: id) { list.remove(at: place) } else { list.append(id) }
    }
}
