import ChildProcesses
import SwarmCore

/// One line an MCP server wrote (JSON-RPC 2.0).
enum MCPMessage: Equatable {
    case result(id: Int64, JSONObject)
    case error(id: Int64, code: Int64, String)
    /// The server asks something of us; its id is given back as it came.
    case request(id: JSONValue, method: String)
    case notification
    /// No message at all.
    case noise

    init(_ line: [UInt8]) {
        self = (try? JSONValue.parse(line))?.object.flatMap(Self.read) ?? .noise
    }

    private static func read(_ message: JSONObject) -> MCPMessage? {
        guard message["jsonrpc"] == "2.0" else { return nil }
        if let method = message["method"]?.string {
            return message["id"].map { .request(id: $0, method: method) } ?? .notification
        }
        guard let id = message["id"]?.integer else { return nil }
        if let error = message["error"]?.object {
            let why = PlainLine.of(error["message"]?.string ?? "no reason given", most: 500)
            return .error(id: id, code: error["code"]?.integer ?? 0, why)
        }
        return .result(id: id, message["result"]?.object ?? JSONObject())
    }

    // MARK: What we write

    static func request(_ id: Int64, _ method: String, _ params: JSONObject) -> [UInt8] {
        line([
            "jsonrpc": "2.0", "id": .integer(id), "method": .string(method),
            "params": .object(params),
        ])
    }

    static func notification(_ method: String, _ params: JSONObject? = nil) -> [UInt8] {
        var message: JSONObject = ["jsonrpc": "2.0", "method": .string(method)]
        message["params"] = params.map(JSONValue.object)
        return line(message)
    }

    /// To `ping` yes, to everything else that it is not offered here.
    static func answer(to method: String, id: JSONValue) -> [UInt8] {
        var message: JSONObject = ["jsonrpc": "2.0", "id": id]
        if method == "ping" {
            message["result"] = [:]
        } else {
            message["error"] = ["code": -32_601, "message": "not offered"]
        }
        return line(message)
    }

    private static func line(_ message: JSONObject) -> [UInt8] {
        Array((JSONValue.object(message).jsonText() + "\n").utf8)
    }
}
