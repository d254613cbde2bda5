import SwarmCore

/// Anthropic's Messages.
struct AnthropicProvider: Provider {
    static let version = "2023-06-01"

    /// A base URL with or without its `/v1`.
    func answersURL(base: String) -> String {
        base.hasSuffix("/v1") ? base + "/messages" : base + "/v1/messages"
    }

    func headers(key: String?) -> [(name: String, value: String)] {
        [(name: "anthropic-version", value: Self.version)]
            + (key.map { [(name: "x-api-key", value: $0)] } ?? [])
    }

    func reader() -> any AnswerReader { AnthropicReader() }

    func body(_ request: ModelRequest, model: String, on endpoint: Endpoint) -> JSONObject {
        var body: JSONObject = [
            "model": .string(model), "max_tokens": .integer(Int64(request.mostOutputTokens)),
            "stream": true,
        ]
        if !request.system.isEmpty { body["system"] = .string(request.system) }
        if !request.tools.isEmpty {
            body["tools"] = .array(
                request.tools.map {
                    [
                        "name": .string($0.name), "description": .string($0.summary),
                        "input_schema": .object($0.parameters),
                    ]
                })
        }
        body["messages"] = .array(request.messages.map(message))
        if let output = request.output {
            body["output_config"] = [
                "format": ["type": "json_schema", "schema": .object(output.schema)]
            ]
        }
        body["temperature"] = request.temperature.map { .number(min($0, 1)) }
        return body
    }

    private func message(_ message: ModelMessage) -> JSONValue {
        switch message {
        case .user(let text): return ["role": "user", "content": .string(text)]
        case .assistant(let text, let calls):
            if calls.isEmpty { return ["role": "assistant", "content": .string(text)] }
            let said: [JSONValue] = text.isEmpty ? [] : [["type": "text", "text": .string(text)]]
            return ["role": "assistant", "content": .array(said + calls.map(toolUse))]
        case .toolResults(let results):
            let blocks: [JSONValue] = results.map {
                [
                    "type": "tool_result", "tool_use_id": .string($0.callID),
                    "content": .string($0.text), "is_error": .bool($0.isError),
                ]
            }
            return ["role": "user", "content": .array(blocks)]
        }
    }

    private func toolUse(_ call: ModelToolCall) -> JSONValue {
        let input: JSONObject =
            switch call.arguments {
            case .object(let object): object
            // Only objects are taken here, so what was no JSON goes back inside of one.
            case .broken(let text, _): ["unreadable": .string(text)]
            }
        return [
            "type": "tool_use", "id": .string(call.id), "name": .string(call.name),
            "input": .object(input),
        ]
    }

    /// `anthropic-ratelimit-{requests,tokens,input-tokens,output-tokens}-{limit,remaining,reset}`; resets are
    /// RFC 3339.
    func rateLimits(in head: TransportHead, at moment: HeaderMoment) -> [RateLimit] {
        let units: [(String, RateLimit.Unit)] = [
            ("requests", .requests), ("tokens", .tokens), ("input-tokens", .inputTokens),
            ("output-tokens", .outputTokens),
        ]
        return units.compactMap { name, unit in
            RateLimit(
                unit, limit: head["anthropic-ratelimit-\(name)-limit"],
                remaining: head["anthropic-ratelimit-\(name)-remaining"],
                resets: head["anthropic-ratelimit-\(name)-reset"].flatMap(WallTime.init(rfc3339:))
                    .map(moment.instant))
        }
    }
}

/// Reads Messages: typed events up to `message_stop`, or one `message`.
struct AnthropicReader: AnswerReader {
    private(set) var draft = AnswerDraft()
    private var usage = UsageReader()

