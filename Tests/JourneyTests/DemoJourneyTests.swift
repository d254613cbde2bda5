import Foundation
import TerminalHarness
import Testing

/// Scenarios and recordings in the console, as whoever presents them sees them.
@Suite struct DemoJourneyTests {
    /// The program by itself: these commands name their folders themselves.
    private func open(_ arguments: [String], in folder: String) throws -> TerminalSession {
        let values = ["HOME": folder, "PATH": "/usr/bin:/bin", "COLORTERM": "truecolor"]
        return try #require(
            TerminalSession(
                [BuiltProgram.path("swarmtop")] + arguments,
                environment: values.merging(["TMPDIR": folder]) { $1 }, columns: 120, rows: 40))
    }

    private func expect(
        _ text: String, on terminal: TerminalSession, _ location: SourceLocation = #_sourceLocation
    ) {
        let isThere = terminal.wait(for: text, atMost: .seconds(30))
        #expect(
            isThere, "\(text) never came:\n\(terminal.screen.text)", sourceLocation: location)
    }

    private func quit(_ terminal: TerminalSession) {
        terminal.send("q")
        #expect(terminal.end() == .code(0))
        #expect(terminal.isRestored)
    }

    @Test func theSupportDemoPlaysWithItsCaptionsAndAnswersItsOwnQuestion() throws {
        let folder = try JourneyFolder()
        let terminal = try open(["demo", "support", "--speed", "2"], in: folder.path)
        expect("An angry customer writes.", on: terminal)
        expect("approval.asked", on: terminal)
        expect("approval.given", on: terminal)
        expect("a happy customer", on: terminal)
        expect("✓ 2 done", on: terminal)
        quit(terminal)
        let left = FileManager.default.subpaths(atPath: folder.path)
        #expect(left?.filter { $0.hasPrefix("swarmtop-demo") } == [], "nothing of it stays")
    }

    @Test func aNewcomerWatchesTheExampleAndARoomSeesItInBigLetters() throws {
        let journey = try Journey(["--speed", "2"])
        journey.expect("Start here")
        journey.expect(":demo")
        journey.command("demo")
        journey.expect("One task for three agents.")
        journey.press("B")
        journey.expect("▀▄")
        journey.expectGone("6 Reputation")
        journey.press("B")
        journey.expect("6 Reputation")
        journey.expect("Done. The crash cost seconds", within: 40)
        journey.expectRow("finance", "✗")
        journey.command("demo chaoss")
        journey.expect("Nearest: chaos.")
        journey.press(Keys.escape)
        journey.quit()
    }

    @Test func anOperatorDeniesWhatAScriptAsksAndTheTaskGoesOn() throws {
        let folder = try JourneyFolder()
        let script = try folder.file(
            "ask.yaml",
            """
            title: A question
            steps:
              - {at: 0s, say: "Your answer decides."}
              - at: 0s
                submit:
                  id: angry
                  recipe: support_ticket
                  data:
                    customer: Dana Ortiz
                    topic: refund
                    message: "This is the THIRD time it is broken! I am furious and will call my lawyer."
            """)
        let data = folder.path + "/data"
        let terminal = try open(
            ["demo", script, "--speed", "10", "--data-dir", data], in: folder.path)
        expect("Your answer decides.", on: terminal)
        expect("approval.asked", on: terminal)
        terminal.send("!")
        expect("Hand this ticket to a person", on: terminal)
        expect("yes, let it begin", on: terminal)
        terminal.send("n")
        expect("denied", on: terminal)
        expect("✓ 1 done", on: terminal)
        quit(terminal)
    }

    @Test func aFinishedRunIsReplayedPausedAndStepped() throws {
        let folder = try JourneyFolder()
        let data = folder.path + "/data"
        let played = try open(
            ["demo", "parallel", "--plain", "--speed", "20", "--data-dir", data], in: folder.path)
        #expect(played.end(atMost: .seconds(60)) == .code(0))
        let terminal = try open(["replay", "--data-dir", data, "--paused"], in: folder.path)
        expect("REPLAY", on: terminal)
        let start = terminal.screen.text
        terminal.send("]")
        #expect(terminal.wait(atMost: .seconds(30)) { $0.text != start }, "] does not step")
        terminal.send(">>>>")
        terminal.send(" ")
        expect("✓ 4 done", on: terminal)
        quit(terminal)
    }
}

/// The swarm's files are changed while the console runs.
@Suite struct ReloadJourneyTests {
    private static let first = "agents:\n  - {name: Legal Agent, skills: [contracts]}\n"
    private static let second = first + "  - {name: Fiscal Agent, skills: [taxes]}\n"
    private static let broken = first + "  - {name: Broken Agent, skils: [taxes]}\n"

    @Test func aNewAgentAppearsAndAFaultyFileIsToldAndChangesNothing() throws {
        let folder = try JourneyFolder()
        let file = try folder.file("swarm.yaml", Self.first)
        let journey = try Journey(["--swarm", file, "--speed", "10"])
        journey.expect("Legal")
        journey.expect("Start here")
        journey.expect("swarm.yaml")
        _ = try folder.file("swarm.yaml", Self.second)
        journey.expect("Fiscal", within: 30)
        journey.expect("is taken over", within: 30)
        _ = try folder.file("swarm.yaml", Self.broken)
        journey.expect("not taken over", within: 30)
        #expect(journey.screen.contains("Fiscal") && !journey.screen.contains("Broken"))
        journey.submit("Read the contracts")
        journey.expect("✓ 1 done", within: 30)
        _ = try folder.file("swarm.yaml", Self.first)
        journey.expect("agent.retired", within: 30)
        journey.press("q")
        #expect(journey.terminal.end() == .code(0))
    }
}

/// A folder of a test's own, removed with it.
final class JourneyFolder {
    let path = NSTemporaryDirectory() + "swarmtop-journey-\(UUID().uuidString)"

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Put in its place at once, as an editor saves.
    func file(_ name: String, _ text: String) throws -> String {
        let file = path + "/" + name
        try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
        return file
    }
}
