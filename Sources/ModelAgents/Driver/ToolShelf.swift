import SwarmRuntime
import Synchronization

/// The tools there are for model agents; may change while they work, as servers come and go.
public final class ToolShelf: Sendable {
    private struct State {
        var tools: [any AgentTool]
        var needsApproval: @Sendable (String) -> Bool
    }

    private let state: Mutex<State>

    /// `needsApproval` says of a tool's name whether the operator is asked before each call.
    public init(
        _ tools: [any AgentTool] = [],
        needsApproval: @escaping @Sendable (String) -> Bool = { _ in false }
    ) {
        state = Mutex(State(tools: tools, needsApproval: needsApproval))
    }

    /// Attempts that begin from now on get these.
    public func replace(
        with tools: [any AgentTool], needsApproval: @escaping @Sendable (String) -> Bool
    ) {
        state.withLock { $0 = State(tools: tools, needsApproval: needsApproval) }
    }

    var tools: [any AgentTool] { state.withLock { $0.tools } }

    func needsApproval(_ name: String) -> Bool {
        let needsApproval = state.withLock { $0.needsApproval }
        return needsApproval(name)
    }
}
