import Foundation
import TerminalHarness
import Testing

/// The form for a task in a real terminal: the editor, pasting, earlier tasks, a planner that is not there.
@Suite struct NewTaskJourneyTests {
    /// An editor that puts `next` in the place of what it is given and keeps that as `seen`; a script for a shell.
    private func editor(_ name: String = "my editor", exit code: Int = 0) throws -> String {
        let folder = NSTemporaryDirectory() + "swarmtop-editor-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let script = """
            #!/bin/sh
            folder=$(dirname "$0")
            cp "$2" "$folder/seen"
            ls -ld "$2" > "$folder/mode"
            echo "$1" > "$folder/argument"
            env > "$folder/environment"
            [ -f "$folder/next" ] && cp "$folder/next" "$2"
            exit \(code)

            """
        let path = folder + "/" + name
        try script.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private func folder(of editor: String) -> String {
        String(editor[..<(editor.lastIndex(of: "/") ?? editor.startIndex)])
    }

    private func write(_ text: String, for editor: String) throws {
        try text.write(toFile: folder(of: editor) + "/next", atomically: true, encoding: .utf8)
    }

    private func read(_ name: String, of editor: String) throws -> String {
        try String(contentsOfFile: folder(of: editor) + "/" + name, encoding: .utf8)
    }

    private func journey(
        _ editor: String, _ arguments: [String] = ["--speed", "100"]
    ) throws -> Journey {
        let journey = try Journey(
            arguments,
            environment: [
                "EDITOR": "/bin/sh \"\(editor)\" '--a b'",
                "OPENAI_API_KEY": "sk-canary-of-the-journey",
            ])
        journey.expect("Start here")
        return journey
    }

    @Test func aTaskIsWrittenInTheEditorAndSubmitted() throws {
        let editor = try editor()
        defer { try? FileManager.default.removeItem(atPath: folder(of: editor)) }
        try write("text: |\n  Launch our Q1 product\npriority: high\n", for: editor)
        let journey = try journey(editor)
        journey.press("N")
        journey.expect("Taken over from the editor.")
        journey.expect("● high")
        #expect(journey.screen.contains("Launch our Q1 product"))
        #expect(try read("seen", of: editor).hasPrefix("# A task for the swarm."))
        #expect(try read("argument", of: editor) == "--a b\n")
        #expect(try !read("environment", of: editor).contains("canary"))
        let mode = try read("mode", of: editor)
        #expect(mode.hasPrefix("-rw-------"))
        let file = try #require(mode.split(separator: " ").last)
        #expect(!FileManager.default.fileExists(atPath: file.trimmingCharacters(in: .newlines)))
        journey.press(Keys.enter)
        journey.expect("✓ 1 done")
        journey.press("q")
        #expect(journey.terminal.end() == .code(0))
        #expect(journey.terminal.isRestored)
    }

    @Test func whatCannotBeReadIsShownWithItsLineAndMended() throws {
        let editor = try editor()
        defer { try? FileManager.default.removeItem(atPath: folder(of: editor)) }
        let wrong = "text: Launch our Q1 product\npriority: urgent\n"
        try write(wrong, for: editor)
        let journey = try journey(editor)
        journey.press("n")
        journey.expect("What should the swarm do?")
        journey.press("\u{0F}")
        journey.expect("task.yaml:2:11")
        journey.press(Keys.escape)
        journey.expectGone("task.yaml:2:11")
        try write("text: Launch our Q2 product\n", for: editor)
        journey.press("n")
        journey.expect("task.yaml:2:11")
        journey.press(Keys.enter)
        journey.expect("Launch our Q2 product")
        #expect(try read("seen", of: editor) == wrong)
    }

    @Test func anEditorThatFailsOrIsMissingIsNamed() throws {
        let editor = try editor(exit: 3)
        defer { try? FileManager.default.removeItem(atPath: folder(of: editor)) }
        let journey = try journey(editor)
        journey.press("N")
        journey.expect("ended with code 3, so nothing is taken over.")
        let other = try Journey(environment: ["EDITOR": "no-such-editor-here"])
        other.expect("Start here")
        other.press("N")
        other.expect("There is no editor \"no-such-editor-here\".")
        let none = try Journey()
        none.expect("Start here")
        none.press("N")
        none.expect("No editor is set.")
        none.press(Keys.escape)
        none.expectGone("What should the swarm do?")
        none.press("q")
        #expect(none.terminal.end() == .code(0))
    }

    @Test func pastingIntoTheFormNeverSubmitsAndPressesNoKey() throws {
        let journey = try Journey()
        journey.expect("Start here")
        journey.press("n")
        journey.expect("What should the swarm do?")
        journey.press("\u{1B}[200~Launch our\r\nQ1 product\r\u{4}\u{1B}[A:quit\rq\u{1B}[201~")
        journey.expect(":quit")
        #expect(journey.screen.contains("What should the swarm do?"))
        #expect(journey.screen.contains("Launch our"))
        #expect(journey.screen.contains("0 running"))
        #expect(journey.screen.contains("0 done"))
    }

    @Test func anEarlierTaskIsRecalledAndRunAgain() throws {
        let journey = try Journey(["--speed", "100"])
        journey.expect("Start here")
        journey.submit("Launch our Q1 product with a budget of 50000")
        journey.expect("✓ 1 done")
        journey.press("n")
        journey.expect("What should the swarm do?")
        journey.press("\u{1B}[A")
        journey.expect("Earlier task 1 of 1.")
        journey.press(Keys.enter)
        journey.expect("✓ 2 done")
    }

    @Test func aPlannerThatCannotBeReachedLeavesTheWordsAndSaysWhy() throws {
        let journey = try Journey(["--model", "tiny@http://127.0.0.1:9/v1"])
        journey.expect("Start here")
        journey.press("n")
        journey.expect("^L asks tiny")
        journey.press("Launch our Q1 product", "\u{0C}")
        journey.expect("The model did not plan it", within: 30)
        journey.expect("campaign")
        journey.press(Keys.escape)
        journey.expectGone("What should the swarm do?")
        journey.press("q")
        #expect(journey.terminal.end() == .code(0))
    }
}
