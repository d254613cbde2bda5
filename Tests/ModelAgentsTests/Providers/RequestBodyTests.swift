import SwarmCore
import Testing

@testable import ModelAgents

/// What goes over the wire, compared as JSON with bodies taken from the providers' own documentation.
@Suite struct RequestBodyTests {
    private static let weather: JSONObject = [
        "type": "object", "properties": ["city": ["type": "string"]], "required": ["city"],
        "additionalProperties": false,
    ]

    private var request: ModelRequest {
        var request = ModelRequest(
            model: "ignored", system: "Be brief.",
            messages: [
                .user("Weather in Paris?"),
                .assistant(
                    "",
                    calls: [
                        ModelToolCall(
                            id: "call_1", name: "get_weather", arguments: .object(["city": "Paris"])
                        ),
                        ModelToolCall(
                            id: "call_2", name: "get_weather",
                            arguments: .broken("{\"ci", why: "cut")),
                    ]),
                .toolResults([
                    ToolResult(callID: "call_1", text: "12 C"),
                    ToolResult(callID: "call_2", text: "no JSON", isError: true),
                ]),
            ],
            tools: [
                ToolDescription(
                    name: "get_weather", summary: "The weather", parameters: Self.weather)
            ], mostOutputTokens: 256)
        request.output = OutputFormat(name: "the answer!", schema: ["type": "object"])
        request.temperature = 0.5
        request.seed = 7
        return request
    }

    @Test func chatCompletions() throws {
        let expected = try JSONValue.parse(
            #"""
            {"model":"gpt-4o","stream":true,"stream_options":{"include_usage":true},"max_completion_tokens":256,
             "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Weather in Paris?"},
              {"role":"assistant","content":null,"tool_calls":[
               {"id":"call_1","type":"function","function":{"name":"get_weather","arguments":"{\"city\":\"Paris\"}"}},
               {"id":"call_2","type":"function","function":{"name":"get_weather","arguments":"{\"ci"}}]},
              {"role":"tool","tool_call_id":"call_1","content":"12 C"},
              {"role":"tool","tool_call_id":"call_2","content":"Error: no JSON"}],
             "tools":[{"type":"function","function":{"name":"get_weather","description":"The weather","strict":true,
              "parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}}}],
             "response_format":{"type":"json_schema","json_schema":{"name":"the_answer_","schema":{"type":"object"}}},
             "temperature":0.5,"seed":7}
            """#)
        let body = OpenAIProvider().body(request, model: "gpt-4o", on: .main)
        #expect(JSONValue.object(body) == expected)
    }

    @Test func aLocalServersFieldNames() {
        var endpoint = Endpoint.main
        endpoint.outputLimit = .mostTokens
        endpoint.asksForUsage = false
        let body = OpenAIProvider().body(.hello, model: "m", on: endpoint)
        #expect(body.keys == ["model", "stream", "max_tokens", "messages"])
    }

    @Test func messages() throws {
        let expected = try JSONValue.parse(
            #"""
            {"model":"claude-x","max_tokens":256,"stream":true,"system":"Be brief.",
             "tools":[{"name":"get_weather","description":"The weather",
              "input_schema":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}}],
             "messages":[{"role":"user","content":"Weather in Paris?"},
              {"role":"assistant","content":[{"type":"tool_use","id":"call_1","name":"get_weather","input":{"city":"Paris"}},
               {"type":"tool_use","id":"call_2","name":"get_weather","input":{"unreadable":"{\"ci"}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"12 C","is_error":false},
               {"type":"tool_result","tool_use_id":"call_2","content":"no JSON","is_error":true}]}],
             "output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}},"temperature":0.5}
            """#)
        let body = AnthropicProvider().body(request, model: "claude-x", on: .claude)
        #expect(JSONValue.object(body) == expected)
    }

    @Test func headersAndAddresses() async throws {
        let transport = FakeTransport(.json("{}", status: 400))
        var claude = Endpoint.claude
        claude.baseURL += "/v1/"
        claude.headers = [.init("x-team", "blue")]
        let client = TestTime().client(transport, [.main, claude])
        _ = await client.result(over: [Route("main")])
        _ = await client.result(over: [Route("claude")])
        #expect(
            transport.requests.map(\.url) == [
                "http://127.0.0.1:9/v1/chat/completions", "http://127.0.0.1:9/v1/messages",
            ])
        let sent = transport.requests[1].headers.map { "\($0.name): \($0.value)" }
        #expect(
            sent == [
                "Content-Type: application/json", "Accept: text/event-stream, application/json",
                "anthropic-version: 2023-06-01", "x-team: blue",
            ])
    }
}
