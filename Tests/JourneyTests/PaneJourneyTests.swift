import TerminalHarness
import Testing

/// Looking: every pane, and every way to see more or less of it.
@Suite struct PaneJourneyTests {
    /// A campaign that has ended, in a console of that size.
    private func finished(
        columns: Int = 120, rows: Int = 40, speed: Int = 100
    ) throws -> Journey {
        let journey = try Journey(["--speed", "\(speed)"], columns: columns, rows: rows)
        journey.expect("Marketing")
        journey.submit("Launch our Q1 product with a budget of 50000")
        journey.expect("done, quality")
        return journey
    }

    /// The names in the agents pane from above.
    private static func agents(_ screen: VirtualScreen) -> [String] {
        let names = ["Marketing", "Finance", "Insights", "Support"]
        return screen.lines.compactMap { line in
            names.first { line.prefix(16).contains($0) && line.prefix(60).contains("%") }
        }
    }

    @Test func eachNumberGoesToItsPaneAndEveryPaneSaysSomething() throws {
        let journey = try finished()
        for (key, title, sign) in [
            ("1", "1 Agents", "by load"), ("2", "2 Timeline", "faster than one after another"),
            ("3", "3 Bus", "attempt.done"), ("4", "4 Result", "Campaign"),
            ("5", "5 Fault lab", "Nothing armed"), ("6", "6 Reputation", "107"),
            ("7", "7 Detail", "Q1"), ("8", "8 Queue", "Nothing waits."),
            ("9", "9 Costs", "offline agents cost nothing"),
        ] {
            journey.press(key)
            journey.expectFocus(title)
            journey.expect(sign)
        }
        journey.quit()
    }

    @Test func tabGoesOnAndShiftTabBack() throws {
        let journey = try finished()
        journey.press("1")
        journey.expectFocus("1 Agents")
        journey.press(Keys.tab)
        journey.expectFocus("2 Timeline")
        journey.press(Keys.backTab)
        journey.expectFocus("1 Agents")
        journey.quit()
    }

    @Test func aZoomedPaneHasTheScreenAndGivesItBack() throws {
        let journey = try finished()
        journey.press("6", "z")
        journey.expect("back to all panes")
        journey.expectGone("Timeline")
        journey.expect("Needs Improvement")
        journey.press("z")
        journey.expect("2 Timeline")
        journey.press("4", "z")
        journey.expect("Sections")
        journey.press(Keys.escape)
        journey.expect("2 Timeline")
        journey.quit()
    }

    @Test func theLinesBetweenPanesAreMovedByKeysAndByWordsAndStay() throws {
        let journey = try finished()
        func place() -> Int? {
            let line = journey.screen.lines.first { $0.contains("1 Agents") } ?? ""
            return line.range(of: "2 Timeline").map { line[..<$0.lowerBound].count }
        }
        let usual = try #require(place())
        journey.press("1", "\u{1B}>")
        #expect(journey.terminal.wait { _ in place() == usual + 2 }, "\(journey.screen.text)")
        journey.press("\u{1B}<", "\u{1B}<", "\u{1B}+")
        #expect(journey.terminal.wait { _ in place() == usual - 2 }, "\(journey.screen.text)")
        journey.command("layout wider 4")
        #expect(journey.terminal.wait { _ in place() == usual + 6 }, "\(journey.screen.text)")
        #expect(try journey.read("config/swarmtop/settings.yaml").contains("  left: "))
        journey.quit()
        try journey.reopen()
        journey.expect("2 Timeline")
        #expect(journey.terminal.wait { _ in place() == usual + 6 }, "\(journey.screen.text)")
        journey.press("\u{1B}=")
        #expect(journey.terminal.wait { _ in place() == usual }, "\(journey.screen.text)")
        journey.quit()
    }

    @Test func agentsAreSortedByAnotherColumnAndTurnedAround() throws {
        let journey = try finished()
        journey.press("1")
        journey.expect("by load")
        journey.press("s")
        journey.expect("by reputation ▾")
        let isLast = journey.terminal.wait { Self.agents($0).last == "Support" }
        #expect(isLast, "\(journey.screen.text)")
        journey.press("I")
        journey.expect("by reputation ▴")
        let isFirst = journey.terminal.wait { Self.agents($0).first == "Support" }
        #expect(isFirst, "\(journey.screen.text)")
        journey.quit()
    }

    @Test func aFilterShowsOnlyWhatHoldsItsWordsAndSaysWhenNothingDoes() throws {
        let journey = try finished()
        journey.press("3", "z", "/", "budget", Keys.enter)
        journey.expectGone("announcement")
        journey.expect("30000")
        journey.press("/", "xyzzy", Keys.enter)
        journey.expect("No match for")
        journey.press(Keys.escape)
        journey.expect("announcement")
        journey.press("z")
        journey.quit()
    }

    @Test func theBusHoldsStillWhenScrolledAndFollowsAgain() throws {
        let journey = try finished()
        journey.press("3", "g")
        journey.expect("F follow")
        journey.submit("Write a FAQ for customers")
        journey.expect("new  F follow")
        journey.press("3", "F")
        journey.expectGone("F follow")
        journey.expect("✓ 2 done")
        journey.expectRow("result", "done, quality")
        journey.quit()
    }

