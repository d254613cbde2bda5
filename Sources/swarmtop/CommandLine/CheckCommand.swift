import ArgumentParser
import SwarmCore
import SwarmFiles

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Name every fault in a swarm's files, each with its line.",
        discussion: """
            PATH is a folder with swarm.yaml and recipes/, or one such file; by default the XDG config \
            folder, ~/.config/swarmtop. Ends with 3 when there is a fault.
            """)

    /// Faults shown as text.
    private static let mostLines = 200

    @Argument(help: "A folder or a file.", completion: .file())
    var path: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws { try DefinitionFolder.validate(path) }

    func run() throws {
        let folder = SwarmFolder(path: try DefinitionFolder.path(path))
        guard path == nil || folder.exists else {
            throw Stop(.inputOutput, "There is no \(folder.path). Check the name.")
        }
        let reading = folder.read(check: AgentKit.check)
        if json {
            try StandardStreams.print(Self.json(reading).jsonText(pretty: true))
            if !reading.faults.isEmpty { throw ExitCode(ExitStatus.config.rawValue) }
        } else if reading.faults.isEmpty {
            try StandardStreams.print(Self.summary(reading, of: folder.path))
        } else {
            let count = reading.faults.count
            var lines = reading.faults.prefix(Self.mostLines).map(\.sentence)
            if count > lines.count {
                lines.append("… and \(count - lines.count) more; --json has all.")
            }
            lines.append(count == 1 ? "1 fault." : "\(count) faults.")
            throw Stop(.config, lines: lines)
        }
    }

    private static func summary(_ reading: SwarmReading, of path: String) -> String {
        guard let definition = reading.definition else { return "" }
        let counts =
            "\(definition.agents.count) agents, \(definition.recipes.recipes.count) recipes "
            + "(\(definition.recipes.names.joined(separator: ", ")))"
        guard !reading.files.isEmpty else {
            return "There are no swarm files in \(path), so the built-in swarm stands: \(counts). "
                + "swarmtop init writes files to begin with."
        }
        let scenarios = reading.scenarios.count
        return "\(path) has no faults: \(counts)"
            + (scenarios == 0 ? "." : "; \(scenarios) scenario files, not checked here.")
    }

    private static func json(_ reading: SwarmReading) -> JSONObject {
        func texts(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }
        var object: JSONObject = [
            "ok": .bool(reading.faults.isEmpty), "files": texts(reading.files),
            "scenarios": texts(reading.scenarios),
            "faults": .array(reading.faults.map { .object(json($0)) }),
        ]
        if let definition = reading.definition {
            object["agents"] = texts(definition.agents.map(\.name))
            object["recipes"] = texts(definition.recipes.names)
        }
        return object
    }

    private static func json(_ fault: DefinitionFault) -> JSONObject {
        var object = JSONObject()
        object["file"] = fault.file.map(JSONValue.string)
        object["line"] = fault.line.map { .integer(Int64($0)) }
        object["column"] = fault.column.map { .integer(Int64($0)) }
        object["path"] = .string(fault.path)
        object["problem"] = .string(fault.problem)
        object["hint"] = fault.hint.map(JSONValue.string)
        return object
    }
}
