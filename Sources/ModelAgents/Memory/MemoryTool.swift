import SwarmCore
import SwarmRuntime

/// Lets an agent search what it kept from earlier work.
public struct MemoryTool: AgentTool {
    public let name = "memory"
    public let summary =
        "Searches what you kept from earlier work: results, and lessons from reviews. "
        + "Returns the nearest notes with their sources."
    public let parameters: JSONObject = [
        "type": "object",
        "properties": [
            "query": [
                "type": "string",
                "description": "What to look for, in a few words.",
            ]
        ],
        "required": ["query"], "additionalProperties": false,
    ]

    private let embedder: any Embedder

    public init(embedder: any Embedder = NgramEmbedder()) { self.embedder = embedder }

    public func call(_ arguments: JSONObject, by caller: ToolCaller) async -> ToolOutput {
        guard let query = arguments["query"]?.string, !query.isEmpty else {
            return ToolOutput("query is missing; write what to look for.", isError: true)
        }
        let found = await Recollection.of(
            caller.order.memory, near: query, by: embedder, payer: caller.desk.purse)
        guard !found.items.isEmpty else { return ToolOutput("Nothing kept is near this.") }
        caller.desk.recalls(found.recalls)
        return ToolOutput(found.json.jsonText())
    }
}
