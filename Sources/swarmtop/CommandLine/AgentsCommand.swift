import ArgumentParser
import SwarmCore
import SwarmFiles
import TerminalUI

struct AgentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agents", abstract: "Show the agents with their skills, reputation and tier.")

    @Option(help: "Where the swarm's journal is kept.", completion: .directory)
    var dataDir: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws { try DataFolder.validate(dataDir) }

    func run() throws {
        let folder = try DataFolder.path(dataDir)
        let state = try Session.recordedState(folder: folder) ?? Self.untouched()
        let text =
            json
            ? Self.json(state).jsonText(pretty: true)
            : Self.table(state, width: Report.terminalWidth)
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

    /// A row for each agent and under it the skills a task may ask it for.
    ///
    /// - Parameter width: Of the terminal: a longer list of skills ends in an ellipsis; nil: nothing is cut.
    private static func table(_ state: SwarmState, width: Int?) -> String {
        var table = TextTable([
            .left("agent"), .right("reputation"), .left("tier"), .left("health"), .right("done"),
            .right("failed"), .left("model"),
        ])
        for agent in state.agents {
            table.add([
                Sanitiser.line(agent.card.name), agent.reputation.short, agent.tier.rawValue,
                agent.health.rawValue, String(agent.completed), String(agent.failed),
                Sanitiser.line(agent.card.model),
            ])
        }
        let rows = table.lines
        let skills = state.agents.map { agent in
            let names = agent.card.skills.map { Sanitiser.line($0.name) }
            let list = names.isEmpty ? "no skills" : names.joined(separator: ", ")
            return "  " + (width.map { TextWidth.truncated(list, to: $0 - 2) } ?? list)
        }
        return (rows.prefix(1) + zip(rows.dropFirst(), skills).flatMap { [$0, $1] })
            .joined(separator: "\n")
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
