import SwarmCore

/// OpenAI's Chat Completions, as most local servers and gateways speak them too.
struct OpenAIProvider: Provider {
    func answersURL(base: String) -> String { base + "/chat/completions" }

    func headers(key: String?) -> [(name: String, value: String)] {
        key.map { [(name: "Authorization", value: "Bearer " + $0)] } ?? []
    }

    func reader() -> any AnswerReader { OpenAIReader() }

    func body(_ request: ModelRequest, model: String, on endpoint: Endpoint) -> JSONObject {
        var body: JSONObject = ["model": .string(model), "stream": true]
        if endpoint.asksForUsage { body["stream_options"] = ["include_usage": true] }
        body[endpoint.outputLimit.rawValue] = .integer(Int64(request.mostOutputTokens))
        body["messages"] = .array(messages(of: request))
        if !request.tools.isEmpty { body["tools"] = .array(request.tools.map(tool)) }
        if let output = request.output { body["response_format"] = format(output) }
        body["temperature"] = request.temperature.map { .number($0) }
        body["seed"] = request.seed.map { .integer($0) }
        return body
    }

    private func messages(of request: ModelRequest) -> [JSONValue] {
        var messages: [JSONValue] = []
        if !request.system.isEmpty {
            messages.append(["role": "system", "content": .string(request.system)])
        }
        for message in request.messages {
            switch message {
            case .user(let text): messages.append(["role": "user", "content": .string(text)])
            case .assistant(let text, let calls): messages.append(assistant(text, calls))
            case .toolResults(let results):
                messages += results.map {
                    [
                        "role": "tool", "tool_call_id": .string($0.callID),
                        "content": .string($0.isError ? "Error: " + $0.text : $0.text),
                    ]
                }
            }
        }
        return messages
    }

    private func assistant(_ text: String, _ calls: [ModelToolCall]) -> JSONValue {
        var message: JSONObject = [
            "role": "assistant", "content": text.isEmpty && !calls.isEmpty ? .null : .string(text),
        ]
        if !calls.isEmpty {
            message["tool_calls"] = .array(
                calls.map { call in
                    let arguments =
                        switch call.arguments {
                        case .object(let object): object.jsonText()
                        case .broken(let text, _): text
                        }
                    return [
                        "id": .string(call.id), "type": "function",
                        "function": [
                            "name": .string(call.name), "arguments": .string(arguments),
                        ],
                    ]
                })
        }
        return .object(message)
    }

    private func tool(_ tool: ToolDescription) -> JSONValue {
        var function: JSONObject = [
            "name": .string(tool.name), "description": .string(tool.summary),
        ]
        if JSONSchema.isStrict(tool.parameters) { function["strict"] = true }
        function["parameters"] = .object(tool.parameters)
        return ["type": "function", "function": .object(function)]
    }

    private func format(_ output: OutputFormat) -> JSONValue {
        var schema: JSONObject = ["name": .string(output.wireName)]
        if JSONSchema.isStrict(output.schema) { schema["strict"] = true }
        schema["schema"] = .object(output.schema)
        return ["type": "json_schema", "json_schema": .object(schema)]
    }

    /// `x-ratelimit-{limit,remaining,reset}-{requests,tokens}`; resets are Go durations or seconds.
    func rateLimits(in head: TransportHead, at moment: HeaderMoment) -> [RateLimit] {
        [("requests", RateLimit.Unit.requests), ("tokens", .tokens)].compactMap { name, unit in
            RateLimit(
                unit, limit: head["x-ratelimit-limit-\(name)"],
                remaining: head["x-ratelimit-remaining-\(name)"],
                resets: head["x-ratelimit-reset-\(name)"].flatMap(HeaderTime.reset)
                    .map { moment.now + $0 })
        }
    }
}

/// Reads Chat Completions: `data:` chunks up to `[DONE]`, or one `chat.completion`.
struct OpenAIReader: AnswerReader {
    private(set) var draft = AnswerDraft()
    private var usage = UsageReader()

