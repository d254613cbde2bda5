import Foundation
import TerminalHarness
import Testing

/// The real program in a real terminal over folders of its own: keys in, screens out.
///
/// It runs in its folder, so what it saves is there; its settings and keys are in `config`.
final class Journey {
    let folder: String
    private(set) var terminal: TerminalSession

    init(
        _ arguments: [String] = [], environment: [String: String] = [:], columns: Int = 120,
        rows: Int = 40, files: [String: String] = [:]
    ) throws {
        folder = NSTemporaryDirectory() + "swarmtop-journey-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder + "/config/swarmtop", withIntermediateDirectories: true)
        for name in files.keys.sorted() { try Self.write(files[name], to: folder + "/" + name) }
        let all = ["--data-dir", folder + "/data"] + arguments
        terminal = try Self.open(all, environment, folder, columns, rows)
    }

    /// Any command of the program, which names its folders itself; `@` at an argument's start is the folder.
    init(
        command: [String], environment: [String: String] = [:], columns: Int = 120,
        rows: Int = 40, files: [String: String] = [:]
    ) throws {
        folder = NSTemporaryDirectory() + "swarmtop-journey-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder + "/config/swarmtop", withIntermediateDirectories: true)
        for name in files.keys.sorted() { try Self.write(files[name], to: folder + "/" + name) }
        terminal = try Self.open(
            Self.named(command, folder), environment, folder, columns, rows)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var screen: VirtualScreen { terminal.screen }

    /// Starts the program again over the same data folder.
    func reopen(_ arguments: [String] = [], environment: [String: String] = [:]) throws {
        try open(["--data-dir", folder + "/data"] + arguments, environment)
    }

    /// Starts another command in the same folder.
    func open(
        _ command: [String], _ environment: [String: String] = [:], columns: Int? = nil,
        rows: Int? = nil
    ) throws {
        terminal = try Self.open(
            Self.named(command, folder), environment, folder, columns ?? screen.columns,
            rows ?? screen.rows)
    }

    // MARK: Keys

    /// Sends keys one after another; the program takes them in their order.
    func press(_ keys: String...) {
        for key in keys { terminal.send(key) }
    }

    /// Opens the form, writes the words and submits them.
    func submit(_ words: String) {
        press("n")
        expect("What should the swarm do?")
        press(words)
        expect(String(words.suffix(20)))
        press(Keys.enter)
        expectGone("What should the swarm do?")
    }

    /// Types a command after `:` and carries it out.
    func command(_ words: String) {
        press(":")
        expect(":")
        press(words)
        expect(":" + words)
        press(Keys.enter)
    }

    /// Answers a question that takes no key in its first moment, so that nobody answers what they did not read.
    func answer(
        _ key: String, until text: String, _ location: SourceLocation = #_sourceLocation
    ) {
        for _ in 0..<40 {
            press(key)
            if terminal.wait(for: text, atMost: .milliseconds(500)) { return }
        }
        Issue.record("\(key) does not lead to \(text):\n\(screen.text)", sourceLocation: location)
    }

    /// Moves the cursor of the agents pane to an agent; a key is pressed again only once the last one was obeyed.
    func select(_ name: String, _ location: SourceLocation = #_sourceLocation) {
        press("1", "g")
        terminal.wait(atMost: .seconds(60)) { $0.isCursorOnFirstAgent }
        for _ in 0..<24 {
            terminal.wait { $0.cursorAgent != nil }
            let here = screen.cursorAgent
            if here == name { return }
            // The order may change meanwhile: then once more from the top.
            if here == screen.agents.last {
                press("g")
                terminal.wait(atMost: .seconds(60)) { $0.isCursorOnFirstAgent }
            } else {
                press("j")
                terminal.wait(atMost: .seconds(60)) {
                    $0.cursorAgent != nil && $0.cursorAgent != here
                }
            }
        }
        Issue.record("no cursor on \(name):\n\(screen.text)", sourceLocation: location)
    }

    // MARK: Screens

    /// Waits for the text, or fails the test with the screen as it is.
    func expect(
        _ text: String, within seconds: Double = 60,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let isThere = terminal.wait(for: text, atMost: .milliseconds(Int(seconds * 1_000)))
        #expect(isThere, "\(text) never came:\n\(screen.text)", sourceLocation: location)
    }

    /// Waits until the text has gone.
    func expectGone(_ text: String, _ location: SourceLocation = #_sourceLocation) {
        let isGone = terminal.wait(atMost: .seconds(60)) { !$0.contains(text) }
        #expect(isGone, "\(text) stays:\n\(screen.text)", sourceLocation: location)
    }

    /// Waits until the agent's row in the agents pane shows the text.
    func expect(
        _ text: String, of agent: String, _ location: SourceLocation = #_sourceLocation
    ) {
        let isThere = terminal.wait(atMost: .seconds(60)) { screen in
            screen.lines.contains { line in
                line.prefix(16).contains(agent) && line.prefix(60).contains(text)
            }
        }
        #expect(
            isThere, "\(agent) never showed \(text):\n\(screen.text)", sourceLocation: location)
    }

    /// Waits until no agent's row in the agents pane shows the text.
    func expectNobody(_ text: String, _ location: SourceLocation = #_sourceLocation) {
        let isGone = terminal.wait(atMost: .seconds(60)) { screen in
            !screen.lines.dropFirst(2).prefix(18).contains { $0.prefix(4).contains(text) }
        }
        #expect(isGone, "somebody shows \(text):\n\(screen.text)", sourceLocation: location)
    }

