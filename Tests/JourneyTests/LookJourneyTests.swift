import Foundation
import TerminalHarness
import Testing

/// How it looks and listens: themes, keys, settings, mouse, terminals.
@Suite struct LookJourneyTests {
    /// The screen's ground, where nothing else is drawn.
    private func ground(_ journey: Journey) -> Int? {
        journey.screen.cell(column: 118, row: 3).background
    }

    @Test func aThemeIsSeenBeforeItIsChosenLeftByEscAndRememberedAfterEnter() throws {
        let journey = try Journey()
        journey.expect("Start here")
        let dark = ground(journey)
        journey.press("T", "G")
        journey.expect("use it")
        #expect(journey.terminal.wait { $0.cell(column: 1, row: 36).background != dark })
        journey.press(Keys.escape)
        journey.expectGone("use it")
        #expect(journey.terminal.wait { _ in ground(journey) == dark })
        journey.press("T", "G")
        journey.expect("use it")
        journey.press(Keys.enter)
        journey.expect("it is.")
        let chosen = ground(journey)
        #expect(chosen != dark)
        journey.quit()
        #expect(try journey.read("config/swarmtop/settings.yaml").contains("theme:"))
        try journey.reopen()
        journey.expect("Start here")
        #expect(ground(journey) == chosen)
        journey.quit()
    }

    @Test func theLayoutIsAsItWasLeftAndComesBackByItsName() throws {
        let journey = try Journey(["--speed", "100"])
        journey.expect("Start here")
        journey.submit("Write a FAQ for customers")
        journey.expect("✓ 1 done")
        journey.press("6", "z")
        journey.expect("Needs Improvement")
        journey.command("layout save chart")
        journey.expect("Layout chart saved")
        journey.press("z", "8")
        journey.expectFocus("8 Queue")
        journey.quit()
        try journey.reopen()
        journey.expectFocus("8 Queue")
        journey.command("layout chart")
        journey.expect("Needs Improvement")
        journey.command("layout forget chart")
        journey.expect("forgotten")
        journey.press("z")
        journey.quit()
        #expect(!(try journey.read("config/swarmtop/settings.yaml").contains("chart")))
    }

    @Test func aRemappedKeyWorksIsInTheFooterAndInTheHelp() throws {
        let journey = try Journey(files: ["config/swarmtop/keys.yaml": "pause: e\nfault: [x, f5]\n"]
        )
        journey.expect("Start here")
        journey.submit("Write a FAQ for customers")
        journey.expectRow("e pause")
        journey.select("Finance")
        journey.press("e")
        journey.expect("‖", of: "Finance")
        journey.press("?")
        journey.expectRow("e", "Pause or resume the agent under the cursor")
        journey.press(Keys.escape)
        journey.expectGone("Pause or resume the agent under the cursor")
        journey.expect("✓ 1 done")
        journey.quit()
    }

    @Test func aRememberedThemeThatIsGoneIsSaid() throws {
        let journey = try Journey(
            files: ["config/swarmtop/settings.yaml": "theme: Gone Away\n"])
        journey.expect("There is no theme 'Gone Away' any more. T chooses another.")
        journey.press("j")
        journey.expect("Nothing needs you.")
        journey.quit()
    }

    @Test func aFaultInTheKeysIsNamedWithItsLineBeforeAnythingStarts() throws {
        let journey = try Journey(files: ["config/swarmtop/keys.yaml": "# mine\npaws: v\n"])
        let text = journey.output(3)
        #expect(text.contains("keys.yaml, line 2: no action is called 'paws'"), "\(text)")
    }

    @Test func helpShowsEveryPanesKeysAndScrolls() throws {
        let journey = try Journey(columns: 80, rows: 24)
        journey.expect("Marketing")
        journey.press("?")
        journey.expect("Everywhere")
        journey.press("G")
        journey.expectGone("Everywhere")
        journey.expect("Add up by agent, model, task or day")
        journey.press(Keys.escape)
        journey.quit()
    }

    @Test func aClickChoosesTheWheelScrollsAndTheFooterIsPressed() throws {
        let journey = try Journey(["--speed", "100"])
        journey.expect("Start here")
        #expect(journey.terminal.wait { $0.isMouseOn })
        journey.submit("Launch our Q1 product with a budget of 50000")
        journey.expect("done, quality")
        let row = try #require(journey.screen.lines.firstIndex { $0.contains("3 Bus") })
        journey.press(Keys.click(5, row + 2))
        journey.expectFocus("3 Bus")
        journey.expectRow("result", "done, quality")
        for _ in 0..<4 { journey.press(Keys.wheel(down: false, 20, row + 3)) }
        journey.expect("agent.registered")
        let agents = try #require(journey.screen.lines.firstIndex { $0.contains("Insights") })
        journey.press(Keys.click(6, agents))
        #expect(journey.terminal.wait { $0.cursorAgent == "Insights" })
        let footer = journey.screen.rows - 1
        let line = Array(journey.screen.line(footer))
        let theme = try #require(line.indices.first { String(line[$0...]).hasPrefix("T theme") })
        journey.press(Keys.click(theme, footer))
        journey.expect("use it")
        journey.press(Keys.escape)
        journey.quit()
    }

