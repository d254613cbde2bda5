import ChildProcesses
import SwarmCore
import SwarmRuntime

/// The tools an operator offers, as a list of a definition says.
///
/// `[arithmetic, {ask: {within: 20s}}, {files: {folder: docs}}, {mcp: {name, command: [argv], allow: [tools],
/// approve: [tools], timeout, folder, environment, set, limits}}]`; `name` is the program's when it is left out.
public struct ToolsDefinition: Hashable, Sendable {
    /// One kind of tool with its settings.
    public enum Entry: Hashable, Sendable {
        case arithmetic
        case ask(within: TimeSpan)
        case files(name: String, folder: String)
        case mcp(MCPSettings)
    }

    public var entries: [Entry] = []
    /// Names of tools, or beginnings with a `*`, that the operator wants to be asked about before each call.
    public var approve: [String] = []

    public init() {}

    /// The tools' names; of those that only a running server names, their beginning and a `*`.
    public var names: [String] {
        entries.map { entry in
            if case .mcp = entry { MCPTool.name(entry.name, "") + "*" } else { entry.name }
        }
    }

    public func needsApproval(_ tool: String) -> Bool {
        approve.contains { ToolPattern.fits($0, tool) }
    }
}

extension ToolsDefinition {
    private static let kinds = ["arithmetic", "ask", "files", "mcp"]
    private static let example = "[arithmetic, {files: {folder: docs}}]"

    /// Reads the list and, beside it, the names under `approve`. Every fault is added to `faults`.
    public init(
        definition node: DefinitionNode, approve: DefinitionNode? = nil,
        faults: inout [DefinitionFault]
    ) {
        self.approve = approve.map { Self.patterns($0, &faults) } ?? []
        for entry in node.list(most: 32, &faults) ?? [] { take(entry, &faults) }
        var names: Set<String> = []
        for (place, entry) in entries.enumerated() where !names.insert(entry.name).inserted {
            faults.append(
                node.fault(
                    "tool \(place + 1) is called \(entry.name) like another",
                    hint: "Give each a name of its own."))
        }
    }

    private mutating func take(_ entry: DefinitionNode, _ faults: inout [DefinitionFault]) {
        let (kind, settings): (String, DefinitionNode?)
        if let name = entry.json.string {
            (kind, settings) = (name, nil)
        } else if let members = entry.members, members.count == 1 {
            (kind, settings) = (members[0].key, members[0].value)
        } else {
            faults.append(entry.fault("this is no tool", hint: "Write it like \(Self.example)."))
            return
        }
        switch kind {
        case "arithmetic": entries.append(.arithmetic)
        case "ask":
            let reader = settings.flatMap {
                MappingReader($0, keys: ["within"], example: "{within: 20s}", &faults)
            }
            let within = reader?["within"]?
                .timeSpan(in: .milliseconds(100)...TimeSpan.seconds(600), &faults)
            entries.append(.ask(within: within ?? .seconds(20)))
        case "files": takeFiles(settings ?? entry, &faults)
        case "mcp": takeServer(settings ?? entry, &faults)
        default:
            let nearest = NearestName.nearest(to: kind, in: Self.kinds)
            faults.append(
                entry.fault(
                    "there is no such tool",
                    hint: nearest.map { "Nearest: \($0)." }
                        ?? "Known: \(Self.kinds.joined(separator: ", "))."))
        }
    }

    private mutating func takeFiles(_ node: DefinitionNode, _ faults: inout [DefinitionFault]) {
        let example = "{folder: docs}"
        guard
            let reader = MappingReader(node, keys: ["name", "folder"], example: example, &faults)
        else { return }
        let name = reader["name"].map { Self.name($0, &faults) } ?? "files"
        if let folder = reader.required("folder", &faults)?.text(1...4_096, &faults) {
            entries.append(.files(name: name ?? "files", folder: folder))
        }
    }

    private mutating func takeServer(_ node: DefinitionNode, _ faults: inout [DefinitionFault]) {
        let keys = ["name", "allow", "approve", "timeout"] + ProgramSettings.definitionKeys
        let example = "{command: [notes-server], allow: [search]}"
        guard let reader = MappingReader(node, keys: keys, example: example, &faults) else {
            return
        }
        let program = ProgramSettings(
            definition: reader, limits: MCPSettings.defaultLimits, faults: &faults)
        let named = reader["name"].flatMap { Self.name($0, &faults) }
        let allow = reader.required("allow", &faults).map { Self.patterns($0, &faults) }
        let asked = reader["approve"].map { Self.patterns($0, &faults) } ?? []
        let most = TimeSpan.seconds(3_600)
        let timeout = reader["timeout"]?.timeSpan(in: .milliseconds(100)...most, &faults)
        guard let program, let allow else { return }
        let file = program.command.first?.split(separator: "/").last.map(String.init)
        let name = named ?? MCPTool.name("", file ?? "mcp").dropFirst().prefix(24).description
        var settings = MCPSettings(name: name, program: program, allow: allow)
        settings.timeout = timeout ?? settings.timeout
        entries.append(.mcp(settings))
        approve += asked.map { pattern in
            pattern.hasSuffix("*")
                ? MCPTool.name(name, String(pattern.dropLast())) + "*" : MCPTool.name(name, pattern)
        }
    }

    /// A name of at most 24 of the characters that tools' names may have.
    private static func name(
        _ node: DefinitionNode, _ faults: inout [DefinitionFault]
    ) -> String? {
        guard let name = node.text(1...24, &faults) else { return nil }
        if MCPTool.name("", name).dropFirst() != name {
            faults.append(
                node.fault(
                    "this is not a tool's name", hint: "Use letters a to z, digits, _ and -."))
        }
        return name
    }

    private static func patterns(
        _ node: DefinitionNode, _ faults: inout [DefinitionFault]
    ) -> [String] {
        (node.list(most: 200, &faults) ?? []).compactMap { $0.text(1...256, &faults) }
    }
}

extension ToolsDefinition.Entry {
    fileprivate var name: String {
        switch self {
        case .arithmetic: "arithmetic"
        case .ask: "ask"
        case .files(let name, _): name
        case .mcp(let settings): settings.name
        }
    }
}