    /// Waits until a row holds all of these, in this order.
    func expectRow(_ parts: String..., at location: SourceLocation = #_sourceLocation) {
        let isThere = terminal.wait(atMost: .seconds(60)) { $0.hasRow(parts) }
        #expect(isThere, "no row with \(parts):\n\(screen.text)", sourceLocation: location)
    }

    /// Waits until the pane of that name has the focus: its title's rule is heavy.
    func expectFocus(_ title: String, _ location: SourceLocation = #_sourceLocation) {
        let isThere = terminal.wait(atMost: .seconds(60)) { screen in
            screen.lines.contains { $0.contains(title) && $0.contains("━") }
        }
        #expect(isThere, "\(title) has no focus:\n\(screen.text)", sourceLocation: location)
    }

    /// Leaves with the key, and looks at what is left.
    func quit(_ location: SourceLocation = #_sourceLocation) {
        press("q")
        let end = terminal.end(atMost: .seconds(60))
        #expect(end == .code(0), "\(screen.text)", sourceLocation: location)
        #expect(terminal.isRestored, "\(terminal.unrestored)", sourceLocation: location)
    }

    /// Waits for the end of a command without a console; everything it wrote.
    func output(
        _ status: Int32 = 0, _ location: SourceLocation = #_sourceLocation
    ) -> String {
        let end = terminal.end(atMost: .seconds(100))
        let text = String(decoding: terminal.output, as: UTF8.self).replacing("\r\n", with: "\n")
        #expect(end == .code(status), "\(text)", sourceLocation: location)
        return text
    }

    /// The text of a file in the folder.
    func read(_ name: String) throws -> String {
        try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
    }

    /// The files of the folder that end so.
    func files(_ ending: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).filter {
            $0.hasSuffix(ending)
        }.sorted()
    }

    private static func named(_ command: [String], _ folder: String) -> [String] {
        command.map { $0.hasPrefix("@") ? folder + $0.dropFirst() : $0 }
    }

    private static func write(_ text: String?, to file: String) throws {
        let url = URL(fileURLWithPath: file)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data((text ?? "").utf8).write(to: url, options: .atomic)
    }

    private static func open(
        _ arguments: [String], _ environment: [String: String], _ folder: String, _ columns: Int,
        _ rows: Int
    ) throws -> TerminalSession {
        var values = [
            "HOME": folder, "XDG_CONFIG_HOME": folder + "/config", "PATH": "/usr/bin:/bin",
            "COLORTERM": "truecolor", "TMPDIR": folder, "TZ": "UTC",
        ]
        values.merge(environment) { $1 }
        let change = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder]
        return try #require(
            TerminalSession(
                change + [BuiltProgram.path("swarmtop")] + arguments, environment: values,
                columns: columns, rows: rows))
    }
}

extension VirtualScreen {
    /// Whether one row holds all of these, in this order.
    func hasRow(_ parts: [String]) -> Bool {
        lines.contains { line in
            var rest = line[...]
            for part in parts {
                guard let range = rest.range(of: part) else { return false }
                rest = rest[range.upperBound...]
            }
            return true
        }
    }

    /// Who is under the cursor of the agents pane; nil while a frame is half drawn and two rows have the mark.
    var cursorAgent: String? {
        let marked = agentRows.filter { $0.hasPrefix("▌") || $0.hasPrefix(">") }
        return marked.count == 1 ? Self.agent(marked[0]) : nil
    }

    /// The agents from the top of their pane on.
    var agents: [String] { agentRows.map(Self.agent) }

    var isCursorOnFirstAgent: Bool { cursorAgent != nil && cursorAgent == agents.first }

    /// The rows of the agents pane that hold a load; none while another pane has the screen.
    private var agentRows: [String] {
        guard lines.contains(where: { $0.hasPrefix(" 1 Agents ") }) else { return [] }
        return lines.dropFirst(3).prefix(17).map { String($0.prefix(60)) }
            .filter { $0.contains("%") }
    }

    /// Behind the cursor's mark and two signs.
    private static func agent(_ row: String) -> String {
        String(row.dropFirst(3)).components(separatedBy: "  ")[0]
    }
}

enum Keys {
    /// Esc as terminals with extended keys send it: on its own whatever comes next.
    static let escape = "\u{1B}[27u"
    /// Esc as all others send it: with a key that follows at once it reads as Alt and that key.
    static let bareEscape = "\u{1B}"
    static let tab = "\t"
    static let backTab = "\u{1B}[Z"
    static let enter = "\r"
    static let up = "\u{1B}[A"
    static let down = "\u{1B}[B"
    static let right = "\u{1B}[C"
    static let left = "\u{1B}[D"
    static let palette = "\u{10}"

    /// A press and release of the left button, as terminals tell it (SGR, mode 1006); cells count from 0.
    static func click(_ column: Int, _ row: Int) -> String {
        "\u{1B}[<0;\(column + 1);\(row + 1)M\u{1B}[<0;\(column + 1);\(row + 1)m"
    }

    static func wheel(down: Bool, _ column: Int, _ row: Int) -> String {
        "\u{1B}[<\(down ? 65 : 64);\(column + 1);\(row + 1)M"
    }
}
