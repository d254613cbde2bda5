import Foundation
import SwarmCore
import Testing

@testable import ModelAgents

/// Against a LiteLLM proxy with mock answers: `SWARMTOP_LITELLM` names its program (1.83 or later, `litellm[proxy]`).
@Suite(.timeLimit(.minutes(5)), .enabled(if: LiteLLM.program != nil))
struct LiteLLMTests {
    @Test func bothWireFormatsAndARateLimitEndAsTheyShould() async throws {
        let proxy = try LiteLLM()
        defer { proxy.stop() }
        try await proxy.untilReady()
        let client = proxy.client
        let open = try await client.answer(Self.request("mock-large"), over: [Route("open")])
        #expect(JSONInText.object(in: open.text)?["estimated_cost"] == 45_000)
        #expect(open.usage.standing == .reported)
        let messages = try await client.answer(
            Self.request("claude-mock"), over: [Route("messages")])
        #expect(messages.text == "Hi from mock")
        await #expect(throws: ModelFault.self) {
            _ = try await client.answer(Self.request("mock-429"), over: [Route("open")])
        }
    }

    private static func request(_ model: String) -> ModelRequest {
        ModelRequest(model: model, messages: [.user("hello")], mostOutputTokens: 64)
    }
}

/// The proxy as a child process on a port of its own.
private final class LiteLLM {
    static var program: String? { ProcessInfo.processInfo.environment["SWARMTOP_LITELLM"] }

    private static let configuration = """
        model_list:
          - model_name: mock-large
            litellm_params: {model: openai/gpt-4o, api_key: sk-x, mock_response: "{\\"estimated_cost\\":45000}"}
          - model_name: mock-429
            litellm_params: {model: openai/gpt-4o, api_key: sk-x, mock_response: "litellm.RateLimitError"}
          - model_name: claude-mock
            litellm_params: {model: anthropic/claude-sonnet-4-20250514, api_key: sk-x, mock_response: "Hi from mock"}
        general_settings: {master_key: sk-test-1234}
        """

    private let process = Process()
    private let folder: URL
    private let port: UInt16

    init() throws {
        port = UInt16.random(in: 20_000...60_000)
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("litellm-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appendingPathComponent("config.yaml")
        try Data(Self.configuration.utf8).write(to: file)
        process.executableURL = URL(fileURLWithPath: Self.program ?? "")
        process.arguments = [
            "--config", file.path, "--host", "127.0.0.1", "--port", String(port),
        ]
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["LITELLM_LOCAL_MODEL_COST_MAP": "True"]) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    var client: ModelClient {
        ModelClient(
            endpoints: [
                Endpoint(
                    name: "open", kind: .openAI, baseURL: "http://127.0.0.1:\(port)/v1",
                    keyVariable: "KEY"),
                Endpoint(
                    name: "messages", kind: .anthropic, baseURL: "http://127.0.0.1:\(port)",
                    keyVariable: "KEY"),
            ], environment: ["KEY": "sk-test-1234"], transport: { _ in CurlTransport() })
    }

    /// It takes 20 seconds or so; a connection that is refused is tried again.
    func untilReady() async throws {
        let transport = CurlTransport()
        for _ in 0..<240 where process.isRunning {
            let health = TransportRequest(
                method: .get, url: "http://127.0.0.1:\(port)/health/liveliness")
            if await transport.answer(health).head?.status == 200 { return }
            try await Task.sleep(for: .milliseconds(500))
        }
        throw CancellationError()
    }

    func stop() {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(at: folder)
    }
}
