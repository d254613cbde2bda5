import ChildProcesses
import SwarmCore

/// What a server and we agreed on when it started, in either era of the protocol.
struct MCPSession: Sendable {
    enum Era: Sendable {
        /// Stateless: every request says which version it speaks.
        case modern
        /// With a handshake first.
        case legacy
    }

    static let modernVersion = "2026-07-28"
    static let legacyVersions = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]
    /// "The version is not supported": of a modern server that speaks another one.
    private static let unsupportedVersion: Int64 = -32_022
    private static let mostPages = 20
    static let mostTools = 200

    let connection: MCPConnection
    let era: Era

    private static let client: JSONValue = ["name": "swarmtop", "version": "1"]

    private static let modernMeta: JSONValue = [
        "io.modelcontextprotocol/protocolVersion": .string(modernVersion),
        "io.modelcontextprotocol/clientCapabilities": [:],
        "io.modelcontextprotocol/clientInfo": client,
    ]

    /// Asks a server which era it is of. One that knows nothing of `server/discover`, or says nothing to it in time, is
    /// greeted the old way.
    static func open(
        _ connection: MCPConnection, knownEra: Era?, probe: TimeSpan, within time: TimeSpan
    ) async throws(MCPFault) -> MCPSession {
        if knownEra != .legacy {
            do {
                let params: JSONObject = ["_meta": modernMeta]
                _ = try await connection.request("server/discover", params, within: probe)
                return MCPSession(connection: connection, era: .modern)
            } catch {
                switch error {
                case .refused(Self.unsupportedVersion, let why): throw .unknownVersion(why)
                case .refused, .timedOut: break
                default: throw error
                }
            }
        }
        let greeting: JSONObject = [
            "protocolVersion": .string(legacyVersions[0]), "capabilities": [:],
            "clientInfo": client,
        ]
        let answer = try await connection.request("initialize", greeting, within: time)
        let version = answer["protocolVersion"]?.string ?? ""
        guard legacyVersions.contains(version) else {
            throw .unknownVersion(PlainLine.of(version, most: 40))
        }
        connection.notify("notifications/initialized")
        return MCPSession(connection: connection, era: .legacy)
    }

    private func request(
        _ method: String, _ params: JSONObject, within time: TimeSpan
    ) async throws(MCPFault) -> JSONObject {
        var params = params
        if era == .modern { params["_meta"] = Self.modernMeta }
        let result = try await connection.request(method, params, within: time)
        if result["resultType"] == "input_required" { throw .wantsInput }
        return result
    }

    /// The descriptions of its tools, all pages, at most `mostTools`.
    func tools(within time: TimeSpan) async throws(MCPFault) -> [JSONObject] {
        var tools: [JSONObject] = []
        var cursor: JSONValue?
        for _ in 0..<Self.mostPages {
            var params = JSONObject()
            params["cursor"] = cursor
            let page = try await request("tools/list", params, within: time)
            guard let more = page["tools"]?.array else { throw .malformed("its tools") }
            tools += more.compactMap(\.object)
            let next = page["nextCursor"].flatMap { $0 == .null ? nil : $0 }
            guard let next, next != cursor, tools.count < Self.mostTools else { break }
            cursor = next
        }
        return Array(tools.prefix(Self.mostTools))
    }

    func call(
        _ tool: String, _ arguments: JSONObject, within time: TimeSpan
    ) async throws(MCPFault) -> JSONObject {
        try await request(
            "tools/call", ["name": .string(tool), "arguments": .object(arguments)], within: time)
    }
}
