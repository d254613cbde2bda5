import ChildProcesses
import Foundation
import SwarmCore
import SwarmRuntime
import Testing

@testable import CommandAgents

/// Programs that do their work.
@Suite(.timeLimit(.minutes(3))) struct CommandDriverTests {
    @Test func aProgramReadsItsTaskAndHandsAResultIn() async throws {
        let office = try Office()
        defer { office.remove() }
        var draft = TaskDraft.plain
        draft.title = "Count the words"
        draft.data = ["text": "one two three"]
        let task = try await office.run(
            office.settings(
                """
                read task
                echo '{"progress": 0.5, "note": "counting"}'
                echo '{"message": {"topic": "words", "payload": {"so_far": 1}}}'
                echo "{\\"result\\": {\\"task\\": $task}}"
                """), draft: draft)
        #expect(task.status == .succeeded)
        let given = try #require(task.product?["task"]?.object)
        #expect(given["title"] == "Count the words")
        #expect(given["data"] == ["text": "one two three"])
        #expect(given["agent"] == "Script Agent" && given["skill"] == "x")
        #expect(given["attempt"]?.string?.hasSuffix("_subtask_1/1") == true)
        #expect(task.messages == 1)
        #expect(office.leftovers.isEmpty)
    }

    @Test func plainTextIsAResultToo() async throws {
        let office = try Office()
        defer { office.remove() }
        let task = try await office.run(office.settings("cat > /dev/null; echo one; echo two"))
        #expect(task.product == ["text": "one\ntwo"])
    }

    @Test func anotherStatusThanZeroFailsWithTheLastErrorLine() async throws {
        let office = try Office()
        defer { office.remove() }
        let task = try await office.run(
            office.settings(
                """
                echo '{"result": {"text": "done"}}'
                printf 'first\\n\\033[31mno paper\\007\\033[0m\\n' >&2; exit 3
                """))
        #expect(task.reason == "the command ended with status 3: no paper")
        #expect(task.status == .failed)
    }

    @Test func noOutputIsNoResult() async throws {
        let office = try Office()
        defer { office.remove() }
        #expect(
            try await office.run(office.settings("echo; echo ' '")).reason
                == "the command wrote no result")
    }

    @Test func aProgramThatIsNotThereSaysWhatToDo() async throws {
        let office = try Office()
        defer { office.remove() }
        #expect(
            try await office.run(["command": ["no-such-program"]]).reason
                == "there is no program no-such-program in PATH; write its whole path")
        let faulty = try await office.run(["command": "sh -c x"])
        #expect(
            faulty.reason?.hasPrefix("settings.command: the command is not a list") == true)
    }

    @Test func theEnvironmentHasOnlyWhatIsNamed() async throws {
        var office = try Office()
        defer { office.remove() }
        office.environment["CANARY_API_KEY"] = "sk-canary"
        office.environment["NAMED"] = "passed"
        office.environment["HOME"] = "/home/somebody"
        let script = "tr '\\0' '\\n' < /proc/self/environ"
        let task = try await office.run(office.settings(script, ["environment": ["NAMED"]]))
        let text = try #require(task.product?["text"]?.string)
        #expect(
            Set(text.split(separator: "\n").map(String.init)).subtracting([
                "PWD=\(office.folder)/agents/Script-Agent"
            ])
                == [
                    "PATH=/usr/bin:/bin", "HOME=/home/somebody", "NAMED=passed", "TERM=dumb",
                    "NO_COLOR=1", "SWARM_MARK=\(office.mark)",
                ])
    }

    @Test func eachAgentWorksInAFolderOfItsOwn() async throws {
        let office = try Office()
        defer { office.remove() }
        let task = try await office.run(office.settings("pwd; touch here"))
        #expect(task.product?["text"]?.string?.hasSuffix("/agents/Script-Agent") == true)
        #expect(office.isThere("agents/Script-Agent/here"))
        #expect(CommandDriver.folderName("../a/b-c.\u{e4}") == "%2E%2E%2Fa%2Fb%2Dc%2E%C3%A4")
    }

    /// Task text that a shell would carry out.
    static let hostile = [
        "$(touch pwned)", "`touch pwned`", "; touch pwned", "\ntouch pwned\n", "' ; touch pwned; '",
        "\"; touch pwned; \"", "| touch pwned", "--help", "-c touch pwned", "$HOME",
        "\\\ntouch pwned",
    ]

    @Test(arguments: hostile) func hostileTaskTextIsNeverCarriedOut(text: String) async throws {
        let office = try Office()
        defer { office.remove() }
        var draft = TaskDraft.plain
        draft.title = "Hostile"
        draft.text = text
        draft.data = ["field": .string(text)]
        let bySettings: [JSONObject] = [
            ["command": ["/usr/bin/printf", "%s", "{prompt}"]], ["command": ["cat"]],
            ["command": ["cat"], "input": "text"],
        ]
        for settings in bySettings {
            let task = try await office.run(settings, draft: draft)
            let written = try #require(task.product?["text"]?.string)
            let first = written.first { !$0.isWhitespace }
            #expect(first == "T" || first == "{")
            #expect(!office.isThere("agents/Script-Agent/pwned"))
        }
        let prompt = try await office.run(
            ["command": ["/usr/bin/printf", "%s|", "{prompt}", "end"]], draft: draft)
        // One argument, as it is.
        let whole = try #require(prompt.product?["text"]?.string)
        #expect(whole.hasPrefix("Task: Hostile\n\n") && whole.hasSuffix("|end|"))
        #expect(whole.filter { $0 == "|" }.count == 2 + text.filter { $0 == "|" }.count * 2)
    }

    @Test func cancellingATaskKillsItsProgram() async throws {
        let office = try Office()
        defer { office.remove() }
        let task = try await office.run(
            office.settings(
                "(setsid sleep 600 &); echo x > started; trap '' TERM; while :; do sleep 1; done")
        ) { runtime, id in
            while !office.isThere("agents/Script-Agent/started") { await Task.yield() }
            _ = await runtime.send(.cancel(id))
        }
        #expect(task.status == .cancelled)
        #expect(await office.isGone())
    }
}
