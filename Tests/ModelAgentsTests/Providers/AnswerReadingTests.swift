import SwarmCore
import Testing

@testable import ModelAgents

@Suite struct AnswerReadingTests {
    private func openAI(_ body: String, _ request: ModelRequest = .hello) throws(ModelFault)
        -> ModelAnswer
    {
        var reader = OpenAIReader()
        try reader.takeWhole(try JSONValue.wire(Array(body.utf8)))
        return try reader.draft.answer(to: request)
    }

    private func anthropic(_ body: String, _ request: ModelRequest = .hello) throws(ModelFault)
        -> ModelAnswer
    {
        var reader = AnthropicReader()
        try reader.takeWhole(try JSONValue.wire(Array(body.utf8)))
        return try reader.draft.answer(to: request)
    }

    private func said(_ message: String, finish: String = "stop", usage: String = "null") -> String
    {
        #"{"choices":[{"index":0,"message":\#(message),"finish_reason":"\#(finish)"}],"usage":\#(usage)}"#
    }

    @Test(arguments: [
        "-5", "0.5", "1e30", "99999999999999999999", #""7""#, "true", "[]", "100000001",
    ])
    func usageThatCannotBeIsFlaggedAndNeverTraps(figure: String) throws {
        let body = said(
            #"{"content":"hi"}"#,
            usage: #"{"prompt_tokens":\#(figure),"completion_tokens":2}"#)
        #expect(try openAI(body).usage == ModelUsage(standing: .implausible))
        let claude =
            #"{"content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"cache_read_input_tokens":\#(figure),"output_tokens":2}}"#
        #expect(try anthropic(claude).usage.standing == .implausible)
    }

    @Test func usageThatContradictsItselfIsFlagged() throws {
        let cached =
            #"{"prompt_tokens":5,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":6}}"#
        #expect(
            try openAI(said(#"{"content":"hi"}"#, usage: cached)).usage.standing == .implausible)
        let free = #"{"prompt_tokens":5,"completion_tokens":0}"#
        #expect(try openAI(said(#"{"content":"hi"}"#, usage: free)).usage.standing == .implausible)
        #expect(try openAI(said(#"{"content":""}"#, usage: free)).usage.standing == .reported)
        #expect(try openAI(said(#"{"content":"hi"}"#)).usage.standing == .missing)
        #expect(try openAI(said(#"{"content":"hi"}"#, usage: "[]")).usage.standing == .implausible)
    }

    @Test(arguments: [#"{"a":"#, "[1]", "null", "just words", #"{"a":1}}"#])
    func argumentsThatAreNoObjectAreReportedAsTheyWere(text: String) throws {
        let quoted = JSONValue.string(text).jsonText()
        let body = said(
            #"{"content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":\#(quoted)}}]}"#,
            finish: "tool_calls")
        guard case .broken(let kept, let why) = try openAI(body).calls[0].arguments else {
            Issue.record("taken for an object")
            return
        }
        #expect(kept == text)
        #expect(why.hasPrefix("the arguments are no JSON"))
    }

    @Test func aLimitThatCutsJSONOrToolCallsIsAFaultAndTextSaysSo() throws {
        var wantsJSON = ModelRequest.hello
        wantsJSON.output = OutputFormat(name: "a", schema: ["type": "object"])
        let cut = said(#"{"content":"{\"a\":1}"}"#, finish: "length")
        #expect(throws: ModelFault.self) { try openAI(cut, wantsJSON) }
        #expect(try openAI(cut).finish == .length)
        let calls = said(
            #"{"tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]}"#,
            finish: "length")
        #expect { try openAI(calls) } throws: { ($0 as? ModelFault)?.code == .outputCut }
        let claude = #"{"content":[{"type":"text","text":"{}"}],"stop_reason":"max_tokens"}"#
        #expect { try anthropic(claude, wantsJSON) } throws: {
            ($0 as? ModelFault)?.code == .outputCut
        }
    }

    @Test func refusalsAreFaultsWithTheirWords() throws {
        #expect { try openAI(said(#"{"content":null,"refusal":"I will not"}"#)) } throws: {
            ($0 as? ModelFault)?.code == .refused && ($0 as? ModelFault)?.detail == "I will not"
        }
        #expect { try openAI(said(#"{"content":"part"}"#, finish: "content_filter")) } throws: {
            ($0 as? ModelFault)?.code == .contentFilter
                && ($0 as? ModelFault)?.partialText == "part"
        }
        #expect { try anthropic(#"{"content":[],"stop_reason":"refusal"}"#) } throws: {
            ($0 as? ModelFault)?.code == .refused
        }
    }

    @Test func anUnknownReasonToStopIsKeptAndShown() async throws {
        let watch = TestWatch()
        let body = said(#"{"content":"hello"}"#, finish: "bana\\u001b[2Jna")
        let answer = try await TestTime().client(FakeTransport(.json(body))).result(
            watch: watch.notesOnly
        ).get()
        #expect(answer.finish == .other("bana␛[2Jna"))
        #expect(watch.notes == ["unknown reason to stop, taken as the end: bana␛[2Jna"])
        #expect(
            try anthropic(#"{"content":[],"stop_reason":"pause_turn"}"#).finish
                == .other("pause_turn"))
    }

    @Test func callsThatAllHaveTheSameIndexAreToldApartByTheirIds() throws {
        let calls = ["a", "b"].map {
            #"{"index":0,"id":"\#($0)","function":{"name":"f_\#($0)","arguments":"{}"}}"#
        }
        let body = said(#"{"tool_calls":[\#(calls.joined(separator: ","))]}"#)
        #expect(try openAI(body).calls.map(\.name) == ["f_a", "f_b"])
    }

    @Test func moreToolCallsThanAllowedAreTooMany() throws {
        let calls = (0..<200).map { #"{"index":\#($0),"function":{"name":"f"}}"# }
        let body = said(#"{"tool_calls":[\#(calls.joined(separator: ","))]}"#)
        #expect { try openAI(body) } throws: { ($0 as? ModelFault)?.code == .tooLarge }
    }

    @Test(arguments: [
        #"{}"#, #"{"choices":[]}"#, #"{"choices":[{"index":1,"message":{"content":"B"}}]}"#, "[]",
        "7", "null", #"{"choices":{"0":1}}"#, #"{"choices":[{"index":0,"message":null}]}"#, "", "{",
    ])
    func whatIsNoAnswerIsBadJSON(body: String) {
        #expect { try openAI(body) } throws: { ($0 as? ModelFault)?.code == .badJSON }
        #expect { try anthropic(body) } throws: { ($0 as? ModelFault)?.code == .badJSON }
    }
}
