import Testing

@testable import ModelAgents

/// Whole answers of both providers as they come over the wire, and what they say.
struct ControlStream: Sendable, CustomTestStringConvertible {
    let name: String
    let kind: Endpoint.Kind
    let text: String

    var testDescription: String { name }
    var endpoint: Endpoint { kind == .openAI ? .main : .claude }

    static let all = [openAIText, openAITools, anthropicText, anthropicTools]

    static let openAIText = ControlStream(
        name: "OpenAI text", kind: .openAI,
        text: """
            data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1761564674,"model":"gpt-4o-2024-08-06","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"2c"}

            : keep-alive

            data: {"id":"chatcmpl-1","choices":[{"index":0,"delta":{"content":"Grüße, "},"finish_reason":null}],"usage":null}

            data: {"id":"chatcmpl-1","choices":[{"index":0,"delta":{"content":"漢字 😀"},"finish_reason":null}],"usage":null}

            data: {"id":"chatcmpl-1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}

            data: {"id":"chatcmpl-1","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":4}}}

            data: [DONE]


            """)

    static let openAITools = ControlStream(
        name: "OpenAI tool calls", kind: .openAI,
        text: """
            data: {"id":"c2","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":1,"id":"call_b","type":"function","function":{"name":"add","arguments":""}}]},"finish_reason":null}]}

            data: {"id":"c2","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"get_weather","arguments":"{\\"ci"}}]},"finish_reason":null}]}

            data: {"id":"c2","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"","function":{"name":"","arguments":"ty\\":\\"Paris\\"}"}},{"index":1,"function":{"arguments":"{\\"a\\":1}"}}]},"finish_reason":null}]}

            data: {"id":"c2","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":20,"completion_tokens":9}}

            data: [DONE]


            """)

    static let anthropicText = ControlStream(
        name: "Anthropic text", kind: .anthropic,
        text: """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-20250514","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":3,"cache_read_input_tokens":4,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: ping
            data: {"type": "ping"}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Grüße, "}}

            event: something_new
            data: {"type":"something_new","text":"not an answer"}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"漢字 😀"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":5}}

            event: message_stop
            data: {"type":"message_stop"}


            """)

    static let anthropicTools = ControlStream(
        name: "Anthropic tool calls", kind: .anthropic,
        text: """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_2","model":"claude","content":[],"stop_reason":null,"usage":{"input_tokens":377,"output_tokens":2}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}

            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"get_weather","caller":{"type":"direct"},"input":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"ci"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"ty\\":\\"Paris\\"}"}}

            event: content_block_start
            data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_2","name":"now","input":{}}}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":65}}

            event: message_stop
            data: {"type":"message_stop"}


            """)
}