    @Test func theMouseIsLeftToTheTerminalWhenAsked() throws {
        let journey = try Journey(["--no-mouse"])
        journey.expect("Start here")
        #expect(!journey.screen.isMouseOn)
        journey.command("mouse on")
        journey.expect("from the next start on")
        journey.quit()
        let settings = try journey.read("config/swarmtop/settings.yaml")
        #expect(settings.contains("mouse: true"))
    }

    @Test(arguments: ["xterm", "xterm-256color", "screen", "tmux-256color", "linux", "vt100"])
    func everyTerminalShowsTheSwarmAndIsGivenBack(name: String) throws {
        let journey = try Journey(
            ["--speed", "50"], environment: ["TERM": name, "COLORTERM": ""])
        journey.expect("Start here")
        journey.submit("Write a FAQ for customers")
        journey.expect("1 done")
        journey.quit()
    }

    @Test func aTerminalThatCannotMoveItsCursorIsToldWhatToDo() throws {
        for name in ["dumb", "no-such-terminal"] {
            let journey = try Journey(environment: ["TERM": name, "COLORTERM": ""])
            #expect(journey.output(6).contains("TERM=xterm-256color"))
        }
    }

    @Test func monoSaysEveryStateByItsGlyphAndWord() throws {
        let journey = try Journey(["--speed", "0.2"], environment: ["NO_COLOR": "1"])
        journey.expect("Start here")
        journey.submit("Launch our Q1 product with a budget of 50000")
        journey.expect("▸ running")
        journey.select("Support")
        journey.press("p")
        journey.expect("‖ paused")
        journey.press("q", "y")
        #expect(journey.terminal.end() == .code(0))
    }

    @Test func asciiDrawsTheSameStatesWithOtherSigns() throws {
        let journey = try Journey(["--speed", "0.2", "--ascii"], columns: 80, rows: 24)
        journey.expect("Marketing")
        journey.submit("Launch our Q1 product with a budget of 50000")
        journey.expect("> running")
        let isASCII = journey.screen.text.allSatisfy(\.isASCII)
        #expect(isASCII, "\(journey.screen.text)")
        journey.press("q", "y")
        #expect(journey.terminal.end() == .code(0))
    }

    @Test func aStormOfResizesLeavesAWholeScreen() throws {
        let journey = try Journey(["--speed", "0.2"])
        journey.expect("Start here")
        journey.submit("Launch our Q1 product with a budget of 50000")
        for step in 0..<60 {
            let (columns, rows) = (1 + (step * 37) % 210, 1 + (step * 13) % 64)
            journey.terminal.resize(columns: columns, rows: rows)
        }
        journey.terminal.resize(columns: 120, rows: 40)
        journey.expect("2 Timeline")
        journey.expectRow("n new task", "x fault")
        journey.press("q")
        journey.expect("Quit now?")
        journey.press("y")
        #expect(journey.terminal.end() == .code(0))
    }

    @Test func aPictureOfTheScreenIsSavedWhereItWasStarted() throws {
        let journey = try Journey()
        journey.expect("Start here")
        journey.press("S")
        journey.expect(".svg")
        let file = try #require(try journey.files(".svg").first)
        #expect(try journey.read(file).contains("Start here") == false)
        #expect(try journey.read(file).contains("Start"))
        journey.quit()
    }

    @Test func stoppedAndContinuedTheScreenIsWholeAgain() throws {
        let journey = try Journey(command: ["--version"])
        _ = journey.output()
        // A shell with jobs, as a person's is: it has the terminal while the program is stopped.
        let shell = try #require(
            TerminalSession(
                [
                    "/bin/sh", "-c",
                    "set -m; \"$0\" --data-dir \"$1\"; echo STOPPED; read -r x; fg; echo ENDED",
                    BuiltProgram.path("swarmtop"), journey.folder + "/data",
                ], environment: ["HOME": journey.folder, "PATH": "/usr/bin:/bin"], columns: 120,
                rows: 40))
        #expect(shell.wait(for: "Start here", atMost: .seconds(20)), "\(shell.screen.text)")
        kill(shell.foreground, SIGTSTP)
        #expect(shell.wait(for: "STOPPED", atMost: .seconds(20)), "\(shell.screen.text)")
        #expect(shell.isRestored)
        shell.send("\n")
        #expect(shell.wait(for: "Start here", atMost: .seconds(20)), "\(shell.screen.text)")
        #expect(shell.screen.isAlternateScreen)
        shell.send("q")
        #expect(shell.wait(for: "ENDED", atMost: .seconds(20)), "\(shell.screen.text)")
        #expect(shell.isRestored)
    }
}
