import ChildProcesses
import SwarmCore
import SwarmRuntime

/// One tool of an MCP server.
public struct MCPTool: AgentTool {
    private static let mostName = 64
    private static let mostSummary = 1_000
    private static let mostSchema = 64 << 10

    /// `server_tool`, of the characters tools' names may have.
    public let name: String
    /// What the server calls it.
    public let ownName: String
    /// The server's words: foreign text, for the model to read.
    public let summary: String
    public let parameters: JSONObject
    private let server: MCPServer

    /// Nil when the server's description has no name.
    init?(_ description: JSONObject, of server: MCPServer) {
        guard let name = description["name"]?.string, !name.isEmpty, name.utf8.count <= 256
        else { return nil }
        ownName = name
        self.name = Self.name(server.settings.name, name)
        summary = PlainLine.of(description["description"]?.string ?? "", most: Self.mostSummary)
        let schema = description["inputSchema"]
        let isUsable = schema?["type"] == "object" && (schema?.size ?? 0) <= Self.mostSchema
        parameters = isUsable ? schema?.object ?? JSONObject() : ["type": "object"]
        self.server = server
    }

    static func name(_ server: String, _ tool: String) -> String {
        let name = "\(server)_\(tool)".unicodeScalars.map { scalar -> Character in
            let isAllowed =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || scalar == "_" || scalar == "-")
            return isAllowed ? Character(scalar) : "_"
        }
        return String(name.prefix(mostName))
    }

    public func call(_ arguments: JSONObject, by caller: ToolCaller) async -> ToolOutput {
        await call(arguments)
    }

    func call(_ arguments: JSONObject) async -> ToolOutput {
        do {
            return Self.output(try await server.call(ownName, arguments))
        } catch {
            return ToolOutput(error.sentence, isError: true)
        }
    }

    // MARK: Its result

    /// The texts of a result, joined; without any its structured content as JSON.
    static func output(_ result: JSONObject) -> ToolOutput {
        var texts = (result["content"]?.array ?? []).compactMap(text)
        if texts.isEmpty, let content = result["structuredContent"] { texts = [content.jsonText()] }
        var text = texts.joined(separator: "\n")
        let most = ToolOutput.mostBytes - 64
        if text.utf8.count > most {
            let left = text.utf8.count - most
            text =
                String(decoding: text.utf8.prefix(most), as: UTF8.self)
                + "\n[\(left) bytes more were left out]"
        }
        return ToolOutput(text, isError: result["isError"] == true)
    }

    private static func text(_ content: JSONValue) -> String? {
        switch content["type"]?.string {
        case "text": content["text"]?.string
        case "resource": content["resource"]?["text"]?.string ?? "[a resource without text]"
        case "resource_link": content["uri"]?.string.map { "[see \($0)]" }
        case let kind?: "[\(PlainLine.of(kind, most: 40)), not shown]"
        case nil: nil
        }
    }
}
