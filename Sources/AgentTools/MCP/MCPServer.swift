import ChildProcesses
import SwarmCore
import SwarmRuntime

/// An MCP server that is started when it is first needed, and again when it ended, but not for ever.
///
/// Treated as a stranger: only allowed tools, bounded time, messages and output, and only the environment its settings
/// name. Its process is at most one at a time, and is killed with all it started.
public actor MCPServer {
    /// Ends in a row, without an answer in between, after which it is left alone.
    private static let mostEnds = 3
    /// How long `server/discover` may take before the server counts as an old one.
    private static let probe = TimeSpan.seconds(3)
    private static let startTime = TimeSpan.seconds(30)

    public nonisolated let settings: MCPSettings
    private let launch: ChildLaunch
    private(set) var connection: MCPConnection?
    /// The start under way or done; everyone who calls waits for the same.
    private var opening: Task<Result<MCPSession, MCPFault>, Never>?
    private var era: MCPSession.Era?
    private var ends = 0
    private var lastWords: String?
    private var isClosed = false

    /// `environment` is swarmtop's; the server gets of it only what its settings name.
    public init(_ settings: MCPSettings, environment: [String: String]) {
        self.settings = settings
        var launch = settings.program.launch(environment: environment, usualFolder: nil)
        launch.keepsInputOpen = true
        self.launch = launch
    }

    deinit { connection?.close() }

    /// The tools it offers and the settings allow.
    public func tools() async throws(MCPFault) -> [MCPTool] {
        let described = try await session().tools(within: Self.startTime)
        ends = 0
        var names: Set<String> = []
        var tools: [MCPTool] = []
        for description in described {
            guard let tool = MCPTool(description, of: self), settings.allows(tool.ownName),
                names.insert(tool.name).inserted
            else { continue }
            tools.append(tool)
        }
        return tools
    }

    /// Carries out a call of one of its tools, by the name it gave.
    func call(_ tool: String, _ arguments: JSONObject) async throws(MCPFault) -> JSONObject {
        let result = try await session().call(tool, arguments, within: settings.timeout)
        ends = 0
        return result
    }

    /// Ends it: its input is closed, then it is told to end, then killed. It is not started again.
    public func close() {
        isClosed = true
        connection?.close()
        connection = nil
        opening = nil
    }

    // MARK: Its life

    /// The session there is, or a new one when the server ended.
    private func session() async throws(MCPFault) -> MCPSession {
        if isClosed { throw .closed }
        if let fault = connection?.fault {
            connection = nil
            opening = nil
            ends += 1
            lastWords = fault.lastLine ?? lastWords
        }
        guard ends < Self.mostEnds else { throw .keepsEnding(times: ends, lastWords) }
        let hadEra = era != nil
        let result = await (opening ?? open()).value
        switch result {
        case .success(let session):
            era = session.era
            return session
        case .failure(.ended) where !hadEra:
            // Greeted the new way, some old servers end.
            era = .legacy
            return try await session()
        case .failure(let fault):
            era = nil
            throw fault
        }
    }

    private func open() -> Task<Result<MCPSession, MCPFault>, Never> {
        let connection = MCPConnection(launch)
        let era = era
        // Owned by `opening`; ends with the greeting, which has its own deadlines, or with the connection.
        let task = Task { () async -> Result<MCPSession, MCPFault> in
            do throws(MCPFault) {
                return .success(
                    try await MCPSession.open(
                        connection, knownEra: era, probe: Self.probe, within: Self.startTime))
            } catch {
                connection.close()
                return .failure(error)
            }
        }
        self.connection = connection
        opening = task
        return task
    }
}

extension MCPFault {
    fileprivate var lastLine: String? { if case .ended(let line) = self { line } else { nil } }
}
