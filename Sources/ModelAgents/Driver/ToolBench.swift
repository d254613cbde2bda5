import SwarmCore
import SwarmRuntime

/// The tools of one attempt: what its agent may call, and what calls came to.
struct ToolBench {
    /// Calls that named no tool, or gave it arguments it does not take; after so many there are no more.
    static let mostBadCalls = 8
    /// Calls carried out of one answer.
    static let mostCallsAtOnce = 16
    /// What an endpoint's summary of a tool may come to: summaries of MCP servers' tools are foreign words.
    private static let mostSummary = 1_000

    private let tools: [(tool: any AgentTool, needsApproval: Bool)]
    private(set) var badCalls = 0

    /// Of the shelf's tools those the settings name, in the order of the settings; with memory, the search of it too.
    init(_ settings: AgentSettings, _ shelf: ToolShelf, memory: MemoryTool) {
        var tools: [(tool: any AgentTool, needsApproval: Bool)] = []
        for choice in settings.tools {
            for tool in shelf.tools + [memory] where choice.fits(tool.name) {
                if tools.contains(where: { $0.tool.name == tool.name }) { continue }
                tools.append((tool, choice.needsApproval || shelf.needsApproval(tool.name)))
            }
        }
        if settings.remembers, !tools.contains(where: { $0.tool.name == memory.name }) {
            tools.append((memory, false))
        }
        self.tools = tools
    }

    var descriptions: [ToolDescription] {
        tools.map { entry in
            ToolDescription(
                name: entry.tool.name,
                summary: Excerpt.of(entry.tool.summary, most: Self.mostSummary),
                parameters: entry.tool.parameters)
        }
    }

    /// Carries out what an answer asks for, one after another; each call has a result, if only why there is none.
    mutating func carryOut(
        _ calls: [ModelToolCall], mayCall: Bool, at desk: Desk, order: WorkOrder
    ) async -> [ToolResult] {
        var results: [ToolResult] = []
        for (place, call) in calls.enumerated() {
            let output: ToolOutput
            if !mayCall || badCalls >= Self.mostBadCalls {
                output = ToolOutput("No more tools may be called; answer now.", isError: true)
            } else if place >= Self.mostCallsAtOnce {
                output = ToolOutput(
                    "At most \(Self.mostCallsAtOnce) calls at once; ask again.", isError: true)
            } else if Task.isCancelled {
                output = ToolOutput("The attempt is over.", isError: true)
            } else {
                output = await carryOut(call, at: desk, order: order)
            }
            results.append(
                ToolResult(
                    callID: call.id,
                    text: PromptData.toolOutput(Excerpt.of(call.name, most: 64), output.text),
                    isError: output.isError))
        }
        return results
    }

    private mutating func carryOut(
        _ call: ModelToolCall, at desk: Desk, order: WorkOrder
    ) async -> ToolOutput {
        guard let entry = tools.first(where: { $0.tool.name == call.name }) else {
            let known = tools.map(\.tool.name).joined(separator: ", ")
            let name = Excerpt.of(call.name, most: 64)
            return refuse(
                call, at: desk,
                "There is no tool \(name). " + (known.isEmpty ? "" : "Known: \(known)."))
        }
        switch call.arguments {
        case .broken(_, let why): return refuse(call, at: desk, Excerpt.of(why) + ".")
        case .object(let arguments):
            let faults = JSONSchema(entry.tool.parameters).violations(of: .object(arguments))
            guard faults.isEmpty else {
                return refuse(call, at: desk, faults.prefix(10).joined(separator: "; ") + ".")
            }
            return await desk.use(
                entry.tool, arguments, needsApproval: entry.needsApproval, order: order)
        }
    }

    /// Counts a call that could not be made; the loop detector sees it too.
    private mutating func refuse(_ call: ModelToolCall, at desk: Desk, _ why: String) -> ToolOutput
    {
        badCalls += 1
        desk.acts("bad call of \(Excerpt.of(call.name, most: 64))", call.json["arguments"] ?? .null)
        return ToolOutput(why, isError: true)
    }
}
