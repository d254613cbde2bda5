import Foundation
import TerminalHarness
import Testing

/// Without a console: plain lines, JSON, and what to do when there is no terminal.
@Suite struct ModeJourneyTests {
    /// By another reader than the program's own.
    private static func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test(arguments: ["parallel", "reputation", "chaos", "support", "content"])
    func everyDemoEndsAsPlannedInPlainLines(name: String) throws {
        let journey = try Journey(
            command: ["demo", name, "--plain", "--speed", "8"],
            environment: ["TERM": "dumb"])
        let text = journey.output()
        #expect(!text.contains("Not as planned"), "\(text)")
        #expect(text.contains("succeeded"), "\(text)")
        #expect(!text.contains("\u{1B}"))
    }

    @Test func aDemoInJSONIsOneObject() throws {
        let journey = try Journey(
            command: ["demo", "support", "--json", "--speed", "20"],
            environment: ["TERM": "dumb"])
        let text = journey.output()
        let object = try Self.object(text)
        #expect(object["as_planned"] as? Bool == true)
        #expect((object["tasks"] as? [Any])?.count == 2)
    }

    @Test func aRunInJSONIsOneResultAndItsEventsAreLines() throws {
        let journey = try Journey(
            command: [
                "run", "--text", "Write a FAQ for customers", "--json", "--speed", "100",
                "--data-dir", "@/data",
            ], environment: ["TERM": "dumb"])
        #expect(try Self.object(journey.output())["status"] as? String == "succeeded")
        try journey.open([
            "run", "--text", "Write a FAQ for customers", "--events", "--speed", "100",
            "--data-dir", "@/other",
        ])
        for line in journey.output().split(separator: "\n") {
            _ = try Self.object(String(line))
        }
    }

    @Test func plainLinesRunUntilTheyAreInterrupted() throws {
        let journey = try Journey(command: ["--version"])
        #expect(journey.output().contains("swarmtop"))
        try journey.open(["--plain"])
        journey.expect("Ctrl-C ends it.")
        journey.terminal.send([0x03])
        #expect(journey.terminal.end() == .code(130))
    }

    /// A shell that runs the program with such streams and then writes `code=`, and what it ended with; the journey
    /// keeps the folder.
    private static func shell(
        _ streams: String, saying code: String
    ) throws -> (terminal: TerminalSession, journey: Journey) {
        let journey = try Journey(command: ["--version"])
        #expect(journey.output().contains("swarmtop"))
        let program = "'\(BuiltProgram.path("swarmtop"))' --data-dir '\(journey.folder)/data'"
        let terminal = try #require(
            TerminalSession(
                ["/bin/bash", "-c", "\(program) \(streams); echo \"code=\(code)\""],
                environment: ["HOME": journey.folder, "PATH": "/usr/bin:/bin"]))
        return (terminal, journey)
    }

    /// Nothing is written while nothing happens, so only the closed output itself can say that nobody reads.
    @Test(arguments: ["| true", "| head -c 0", ">&-", "<&- | true", "2>&- | true"])
    func aSwarmWithoutAScreenEndsWhenNobodyCanReadItAnyMore(rest: String) throws {
        let shell = try Self.shell(rest, saying: "${PIPESTATUS[0]}")
        let isOver = shell.terminal.wait(for: "code=74", atMost: .seconds(20))
        #expect(isOver, "\(shell.terminal.screen.text)")
        withExtendedLifetime(shell.journey) {}
    }

    @Test(arguments: [
        ("</dev/null", 6), ("<&-", 6), ("2>&- </dev/null", 6), ("2>&-", 0), ("2>/dev/full", 0),
    ])
    func theConsoleNeedsATerminalForInputAndNothingElse(streams: String, code: Int) throws {
        let shell = try Self.shell(streams, saying: "$?")
        let terminal = shell.terminal
        if code == 0 {
            #expect(
                terminal.wait(for: "Start here", atMost: .seconds(20)), "\(terminal.screen.text)")
            terminal.send("q")
        }
        #expect(terminal.wait(for: "code=\(code)", atMost: .seconds(20)), "\(terminal.screen.text)")
        #expect(terminal.faults.isEmpty, "\(terminal.faults)")
        withExtendedLifetime(shell.journey) {}
    }

    @Test func anUnknownDemoIsAnsweredWithTheNearest() throws {
        let journey = try Journey(command: ["demo", "chaoss"])
        #expect(journey.output(2).contains("Nearest: chaos."))
        try journey.open(["demo"])
        #expect(journey.output().contains("swarmtop demo NAME"))
    }

    @Test func whatWasInterruptedIsFinishedByResume() throws {
        let journey = try Journey(["--speed", "0.2"])
        journey.expect("Start here")
        journey.submit("Launch our Q1 product with a budget of 50000")
        journey.expect("1 running")
        journey.terminal.signal(SIGKILL)
        #expect(journey.terminal.end() == .signal(SIGKILL))
        try journey.open(["resume", "--data-dir", "@/data", "--speed", "20", "--json"])
        #expect(journey.output().contains("succeeded"))
    }

    @Test func aTaskGivenOnTheCommandLineIsThereInTheConsole() throws {
        let journey = try Journey(
            command: [
                "run", "--text", "Write a FAQ for customers", "--speed", "100", "--data-dir",
                "@/data", "--json",
            ])
        _ = journey.output()
        try journey.reopen()
        journey.expect("✓ 1 done")
        journey.press("4")
        journey.expect("FAQ")
        journey.quit()
    }
}