    @Test func theBusShowsOnlyWhatIsNewAndOnlyOneTask() throws {
        let journey = try finished()
        journey.press("3", "m")
        journey.expectGone("attempt.done")
        journey.submit("Write a FAQ for customers")
        journey.expect("attempt.done")
        journey.submit("Forecast the costs of the second quarter")
        journey.expectRow("✓", "3 done")
        journey.press("3", "G", "C")
        journey.expectGone("FAQ for customers, ")
        journey.quit()
    }

    @Test func theTimelineIsSeenByAgentAndItsTimeIsZoomed() throws {
        let journey = try finished(speed: 4)
        journey.press("2")
        journey.expectRow("marketing", "█")
        let axis = try #require(journey.screen.lines.first { $0.contains("0s") })
        journey.press("+")
        #expect(journey.terminal.wait { !$0.lines.contains(axis) }, "\(journey.screen.text)")
        journey.press("=")
        #expect(journey.terminal.wait { $0.lines.contains(axis) }, "\(journey.screen.text)")
        journey.press("A")
        journey.expectRow("Marketing", "█")
        journey.press("A", "H")
        journey.expect("3 done")
        journey.quit()
    }

    @Test func theResultIsReadInPartsAndAsATreeOfJSON() throws {
        let journey = try finished()
        journey.press("4", "z")
        journey.expect("→ marketing #1")
        journey.press(Keys.right)
        journey.expectRow("▌", "Budget")
        journey.press("t")
        journey.expect("roi_projection")
        journey.press("t")
        journey.expectGone("roi_projection")
        journey.press("z")
        journey.quit()
    }

    @Test func theReputationChartTellsTheReasonAtItsCursor() throws {
        let journey = try finished()
        journey.select("Finance")
        journey.press("6", "z", "h")
        journey.expect("100 → 107")
        journey.expectRow("Changes of Finance")
        journey.press("z")
        journey.quit()
    }

    @Test func detailTellsOfTheAgentAndTurnsToTheTask() throws {
        let journey = try finished()
        journey.select("Insights")
        journey.press(Keys.enter)
        journey.expectRow("7 Detail", "Insights")
        journey.expect("record")
        journey.press("z", Keys.right)
        journey.expect("Who answered")
        journey.expect("How they scored")
        journey.press("z")
        journey.quit()
    }

    @Test func theQueueSaysWhoWaitsForWhomAndWhy() throws {
        let journey = try Journey(["--speed", "20"])
        journey.expect("Start here")
        journey.select("Finance")
        journey.press("p")
        journey.expect("paused", of: "Finance")
        journey.submit("Forecast the costs of the second quarter")
        journey.expect("1 waiting")
        journey.press("8", "z")
        journey.expectRow("Forecast", "Finance", "paused")
        journey.press("z")
        journey.select("Finance")
        journey.press("p")
        journey.expect("1 done")
        journey.quit()
    }

    @Test func onASmallScreenTheOtherPanesAreTabs() throws {
        let journey = try finished(columns: 80, rows: 24)
        for (key, sign) in [
            ("4", "Campaign"), ("5", "Nothing armed"), ("6", "Marketing"),
            ("8", "Nothing waits."), ("9", "cost nothing"), ("3", "analytics #1, quality"),
        ] {
            journey.press(key)
            journey.expect(sign)
        }
        journey.quit()
    }

    @Test func onATinyScreenATaskIsStillGivenAndWatched() throws {
        let journey = try Journey(["--speed", "20"], columns: 60, rows: 16)
        journey.expect("Marketing")
        journey.press("n")
        journey.expect("What should the swarm do?")
        journey.press("Write a FAQ for customers", Keys.enter)
        journey.expectGone("What should the swarm do?")
        journey.expect("✓1")
        journey.terminal.resize(columns: 38, rows: 9)
        #expect(journey.terminal.wait { $0.columns == 38 && $0.contains("✓1") })
        journey.quit()
    }

    @Test func aWideScreenShowsEverythingAtOnce() throws {
        let journey = try finished(columns: 200, rows: 60)
        for title in [
            "1 Agents", "2 Timeline", "3 Bus", "4 Result", "5 Fault lab", "6 Reputation",
            "7 Detail", "8 Queue", "9 Costs",
        ] { journey.expect(title) }
        journey.quit()
    }
}

/// Following links, and finding the way back.
@Suite struct LinkJourneyTests {
    @Test func enterFollowsALineEscComesBackAndLGoesThereAgain() throws {
        let journey = try Journey(["--speed", "100"])
        journey.expect("Start here")
        journey.submit("Launch our Q1 product with a budget of 50000")
        journey.expect("done, quality")
        journey.press("3", "G", Keys.enter)
        let isThere = journey.terminal.wait { screen in
            screen.lines.contains { $0.contains("━") && !$0.contains("3 Bus") }
        }
        #expect(isThere, "\(journey.screen.text)")
        journey.expect("›")
        journey.press(Keys.escape)
        journey.expectFocus("3 Bus")
        journey.press("L")
        #expect(
            journey.terminal.wait { screen in
                screen.lines.contains { $0.contains("━") && !$0.contains("3 Bus") }
            })
        journey.quit()
    }

    @Test func attentionLeadsToWhatFailedOneAfterAnother() throws {
        let journey = try Journey(["--speed", "2"])
        journey.expect("Start here")
        journey.select("Support")
        journey.command("fault poor Support 8s")
        journey.expect("Sure?")
        journey.press("y")
        journey.expect("poor quality")
        journey.submit("Write a FAQ for customers")
        journey.expect("✗ 1 failed", within: 40)
        journey.press("1", "!")
        journey.expectFocus("2 Timeline")
        journey.quit()
    }
}
