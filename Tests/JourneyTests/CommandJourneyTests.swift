import TerminalHarness
import Testing

/// Steering by keys: each asks where it destroys, and says what it did.
@Suite struct CommandJourneyTests {
    private static let launch = "Launch our Q1 product with a budget of 50000"

    private func start(speed: String = "20") throws -> Journey {
        let journey = try Journey(["--speed", speed])
        journey.expect("Start here")
        return journey
    }

    /// A campaign whose three subtasks take long.
    private func working() throws -> Journey {
        let journey = try start(speed: "0.2")
        journey.submit(Self.launch)
        journey.expect("finance #1")
        return journey
    }

    @Test func allAgentsArePausedOnlyOnYesAndResumedTheSameWay() throws {
        let journey = try start()
        journey.press("P")
        journey.expect("Pause all agents?")
        journey.press(Keys.enter)
        journey.expectGone("Pause all agents?")
        journey.expectNobody("‖")
        journey.press("P")
        journey.expect("Pause all agents?")
        journey.press("y")
        for agent in ["Marketing", "Support"] { journey.expect("‖", of: agent) }
        journey.submit("Write a FAQ for customers")
        journey.expect("1 waiting")
        journey.press("P")
        journey.expect("Resume all agents?")
        journey.press("y")
        journey.expect("✓ 1 done")
        journey.quit()
    }

    @Test func aCancelledTaskIsTakenBackAndThenCancelledForGood() throws {
        let journey = try working()
        journey.press("d")
        journey.expect("3 running subtasks stop.")
        journey.press("n")
        journey.expectGone("running subtasks stop.")
        journey.expect("1 running")
        journey.press("d")
        journey.expect("Cancel Q1 Product Launch?")
        journey.press("y")
        journey.expect("Cancelled.")
        journey.expect("0 running")
        journey.press("u")
        journey.expect("1 running")
        journey.press("d")
        journey.expect("?")
        journey.press("y")
        journey.expect("0 running")
        journey.press("r")
        journey.expect("1 running")
        journey.press("q")
        journey.expect("Quit now?")
        journey.press("y")
        #expect(journey.terminal.end() == .code(0))
    }

    @Test func quittingWhileATaskRunsIsNoUnlessItIsSaid() throws {
        let journey = try working()
        journey.press("q")
        journey.expect("Quit now?")
        journey.press(Keys.enter)
        journey.expectGone("Quit now?")
        journey.press("q")
        journey.expect("Quit now?")
        journey.press(Keys.escape)
        journey.expectGone("Quit now?")
        journey.expect("1 running")
        journey.press("q")
        journey.expect("1 task not finished")
        journey.press("y")
        #expect(journey.terminal.end() == .code(0))
        #expect(journey.terminal.isRestored)
    }

    @Test func aPauseIsTakenBack() throws {
        let journey = try start()
        journey.select("Insights")
        journey.press("p")
        journey.expect("‖", of: "Insights")
        journey.expect("takes it back")
        journey.press("u")
        journey.expect("Taken back.")
        journey.expectNobody("‖")
        journey.press("u")
        journey.expect("nothing to take back")
        journey.quit()
    }

    @Test func whatIsMarkedIsPausedTogetherAndTheMarksGo() throws {
        let journey = try start()
        journey.select("Marketing")
        journey.press(" ", " ")
        journey.expect("2 agents marked")
        journey.press("p")
        journey.expect("Pause 2 marked agents?")
        journey.press("y")
        journey.expect("‖", of: "Marketing")
        journey.expect("‖", of: "Finance")
        journey.expectGone("agents marked")
        journey.press("u")
        journey.expectNobody("‖")
        journey.press(" ")
        journey.expect("1 agent marked")
        journey.press("M")
        journey.expectGone("1 agent marked")
        journey.quit()
    }

    @Test func anAgentIsRetiredAndReinstated() throws {
        let journey = try start()
        journey.select("Support")
        journey.press("D")
        journey.expect("Retire")
        journey.press("y")
        journey.expect("3/3 up")
        journey.command("reinstate Support")
        journey.expect("4/4 up")
        journey.quit()
    }

    @Test func aSubtaskIsGivenToAnotherAgent() throws {
        let journey = try Journey(
            ["--speed", "0.2", "--swarm", "swarm.yaml"],
            files: [
                "swarm.yaml": """
                agents:
                  - {name: First Agent, skills: [finance], work_time: 5s}
                  - {name: Second Agent, skills: [finance], work_time: 5s}
                """
            ])
        journey.expect("First")
        journey.submit("Plan the finance of the second quarter")
        journey.expect("finance #1")
        journey.press("2", "g", "a")
        journey.expect("Second")
        journey.press("j", "j", "y")
        journey.expect("» retrying", of: "Second")
        journey.expect("given to another")
        journey.press("q", "y")
        #expect(journey.terminal.end() == .code(0))
    }

