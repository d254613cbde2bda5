import ArgumentParser
import SwarmCore

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Explain who got a task's work, and what came of it.",
        discussion: """
            Every bid with its checks and terms, ties, the team, each attempt and what a failure led to. \
            With --weights or --skill-match also what the same moment would have led to under those. \
            Reads the data folder only, also while a swarm runs over it.
            """)

    @Argument(help: "The task's name; without it the latest.")
    var task: String?

    @Option(
        help: ArgumentHelp(
            "What if: other weights, e.g. reputation=0.6,skill=0.3,load=0.1; or documents; or second.",
            valueName: "weights"))
    var weights: String?

    @Option(help: "What if: another skill match.")
    var skillMatch: ScoringPolicy.SkillMatch?

    @Flag(help: "Compare all bids with their outcomes over time instead.")
    var outcomes = false

    @Option(help: "Where the swarm's journal is kept.", completion: .directory)
    var dataDir: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        try DataFolder.validate(dataDir)
        let whatIf = try Weights.scoring(weights, skillMatch: skillMatch)
        if outcomes, whatIf != nil {
            throw ValidationError(
                "--outcomes is about all tasks; leave --weights and --skill-match away.")
        }
    }

    func run() throws {
        // Not in `validate`, which comes before an option that does not exist is named.
        if outcomes, let task {
            throw Stop(.usage, "--outcomes is about all tasks; leave the task \(task) away.")
        }
        let recording = RecordedFolder(folder: try DataFolder.path(dataDir))
        try StandardStreams.print(
            outcomes ? try compared(recording) : try explained(recording))
    }

    private func explained(_ recording: RecordedFolder) throws -> String {
        var explanation = Explanation(task: task)
        let names = try recording.explain(into: &explanation)
        let whatIf = try Weights.scoring(weights, skillMatch: skillMatch)
        guard let found = explanation.task,
            let document = ExplanationDocument(explanation).json(whatIf: json ? whatIf : nil)
        else {
            throw task.map { recording.unknown(task: $0, among: names) } ?? recording.nothingYet
        }
        return json
            ? document.jsonText(pretty: true)
            : ExplanationText(explanation: explanation, task: found, whatIf: whatIf).text()
    }

    private func compared(_ recording: RecordedFolder) throws -> String {
        var outcomes = BidOutcomes()
        let state = try recording.fold { envelope, state in
            outcomes.apply(envelope.event, at: envelope.at, state: state)
        }
        guard let state else { throw recording.nothingYet }
        return json
            ? outcomes.json(state).jsonText(pretty: true)
            : OutcomesText(outcomes: outcomes, swarm: state).text()
    }
}
