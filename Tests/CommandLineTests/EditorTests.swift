import Foundation
import SwarmConsole
import SwarmCore
import Testing

@testable import swarmtop

/// The operator's editor as a program: how it is found and split, what is made of what it leaves.
@Suite struct EditorTests {
    /// A folder with an editor that is a shell script; gone with this object.
    private final class Desk {
        let folder: String

        init() throws {
            folder = NSTemporaryDirectory() + "swarmtop-desk-\(UUID().uuidString)"
            try FileManager.default.createDirectory(
                atPath: folder + "/tmp", withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        /// Edits `text` with a script of these lines; `$1` is the file. The shell reads it: a file just written
        /// cannot be run while another test's child has it open.
        func edit(_ text: String = "text: before\n", _ script: String) throws -> EditedTask {
            let path = folder + "/an editor"
            try "#!/bin/sh\n\(script)\n".write(toFile: path, atomically: true, encoding: .utf8)
            return TaskEditing(environment: [
                "VISUAL": "/bin/sh '\(path)'", "EDITOR": "false", "PATH": "/usr/bin:/bin",
                "TMPDIR": folder + "/tmp", "DESK": folder, "SOME_API_KEY": "sk-canary",
            ]).edit(text)
        }

        func file(_ name: String) throws -> String {
            try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
        }

        var leftovers: [String] {
            (try? FileManager.default.contentsOfDirectory(atPath: folder + "/tmp")) ?? ["?"]
        }
    }

    private static func reason(_ edited: EditedTask) -> (String, kept: String?)? {
        if case .nothing(let reason, let text) = edited { (reason, text) } else { nil }
    }

    @Test(arguments: [
        ("nano", ["nano"]), ("  code   --wait ", ["code", "--wait"]),
        ("'/a b/vi' -c \"set tw=0 'x'\"", ["/a b/vi", "-c", "set tw=0 'x'"]),
        (#"a\ b "c\"d" 'e\f' """#, ["a b", "c\"d", #"e\f"#, ""]),
        ("vi; rm -rf $HOME `x` | y", ["vi;", "rm", "-rf", "$HOME", "`x`", "|", "y"]),
    ])
    func aSettingIsSplitWithoutAShell(_ setting: String, _ words: [String]) {
        #expect(EditorProgram.words(of: setting) == words)
    }

    @Test(arguments: ["'vi", "vi \"x", "vi \\"]) func anOpenQuoteIsSaid(_ setting: String) {
        #expect(EditorProgram.words(of: setting) == nil)
        let edited = TaskEditing(environment: ["EDITOR": setting]).edit("text: x")
        #expect(Self.reason(edited)?.0.contains("a quote that is not closed") == true)
    }

    @Test func whatIsMissingIsNamed() {
        let none = TaskEditing(environment: ["EDITOR": " "]).edit("text: x")
        #expect(
            Self.reason(none)?.0
                == "No editor is set. Name one before the start: export EDITOR=nano.")
        let lost = TaskEditing(environment: ["EDITOR": "no-such-editor", "PATH": "/usr/bin"])
            .edit("text: x")
        #expect(
            Self.reason(lost)?.0
                == "There is no editor \"no-such-editor\". Set EDITOR to one that is installed.")
        let folder = TaskEditing(environment: ["EDITOR": "/tmp"]).edit("text: x")
        #expect(Self.reason(folder)?.0.hasPrefix("/tmp cannot be started: ") == true)
        let space = TaskEditing(environment: [
            "EDITOR": "true", "PATH": "/usr/bin:/bin", "TMPDIR": "/no/such/folder",
        ]).edit("text: x")
        #expect(Self.reason(space)?.0.hasPrefix("No file for the editor") == true)
    }

