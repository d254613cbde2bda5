import Foundation
import SwarmCore
import Testing

/// Every fault of a swarm's files, as an operator sees them.
@Suite struct CheckTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func check(_ text: String, more: [String] = []) throws -> ProgramRun.Outcome {
        let file = try folder.file("swarm.yaml", text)
        return try ProgramRun.run(["check", file] + more)
    }

    @Test func everyFaultIsALineWithFileLineColumnPathAndWhatToDo() throws {
        let run = try check(
            "agents:\n  - name: A\n    skills: [x]\n    max_load: 0\n  - name: a\n    skils: [y]\n")
        #expect(run.exit == .code(3))
        #expect(run.output.isEmpty)
        let file = folder.path + "/swarm.yaml"
        #expect(
            run.errors.split(separator: "\n") == [
                "\(file):4:15: agents[0].max_load: 0 is out of range. "
                    + "Write a whole number from 1 to 1000000.",
                "\(file):5:5: agents[1]: skills is missing. Add skills.",
                "\(file):6:5: agents[1].skils: unknown key. Nearest: skills.",
                "3 faults.",
            ])
    }

    @Test func anEndpointOrToolThatIsNotThereIsNamedBeforeARunMeetsIt() throws {
        let run = try check(
            """
            endpoints: [{name: local, url: "http://127.0.0.1:9/v1"}]
            tools: [arithmetic, {mcp: {name: notes, command: [x], allow: [search]}}]
            agents:
              - name: A
                skills: [x]
                driver: model
                settings: {endpoint: locl, tools: [arithmetic, notes_search, memory, arithmetik]}
            """)
        #expect(run.exit == .code(3))
        let file = folder.path + "/swarm.yaml"
        #expect(
            run.errors.split(separator: "\n") == [
                "\(file):7:26: agents[0].settings.endpoint: there is no endpoint locl. Nearest: local.",
                "\(file):7:39: agents[0].settings.tools: there is no tool arithmetik. "
                    + "Nearest: arithmetic.", "2 faults.",
            ])
    }

    @Test func theSameAsJSON() throws {
        let run = try check("agents: [{name: A, skills: []}]", more: ["--json"])
        #expect(run.exit == .code(3))
        #expect(run.errors.isEmpty)
        let result = try JSONValue.parse(run.output)
        #expect(result["ok"] == false)
        #expect(
            result["faults"] == [
                [
                    "file": .string(folder.path + "/swarm.yaml"), "line": 1, "column": 28,
                    "path": "agents[0].skills", "problem": "an agent needs at least one skill",
                    "hint": "Name one.",
                ]
            ])
    }

    @Test func withoutFilesTheBuiltInSwarmIsNamed() throws {
        let run = try ProgramRun.run(["check"], environment: ["HOME": folder.path])
        #expect(run.exit == .code(0), "\(run.errors)")
        #expect(
            run.output.hasPrefix(
                "There are no swarm files in \(folder.path)/.config/swarmtop, so the built-in swarm "
                    + "stands: 4 agents, 4 recipes (campaign, support_ticket, blog_post, "
                    + "sales_analysis)."))
    }

    @Test func aPathThatIsNotThereIsAnInputFault() throws {
        let run = try ProgramRun.run(["check", folder.path + "/none.yaml"])
        #expect(run.exit == .code(74))
        #expect(run.errors == "There is no \(folder.path)/none.yaml. Check the name.\n")
    }

    @Test(.disabled(if: getuid() == 0, "the superuser may read everything"))
    func aFileThatMayNotBeReadIsNamed() throws {
        let file = try folder.file("swarm.yaml", "version: 1\n")
        chmod(file, 0)
        let run = try ProgramRun.run(["check", folder.path])
        #expect(run.exit == .code(3))
        #expect(run.errors.contains("swarm.yaml: it cannot be read: Permission denied."))
    }

    /// Configurations that mean harm or are meant otherwise than YAML reads them.
    @Test(arguments: [
        ("{\"version\":1,\"agents\":[", "swarm.yaml:1:24: "),
        ("agents: &a\n  b: *a\n", "swarm.yaml:2:6: anchors"),
        ("base: &b {driver: offline}\nagents:\n  - <<: *b\n", "swarm.yaml:3:9: anchors"),
        ("agents: []\nplugins: [x]\n", "swarm.yaml:2:1: plugins: unknown key"),
        ("agents: [{name: f, skills: [a], max_load: .nan}]", "1:43: agents[0].max_load: "),
        ("agents: [{name: f, skills: [a], work_time: P1D}]", "1:44: agents[0].work_time: "),
        ("agents: [{name: ../../etc/cron.d/x, skills: [a]}]", "1:17: agents[0].name: "),
        (
            "agents: [{name: f, skills: [a], driver: llm}]",
            "1:41: agents[0].driver: \"llm\" is none of"
        ),
        ("agents: [{name: f, skills: [a], driver: remote}]", "remote agents cannot work here yet."),
        ("agents: [{name: f, skills: [a]}, {name: \"F \", skills: [a]}]", "1:41: agents[1].name: "),
        ("policies: {scoring: {reputation: 0.9, skill: 0.9}}", "the weights add up to 1.8."),
        ("recipes: [{name: r, steps: {a: {after: [b]}, b: {after: [a]}}}]", "a -> b -> a"),
        ("agents: !!python/object/apply:os.system [x]\n", "swarm.yaml:1:9: agents: tags"),
        ("agents:\n\t- name: x\n", "This is a tab; indent with blanks."),
    ])
    func aHostileFileIsRefusedWithItsPlace(text: String, words: String) throws {
        let run = try check(text)
        #expect(run.exit == .code(3))
        #expect(run.output.isEmpty)
        #expect(run.errors.contains(words), "\(run.errors)")
    }

    @Test func aNameThatLooksLikeATruthValueIsAName() throws {
        let run = try check("agents: [{name: no, skills: [a]}]", more: ["--json"])
        #expect(run.exit == .code(0), "\(run.output)")
        #expect(try JSONValue.parse(run.output)["agents"] == ["no"])
    }
}
