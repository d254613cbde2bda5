import SwarmCore

/// Changing what may be spent, and asking agents: both are typed into the command line, begun here.
extension Console {
    /// Begins the command that changes the budget of the agent or task under the cursor of the costs, else the day's.
    mutating func openBudget() {
        let row = (desk[.costs] as? CostsPane)?.cursor
        let scope =
            switch row {
            case .agent(let id) where swarm.agents.indices.contains(id.position):
                "agent \(swarm.agent(id).card.shortName) "
            case .task(let id): swarm.tasks[id].map { "task \($0.brief.name) " } ?? "day "
            case .agent, .planning, .model, .day, nil: "day "
            }
        open(.commandLine("budget \(scope)"))
    }

    /// Begins the command that asks the agent under the cursor something; without one, its name comes first.
    mutating func openAsk() {
        let chosen = selection.agent.flatMap { id in
            swarm.agents.indices.contains(id.position) ? swarm.agent(id) : nil
        }
        let name = chosen.map { "\($0.card.shortName) " } ?? ""
        open(.commandLine("ask \(name)"))
    }
}

extension SwarmState {
    /// What may be spent there now, by a limit of its own; nil: it has none.
    func budget(of scope: BudgetScope) -> Money? {
        switch scope {
        case .day: policies.budgets.day
        case .task(let id): tasks[id]?.brief.budget
        case .agent(let id):
            agents.indices.contains(id.position) ? agent(id).card.limits.budget : nil
        }
    }
}
