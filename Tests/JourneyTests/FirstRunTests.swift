import Foundation
import TerminalHarness
import Testing

@Suite struct FirstRunTests {
    @Test func aNewUserGivesATaskWatchesItAndQuits() throws {
        let journey = try Journey(["--speed", "4"])
        journey.expect("Start here")
        journey.expect("Give the swarm a task")
        journey.expect("Break something")
        journey.submit("Launch our Q1 product for enterprise with a budget of 50000")
        journey.expect("running")
        journey.expect("faster than one after another")
        journey.expect("30000")
        journey.expect("done, quality")
        journey.expect("107", of: "Marketing")
        journey.expect("100", of: "Support")
        journey.press("q")
        #expect(journey.terminal.end() == .code(0))
        #expect(journey.terminal.isRestored)
    }

    @Test func quittingWhileTasksRunAsksFirstAndLosesNothing() throws {
        let journey = try Journey(["--speed", "0.4"])
        journey.expect("Start here")
        journey.submit("Launch our Q1 product with a budget of 50000")
        journey.expect("running")
        journey.press("q")
        journey.expect("No")
        journey.press("y")
        #expect(journey.terminal.end() == .code(0))
        #expect(journey.terminal.isRestored)
        try journey.reopen(["--speed", "8"])
        journey.expect("done, quality")
        journey.expect("107", of: "Marketing")
    }

    @Test func afterKillTheTaskFinishesOnceAndReputationsAreAsIfNothingHadHappened() throws {
        let journey = try Journey(["--speed", "0.5"])
        journey.expect("Start here")
        journey.submit("Launch our Q1 product with a budget of 50000")
        journey.expect("running")
        journey.terminal.signal(SIGKILL)
        #expect(journey.terminal.end() == .signal(SIGKILL))
        try journey.reopen(["--speed", "8"])
        journey.expect("✓ 1 done")
        for agent in ["Marketing", "Finance", "Insights"] { journey.expect("107", of: agent) }
        journey.expect("100", of: "Support")
        journey.press("q")
        #expect(journey.terminal.end() == .code(0))
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func aSignalEndsItAndTheTerminalIsGivenBack(signal: Int32) throws {
        let journey = try Journey()
        journey.expect("Start here")
        journey.terminal.signal(signal)
        #expect(journey.terminal.end() == .code(128 + signal))
        #expect(journey.terminal.isRestored)
    }

    @Test func controlCQuitsCleanly() throws {
        let journey = try Journey()
        journey.expect("Start here")
        journey.press("\u{03}")
        #expect(journey.terminal.end() == .code(0))
        #expect(journey.terminal.isRestored)
    }

    @Test func asecondConsoleOnTheSameFolderIsToldWhoHasIt() throws {
        let journey = try Journey()
        journey.expect("Start here")
        let second = try #require(
            TerminalSession(
                [BuiltProgram.path("swarmtop"), "--data-dir", journey.folder + "/data"],
                columns: 100, rows: 30))
        #expect(second.wait(for: "process \(journey.terminal.program)"))
        #expect(second.end() == .code(4))
    }
}