    @Test func theFileIsPrivateTheKeysAreNotPassedOnAndNothingIsLeft() throws {
        let desk = try Desk()
        let ours = open(desk.folder + "/canary", O_RDWR | O_CREAT, 0o600)
        defer { close(ours) }
        #expect(ours >= 0)
        let edited = try desk.edit(
            "text: before\n",
            """
            ls -ld "$1" > "$DESK/mode"; ls -ld "$(dirname "$1")" > "$DESK/folder"
            env > "$DESK/environment"; ls -l /proc/self/fd > "$DESK/descriptors"
            cp "$1" "$1~"; cp "$1" "$DESK/seen"
            printf 'text: after\\npriority: high\\n' > "$1"
            """)
        guard case .task(let draft, let text) = edited else {
            Issue.record("\(edited)")
            return
        }
        #expect(draft.text == "after" && draft.priority == .high)
        #expect(text == "text: after\npriority: high\n")
        #expect(try desk.file("mode").hasPrefix("-rw-------"))
        #expect(try desk.file("folder").hasPrefix("drwx------"))
        #expect(try desk.file("seen") == "text: before\n")
        #expect(try !desk.file("environment").contains("canary"))
        #expect(try desk.file("descriptors").contains("/descriptors"))
        #expect(try !desk.file("descriptors").contains("canary"))
        #expect(desk.leftovers == [])
    }

    @Test func whatCannotBeReadComesBackWithItsLinesAndTheText() throws {
        let desk = try Desk()
        let edited = try desk.edit("x", "printf 'text: [\\n  a\\n' > \"$1\"")
        guard case .faulty(let sentences, let text) = edited else {
            Issue.record("\(edited)")
            return
        }
        #expect(sentences.first?.hasPrefix("task.yaml:1:7: ") == true)
        #expect(text == "text: [\n  a\n")
        let two = try desk.edit("x", "printf -- '- text: a\\n- text: b\\n' > \"$1\"")
        guard case .faulty(let list, _) = two else {
            Issue.record("\(two)")
            return
        }
        #expect(list == ["There are 2 tasks; the form takes one. All of them: swarmtop run FILE."])
        let bytes = try desk.edit("x", "printf 'text: \\377\\n' > \"$1\"")
        guard case .faulty(let utf8, _) = bytes else {
            Issue.record("\(bytes)")
            return
        }
        #expect(utf8.first?.contains("no UTF-8") == true)
    }

    @Test func anEditorThatEndsBadlyTakesNothingOverAndLosesNothing() throws {
        let desk = try Desk()
        let failed = try #require(
            Self.reason(try desk.edit("x", "echo 'text: y' > \"$1\"; exit 3")))
        #expect(failed.0.contains("ended with code 3, so nothing is taken over."))
        #expect(failed.kept == "text: y\n")
        let killed = try #require(Self.reason(try desk.edit("x", "kill -9 $$")))
        #expect(killed.0.contains("was ended by signal 9"))
        #expect(killed.kept == nil)
        #expect(desk.leftovers == [])
    }

    @Test func nothingChangedOrWrittenIsSaid() throws {
        let desk = try Desk()
        #expect(
            Self.reason(try desk.edit("x", "true"))?.0.hasPrefix("Nothing was changed") == true)
        let comments = try desk.edit("x", "printf '# a\\n\\n  # b\\n' > \"$1\"")
        #expect(Self.reason(comments)?.0 == "Nothing was written, so nothing is taken over.")
    }

    @Test func aFileThatIsTooLargeOrNoFileIsLeftWhereItIs() throws {
        let desk = try Desk()
        let large = try #require(
            Self.reason(
                try desk.edit("x", "head -c 5000000 /dev/zero | tr '\\0' a > \"$1\"")))
        #expect(large.0.contains("It is left as \(desk.folder)/tmp/swarmtop-"))
        #expect(desk.leftovers.count == 1)
        let pipe = try desk.edit("x", "rm \"$1\"; mkfifo \"$1\"")
        #expect(Self.reason(pipe) != nil)
    }
}
