import ModelFakes
import SwarmCore

/// Answers over a connection as a model's server does.
struct ModelConnection {
    private var connection: HTTPConnection

    init(socket: Int32) { connection = HTTPConnection(socket: socket) }

    /// The next request; nil when the other side closed.
    mutating func readRequest() -> HTTPRequest? { connection.readRequest() }

    /// False when nobody reads any more.
    func send(
        _ reply: ModelServer.Reply, to call: ModelCall, _ usage: ModelServer.Usage
    ) -> Bool {
        let content: ModelContent
        switch reply {
        case .refusal(let status, let words):
            let error: JSONObject = ["error": ["type": "refused", "message": .string(words)]]
            return send("\(status) Refused", "application/json", error.jsonText())
        case .text(let text): content = .text(text)
        case .json(let json): content = .text(json.jsonText())
        case .tool(let name, let arguments): content = .tool(name, arguments.jsonText())
        }
        let stream =
            call.format == .openAI
            ? content.openAI(usage) : content.anthropic(usage, model: call.model)
        return send("200 OK", "text/event-stream", stream)
    }

    func send(_ status: String, _ type: String, _ body: String) -> Bool {
        let head = "HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\n"
        let bytes = Array((head + "Content-Length: \(body.utf8.count)\r\n\r\n" + body).utf8)
        return connection.deliver(bytes)
    }
}

/// What a model says, as the two wire formats stream it.
private enum ModelContent {
    case text(String)
    case tool(String, String)

    func openAI(_ usage: ModelServer.Usage) -> String {
        let delta: JSONValue
        let finish: String
        switch self {
        case .text(let text): (delta, finish) = (["content": .string(text)], "stop")
        case .tool(let name, let arguments):
            finish = "tool_calls"
            delta = [
                "tool_calls": [
                    [
                        "index": 0, "id": "call_0", "type": "function",
                        "function": ["name": .string(name), "arguments": .string(arguments)],
                    ]
                ]
            ]
        }
        let told: JSONValue = [
            "prompt_tokens": .integer(Int64(usage.input)),
            "completion_tokens": .integer(Int64(usage.output)),
        ]
        let events: [JSONValue] = [
            ["choices": [["index": 0, "delta": delta, "finish_reason": nil]]],
            ["choices": [["index": 0, "delta": [:], "finish_reason": .string(finish)]]],
            ["choices": [], "usage": told],
        ]
        return events.map { "data: \($0.jsonText())\n\n" }.joined() + "data: [DONE]\n\n"
    }

    func anthropic(_ usage: ModelServer.Usage, model: String) -> String {
        let (block, delta, stop): (JSONValue, JSONValue, String)
        switch self {
        case .text(let text):
            block = ["type": "text", "text": ""]
            delta = ["type": "text_delta", "text": .string(text)]
            stop = "end_turn"
        case .tool(let name, let arguments):
            block = ["type": "tool_use", "id": "toolu_0", "name": .string(name), "input": [:]]
            delta = ["type": "input_json_delta", "partial_json": .string(arguments)]
            stop = "tool_use"
        }
        let read: JSONValue = ["input_tokens": .integer(Int64(usage.input)), "output_tokens": 1]
        let events: [JSONValue] = [
            [
                "type": "message_start",
                "message": ["id": "m", "model": .string(model), "usage": read],
            ],
            ["type": "content_block_start", "index": 0, "content_block": block],
            ["type": "content_block_delta", "index": 0, "delta": delta],
            ["type": "content_block_stop", "index": 0],
            [
                "type": "message_delta", "delta": ["stop_reason": .string(stop)],
                "usage": ["output_tokens": .integer(Int64(usage.output))],
            ],
            ["type": "message_stop"],
        ]
        return events.map { "event: \($0["type"]?.string ?? "")\ndata: \($0.jsonText())\n\n" }
            .joined()
    }
}
