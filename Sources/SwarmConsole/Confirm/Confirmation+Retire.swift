import SwarmCore

extension Confirmation {
    /// Whether an agent may go, with who is left for its skills.
    static func retiring(_ agent: AgentState, _ swarm: SwarmState) -> Confirmation {
        let name = agent.card.shortName
        var lines = [
            agent.liveAttempts > 0
                ? "\(Figures.count(Int(agent.liveAttempts), "attempt")) under way it still finishes; "
                    + "then it takes no more work."
                : "It takes no more work."
        ]
        let alone = agent.skills.filter { skill in
            !swarm.agents.contains {
                $0.id != agent.id && !$0.isRetired && $0.skills.contains(skill)
            }
        }.map(swarm.skillLabel)
        if !alone.isEmpty { lines.append("Nobody else has \(Figures.list(alone)).") }
        lines.append("Its name, history and reputation stay; :reinstate brings it back.")
        return Confirmation(
            "Retire \(name)?", consequences: lines, verb: "Retire it",
            actions: [.send(.retire(agent.id), done: "\(name) retired. :reinstate brings it back.")]
        )
    }
}
