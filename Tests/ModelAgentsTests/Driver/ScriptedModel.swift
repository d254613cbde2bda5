import SwarmCore
import SwarmRuntime
import Synchronization

@testable import ModelAgents

/// What a model is asked, in neither provider's format.
struct Asked: Sendable {
    let kind: Endpoint.Kind
    let body: JSONValue

    init?(_ request: TransportRequest) {
        kind = request.url.hasSuffix("/messages") ? .anthropic : .openAI
        guard let body = try? JSONValue.parse(request.body) else { return nil }
        self.body = body
    }

    var model: String { body["model"]?.string ?? "" }
    var messages: [JSONValue] { body["messages"]?.array ?? [] }
    var tools: [String] {
        (body["tools"]?.array ?? []).compactMap {
            ($0["name"] ?? $0["function"]?["name"])?.string
        }
    }
    var system: String {
        let first = messages.first { $0["role"] == "system" }
        return (body["system"] ?? first?["content"])?.string ?? ""
    }
    /// The first thing said to it.
    var user: String {
        messages.first { $0["role"] == "user" }?["content"]?.string ?? ""
    }
    /// The last thing said to it, tool results as one text.
    var last: String {
        let content = messages.last?["content"]
        return content?.string ?? content?.array?.compactMap { $0["content"]?.string }.joined()
            ?? ""
    }
    /// How often the model has spoken.
    var turns: Int { messages.count { $0["role"] == "assistant" } }
    /// What stands between the two lines of the first message.
    var data: JSONValue? {
        guard let begin = user.firstRange(of: PromptData.begin + "\n"),
            let end = user.firstRange(of: "\n" + PromptData.end)
        else { return nil }
        return try? JSONValue.parse(String(user[begin.upperBound..<end.lowerBound]))
    }
    var isReview: Bool { system.contains("review another agent's product") }
}

/// What a scripted model says.
enum Said: Sendable {
    case text(String)
    case calls([(name: String, arguments: String)])
    case reply(FakeTransport.Reply)

    static func json(_ json: JSONObject) -> Said { .text(json.jsonText()) }
}

/// A model that answers as a test says, in the format it is asked in: ten tokens read and five written each time.
final class ScriptedModel: Sendable {
    private let heard = Mutex<[Asked]>([])
    private let say: @Sendable (Asked) -> Said

    init(_ say: @escaping @Sendable (Asked) -> Said) { self.say = say }

    var asked: [Asked] { heard.withLock { $0 } }

    var transport: FakeTransport {
        FakeTransport { [self] _, request in
            guard let asked = Asked(request) else { return .json("{}", status: 400) }
            heard.withLock { $0.append(asked) }
            switch say(asked) {
            case .reply(let reply): return reply
            case .text(let text):
                return asked.kind == .openAI ? Self.openAI(text) : Self.anthropic(text)
            case .calls(let calls):
                return asked.kind == .openAI ? Self.openAI(calls) : Self.anthropic(calls)
            }
        }
    }

    static func openAI(_ text: String) -> FakeTransport.Reply {
        let parts = cut(text).map { part -> JSONValue in
            ["choices": [["index": 0, "delta": ["content": .string(part)], "finish_reason": nil]]]
        }
        return openAI(parts, finish: "stop")
    }

    private static func openAI(
        _ calls: [(name: String, arguments: String)]
    ) -> FakeTransport.Reply {
        let list = calls.enumerated().map { index, call -> JSONValue in
            [
                "index": .integer(Int64(index)), "id": .string("call_\(index)"), "type": "function",
                "function": ["name": .string(call.name), "arguments": .string(call.arguments)],
            ]
        }
        let part: JSONValue = ["choices": [["index": 0, "delta": ["tool_calls": .array(list)]]]]
        return openAI([part], finish: "tool_calls")
    }

