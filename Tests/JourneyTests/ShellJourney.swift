import Foundation
import TerminalHarness
import Testing

/// The console as a job of a shell, over folders of its own.
///
/// dash leaves the terminal's modes as it finds them, so nothing hides what the console left behind.
final class ShellJourney {
    let folder: String
    let terminal: TerminalSession

    /// - Parameter editor: The lines of a shell script that gets the file's name; nil for no editor.
    init(editor: String? = nil) throws {
        folder = NSTemporaryDirectory() + "swarmtop-shell-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        if let editor {
            try (editor + "\n").write(
                toFile: folder + "/editor", atomically: true, encoding: .utf8)
        }
        terminal = try #require(
            TerminalSession(
                ["/bin/dash", "-i"],
                environment: [
                    "PS1": "ready> ", "ENV": "", "HOME": folder, "PATH": "/usr/bin:/bin",
                    "TMPDIR": folder, "EDITOR": "/bin/sh '\(folder)/editor'",
                ],
                columns: 120, rows: 40))
        #expect(terminal.wait(for: "ready>"))
        terminal.send("\(BuiltProgram.path("swarmtop")) --data-dir '\(folder)/data'\n")
        #expect(terminal.wait(for: "Start here"))
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Waits for the shell to say that so many processes of the job stand still; clears the screen then.
    func expectStopped(_ count: Int, _ location: SourceLocation = #_sourceLocation) {
        #expect(terminal.wait(for: "Stopped"), "\(terminal.screen.text)", sourceLocation: location)
        #expect(terminal.faults.isEmpty, "\(terminal.faults)", sourceLocation: location)
        let stopped = terminal.members.count { $0.state == "T" }
        #expect(stopped == count, "\(terminal.members)", sourceLocation: location)
        terminal.send("clear\n")
        #expect(terminal.wait { !$0.contains("Stopped") }, sourceLocation: location)
    }

    /// Waits until the job has ended well; ends the shell.
    func expectEnded(_ location: SourceLocation = #_sourceLocation) {
        #expect(
            terminal.waitForProcesses { $0.count == 1 }, "\(terminal.screen.text)",
            sourceLocation: location)
        terminal.send("echo code=$?\n")
        #expect(
            terminal.wait(for: "code=0"), "\(terminal.screen.text)", sourceLocation: location)
        #expect(terminal.faults.isEmpty, "\(terminal.faults)", sourceLocation: location)
        terminal.send("exit\n")
        #expect(terminal.end() == .code(0), sourceLocation: location)
    }
}
