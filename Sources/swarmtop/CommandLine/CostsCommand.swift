import ArgumentParser
import SwarmCore

struct CostsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "costs", abstract: "Show what model calls cost, and who made them.",
        discussion: "Reads the data folder only, also while a swarm runs over it.")

    @Option(help: "What to add up by.")
    var by = CostReport.Key.model

    @Flag(help: "Print JSON: every sum and every call.")
    var json = false

    @Flag(help: "Print CSV: one line for each call.")
    var csv = false

    @Option(help: "Where the swarm's journal is kept.", completion: .directory)
    var dataDir: String?

    func validate() throws {
        try DataFolder.validate(dataDir)
        if json && csv { throw ValidationError("Choose one of --json and --csv.") }
    }

    func run() throws {
        let recording = RecordedFolder(folder: try DataFolder.path(dataDir))
        var report = CostReport()
        let state = try recording.fold { envelope, state in report.take(envelope, state: state) }
        guard state != nil || json || csv else { throw recording.nothingYet }
        if csv {
            guard StandardStreams.write(report.csv) else {
                throw Stop(.inputOutput, "Standard output was closed.")
            }
        } else {
            try StandardStreams.print(
                json
                    ? JSONValue.object(report.json).jsonText(pretty: true)
                    : CostText(report: report, key: by).text())
        }
    }
}

extension CostReport.Key: ExpressibleByArgument {}
