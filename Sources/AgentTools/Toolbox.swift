import SwarmCore
import SwarmRuntime

/// The tools of a definition, ready to be called, and the servers behind them.
public final class Toolbox: Sendable {
    public let definition: ToolsDefinition
    private let plain: [any AgentTool]
    private let servers: [MCPServer]

    /// `environment` is swarmtop's; servers get of it only what their settings name. Starts nothing.
    public init(_ definition: ToolsDefinition, environment: [String: String]) {
        self.definition = definition
        var plain: [any AgentTool] = []
        var servers: [MCPServer] = []
        for entry in definition.entries {
            switch entry {
            case .arithmetic: plain.append(ArithmeticTool())
            case .ask(let within): plain.append(AskTool(within: within))
            case .files(let name, let folder): plain.append(FileTool(folder: folder, name: name))
            case .mcp(let settings):
                servers.append(MCPServer(settings, environment: environment))
            }
        }
        self.plain = plain
        self.servers = servers
    }

    /// All tools there are now; starts the servers to ask them. A server that does not serve is named with why.
    public func tools() async -> (tools: [any AgentTool], faults: [(server: String, MCPFault)]) {
        var tools = plain
        var faults: [(server: String, MCPFault)] = []
        await withTaskGroup(of: (Int, Result<[MCPTool], MCPFault>).self) { group in
            for (place, server) in servers.enumerated() {
                group.addTask {
                    do throws(MCPFault) {
                        return (place, .success(try await server.tools()))
                    } catch {
                        return (place, .failure(error))
                    }
                }
            }
            var results = [Result<[MCPTool], MCPFault>?](repeating: nil, count: servers.count)
            for await (place, result) in group { results[place] = result }
            for (place, result) in results.enumerated() {
                switch result {
                case .success(let more): tools += more
                case .failure(let fault): faults.append((servers[place].settings.name, fault))
                case nil: break
                }
            }
        }
        var names: Set<String> = []
        return (tools.filter { names.insert($0.name).inserted }, faults)
    }

    /// Ends the servers.
    public func close() async {
        for server in servers { await server.close() }
    }
}
