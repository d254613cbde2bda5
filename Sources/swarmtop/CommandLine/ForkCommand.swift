import ArgumentParser
import SwarmCore
import SwarmRuntime

struct ForkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fork", abstract: "Run a recorded task again with other data.",
        discussion: """
            Takes the task as it was recorded in the data folder, changes its data, and runs it there under a new name.
            """)

    @Argument(help: "The task's name, e.g. campaign_001.")
    var task: String

    @Option(
        help: ArgumentHelp(
            "From which step on: an event's number, or a subtask's name or skill.",
            valueName: "step"))
    var at: String?

    @Option(
        name: .customLong("set"), parsing: .upToNextOption,
        help: ArgumentHelp("What to change in the task's data.", valueName: "key=value"))
    var data: [String] = []

    @Flag(help: "Print exactly one JSON result.")
    var json = false

    @OptionGroup var approvals: ApprovalOptions
    @OptionGroup var options: SwarmOptions

    func validate() throws { _ = try TaskFlags.data(data) }

    func run() async throws {
        let recording = try RecordingSource.folder(try options.folder).read()
        let plan: ForkPlan
        do throws(ForkFault) {
            plan = try ForkPlan(
                of: task, at: step, changing: (try? TaskFlags.data(data)) ?? JSONObject(),
                in: recording)
        } catch {
            throw Stop(.usage, error.sentence)
        }
        if let note = Self.note(plan) { StandardStreams.complain(note) }
        let session = try await Session.open(options)
        let headless = Headless(
            session: session, format: json ? .json(isList: false) : .text,
            approve: approvals.approve)
        try await headless.fork(plan)
    }

    private var step: ForkStep {
        guard let at else { return .start }
        return UInt64(at).map { .event($0) } ?? .subtask(at)
    }

    /// What the fork begins with; nil when everything runs again.
    private static func note(_ plan: ForkPlan) -> String? {
        guard !plan.kept.isEmpty else { return nil }
        let names = plan.kept.map { plan.subtasks[Int($0.subtask)] }
        return "Kept as recorded: \(names.joined(separator: ", ")). The rest runs again."
    }
}

extension ForkFault {
    /// For people: what is wrong and what to do next.
    var sentence: String {
        switch self {
        case .noSuchTask(let name, let nearest):
            "No task \"\(name)\" is recorded here."
                + (nearest.map { " Nearest: \($0)." }
                    ?? " Tasks are named in the results of swarmtop run.")
        case .noSuchSubtask(let name, let known):
            "It has no subtask \"\(name)\". Known: \(known.joined(separator: ", "))."
        case .neverAwarded(let name):
            "\(name) never began, so nothing can be forked there. Leave --at out to run all again."
        case .noSuchEvent(let event, let allowed):
            "Event \(event) is no step of it: choose one from \(allowed.lowerBound) to "
                + "\(allowed.upperBound)."
        case .nothingLeft(let name):
            "Everything in \(name) had succeeded by then, so nothing would run again. "
                + "Choose an earlier step, or leave --at out."
        }
    }
}
