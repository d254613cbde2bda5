import Foundation
import TerminalHarness
import Testing

@Suite struct SteeringTests {
    /// A campaign under way, the cursor on Finance and the fault menu open.
    private func faultMenuOnFinanceAtWork(speed: String) throws -> Journey {
        let journey = try Journey(["--speed", speed])
        journey.expect("Start here")
        journey.submit("Launch our Q1 product with a budget of 50000")
        journey.expect("finance #1")
        journey.select("Finance")
        journey.press("x")
        journey.expect("Inject a fault")
        return journey
    }

    @Test func aPausedAgentGetsNothingUntilItIsResumed() throws {
        let journey = try Journey(["--speed", "5"])
        journey.expect("Start here")
        journey.select("Finance")
        journey.press("p")
        journey.expect("paused")
        journey.submit("Launch our Q1 product with a budget of 50000")
        journey.expect("1 waiting")
        journey.expect("0 running")
        journey.select("Finance")
        journey.press("p")
        journey.expect("✓ 1 done")
        journey.press("q")
        #expect(journey.terminal.end() == .code(0))
    }

    @Test func aCrashedAgentsSubtaskRunsAgainAndTheTaskStillSucceeds() throws {
        let journey = try faultMenuOnFinanceAtWork(speed: "0.6")
        journey.expect("Crash Finance")
        journey.press("y")
        journey.expect("offline")
        journey.expect("attempt.failed")
        journey.expect("finance #2", within: 15)
        journey.expect("✓ 1 done", within: 20)
        journey.press("q")
        #expect(journey.terminal.end() == .code(0))
        #expect(journey.terminal.isRestored)
    }

    @Test func aHungAgentIsFoundAndTheRestGoesOn() throws {
        let journey = try faultMenuOnFinanceAtWork(speed: "0.8")
        journey.press("h")
        journey.expect("Hang Finance")
        journey.press("y")
        journey.expect("no sign of life", within: 8)
        journey.expect("finance #2", within: 8)
        journey.expect("✓ 1 done", within: 40)
    }

    @Test func theDefaultAnswerOfADialogIsNo() throws {
        let journey = try Journey()
        journey.expect("Start here")
        journey.press("x")
        journey.expect("Inject a fault")
        journey.press(Keys.enter)
        journey.expectGone("Inject a fault")
        #expect(!journey.screen.contains("◌"))
    }

    @Test func anUnknownSkillIsRefusedInTheFormWithTheNearestName() throws {
        let journey = try Journey()
        journey.expect("Start here")
        journey.press("n")
        journey.expect("What should the swarm do?")
        journey.press("sing me a song", Keys.enter)
        journey.expect("skill")
        #expect(journey.screen.contains("What should the swarm do?"))
        journey.press(Keys.escape)
        journey.expectGone("What should the swarm do?")
        #expect(journey.screen.contains("0 running"))
    }

    @Test func helpFilterZoomThemesAndCommandsOpenAndClose() throws {
        let journey = try Journey(["--speed", "100"])
        journey.expect("Start here")
        journey.submit("Launch our Q1 product with a budget of 50000")
        journey.expect("✓ 1 done")
        for (key, sign) in [("?", "Give the swarm a task"), ("T", "Waxpaper"), (":zoom", ":zoom")] {
            journey.press(key)
            journey.expect(sign)
            journey.press(Keys.bareEscape)
            journey.expectGone(sign)
        }
        journey.press("3", "z")
        journey.expect("back to all panes")
        journey.press("/")
        journey.press("reputation", Keys.enter)
        journey.expectGone("attempt.done")
        journey.press(Keys.escape)
        journey.expect("attempt.done")
        journey.press("z")
        journey.expect("Timeline")
    }
}