    private static func openAI(_ parts: [JSONValue], finish: String) -> FakeTransport.Reply {
        let end: [JSONValue] = [
            ["choices": [["index": 0, "delta": [:], "finish_reason": .string(finish)]]],
            ["choices": [], "usage": ["prompt_tokens": 10, "completion_tokens": 5]],
        ]
        var reply = FakeTransport.Reply.events("")
        reply.pieces = (parts + end).map { Array("data: \($0.jsonText())\n\n".utf8) }
        reply.pieces.append(Array("data: [DONE]\n\n".utf8))
        return reply
    }

    private static func anthropic(_ text: String) -> FakeTransport.Reply {
        let deltas = cut(text).map { part -> JSONValue in
            [
                "type": "content_block_delta", "index": 0,
                "delta": ["type": "text_delta", "text": .string(part)],
            ]
        }
        let start: JSONValue = [
            "type": "content_block_start", "index": 0,
            "content_block": ["type": "text", "text": ""],
        ]
        return anthropic([start] + deltas, stop: "end_turn")
    }

    private static func anthropic(
        _ calls: [(name: String, arguments: String)]
    ) -> FakeTransport.Reply {
        let events = calls.enumerated().flatMap { index, call -> [JSONValue] in
            [
                [
                    "type": "content_block_start", "index": .integer(Int64(index)),
                    "content_block": [
                        "type": "tool_use", "id": .string("toolu_\(index)"),
                        "name": .string(call.name), "input": [:],
                    ],
                ],
                [
                    "type": "content_block_delta", "index": .integer(Int64(index)),
                    "delta": [
                        "type": "input_json_delta", "partial_json": .string(call.arguments),
                    ],
                ],
            ]
        }
        return anthropic(events, stop: "tool_use")
    }

    private static func anthropic(_ events: [JSONValue], stop: String) -> FakeTransport.Reply {
        let begin: JSONValue = [
            "type": "message_start",
            "message": [
                "id": "m", "model": "x", "usage": ["input_tokens": 10, "output_tokens": 1],
            ],
        ]
        let end: [JSONValue] = [
            [
                "type": "message_delta", "delta": ["stop_reason": .string(stop)],
                "usage": ["output_tokens": 5],
            ],
            ["type": "message_stop"],
        ]
        var reply = FakeTransport.Reply.events("")
        reply.pieces = ([begin] + events + end).map { event in
            let name = event["type"]?.string ?? ""
            return Array("event: \(name)\ndata: \(event.jsonText())\n\n".utf8)
        }
        return reply
    }

    /// About three parts, so that there is something to stream.
    private static func cut(_ text: String) -> [String] {
        let size = max(1, text.count / 3)
        var parts: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            parts.append(String(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return parts
    }
}

/// A purse without a swarm: grants up to a limit and keeps the books.
final class TestPayer: CallPayer {
    struct Books: Sendable {
        var reserved: [(model: String, worst: Money?)] = []
        var settled: [(call: CallID, settlement: Settlement)] = []
        var faults: [FaultKind] = []
    }

    private let state = Mutex(Books())
    private let mostCalls: Int

    init(mostCalls: Int = .max) { self.mostCalls = mostCalls }

    var books: Books { state.withLock { $0 } }
    var settlements: [Settlement] { books.settled.map(\.settlement) }
    var modelFaults: [FaultKind] { books.faults }

    func inject(_ faults: [FaultKind]) { state.withLock { $0.faults = faults } }

    func reserve(model: String, worst: Money?) async -> CallAnswer {
        state.withLock { books in
            guard books.reserved.count < mostCalls else {
                return .refused(
                    BudgetRefusal(
                        scope: .task, limit: .zero, committed: .zero, asked: worst ?? .zero))
            }
            books.reserved.append((model, worst))
            return .granted(CallID(UInt32(books.reserved.count)))
        }
    }

    func settle(_ call: CallID, _ settlement: Settlement) {
        state.withLock { $0.settled.append((call, settlement)) }
    }

    /// Whether every call granted was settled, and none twice.
    var isBalanced: Bool {
        let books = books
        let calls = books.settled.map(\.call)
        return Set(calls).count == calls.count && calls.count == books.reserved.count
    }
}
