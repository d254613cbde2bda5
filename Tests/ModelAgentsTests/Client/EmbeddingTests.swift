import SwarmCore
import Testing

@testable import ModelAgents

@Suite struct EmbeddingTests {
    private func embed(_ body: String, _ texts: [String] = ["a", "b"]) async throws(ModelFault)
        -> Embeddings
    {
        try await TestTime().client(FakeTransport(.json(body))).embed(
            texts, model: "e", over: [Route("main")])
    }

    @Test func vectorsComeInTheTextsOrder() async throws {
        let result = try await embed(
            #"{"data":[{"index":1,"embedding":[3,4.5]},{"index":0,"embedding":[1,-2]}],"usage":{"prompt_tokens":2,"total_tokens":2}}"#
        )
        #expect(result.vectors == [[1, -2], [3, 4.5]])
        #expect(result.usage == ModelUsage(input: 2, output: 0))
    }

    @Test func base64IsLittleEndianFloats() async throws {
        let result = try await embed(
            #"{"data":[{"index":0,"embedding":"AACAPwAAAMA="}]}"#, ["a"])
        #expect(result.vectors == [[1, -2]])
        #expect(result.usage == .missing)
    }

    @Test(arguments: [
        #"{"data":[]}"#, #"{}"#, #"[1]"#, #"{"data":[{"index":0,"embedding":[1]}]}"#,
        #"{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}"#,
        #"{"data":[{"index":0,"embedding":[1]},{"index":7,"embedding":[1]}]}"#,
        #"{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1,2]}]}"#,
        #"{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[]}]}"#,
        #"{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":["x"]}]}"#,
        #"{"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1e300]}]}"#,
        #"{"data":[{"index":0,"embedding":"AACAPw=="},{"index":1,"embedding":"AAA="}]}"#,
    ])
    func whatIsNotAVectorForEachTextIsAFault(body: String) async {
        await #expect { try await embed(body) } throws: { ($0 as? ModelFault)?.code == .badJSON }
    }

    @Test func manyTextsAreAskedForInBatches() async throws {
        #expect(EmbeddingCall.batches(of: []) == [])
        let many = [String](repeating: "x", count: 5_000)
        #expect(EmbeddingCall.batches(of: many) == [0..<2_048, 2_048..<4_096, 4_096..<5_000])
        let long = [String](repeating: String(repeating: "x", count: 200_000), count: 2)
        #expect(EmbeddingCall.batches(of: long) == [0..<1, 1..<2])
        let transport = FakeTransport { _, request in
            let count =
                (try? JSONValue.parse(request.body))?["input"]?.array?.count ?? 0
            let data = (0..<count).map { #"{"index":\#($0),"embedding":[\#(count)]}"# }
            return .json(
                #"{"data":[\#(data.joined(separator: ","))],"usage":{"prompt_tokens":\#(count)}}"#)
        }
        let result = try await TestTime().client(transport).embed(
            many, model: "e", dimensions: 1, over: [Route("main")])
        #expect(result.vectors.count == 5_000)
        #expect(result.usage.input == 5_000)
        #expect(transport.requests.map(\.url).last == "http://127.0.0.1:9/v1/embeddings")
    }

    @Test func anEndpointWithoutEmbeddingsIsPassedOver() async throws {
        let transport = FakeTransport(.json(#"{"data":[{"embedding":[1]}]}"#))
        let client = TestTime().client(transport, [.claude, .main])
        let result = try await client.embed(
            ["a"], model: "e", over: [Route("claude"), Route("main")])
        #expect(result.vectors == [[1]])
        #expect(transport.requests.count == 1)
    }
}
