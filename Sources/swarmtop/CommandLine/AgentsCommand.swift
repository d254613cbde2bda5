import ArgumentParser
import SwarmCore
import SwarmFiles
import TerminalUI

struct AgentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agents", abstract: "Show the agents with their reputation and tier.")

    @Option(help: "Where the swarm's journal is kept.", completion: .directory)
    var dataDir: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws { try DataFolder.validate(dataDir) }

    func run() throws {
        let folder = try DataFolder.path(dataDir)
        let state = try Session.recordedState(folder: folder) ?? Self.untouched()
        let text = json ? Self.json(state).jsonText(pretty: true) : Self.table(state)
        try StandardStreams.print(text)
    }

    /// The built-in agents before anything happened.
    private static func untouched() -> SwarmState {
        var state = SwarmState()
        for (place, card) in BuiltInSwarm.cards.enumerated() {
            state.apply(.agentRegistered(AgentID(place), card), at: .zero)
        }
        return state
    }

    private static func json(_ state: SwarmState) -> JSONValue {
        .array(
            state.agents.map { agent in
                var object: JSONObject = [
                    "name": .string(agent.card.name),
                    "reputation": agent.reputation.json,
                    "tier": .string(agent.tier.rawValue),
                    "health": .string(agent.health.rawValue),
                    "driver": .string(agent.card.driver.rawValue),
                    "model": .string(agent.card.model),
                    "load": .integer(Int64(agent.load)),
                    "max_load": .integer(Int64(agent.maxLoad)),
                    "completed": .integer(Int64(agent.completed)),
                    "failed": .integer(Int64(agent.failed)),
                ]
                if let rate = agent.successRate { object["success_rate"] = .number(rate) }
                if let quality = agent.meanQuality { object["mean_quality"] = .number(quality) }
                if let mean = agent.times.mean { object["mean_seconds"] = .number(mean.rounded3) }
                if let p95 = agent.times.p95 { object["p95_seconds"] = .number(p95.rounded3) }
                var skills = JSONObject()
                for (skill, reputation) in zip(agent.card.skills, agent.skillReputation) {
                    skills[skill.name] = reputation.json
                }
                object["skills"] = .object(skills)
                return .object(object)
            })
    }

    private static func table(_ state: SwarmState) -> String {
        var lines = [
            "agent               reputation  tier               health    done  failed  model"
        ]
        for agent in state.agents {
            let cells = [
                Sanitiser.line(agent.card.name).padded(18),
                agent.reputation.short.padded(10, right: true),
                agent.tier.rawValue.padded(17), agent.health.rawValue.padded(8),
                String(agent.completed).padded(4, right: true),
                String(agent.failed).padded(6, right: true), Sanitiser.line(agent.card.model),
            ]
            lines.append(cells.joined(separator: "  "))
        }
        return lines.joined(separator: "\n")
    }
}

extension Points {
    /// Whole points, or one decimal when there is a fraction.
    var short: String {
        let tenths = (Int(raw) + 5_000) / 10_000
        return tenths % 10 == 0 ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
    }
}

extension String {
    /// Filled with spaces to `width` characters.
    func padded(_ width: Int, right: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - count))
        return right ? space + self : self + space
    }
}
