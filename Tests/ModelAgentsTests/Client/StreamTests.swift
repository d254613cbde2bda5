import SwarmCore
import Testing

@testable import ModelAgents

/// Streams of both providers, whole, in pieces and cut.
@Suite struct StreamTests {
    private func result(
        _ stream: ControlStream, _ pieces: [[UInt8]], end: TransportFault? = nil,
        watch: CallWatch = CallWatch()
    ) async -> Result<ModelAnswer, ModelFault> {
        var reply = FakeTransport.Reply.events("", end: end)
        reply.pieces = pieces
        var policy = RetryPolicy()
        policy.attemptsEach = 1
        let client = TestTime().client(FakeTransport(reply), [stream.endpoint], policy: policy)
        return await client.result(over: [Route(stream.endpoint.name)], watch: watch)
    }

    @Test func textComesWithItsUsageIdAndModel() async throws {
        let stream = ControlStream.openAIText
        let answer = try await result(stream, [Array(stream.text.utf8)]).get()
        #expect(answer.text == "Grüße, 漢字 😀")
        #expect(answer.finish == .stop)
        #expect(answer.id == "chatcmpl-1")
        #expect(answer.model == "gpt-4o-2024-08-06")
        #expect(answer.usage == ModelUsage(input: 10, cachedInput: 4, output: 5))
        #expect(answer.endpoint == "main")
        #expect(answer.askedModel == "m1")
    }

