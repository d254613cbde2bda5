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

    /// Begins the command that asks the agent under the cursor something.
    mutating func openAsk() {
        guard let id = selection.agent, swarm.agents.indices.contains(id.position) else { return }
        open(.commandLine("ask \(swarm.agent(id).card.shortName) "))
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
