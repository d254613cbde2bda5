import ChildProcesses
import SwarmCore
import Testing

@testable import AgentTools

/// What a list of tools may say, and what is said about one that is wrong.
struct ToolsDefinitionTests {
    private func read(_ json: JSONValue, approve: JSONValue? = nil) -> (ToolsDefinition, [String]) {
        var faults: [DefinitionFault] = []
        let definition = ToolsDefinition(
            definition: DefinitionNode(json).reached("tools"),
            approve: approve.map { DefinitionNode($0).reached("approve") }, faults: &faults)
        return (definition, faults.map(\.sentence))
    }

    @Test func everyKindCanBeNamed() async throws {
        let (definition, faults) = read(
            [
                "arithmetic", ["ask": ["within": "5s"]], ["files": ["folder": "docs"]],
                ["files": ["folder": "/srv/data", "name": "data"]],
                [
                    "mcp": [
                        "command": ["./bin/notes-server", "--stdio"], "allow": ["search", "get_*"],
                        "approve": ["get_*"], "timeout": "10s", "environment": ["NOTES_KEY"],
                    ]
                ],
            ], approve: ["ask"])
        #expect(faults.isEmpty)
        #expect(
            definition.entries.prefix(4) == [
                .arithmetic, .ask(within: .seconds(5)), .files(name: "files", folder: "docs"),
                .files(name: "data", folder: "/srv/data"),
            ])
        guard case .mcp(let server) = definition.entries.last else {
            Issue.record("no server")
            return
        }
        #expect(server.name == "notes-server" && server.timeout == .seconds(10))
        #expect(server.program.command == ["./bin/notes-server", "--stdio"])
        #expect(server.allows("search") && server.allows("get_note") && !server.allows("delete"))
        #expect(definition.needsApproval("ask") && definition.needsApproval("notes-server_get_x"))
        #expect(!definition.needsApproval("notes-server_search"))
        let plain = Toolbox(
            read(["arithmetic", "ask", ["files": ["folder": "."]]]).0, environment: [:])
        #expect(await plain.tools().tools.map(\.name) == ["arithmetic", "ask", "files"])
    }

    @Test func everyFaultIsNamedWithItsPath() {
        let (_, faults) = read([
            "aritmetic", ["files": ["path": "x"]], ["mcp": ["command": ["x"]]], 7,
            ["ask": ["within": "1000h"]], ["mcp": ["allow": [], "name": "a b"]], "ask", "ask",
        ])
        #expect(
            faults == [
                "tools[0]: there is no such tool. Nearest: arithmetic.",
                "tools[1].files.path: unknown key. Known: name, folder.",
                "tools[1].files: folder is missing. Add folder.",
                "tools[2].mcp: allow is missing. Add allow.",
                "tools[3]: this is no tool. Write it like [arithmetic, {files: {folder: docs}}].",
                "tools[4].ask.within: \"1000h\" is out of range. "
                    + "Write 100ms to 10m, such as 2.5s, 400ms, 1m or 1h.",
                "tools[5].mcp: command is missing. Add command.",
                "tools[5].mcp.name: this is not a tool's name. Use letters a to z, digits, _ and -.",
                "tools: tool 2 is called ask like another. Give each a name of its own.",
                "tools: tool 3 is called ask like another. Give each a name of its own.",
            ])
    }
}