    mutating func take(_ event: [UInt8]) throws(ModelFault) -> [ModelStreamEvent]? {
        if draft.hasEnded || event.allSatisfy({ $0 <= 0x20 }) { return nil }
        let json = try JSONValue.wire(event)
        if let error = json.present("error") { throw ModelFault.midway(error) }
        switch json["type"]?.string {
        case "message_start":
            return json["message"].map { takeHead($0) }
        case "content_block_start":
            return try take(block: json["content_block"], index: json["index"]?.integer)
        case "content_block_delta":
            return try take(delta: json["delta"], index: json["index"]?.integer)
        case "content_block_stop": return []
        case "message_delta":
            if let reason = json["delta"]?["stop_reason"]?.string { take(finish: reason) }
            return takeUsage(json)
        case "message_stop":
            draft.hasEnded = true
            return nil
        case "error": throw ModelFault.midway(json)
        default: return nil
        }
    }

    mutating func takeWhole(_ json: JSONValue) throws(ModelFault) {
        if let error = json.present("error") { throw ModelFault.midway(error) }
        guard let blocks = json["content"]?.array else {
            throw ModelFault(
                .badJSON, "no content; it begins: " + json.jsonText())
        }
        _ = takeHead(json)
        for (index, block) in blocks.enumerated() {
            _ = try take(block: block, index: Int64(index))
        }
        // The JSON's own end is the end mark here.
        take(finish: json["stop_reason"]?.string ?? "none given")
        draft.hasEnded = true
    }

    private mutating func takeHead(_ message: JSONValue) -> [ModelStreamEvent] {
        draft.id = message["id"]?.string ?? draft.id
        draft.model = message["model"]?.string ?? draft.model
        return takeUsage(message)
    }

    /// Cumulative: each figure replaces the one before. Total input is all three kinds together.
    private mutating func takeUsage(_ json: JSONValue) -> [ModelStreamEvent] {
        guard let told = json.present("usage") else { return [] }
        let created = "cache_creation_input_tokens"
        let cached = "cache_read_input_tokens"
        usage.take(told, ["input_tokens", created, cached, "output_tokens"])
        draft.usage = usage.usage(
            input: usage["input_tokens"] + usage[created] + usage[cached], cached: usage[cached],
            created: usage[created], output: usage["output_tokens"])
        return [.usage(draft.usage)]
    }

    private mutating func take(
        block: JSONValue?, index: Int64?
    ) throws(ModelFault) -> [ModelStreamEvent] {
        guard let block else { return [] }
        switch block["type"]?.string {
        case "text": return take(text: block["text"]?.string)
        case "tool_use":
            let place = try draft.place(ofCall: index ?? 0)
            let name = block["name"]?.string ?? ""
            draft.change(place) { call in
                call.id = block["id"]?.string ?? call.id
                call.name = name
                call.input = block["input"]?.object
            }
            return [.toolCallBegan(name: Excerpt.of(name))]
        default: return []
        }
    }

    private mutating func take(
        delta: JSONValue?, index: Int64?
    ) throws(ModelFault) -> [ModelStreamEvent] {
        guard let delta else { return [] }
        switch delta["type"]?.string {
        case "text_delta": return take(text: delta["text"]?.string)
        case "input_json_delta":
            let part = delta["partial_json"]?.string ?? ""
            guard let index, draft.calls.contains(where: { $0.index == index }) else { return [] }
            let place = try draft.place(ofCall: index)
            draft.change(place) { $0.arguments += part }
            return []
        default: return []
        }
    }

    private mutating func take(text: String?) -> [ModelStreamEvent] {
        guard let text, !text.isEmpty else { return [] }
        draft.text += text
        return [.text(text)]
    }

    private mutating func take(finish reason: String) {
        switch reason {
        case "end_turn", "stop_sequence": draft.finish = .stop
        case "max_tokens", "model_context_window_exceeded": draft.finish = .length
        case "tool_use": draft.finish = .toolCalls
        case "refusal":
            draft.finish = .other(reason)
            draft.denial = .refused
        default: draft.finish = .other(Excerpt.of(reason, most: 40))
        }
    }
}
