import SwarmCore
import SwarmFiles
import SwarmRuntime
import Testing

@testable import CommandAgents

/// The examples people are given work as they stand.
struct ExampleTests {
    private static let script = #"""
        name: Word Agent
        skills: {x: [words, count]}
        driver: command
        idle_timeout: 30s
        settings:
          command:
            - sh
            - -c
            - |
              read -r task
              echo '{"progress": 0.5, "note": "counting"}'
              echo "{\"result\": {\"characters\": ${#task}}}"
        """#

    private static let codingAgent = """
        name: Coding Agent
        skills: {coding: [code, bug, refactor]}
        driver: command
        idle_timeout: 5m
        timeout: 30m
        settings:
          command: [claude, -p, "{prompt}"]
          folder: checkout
          environment: [ANTHROPIC_API_KEY]
          limits: {memory_mb: 8192, processes: 200}
        """

    private func card(_ yaml: String) throws -> AgentCard {
        var faults: [DefinitionFault] = []
        let node = try #require(YAMLText.node(Array(yaml.utf8), file: nil, &faults))
        let card = AgentCard(definition: node, faults: &faults)
        let settings = try #require(node["settings"])
        #expect(CommandSettings(definition: settings, faults: &faults) != nil)
        #expect(faults.isEmpty)
        return try #require(card)
    }

    @Test func theShellScriptAgentDoesItsWork() async throws {
        let office = try Office()
        defer { office.remove() }
        let card = try card(Self.script)
        let task = try await office.run(card.settings, limits: card.limits)
        #expect(task.status == .succeeded)
        #expect((task.product?["characters"]?.integer ?? 0) > 100)
    }

    @Test func theCodingAgentGetsItsPromptAsOneArgument() throws {
        let card = try card(Self.codingAgent)
        var faults: [DefinitionFault] = []
        let settings = CommandSettings(
            definition: DefinitionNode(.object(card.settings)), faults: &faults)
        #expect(settings?.program.command == ["claude", "-p", "{prompt}"])
        #expect(settings?.input == CommandSettings.Input.none)
        #expect(card.limits.hardTimeout == .seconds(1_800))
    }
}
