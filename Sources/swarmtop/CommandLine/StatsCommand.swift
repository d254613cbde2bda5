import ArgumentParser
import SwarmCore

struct StatsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Show what the swarm did, in figures.",
        discussion: "Reads the data folder only, also while a swarm runs over it.")

    @Option(help: "Where the swarm's journal is kept.", completion: .directory)
    var dataDir: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws { try DataFolder.validate(dataDir) }

    func run() throws {
        let recording = RecordedFolder(folder: try DataFolder.path(dataDir))
        var statistics = Statistics()
        let state = try recording.fold { envelope, state in
            statistics.apply(envelope.event, at: envelope.at, state: state)
        }
        guard state != nil || json else { throw recording.nothingYet }
        let swarm = state ?? SwarmState()
        try StandardStreams.print(
            json
                ? StatisticsDocument.json(statistics, swarm: swarm).jsonText(pretty: true)
                : StatisticsText(statistics: statistics, swarm: swarm).text())
    }
}