    mutating func take(_ event: [UInt8]) throws(ModelFault) -> [ModelStreamEvent]? {
        if draft.hasEnded { return nil }
        guard let start = event.firstIndex(where: { $0 > 0x20 }),
            let end = event.lastIndex(where: { $0 > 0x20 })
        else { return nil }
        if event[start...end].elementsEqual("[DONE]".utf8) {
            draft.hasEnded = true
            return nil
        }
        let chunk = try JSONValue.wire(event)
        var news = try takeCommon(chunk)
        guard let choice = choice(in: chunk) else { return news.isEmpty ? nil : news }
        if let delta = choice.present("delta"), delta.object?.isEmpty == false {
            news = try take(delta: delta) + news
        } else if choice.present("finish_reason") == nil, news.isEmpty {
            return nil
        }
        take(finish: choice)
        return news
    }

    mutating func takeWhole(_ json: JSONValue) throws(ModelFault) {
        _ = try takeCommon(json)
        guard let choice = choice(in: json), let message = choice.present("message") else {
            throw ModelFault(
                .badJSON, "no choice with a message; it begins: " + json.jsonText())
        }
        _ = try take(delta: message)
        take(finish: choice)
        // The JSON's own end is the end mark here.
        if draft.finish == nil { draft.finish = .other("none given") }
        draft.hasEnded = true
    }

    /// What chunks and whole answers share; a top-level `error` ends either.
    private mutating func takeCommon(_ json: JSONValue) throws(ModelFault) -> [ModelStreamEvent] {
        if let error = json.present("error") { throw ModelFault.midway(error) }
        if let id = json["id"]?.string, draft.id.isEmpty { draft.id = id }
        if let model = json["model"]?.string, draft.model.isEmpty { draft.model = model }
        guard let told = json.present("usage") else { return [] }
        usage.take(told, ["prompt_tokens", "completion_tokens"])
        if let details = told.present("prompt_tokens_details"), details.object != nil {
            usage.take(details, ["cached_tokens"])
        }
        draft.usage = usage.usage(
            input: usage["prompt_tokens"], cached: usage["cached_tokens"], created: 0,
            output: usage["completion_tokens"])
        return [.usage(draft.usage)]
    }

    /// The choice of index 0, wherever it stands; one without an index counts as such.
    private func choice(in json: JSONValue) -> JSONValue? {
        json["choices"]?.array?.first {
            $0.object != nil && ($0.present("index") == nil || $0["index"]?.integer == 0)
        }
    }

    private mutating func take(delta: JSONValue) throws(ModelFault) -> [ModelStreamEvent] {
        var news: [ModelStreamEvent] = []
        if let text = delta.present("content")?.parts, !text.isEmpty {
            draft.text += text
            news.append(.text(text))
        }
        draft.refusal += delta["refusal"]?.string ?? ""
        for (position, call) in (delta["tool_calls"]?.array ?? []).enumerated()
        where call.object != nil {
            // Only streams need an index; whole answers give their calls in order.
            let index = call["index"]?.integer ?? Int64(position)
            var place = try draft.place(ofCall: index)
            // Ollama has numbered all calls 0, each whole and with an id of its own.
            let id = call["id"]?.string ?? ""
            if !id.isEmpty, ![id, ""].contains(draft.calls[place].id) {
                let next = (draft.calls.last?.index ?? 0).addingReportingOverflow(1)
                place = try draft.place(ofCall: next.partialValue)
            }
            let isNew = draft.calls[place].name.isEmpty
            draft.change(place) { draft in
                if draft.id.isEmpty { draft.id = id }
                guard let function = call["function"] else { return }
                if let name = function["name"]?.string, draft.name.isEmpty { draft.name = name }
                draft.arguments += function["arguments"]?.string ?? ""
                // Some local servers send the object itself.
                if let object = function["arguments"]?.object { draft.input = object }
            }
            let name = draft.calls[place].name
            if isNew, !name.isEmpty { news.append(.toolCallBegan(name: Excerpt.of(name))) }
        }
        return news
    }

    private mutating func take(finish choice: JSONValue) {
        guard let reason = choice["finish_reason"]?.string, !reason.isEmpty else { return }
        switch reason {
        case "stop": draft.finish = .stop
        case "length": draft.finish = .length
        case "tool_calls": draft.finish = .toolCalls
        case "content_filter":
            draft.finish = .other(reason)
            draft.denial = .contentFilter
        default: draft.finish = .other(Excerpt.of(reason, most: 40))
        }
    }
}
