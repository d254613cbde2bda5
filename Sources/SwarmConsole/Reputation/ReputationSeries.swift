import SwarmCore

/// The reputations of some agents after each of the latest tasks, on one axis for all.
struct ReputationSeries {
    /// Lines drawn at once; more than these are a carpet, not a chart.
    static let mostAgents = 12

    /// The tasks along the axis, oldest first.
    let tasks: [TaskID]
    /// Who is drawn, the best first.
    let agents: [AgentID]
    /// For each agent its reputation before the first of `tasks` and after each.
    let values: [[Double]]

    /// - Parameter most: How many tasks there is room for.
    init(_ glance: Glance, most: Int) {
        let swarm = glance.swarm
        let ranked = swarm.agents.map { ($0.id, $0.reputation) }
            .sorted { $0.1 == $1.1 ? $0.0 < $1.0 : $0.1 > $1.1 }.map(\.0)
        var shown = Array(ranked.prefix(Self.mostAgents))
        if let chosen = glance.selection.agent, !shown.contains(chosen),
            swarm.agents.indices.contains(chosen.position)
        {
            shown[shown.count - 1] = chosen
        }
        let room = max(1, most)
        var ends: [TaskID: Instant] = [:]
        for id in shown {
            for change in swarm.agent(id).history.suffix(room) { ends[change.task] = change.at }
        }
        let ordered = ends.sorted {
            $0.value == $1.value ? $0.key.number < $1.key.number : $0.value < $1.value
        }
        let latest = ordered.suffix(room).map(\.key)
        let places = Dictionary(uniqueKeysWithValues: latest.enumerated().map { ($1, $0) })
        tasks = latest
        agents = shown
        values = shown.map { Self.values(swarm.agent($0), places, count: latest.count) }
    }

    private static func values(
        _ agent: AgentState, _ places: [TaskID: Int], count: Int
    ) -> [Double] {
        var after = [Double?](repeating: nil, count: count)
        var start: Double?
        for change in agent.history {
            guard let place = places[change.task] else { continue }
            if start == nil { start = change.before.value }
            after[place] = change.after.value
        }
        var current = start ?? agent.reputation.value
        var values = [current]
        for value in after {
            current = value ?? current
            values.append(current)
        }
        return values
    }
}
