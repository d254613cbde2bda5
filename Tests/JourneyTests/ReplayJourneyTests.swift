import TerminalHarness
import Testing

/// A recorded run, looked at again: nothing in it can be commanded.
@Suite struct ReplayJourneyTests {
    /// The chaos demo, recorded, then opened in the console.
    private func recorded(_ arguments: [String] = ["--paused"]) throws -> Journey {
        let journey = try Journey(
            command: ["demo", "parallel", "--plain", "--speed", "6", "--data-dir", "@/data"])
        let text = journey.output()
        #expect(text.contains("Parallel work: 4 succeeded."), "\(text)")
        try journey.open(["replay", "--data-dir", "@/data"] + arguments)
        journey.expect("REPLAY")
        return journey
    }

    /// The header's line, which holds the recording's clock.
    private func clock(_ journey: Journey) -> String { journey.screen.line(0) }

    @Test func stepsMarkersAndSpeedMoveIt() throws {
        let journey = try recorded()
        journey.expect("paused")
        let start = clock(journey)
        journey.press("}", "}", "}", "}")
        journey.expect("awarded now")
        #expect(clock(journey) != start)
        let there = clock(journey)
        journey.press("{", "{")
        #expect(journey.terminal.wait { $0.line(0) != there }, "\(journey.screen.text)")
        let before = journey.screen.text
        journey.press("]")
        #expect(journey.terminal.wait { $0.text != before }, "\(journey.screen.text)")
        journey.press("[")
        #expect(journey.terminal.wait { $0.text == before }, "\(journey.screen.text)")
        journey.press(">")
        journey.expect("2×")
        journey.press("<")
        journey.expect("1×")
        journey.press("<")
        journey.expect("0.5×")
        journey.quit()
    }

    @Test func itPlaysToItsEndAndStandsThere() throws {
        let journey = try recorded(["--speed", "64"])
        journey.expect("✓ 4 done", within: 40)
        journey.press("4", "z")
        journey.expect("Sections")
        journey.press("z")
        journey.quit()
    }

    @Test func nothingIsCommandedByMistake() throws {
        let journey = try recorded()
        for key in ["n", "p", "P", "x", "d", "r", "a", "D", "u"] {
            journey.press(key)
            journey.expect("this is a recording")
            journey.press("g")
            journey.expectGone("this is a recording")
        }
        journey.press("}", "}")
        journey.expect("Finance")
        journey.command("pause Finance")
        journey.expect("recording")
        journey.press(Keys.escape)
        journey.press(Keys.escape)
        journey.quit()
    }

    @Test func itBeginsWhereAskedAndPlaysAFileThatWasExported() throws {
        let journey = try recorded(["--paused", "--at", "100%"])
        journey.expect("✓ 4 done")
        journey.quit()
        try journey.open(["export", "--data-dir", "@/data", "--format", "ndjson"])
        let lines = journey.output().split(separator: "\n")
        #expect(lines.count > 50)
        #expect(lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
        try journey.open([
            "replay", "--data-dir", "@/data", "--run", "7",
        ])
        #expect(journey.output(2).contains("There is no run 7"))
    }

    @Test func endedRunsAreToldAsEventsAndAsStatistics() throws {
        let journey = try recorded()
        journey.quit()
        try journey.open(["replay", "--data-dir", "@/data", "--events", "--speed", "max"])
        #expect(journey.output().contains("\"task.submitted\""))
        try journey.open(["stats", "--data-dir", "@/data"])
        #expect(journey.output().contains("4"))
        try journey.open(["explain", "--data-dir", "@/data"])
        #expect(journey.output().contains("reputation"))
        try journey.open(["agents", "--data-dir", "@/data"])
        #expect(journey.output().contains("Marketing"))
    }
}