    @Test func anthropicUsageIsCumulativeAndItsInputCountsTheCache() async throws {
        let stream = ControlStream.anthropicText
        let answer = try await result(stream, [Array(stream.text.utf8)]).get()
        #expect(answer.text == "Grüße, 漢字 😀")
        #expect(answer.finish == .stop)
        #expect(answer.id == "msg_1")
        #expect(
            answer.usage == ModelUsage(input: 17, cachedInput: 4, cacheCreation: 3, output: 5))
    }

    @Test func toolCallsArePutTogetherByTheirIndexAndParsedAtTheEnd() async throws {
        let openAI = try await result(
            .openAITools, [Array(ControlStream.openAITools.text.utf8)]
        ).get()
        #expect(
            openAI.calls == [
                ModelToolCall(
                    id: "call_a", name: "get_weather", arguments: .object(["city": "Paris"])),
                ModelToolCall(id: "call_b", name: "add", arguments: .object(["a": 1])),
            ])
        #expect(openAI.finish == .toolCalls)
        let anthropic = try await result(
            .anthropicTools, [Array(ControlStream.anthropicTools.text.utf8)]
        ).get()
        #expect(
            anthropic.calls == [
                ModelToolCall(
                    id: "toolu_1", name: "get_weather", arguments: .object(["city": "Paris"])),
                ModelToolCall(id: "toolu_2", name: "now", arguments: .object([:])),
            ])
        #expect(anthropic.text.isEmpty)
    }

    @Test(arguments: ControlStream.all)
    func aStreamInPiecesOfOneByteIsTheSameAnswer(stream: ControlStream) async throws {
        let bytes = Array(stream.text.utf8)
        let whole = try await result(stream, [bytes]).get()
        #expect(try await result(stream, bytes.map { [$0] }).get() == whole)
    }

    @Test(arguments: ControlStream.all)
    func aStreamInTwoPiecesCutAnywhereIsTheSameAnswer(stream: ControlStream) async throws {
        let bytes = Array(stream.text.utf8)
        let whole = try await result(stream, [bytes]).get()
        for at in bytes.indices.dropFirst() {
            let split = await result(stream, [Array(bytes[..<at]), Array(bytes[at...])])
            try #require(split.value == whole, "split at \(at)")
        }
    }

    /// Whether the connection broke or the body ended as if that were all.
    @Test(arguments: ControlStream.all, [TransportFault?.none, .truncated])
    func aStreamCutAtAnyByteIsNeverAnAnswer(
        stream: ControlStream, end: TransportFault?
    ) async throws {
        let bytes = Array(stream.text.utf8)
        for at in bytes.indices {
            let cut = await result(stream, [Array(bytes[..<at])], end: end)
            try #require(cut.fault?.code == .truncated, "cut at \(at)")
        }
        if end != nil {
            #expect(await result(stream, [bytes], end: end).fault?.code == .truncated)
        }
    }

    @Test func whatCameBeforeTheCutIsKeptAsEvidence() async throws {
        let bytes = Array(ControlStream.anthropicText.text.utf8.dropLast(60))
        let fault = try #require(await result(.anthropicText, [bytes], end: .truncated).fault)
        #expect(fault.partialText == "Grüße, 漢字 😀")
        #expect(fault.usage.output > 0)
    }

    @Test func theEndMarkWithoutAReasonToStopIsNoEnd() async {
        let text = """
            data: {"choices":[{"index":0,"delta":{"content":"half"},"finish_reason":null}]}

            data: [DONE]


            """
        let half = ControlStream(name: "", kind: .openAI, text: text)
        let fault = await result(half, [Array(text.utf8)]).fault
        #expect(fault?.code == .truncated)
        #expect(fault?.partialText == "half")
    }

    @Test(arguments: ["[DO NE]", "[DO\ndata: NE]", "[DONE]]", "[done]", "[DONE", "x [DONE]"])
    func whatLooksLikeTheEndMarkIsNone(mark: String) async {
        let text = """
            data: {"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}

            data: \(mark)


            """
        let almost = ControlStream(name: "", kind: .openAI, text: text)
        #expect(await result(almost, [Array(text.utf8)]).fault?.code == .badJSON)
    }

    /// The end mark came; the connection is closed and the answer counts.
    @Test func aConnectionThatStaysOpenAfterTheEndMarkHoldsNothingUp() async {
        var reply = FakeTransport.Reply.events(ControlStream.openAIText.text)
        reply.hangs = true
        let transport = FakeTransport(reply)
        let result = await TestTime().client(transport).result()
        #expect(result.value?.text == "Grüße, 漢字 😀")
        #expect(transport.log.cancels == 1)
    }

    @Test(arguments: ControlStream.all)
    func commentsPingsAndUnknownEventsAreNoContent(stream: ControlStream) async throws {
        let transport = FakeTransport(.events(stream.text))
        let client = TestTime().client(transport, [stream.endpoint])
        _ = try await client.result(over: [Route(stream.endpoint.name)]).get()
        let said = stream.text.split(separator: "\n").filter { line in
            line.hasPrefix("data:")
                && !["ping", "something_new", "message_stop\"", "[DONE]"].contains(
                    where: line.contains)
        }
        #expect(transport.log.contentNotes == said.count)
    }

    @Test func progressIsHandedOnAsItComes() async throws {
        let watch = TestWatch()
        let stream = ControlStream.openAITools
        _ = try await result(stream, [Array(stream.text.utf8)], watch: watch.watch).get()
        #expect(
            watch.events == [
                .toolCallBegan(name: "add"), .toolCallBegan(name: "get_weather"),
                .usage(ModelUsage(input: 20, output: 9)),
            ])
    }

    @Test(arguments: [
        (#"{"error":{"message":"Overloaded","type":"overloaded_error"}}"#, "OVERLOADED"),
        (#"{"error":{"message":"boom","code":500}}"#, "SERVER"),
        (#"{"error":{"message":"slow down","code":"rate_limit_exceeded"}}"#, "RATE_LIMITED"),
        (#"{"error":"out of memory"}"#, "SERVER"),
        (#"{"type":"error","error":{"type":"overloaded_error","message":"x"}}"#, "OVERLOADED"),
    ])
    func anErrorInTheMiddleOfAStreamIsAFault(event: String, code: String) async {
        for stream in [ControlStream.openAIText, .anthropicText] {
            let lines = stream.text.components(separatedBy: "\n\n")
            let text = lines[..<3].joined(separator: "\n\n") + "\n\ndata: \(event)\n\n"
            #expect(await result(stream, [Array(text.utf8)]).fault?.code.rawValue == code)
        }
    }

    @Test func aWholeAnswerIsTakenWhereAStreamWasAskedFor() async throws {
        let openAI = FakeTransport(
            .json(
                #"{"id":"r","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":[{"type":"text","text":"hi"}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1}}"#
            ))
        #expect(try await TestTime().client(openAI).result().get().text == "hi")
        let anthropic = FakeTransport(
            .json(
                #"{"id":"r","type":"message","model":"m","content":[{"type":"text","text":"hi"},{"type":"tool_use","id":"t","name":"f","input":{"a":2}}],"stop_reason":"tool_use","usage":{"input_tokens":3,"output_tokens":1}}"#
            ))
        let answer = try await TestTime().client(anthropic, [.claude])
            .result(over: [Route("claude")]).get()
        #expect(answer.text == "hi")
        #expect(answer.calls == [ModelToolCall(id: "t", name: "f", arguments: .object(["a": 2]))])
        #expect(answer.usage == ModelUsage(input: 3, output: 1))
    }
}

extension String {
    fileprivate func components(separatedBy mark: String) -> [String] {
        var parts: [String] = []
        var rest = self[...]
        while let found = rest.firstRange(of: mark) {
            parts.append(String(rest[..<found.lowerBound]))
            rest = rest[found.upperBound...]
        }
        return parts + [String(rest)]
    }
}