    @Test func aFaultIsRepeatedAndItsEndIsTold() throws {
        let journey = try working()
        journey.command("fault crash Finance 1s")
        journey.expect("Sure?")
        journey.expect("1 attempt")
        journey.press("y")
        journey.press("5", "z")
        journey.expectRow("crash", "Finance", "finance #1")
        journey.press("X")
        journey.expect(" again.")
        let isThereTwice = journey.terminal.wait { screen in
            screen.lines.count { $0.contains("crash") && $0.contains("Finance") } >= 2
        }
        #expect(isThereTwice, "\(journey.screen.text)")
        journey.press("z", "q")
        journey.expect("Quit now?")
        journey.press("y")
        #expect(journey.terminal.end() == .code(0))
    }

    @Test func failedTasksAreTriedAgainAllAtOnce() throws {
        let journey = try start(speed: "2")
        journey.command("fault poor Support 8s")
        journey.expect("Sure?")
        journey.press("y")
        journey.expect("poor quality")
        journey.submit("Write a FAQ for customers")
        journey.expect("✗ 1 failed", within: 40)
        journey.expect("fault.ended", within: 40)
        journey.press("R")
        journey.expect("again?")
        journey.press("y")
        journey.expect("✓ 1 done")
        journey.quit()
    }

    @Test func anApprovalIsGivenFromTheAttentionLine() throws {
        let journey = try start()
        journey.submit(
            "Answer the ticket of an angry customer: my order is broken, I want my money back, I call my lawyer"
        )
        journey.expect("? 1 needs you", within: 40)
        journey.press("!")
        journey.expect("yes, let it begin")
        journey.answer("y", until: "approved.")
        journey.expect("approval.given")
        journey.expect("✓ 1 done", within: 40)
        journey.quit()
    }

    @Test func theCommandLineCompletesNamesTheNearestAndKeepsWhatWasTyped() throws {
        let journey = try start()
        journey.press(":")
        journey.press("pau", Keys.tab)
        journey.expect(":pause")
        journey.press("finanse", Keys.enter)
        journey.expect("Nearest: Finance")
        journey.press(Keys.escape)
        journey.command("pause finance")
        journey.expect("‖", of: "Finance")
        journey.command("resume all")
        journey.expectNobody("‖")
        journey.command("go queue")
        journey.expectFocus("8 Queue")
        journey.quit()
    }

    @Test func thePaletteFindsAnythingByAFewLetters() throws {
        let journey = try start()
        journey.press(Keys.palette)
        journey.press("repu")
        journey.expectRow("Reputation")
        journey.press(Keys.enter)
        journey.expectFocus("6 Reputation")
        journey.press(Keys.palette, "zzqqxx")
        journey.expect("zzqqxx")
        journey.press(Keys.escape)
        journey.press(Keys.palette, "insig")
        journey.expectRow("Insights")
        journey.press(Keys.enter)
        journey.expectRow("7 Detail", "Insights")
        journey.quit()
    }

    @Test func theFormKeepsItsDraftAndTakesAPastedText() throws {
        let journey = try start()
        journey.press("n")
        journey.expect("What should the swarm do?")
        journey.terminal.paste("Write a FAQ\nfor customers \u{1B}[2J")
        journey.expect("Write a FAQ")
        journey.expect("[2J")
        journey.press(Keys.escape)
        journey.expectGone("What should the swarm do?")
        journey.press("n")
        journey.expect("Write a FAQ")
        journey.press(Keys.enter)
        journey.expect("✓ 1 done")
        journey.terminal.paste("dqx")
        journey.submit("Forecast the costs of the second quarter")
        journey.expect("✓ 2 done")
        journey.quit()
    }
}

/// Watching only: nothing that steers is taken, and each key says why.
@Suite struct ReadOnlyJourneyTests {
    @Test func everySteeringKeyIsRefusedWithItsReason() throws {
        let journey = try Journey(["--speed", "50"])
        journey.expect("Start here")
        journey.submit("Write a FAQ for customers")
        journey.expect("✓ 1 done")
        journey.quit()
        try journey.reopen(["--read-only"])
        journey.expect("READ-ONLY")
        for key in ["n", "p", "P", "x", "X", "d", "r", "R", "a", "D", " "] {
            journey.press(key)
            journey.expect(": read-only.")
            journey.press("g")
            journey.expectGone(": read-only.")
        }
        journey.press("4", "z")
        journey.expect("Sections")
        journey.press("z")
        journey.quit()
    }

    @Test func theAgentsTellTheirSkillsInTheWidthOfTheTerminal() throws {
        let journey = try Journey(command: ["agents", "--data-dir", "@/data"], columns: 80)
        let lines = journey.output().split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines)")
        #expect(lines.contains("  finance, budgeting, forecasting, roi_analysis, cost_tracking"))
        try journey.open(["agents", "--data-dir", "@/data"], columns: 50)
        let cut = journey.output()
        #expect(cut.contains("\n  finance, budgeting, forecasting, roi_analysis, …\n"), "\(cut)")
    }
}
