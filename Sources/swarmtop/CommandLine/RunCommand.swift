import ArgumentParser
import Foundation
import SwarmCore
import SwarmFiles

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Give the swarm tasks and print their results.",
        discussion: """
            FILE is YAML or JSON: one task, or a list of tasks submitted at once. Without FILE the task is \
            made from --text or --recipe.
            """)

    @Argument(help: "A file with one task or a list of tasks; - reads standard input.")
    var file: String?

    @Option(help: "What to do, in plain words.")
    var text: String?

    @Option(help: "The recipe to follow, e.g. campaign.")
    var recipe: String?

    @Option(
        name: .customLong("set"), parsing: .upToNextOption,
        help: ArgumentHelp("The task's data.", valueName: "key=value"))
    var data: [String] = []

    @Flag(help: "Let a model make a plan of --text first; the plan is told on standard error.")
    var plan = false

    @Flag(help: "Print exactly one JSON result; for a list an array in the order of submission.")
    var json = false

    @Flag(help: "Print every event as a JSON line.")
    var events = false

    @OptionGroup var approvals: ApprovalOptions
    @OptionGroup var options: SwarmOptions

    func validate() throws {
        if plan, text == nil || recipe != nil {
            throw ValidationError("--plan goes with --text alone.")
        }
        if json && events { throw ValidationError("Choose one of --json and --events.") }
        if text?.allSatisfy(\.isWhitespace) == true {
            throw ValidationError("--text is empty. Say what the swarm should do.")
        }
        _ = try TaskFlags.data(data)
    }

    func run() async throws {
        let (drafts, isList) = try readDrafts()
        let session = try await Session.open(options)
        let format: Headless.Format = json ? .json(isList: isList) : events ? .events : .text
        let headless = Headless(
            session: session, format: format, approve: approvals.approve)
        if plan {
            guard let planner = session.planner else {
                throw Stop(
                    .config,
                    "There is no model to plan with. Name one: --model gpt-4o-mini, or models: in swarm.yaml."
                )
            }
            return try await headless.run(planning: text ?? "", planner, drafts[0])
        }
        try await headless.run(drafts, badInput: file == nil ? .usage : .config)
    }

    /// What depends on FILE is not in `validate`, which comes before an option that does not exist is named: its value
    /// would be taken for FILE.
    private func readDrafts() throws -> ([TaskDraft], isList: Bool) {
        if let file {
            guard text == nil, recipe == nil else {
                throw Stop(
                    .usage,
                    "Give either a FILE, here \(file), or --text and --recipe, not both.")
            }
            guard data.isEmpty else {
                throw Stop(
                    .usage,
                    "--set goes with --text and --recipe; a FILE, here \(file), has its own data.")
            }
            return try TaskFile.drafts(path: file)
        }
        guard text != nil || recipe != nil else {
            throw Stop(.usage, "Say what to do: a FILE, --text \"…\" or --recipe campaign.")
        }
        var draft = TaskDraft()
        draft.text = text
        draft.recipe = recipe
        draft.data = try TaskFlags.data(data)
        return ([draft], false)
    }
}

struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Finish what an interrupted run left, and print the results.")

    @Flag(help: "Print a JSON array of the results.")
    var json = false

    @OptionGroup var approvals: ApprovalOptions
    @OptionGroup var options: SwarmOptions

    func run() async throws {
        let session = try await Session.open(options)
        let headless = Headless(
            session: session, format: json ? .json(isList: true) : .text,
            approve: approvals.approve)
        try await headless.resume()
    }
}

/// `--set key=value`: numbers, true, false and null as such, anything else as text.
enum TaskFlags {
    static func data(_ settings: [String]) throws -> JSONObject {
        var data = JSONObject()
        for setting in settings {
            let parts = setting.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw ValidationError(
                    "--set takes key=value, e.g. --set budget=50000; not \"\(setting)\".")
            }
            data[String(parts[0])] = value(String(parts[1]))
        }
        return data
    }

    static func value(_ text: String) -> JSONValue {
        if let json = try? JSONValue.parse(text), json.string == nil { return json }
        return .string(text)
    }
}
