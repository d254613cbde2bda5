import ArgumentParser
import SwarmCore

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a recorded run for other programs.",
        discussion: """
            ndjson is the journal's events, one JSON object a line; chrome is a trace that Perfetto and \
            chrome://tracing open. Reads the data folder only, also while a swarm runs over it.
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument { case ndjson, chrome }

    @Option(help: "What to write.")
    var format = Format.ndjson

    @Option(help: "Only what belongs to this task.")
    var task: String?

    @Option(help: "The file to write; - and none are standard output.", completion: .file())
    var out: String?

    @Flag(help: "Write over a file that is there.")
    var force = false

    @Option(help: "Where the swarm's journal is kept.", completion: .directory)
    var dataDir: String?

    func validate() throws {
        try DataFolder.validate(dataDir)
        if out?.isEmpty == true {
            throw ValidationError("--out needs a file, e.g. --out run.json.")
        }
    }

    func run() throws {
        let recording = RecordedFolder(folder: try DataFolder.path(dataDir))
        do {
            let file = try ExportFile(out, overwrites: force)
            switch format {
            case .ndjson: try writeLines(recording, file)
            case .chrome: try writeTrace(recording, file)
            }
            try file.finish()
        } catch is ExportFile.Closed {
            // Whoever read has what they wanted, as with `head`.
        }
    }

    private func writeLines(_ recording: RecordedFolder, _ file: ExportFile) throws {
        let filter = task.map { EventLineFilter(task: $0) }
        var found = filter == nil
        let isRecorded = try recording.lines { line in
            if let filter {
                guard filter.keeps(line) else { return }
                found = true
            }
            try file.write(line)
            try file.write([0x0A])
        }
        guard isRecorded else { throw recording.nothingYet }
        if !found, let task { throw try unknown(task, recording) }
    }

    private func writeTrace(_ recording: RecordedFolder, _ file: ExportFile) throws {
        var trace = ChromeTrace(task: task)
        var found = task == nil
        let state = try recording.fold { envelope, state in
            if case .taskSubmitted(_, let brief) = envelope.event, brief.name == task {
                found = true
            }
            trace.append(envelope, state: state)
            try file.write(trace.bytes)
            trace.removeAll()
        }
        guard let state else { throw recording.nothingYet }
        if !found, let task { throw try unknown(task, recording) }
        trace.finish(state: state)
        try file.write(trace.bytes)
    }

    private func unknown(_ task: String, _ recording: RecordedFolder) throws -> Stop {
        var names: [String] = []
        _ = try recording.fold { envelope, _ in
            if case .taskSubmitted(_, let brief) = envelope.event { names.append(brief.name) }
        }
        return recording.unknown(task: task, among: names)
    }
}
