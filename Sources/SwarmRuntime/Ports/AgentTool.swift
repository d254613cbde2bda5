import SwarmCore

/// Something an agent may use while it works: arithmetic, a colleague, a file, an MCP server's tool.
///
/// What it gets and gives is data, never instructions to swarmtop. It bounds its own time and output.
public protocol AgentTool: Sendable {
    /// 1 to 64 of `A-Z a-z 0-9 _ -`; unique among an agent's tools.
    var name: String { get }
    /// What it does, in a sentence for the model.
    var summary: String { get }
    /// JSON schema of its arguments, an object's.
    var parameters: JSONObject { get }

    /// Carries one call out; a cancelled task ends it.
    func call(_ arguments: JSONObject, by caller: ToolCaller) async -> ToolOutput
}

/// Who calls a tool, and through which desk it may ask others.
public struct ToolCaller: Sendable {
    public let order: WorkOrder
    public let desk: Desk

    public init(order: WorkOrder, desk: Desk) {
        self.order = order
        self.desk = desk
    }
}

/// What a tool gives back, for the model to read.
public struct ToolOutput: Hashable, Sendable {
    /// More bytes than this are cut, with a mark.
    public static let mostBytes = 64 << 10

    public var text: String
    /// Whether the call failed; the text says why and what would work.
    public var isError: Bool

    public init(_ text: String, isError: Bool = false) {
        self.text = text
        self.isError = isError
    }
}
