import SwarmCore

/// What costs are added up by in the pane.
enum CostGrouping: String, CaseIterable, Sendable {
    case agent, model, task, day

    var next: CostGrouping {
        let all = Self.allCases
        let place = all.firstIndex(of: self) ?? 0
        return all[(place + 1) % all.count]
    }
}

/// One line of the costs: who, what it came to, and the budget it counts against.
struct CostRow: Sendable {
    /// What the row stands for, however the order changes.
    enum ID: Hashable, Sendable {
        case agent(AgentID)
        /// Planning, which no agent and no task pays.
        case planning
        case model(Int)
        case task(TaskID)
        case day(Int32)
    }

    let id: ID
    let name: String
    /// Behind the name: an agent's model, a task's name.
    let note: String
    let costs: Costs
    /// What counts against the budget, which for an agent is only today.
    var counted = Money.zero
    var budget: Money?

    /// `$0.38 of $0.50`; nil without a budget.
    var budgetWords: String? { budget.map { "\(counted.text) of \($0.text)" } }

    /// The dearest first, days the newest first; of equals the earlier in the swarm.
    static func all(by grouping: CostGrouping, _ glance: Glance) -> [CostRow] {
        let rows =
            switch grouping {
            case .agent: agents(glance)
            case .model: models(glance)
            case .task: tasks(glance)
            case .day: days(glance)
            }
        guard grouping != .day else { return rows }
        return rows.enumerated().sorted {
            ($1.element.costs.committed, $0.offset) < ($0.element.costs.committed, $1.offset)
        }.map(\.element)
    }

    private static func planning(_ glance: Glance) -> [CostRow] {
        let costs = glance.swarm.ledger.planning
        return costs.isEmpty
            ? [] : [CostRow(id: .planning, name: "planner", note: "words to plans", costs: costs)]
    }

    private static func agents(_ glance: Glance) -> [CostRow] {
        let budgets = glance.swarm.policies.budgets
        return glance.swarm.agents.filter { !$0.costs.isEmpty }.map { agent in
            CostRow(
                id: .agent(agent.id), name: agent.card.shortName, note: agent.card.model,
                costs: agent.costs,
                counted: glance.today.map { agent.costs(on: $0).committed } ?? .zero,
                budget: agent.card.limits.budget ?? budgets.agent)
        } + planning(glance)
    }

    private static func models(_ glance: Glance) -> [CostRow] {
        glance.swarm.ledger.models.enumerated().map { place, model in
            CostRow(id: .model(place), name: model.name, note: "", costs: model.costs)
        }
    }

    /// Of the latest tasks in memory: no frame looks at all there are.
    private static func tasks(_ glance: Glance) -> [CostRow] {
        let swarm = glance.swarm
        return glance.overview.recent.reversed().compactMap { id in
            guard let task = swarm.tasks[id], !task.calls.isEmpty else { return nil }
            let costs = task.costs()
            return CostRow(
                id: .task(id), name: task.brief.title, note: task.brief.name, costs: costs,
                counted: costs.committed,
                budget: task.brief.budget ?? swarm.policies.budgets.task)
        } + planning(glance)
    }

    private static func days(_ glance: Glance) -> [CostRow] {
        glance.swarm.ledger.days.reversed().map { day in
            CostRow(
                id: .day(day.day), name: String(Self.date(day.day)),
                note: day.day == glance.today ? "today" : "", costs: day.costs,
                counted: day.costs.committed, budget: glance.swarm.policies.budgets.day)
        }
    }

    /// `2026-01-06`.
    private static func date(_ day: Int32) -> Substring {
        WallTime(milliseconds: Int64(day) * 86_400_000).rfc3339.prefix(10)
    }
}
