import Foundation
import TerminalHarness
import Testing

/// The real program in a real terminal over a data folder of its own: keys in, screens out.
final class Journey {
    let folder: String
    private(set) var terminal: TerminalSession

    init(
        _ arguments: [String] = [], environment: [String: String] = [:], columns: Int = 120,
        rows: Int = 40
    ) throws {
        folder = NSTemporaryDirectory() + "swarmtop-journey-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        terminal = try Self.open(arguments, environment, folder, columns, rows)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var screen: VirtualScreen { terminal.screen }

    /// Starts the program again over the same data folder.
    func reopen(_ arguments: [String] = []) throws {
        terminal = try Self.open(arguments, [:], folder, screen.columns, screen.rows)
    }

    /// Sends keys one after another, each after the screen has settled on what the last one did.
    func press(_ keys: String...) {
        for key in keys { terminal.send(key) }
    }

    /// Waits for the text, or fails the test with the screen as it is.
    func expect(
        _ text: String, within seconds: Double = 10,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let isThere = terminal.wait(for: text, atMost: .milliseconds(Int(seconds * 1_000)))
        #expect(isThere, "\(text) never came:\n\(screen.text)", sourceLocation: location)
    }

    /// Waits until the text has gone.
    func expectGone(_ text: String, _ location: SourceLocation = #_sourceLocation) {
        let isGone = terminal.wait { !$0.contains(text) }
        #expect(isGone, "\(text) stays:\n\(screen.text)", sourceLocation: location)
    }

    /// Waits until the agent's row in the agents pane shows the text.
    func expect(
        _ text: String, of agent: String, _ location: SourceLocation = #_sourceLocation
    ) {
        let isThere = terminal.wait { screen in
            screen.lines.contains { line in
                line.prefix(16).contains(agent) && line.prefix(60).contains(text)
            }
        }
        #expect(
            isThere, "\(agent) never showed \(text):\n\(screen.text)", sourceLocation: location)
    }

    /// Opens the form, writes the words and submits them.
    func submit(_ words: String) {
        press("n")
        expect("What should the swarm do?")
        press(words)
        expect(String(words.suffix(20)))
        press("\r")
        expectGone("What should the swarm do?")
    }

    private static func open(
        _ arguments: [String], _ environment: [String: String], _ folder: String, _ columns: Int,
        _ rows: Int
    ) throws -> TerminalSession {
        var values = ["HOME": folder, "PATH": "/usr/bin:/bin", "COLORTERM": "truecolor"]
        values.merge(environment) { $1 }
        let program = [BuiltProgram.path("swarmtop"), "--data-dir", folder + "/data"] + arguments
        return try #require(
            TerminalSession(program, environment: values, columns: columns, rows: rows))
    }
}

enum Keys {
    static let escape = "\u{1B}"
    static let tab = "\t"
    static let enter = "\r"
}
