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
        let all = glance.swarm.agents
        agents = Self.shown(glance)
        let latest = Self.latest(most, of: agents, all)
        tasks = latest.map(\.task)
        values = agents.map { Self.values(all[$0.position], latest) }
    }

    /// How many tasks the axis would have.
    static func taskCount(_ glance: Glance, most: Int) -> Int {
        latest(most, of: shown(glance), glance.swarm.agents).count
    }

    /// The best first, and the chosen one for certain.
    private static func shown(_ glance: Glance) -> [AgentID] {
        let all = glance.swarm.agents
        let ranked = all.indices.sorted {
            let (one, other) = (all[$0].reputation, all[$1].reputation)
            return one == other ? $0 < $1 : one > other
        }
        var shown = ranked.prefix(mostAgents).map { AgentID($0) }
        if let chosen = glance.selection.agent, !shown.contains(chosen),
            all.indices.contains(chosen.position)
        {
            shown[shown.count - 1] = chosen
        }
        return shown
    }

    /// A task that moved reputations, which they all do as it ends.
    private struct End: Comparable {
        let task: TaskID
        let at: Instant

        static func < (a: End, b: End) -> Bool {
            a.at == b.at ? a.task.number < b.task.number : a.at < b.at
        }
    }

    /// The tasks that moved any of these agents last, oldest first: the newest change of all that is left, again and
    /// again.
    private static func latest(_ most: Int, of agents: [AgentID], _ all: [AgentState]) -> [End] {
        var left = agents.map { all[$0.position].history.count }
        var ends: [End] = []
        while ends.count < max(1, most) {
            var newest: End?
            for (place, id) in agents.enumerated() where left[place] > 0 {
                let end = end(all[id.position], left[place] - 1)
                if newest.map({ $0 < end }) ?? true { newest = end }
            }
            guard let newest else { break }
            for (place, id) in agents.enumerated()
            where left[place] > 0 && end(all[id.position], left[place] - 1) == newest {
                left[place] -= 1
            }
            // Where several ended at one moment, agents may have them in different orders.
            let isKnown = ends.reversed().prefix { $0.at == newest.at }.contains(newest)
            if !isKnown { ends.append(newest) }
        }
        return ends.sorted()
    }

    private static func end(_ agent: AgentState, _ place: Int) -> End {
        End(task: agent.history[place].task, at: agent.history[place].at)
    }

    /// What it had before the first of these tasks, and after each: found from the latest back.
    private static func values(_ agent: AgentState, _ ends: [End]) -> [Double] {
        let history = agent.history
        var values = [Double](repeating: agent.reputation.value, count: ends.count + 1)
        var start: Double?
        var left = history.count
        // What is not known yet ends here: the place before the change that was looked at last.
        var open = ends.count
        for (place, end) in ends.enumerated().reversed() {
            while left > 0, history[left - 1].at > end.at { left -= 1 }
            let own = (0..<left).reversed().prefix { history[$0].at == end.at }
                .first { history[$0].task == end.task }
            guard let own else { continue }
            for later in place + 1...open { values[later] = history[own].after.value }
            start = history[own].before.value
            open = place
        }
        if let start { for earlier in 0...open { values[earlier] = start } }
        return values
    }
}
